//! How plots look: legible on white and on dark pages, and without telling red from green.

use std::path::Path;

use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::Result;

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

pub(crate) const WIDTH: u32 = 900;

pub(crate) const PAPER: RGBColor = RGBColor(0xfc, 0xfc, 0xfa);
pub(crate) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
pub(crate) const FAINT: RGBColor = RGBColor(0x6a, 0x6a, 0x6a);
pub(crate) const GRID: RGBColor = RGBColor(0xe2, 0xe2, 0xde);

/// Greys, and the colours of Okabe and Ito <https://jfly.uni-koeln.de/color/>.
const COLOURS: [(&[&str], RGBColor); 8] = [
    (&["by hand", "Vec of boxes"], RGBColor(0x33, 0x33, 0x33)),
    (&["scopeguard", "Vec of scopeguard's guards"], RGBColor(0x99, 0x99, 0x99)),
    (&["with!", "with-cleanup", "ExitStack"], RGBColor(0x00, 0x72, 0xb2)),
    (&["try_finally!, captures", "ExitStack, dropped"], RGBColor(0x56, 0xb4, 0xe9)),
    (&["try_finally!", "ExitStack, run"], RGBColor(0x00, 0x9e, 0x73)),
    (&["defer!", "Vec of one closure"], RGBColor(0xcc, 0x79, 0xa7)),
    (&["#[with_cleanup], heads"], RGBColor(0xd5, 0x5e, 0x00)),
    (&["#[with_cleanup], defer!"], RGBColor(0xe6, 0x9f, 0x00)),
];

/// Peers are grey.
pub(crate) fn colour(subject: &str) -> Result<RGBColor> {
    let found = COLOURS.iter().find(|(subjects, _)| subjects.contains(&subject));
    found.map(|found| found.1).ok_or_else(|| format!("`{subject}` has no colour").into())
}

/// A picture with a title.
pub(crate) fn page<'a>(path: &'a Path, title: &str, height: u32) -> Result<Area<'a>> {
    let page = SVGBackend::new(path, (WIDTH, height)).into_drawing_area();
    page.fill(&PAPER)?;
    page.draw(&Text::new(title, (20, 16), font(16).style(FontStyle::Bold).color(&INK)))?;
    Ok(page)
}

/// Of this many pixels.
pub(crate) fn font(size: u32) -> FontDesc<'static> {
    // The backend divides by this number.
    ("sans-serif", f64::from(size) * 1.24).into_font()
}

pub(crate) fn text(size: u32, colour: RGBColor, across: HPos) -> TextStyle<'static> {
    font(size).color(&colour).pos(Pos::new(across, VPos::Center))
}

/// A number with one digit that counts.
pub(crate) fn short(number: f64) -> String {
    match number {
        ..1.0 => format!("{number:.1}"),
        ..1e3 => number.to_string(),
        ..1e6 => format!("{}k", number / 1e3),
        _ => format!("{}M", number / 1e6),
    }
}

/// Names what colours stand for, four in a line, and says how high that is.
pub(crate) fn legend(page: &Area<'_>, top: i32, names: &[(&str, RGBColor)]) -> Result<i32> {
    const LINE: i32 = 22;
    for (at, (name, colour)) in (0..).zip(names) {
        let (x, y) = (20 + at % 4 * 215, top + at / 4 * LINE);
        page.draw(&Rectangle::new([(x, y), (x + 14, y + 14)], colour.filled()))?;
        page.draw(&Text::new(*name, (x + 21, y + 7), text(13, INK, HPos::Left)))?;
    }
    Ok((i32::try_from(names.len())? + 3) / 4 * LINE)
}
