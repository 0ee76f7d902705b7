//! What one run entered and exited, in order.

use std::path::Path;

use plotters::{prelude::*, style::text_anchor::HPos};

use crate::{
    Result,
    records::{Event, Message, Outcome},
    style::{self, FAINT, GRID, INK, WIDTH},
};

/// One manager, from its entry to its exit.
#[derive(Debug, PartialEq)]
pub(crate) struct Bar {
    name: String,
    location: String,
    depth: u16,
    entry: Moment,
    exit: Moment,
    /// None where nothing tells the cleanup.
    outcome: Option<Outcome>,
}

/// Steps are what is drawn: a network takes a thousand times as long as a lock.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moment {
    step: usize,
    micros: f64,
}

/// Pairs each exit with the last entry of its name and place; in the order of entry.
pub(crate) fn bars(events: &[Event]) -> Result<Vec<Bar>> {
    let mut bars: Vec<Bar> = Vec::new();
    let mut open: Vec<Bar> = Vec::new();
    for (step, Event { timestamp, fields }) in events.iter().enumerate() {
        let seconds = timestamp.trim().trim_end_matches('s');
        let seconds: f64 =
            seconds.parse().map_err(|error| format!("event {step}: `{timestamp}`: {error}"))?;
        let moment = Moment { step, micros: seconds * 1e6 };
        let file = Path::new(&fields.file).file_name().unwrap_or_default().to_string_lossy();
        let (name, location) = (fields.name.clone(), format!("{file}:{}", fields.line));
        if fields.message == Message::Entered {
            let depth = u16::try_from(open.len())?;
            open.push(Bar { name, location, depth, entry: moment, exit: moment, outcome: None });
            continue;
        }
        let entry = open
            .iter()
            .rposition(|bar| (&bar.name, &bar.location) == (&name, &location))
            .ok_or_else(|| format!("event {step}: `{name}` exits without an entry"))?;
        bars.push(Bar { exit: moment, outcome: fields.outcome, ..open.remove(entry) });
    }
    if let Some(bar) = open.last() {
        return Err(format!("event {}: `{}` never exits", bar.entry.step, bar.name).into());
    }
    bars.sort_by_key(|bar| bar.entry.step);
    Ok(bars)
}

const RIGHT: i32 = 20;
const TOP: i32 = 88;
const ROW: i32 = 38;
const INDENT: i32 = 14;

/// Draws one bar a manager.
pub(crate) fn draw(path: &Path, bars: &[Bar]) -> Result<()> {
    let bottom = TOP + ROW * i32::try_from(bars.len())?;
    let title = "What was entered, and how it exited: a step an event";
    let page = style::page(path, title, u32::try_from(bottom + 34)?)?;
    style::legend(
        &page,
        48,
        &[Some(Outcome::Success), Some(Outcome::Failure), Some(Outcome::Panic), None].map(meaning),
    )?;
    let steps = i32::try_from(2 * bars.len())?;
    let left = bars.iter().map(label_end).max().unwrap_or(0);
    let across = |step: usize| -> Result<i32> {
        let width = i32::try_from(WIDTH)? - left - RIGHT;
        Ok(left + width * (2 * i32::try_from(step)? + 1) / (2 * steps))
    };
    let start = bars.first().map_or(0.0, |bar| bar.entry.micros);
    let mut moments: Vec<Moment> = bars.iter().flat_map(|bar| [bar.entry, bar.exit]).collect();
    moments.sort_by_key(|moment| moment.step);
    let mut free = 0;
    for moment in moments {
        let x = across(moment.step)?;
        page.draw(&PathElement::new([(x, TOP - 4), (x, bottom + 6)], GRID))?;
        let time = duration(moment.micros - start);
        let half = width(&time) / 2;
        if x - half >= free {
            page.draw(&Text::new(time, (x, bottom + 18), style::text(11, FAINT, HPos::Center)))?;
            free = x + half + 4;
        }
    }
    let below = "time since the first entry";
    page.draw(&Text::new(below, (20, bottom + 18), style::text(11, FAINT, HPos::Left)))?;
    for (row, bar) in (0..).zip(bars) {
        draw_bar(&page, bar, TOP + ROW * row, across(bar.entry.step)?, across(bar.exit.step)?)?;
    }
    Ok(page.present()?)
}

fn draw_bar(page: &style::Area<'_>, bar: &Bar, top: i32, left: i32, right: i32) -> Result<()> {
    let middle = top + ROW / 2;
    let indent = indent(bar);
    page.draw(&Text::new(bar.name.as_str(), (indent, middle - 8), style::text(13, INK, HPos::Left)))?;
    page.draw(&Text::new(bar.location.as_str(), (indent, middle + 8), style::text(11, FAINT, HPos::Left)))?;
    let (outcome, colour) = meaning(bar.outcome);
    page.draw(&Rectangle::new([(left, top + 6), (right, top + ROW - 6)], colour.filled()))?;
    let note = format!("{outcome}, {}", duration(bar.exit.micros - bar.entry.micros));
    let room = width(&note) + 12;
    let (x, side) = if room <= right - left {
        (left + 6, HPos::Left)
    } else if right + room <= i32::try_from(WIDTH)? {
        (right + 6, HPos::Left)
    } else {
        (left - 6, HPos::Right)
    };
    Ok(page.draw(&Text::new(note, (x, middle), style::text(12, INK, side)))?)
}

fn indent(bar: &Bar) -> i32 {
    20 + INDENT * i32::from(bar.depth)
}

/// Where the name and the location of a bar end.
fn label_end(bar: &Bar) -> i32 {
    indent(bar) + width(&bar.name).max(width(&bar.location))
}

fn meaning(outcome: Option<Outcome>) -> (&'static str, RGBColor) {
    match outcome {
        Some(Outcome::Success) => ("success", RGBColor(0x56, 0xb4, 0xe9)),
        Some(Outcome::Failure) => ("failure", RGBColor(0xe6, 0x9f, 0x00)),
        Some(Outcome::Panic) => ("panic", RGBColor(0xcc, 0x79, 0xa7)),
        None => ("untold", RGBColor(0xcc, 0xcc, 0xcc)),
    }
}

fn duration(micros: f64) -> String {
    match micros {
        ..1e3 => format!("{micros:.0} µs"),
        ..1e6 => format!("{:.1} ms", micros / 1e3),
        _ => format!("{:.1} s", micros / 1e6),
    }
}

/// About how wide a note is, in pixels.
fn width(note: &str) -> i32 {
    note.chars().map(|_| 13).sum::<i32>() / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Fields;

    fn event(message: Message, name: &str, outcome: Option<Outcome>) -> Event {
        let fields = Fields { message, name: name.into(), file: "src/a.rs".into(), line: 1, outcome };
        Event { timestamp: "   0.001s".into(), fields }
    }

    #[test]
    fn an_exit_ends_the_last_entry_of_its_name() {
        let events = [
            event(Message::Entered, "lock", None),
            event(Message::Entered, "file", None),
            event(Message::Entered, "file", None),
            event(Message::Exiting, "file", Some(Outcome::Panic)),
            event(Message::Exiting, "file", Some(Outcome::Failure)),
            event(Message::Dismissed, "lock", None),
        ];
        let steps: Vec<_> = bars(&events)
            .unwrap()
            .into_iter()
            .map(|bar| (bar.name, bar.depth, bar.entry.step, bar.exit.step, bar.outcome))
            .collect();
        assert_eq!(
            steps,
            [
                ("lock".into(), 0, 0, 5, None),
                ("file".into(), 1, 1, 4, Some(Outcome::Failure)),
                ("file".into(), 2, 2, 3, Some(Outcome::Panic))
            ]
        );
    }

    #[test]
    fn entries_and_exits_that_do_not_pair_are_errors() {
        let lone = |message| bars(&[event(message, "lock", None)]).unwrap_err().to_string();
        assert_eq!(lone(Message::Entered), "event 0: `lock` never exits");
        assert_eq!(lone(Message::Exiting), "event 0: `lock` exits without an entry");
    }
}
