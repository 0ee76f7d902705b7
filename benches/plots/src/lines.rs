//! How times grow, on logarithmic scales.

use std::{ops::Range, path::Path};

use plotters::{prelude::*, style::text_anchor::HPos};

use crate::{
    Result,
    style::{self, FAINT, GRID, INK},
};

pub(crate) struct Panel<'r> {
    name: &'r str,
    lines: Vec<Line<'r>>,
}

struct Line<'r> {
    subject: &'r str,
    points: Vec<(f64, f64)>,
}

impl<'r> Panel<'r> {
    /// Of subjects, sizes and times.
    pub(crate) fn new(name: &'r str, rows: impl Iterator<Item = (&'r str, u32, f64)>) -> Self {
        let mut lines: Vec<Line<'r>> = Vec::new();
        for (subject, size, time) in rows {
            let point = (f64::from(size), time);
            match lines.iter_mut().find(|line| line.subject == subject) {
                Some(line) => line.points.push(point),
                None => lines.push(Line { subject, points: vec![point] }),
            }
        }
        Self { name, lines }
    }
}

/// Draws the panels, two in a row, all on one scale.
pub(crate) fn draw(path: &Path, title: &str, sizes: &str, times: &str, panels: &[Panel<'_>]) -> Result<()> {
    let points = || panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| &line.points);
    let across = range(points().map(|point| point.0)).ok_or("nothing of it is recorded")?;
    let up = range(points().map(|point| point.1)).ok_or("nothing of it is recorded")?;
    let mut subjects: Vec<(&str, RGBColor)> = Vec::new();
    for line in panels.iter().flat_map(|panel| &panel.lines) {
        if !subjects.iter().any(|subject| subject.0 == line.subject) {
            subjects.push((line.subject, style::colour(line.subject)?));
        }
    }
    let rows = panels.len().div_ceil(2);
    let page = style::page(path, title, 100 + 300 * u32::try_from(rows)?)?;
    let top = 48 + style::legend(&page, 48, &subjects)?;
    for (panel, area) in panels.iter().zip(page.margin(top, 0, 0, 0).split_evenly((rows, 2))) {
        draw_panel(panel, &area, (across.clone(), sizes), (up.clone(), times))?;
    }
    Ok(page.present()?)
}

/// From the least to the greatest, and some space around them.
fn range(values: impl Iterator<Item = f64>) -> Option<Range<f64>> {
    let (least, greatest) = values.fold((f64::MAX, f64::MIN), |(a, b), value| (a.min(value), b.max(value)));
    (least <= greatest).then_some(least * 0.8..greatest * 1.25)
}

fn draw_panel(
    panel: &Panel<'_>,
    area: &style::Area<'_>,
    (across, sizes): (Range<f64>, &str),
    (up, times): (Range<f64>, &str),
) -> Result<()> {
    let (width, _) = area.dim_in_pixel();
    let middle = i32::try_from(width / 2)?;
    area.draw(&Text::new(panel.name, (middle, 12), style::text(14, INK, HPos::Center)))?;
    let mut chart = ChartBuilder::on(area)
        .margin(10)
        .margin_top(26)
        .margin_right(24)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d(across.log_scale(), up.log_scale())?;
    chart
        .configure_mesh()
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .axis_style(FAINT)
        .label_style(style::font(12).color(&INK))
        .x_labels(5)
        .y_labels(8)
        .x_label_formatter(&|x| style::short(*x))
        .y_label_formatter(&|y| style::short(*y))
        .x_desc(sizes)
        .y_desc(times)
        .draw()?;
    for line in &panel.lines {
        let colour = style::colour(line.subject)?;
        chart.draw_series(LineSeries::new(line.points.iter().copied(), colour.stroke_width(2)))?;
        chart.draw_series(line.points.iter().map(|point| Circle::new(*point, 4, colour.filled())))?;
    }
    Ok(())
}
