//! Subjects side by side, in a few sizes.

use std::path::Path;

use plotters::{prelude::*, style::text_anchor::HPos};

use crate::{
    Result,
    records::Cleanup,
    style::{self, FAINT, GRID, INK},
};

/// Draws a panel a group, two in a row, which have one scale.
pub(crate) fn draw(
    path: &Path,
    title: &str,
    unit: &str,
    groups: &[&str],
    rows: &[Cleanup],
    height: fn(&Cleanup) -> f64,
) -> Result<()> {
    let rows: Vec<Vec<&Cleanup>> =
        groups.iter().map(|group| rows.iter().filter(|row| row.group == *group).collect()).collect();
    if let Some(missing) = rows.iter().position(Vec::is_empty) {
        return Err(format!("no `{}` is recorded", groups[missing]).into());
    }
    let subjects = subjects(rows.iter().flatten())?;
    let lines = groups.len().div_ceil(2);
    let page = style::page(path, title, 110 + 260 * u32::try_from(lines)?)?;
    let top = 48 + style::legend(&page, 48, &subjects)?;
    let panels = page.margin(top, 0, 0, 0).split_evenly((lines, 2));
    for (pair, panels) in rows.chunks(2).zip(panels.chunks(2)) {
        let highest = pair.iter().flatten().map(|row| height(row)).fold(0.0, f64::max);
        for (rows, panel) in pair.iter().zip(panels) {
            draw_panel(panel, unit, rows, highest * 1.05, height)?;
        }
    }
    Ok(page.present()?)
}

/// Each subject once, in its colour.
fn subjects<'r>(rows: impl Iterator<Item = &'r &'r Cleanup>) -> Result<Vec<(&'r str, RGBColor)>> {
    let mut subjects: Vec<(&str, RGBColor)> = Vec::new();
    for row in rows {
        if !subjects.iter().any(|subject| subject.0 == row.subject) {
            subjects.push((&row.subject, style::colour(&row.subject)?));
        }
    }
    Ok(subjects)
}

fn draw_panel(
    panel: &style::Area<'_>,
    unit: &str,
    rows: &[&Cleanup],
    highest: f64,
    height: fn(&Cleanup) -> f64,
) -> Result<()> {
    let mut sizes: Vec<u32> = rows.iter().map(|row| row.size).collect();
    sizes.dedup();
    let subjects = subjects(rows.iter())?;
    let group = &rows[0].group;
    let (width, _) = panel.dim_in_pixel();
    let middle = i32::try_from(width / 2)?;
    panel.draw(&Text::new(group.as_str(), (middle, 12), style::text(14, INK, HPos::Center)))?;
    let of = |count: usize| u32::try_from(count).map(f64::from);
    let mut chart = ChartBuilder::on(panel)
        .margin(10)
        .margin_top(26)
        .x_label_area_size(24)
        .y_label_area_size(54)
        .build_cartesian_2d(0.0..of(sizes.len())?, 0.0..highest)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .y_labels(6)
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .axis_style(FAINT)
        .label_style(style::font(12).color(&INK))
        .y_label_formatter(&|y| format!("{y} {unit}"))
        .draw()?;
    let step = 0.9 / of(subjects.len())?;
    for row in rows {
        let place = of(sizes.iter().position(|size| *size == row.size).expect("it is one of them"))?;
        let at = subjects.iter().position(|subject| subject.0 == row.subject).expect("it is one of them");
        let left = place + 0.05 + step * of(at)?;
        let bar = [(left, 0.0), (left + step * 0.88, height(row))];
        chart.draw_series([Rectangle::new(bar, subjects[at].1.filled())])?;
    }
    for (at, size) in sizes.iter().enumerate() {
        let (x, y) = chart.backend_coord(&(of(at)? + 0.5, 0.0));
        let (left, top) = panel.get_base_pixel();
        let label = if *size == 1 { "1 manager".into() } else { format!("{size} managers") };
        panel.draw(&Text::new(label, (x - left, y - top + 14), style::text(12, INK, HPos::Center)))?;
    }
    Ok(())
}
