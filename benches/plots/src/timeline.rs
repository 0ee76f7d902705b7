//! What one run entered and exited, in order.

use std::path::Path;

use plotters::{prelude::*, style::text_anchor::HPos};

use crate::{
    Result,
    records::{Event, Kind, Outcome},
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
    outcome: Outcome,
}

/// Steps are what is drawn: a network takes a thousand times as long as a lock.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moment {
    step: usize,
    micros: f64,
}

/// Pairs each exit with the last entry of its name and depth; in the order of entry.
pub(crate) fn bars(events: &[Event]) -> Result<Vec<Bar>> {
    let mut bars: Vec<Bar> = Vec::new();
    let mut open: Vec<(&Event, Moment)> = Vec::new();
    for (step, event) in events.iter().enumerate() {
        let moment = Moment { step, micros: event.micros };
        if event.kind == Kind::Entered {
            open.push((event, moment));
            continue;
        }
        let entry = open
            .iter()
            .rposition(|(entered, _)| (entered.depth, &entered.name) == (event.depth, &event.name))
            .ok_or_else(|| format!("line {}: `{}` exits without an entry", step + 2, event.name))?;
        let (entered, entry) = open.remove(entry);
        bars.push(Bar {
            name: event.name.clone(),
            location: entered.location.clone(),
            depth: event.depth,
            entry,
            exit: moment,
            outcome: event
                .outcome
                .ok_or_else(|| format!("line {}: `{}` exits without an outcome", step + 2, event.name))?,
        });
    }
    if let Some((event, moment)) = open.last() {
        return Err(format!("line {}: `{}` never exits", moment.step + 2, event.name).into());
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
    style::legend(&page, 48, &[Outcome::Success, Outcome::Failure, Outcome::Panic].map(meaning))?;
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

fn meaning(outcome: Outcome) -> (&'static str, RGBColor) {
    match outcome {
        Outcome::Success => ("success", RGBColor(0x56, 0xb4, 0xe9)),
        Outcome::Failure => ("failure", RGBColor(0xe6, 0x9f, 0x00)),
        Outcome::Panic => ("panic", RGBColor(0xcc, 0x79, 0xa7)),
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

    fn event(kind: Kind, name: &str, outcome: Option<Outcome>) -> Event {
        Event { micros: 1.0, depth: 0, kind, name: name.into(), location: "a.rs:1".into(), outcome }
    }

    #[test]
    fn an_exit_ends_the_last_entry_of_its_name() {
        let events = [
            event(Kind::Entered, "lock", None),
            event(Kind::Entered, "file", None),
            event(Kind::Entered, "file", None),
            event(Kind::Exited, "file", Some(Outcome::Panic)),
            event(Kind::Exited, "file", Some(Outcome::Failure)),
            event(Kind::Exited, "lock", Some(Outcome::Success)),
        ];
        let steps: Vec<_> = bars(&events)
            .unwrap()
            .into_iter()
            .map(|bar| (bar.name, bar.entry.step, bar.exit.step, bar.outcome))
            .collect();
        assert_eq!(
            steps,
            [
                ("lock".into(), 0, 5, Outcome::Success),
                ("file".into(), 1, 4, Outcome::Failure),
                ("file".into(), 2, 3, Outcome::Panic)
            ]
        );
    }

    #[test]
    fn entries_and_exits_that_do_not_pair_are_errors() {
        let lone = |kind, outcome| bars(&[event(kind, "lock", outcome)]).unwrap_err().to_string();
        assert_eq!(lone(Kind::Entered, None), "line 2: `lock` never exits");
        assert_eq!(lone(Kind::Exited, Some(Outcome::Success)), "line 2: `lock` exits without an entry");
        let unknown = bars(&[event(Kind::Entered, "lock", None), event(Kind::Exited, "lock", None)]);
        assert_eq!(unknown.unwrap_err().to_string(), "line 3: `lock` exits without an outcome");
    }
}
