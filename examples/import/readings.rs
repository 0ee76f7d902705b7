//! Weather readings: how they are read from CSV, and how they are stored.

use std::{fs::File, io::Read, path::Path};

use csv::{ErrorKind, ReaderBuilder, StringRecord, Terminator, Trim};
use indicatif::{ProgressBar, ProgressStyle};
use rusqlite::{Connection, Statement, Transaction};
use with_cleanup::defer;

use crate::Result;

const COLUMNS: [&str; 8] = ["station", "date", "min_c", "max_c", "rain_mm", "gust_kmh", "observer", "note"];

type Reading<'r> = (&'r str, &'r str, f64, f64, Option<f64>, Option<u32>, &'r str, &'r str);

/// A bar is for an input that is longer than this.
const LONG: u64 = 1 << 20;

/// Makes an empty database.
pub(crate) fn database(dir: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(dir.join("readings.db"))?;
    db.execute_batch(
        "CREATE TABLE reading (
            station TEXT NOT NULL, date TEXT NOT NULL, min_c REAL NOT NULL, max_c REAL NOT NULL,
            rain_mm REAL, gust_kmh INTEGER, observer TEXT NOT NULL, note TEXT NOT NULL, file TEXT NOT NULL,
            PRIMARY KEY (station, date),
            CONSTRAINT \"date is a day like 2025-03-31\" CHECK (date IS date(date)),
            CONSTRAINT \"min_c <= max_c\" CHECK (min_c <= max_c)
        ) STRICT",
    )?;
    Ok(db)
}

/// Inserts all rows of the input, and returns how many; or fails with the line of the first bad one.
pub(crate) fn insert(input: &mut File, file: &Path, transaction: &Transaction<'_>) -> Result<usize> {
    let bar = progress_bar(input.metadata()?.len())?;
    defer!(bar.finish_and_clear());
    // When every row ends in `\n`, and no row in anything else, the reader is always on the line after the row that
    // it has read. A `\r` before the `\n` belongs to the last column then, and is trimmed off.
    let text = bar.wrap_read(input).chain(b"\n".as_slice());
    let mut reader =
        ReaderBuilder::new().terminator(Terminator::Any(b'\n')).trim(Trim::Headers).from_reader(text);
    let header = reader.headers().map_err(|error| explain(&error, &StringRecord::new()))?;
    if header.is_empty() {
        return Err("the file is empty".into());
    }
    if header != COLUMNS.as_slice() {
        return Err(format!("line 1 is not the header {}", COLUMNS.join(",")).into());
    }
    let mut statement = transaction.prepare("INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut rows = 0;
    loop {
        let first = reader.position().line();
        let inserted = insert_row(&mut reader, file, &mut statement);
        let last = reader.position().line() - 1;
        match inserted {
            Ok(true) => rows += 1,
            Ok(false) => return Ok(rows),
            Err(error) if first < last => return Err(format!("lines {first} to {last}: {error}").into()),
            Err(error) => return Err(format!("line {last}: {error}").into()),
        }
    }
}

/// Inserts the next row, and returns whether there was one.
fn insert_row(
    reader: &mut csv::Reader<impl Read>,
    file: &Path,
    statement: &mut Statement<'_>,
) -> Result<bool> {
    let mut row = StringRecord::new();
    if !reader.read_record(&mut row).map_err(|error| explain(&error, &row))? {
        return Ok(false);
    }
    let (station, date, min, max, rain, gust, observer, note) =
        row.deserialize::<Reading<'_>>(None).map_err(|error| explain(&error, &row))?;
    let (note, file) = (note.trim_end(), file.to_string_lossy());
    statement.execute((station, date, min, max, rain, gust, observer, note, file))?;
    Ok(true)
}

/// Says what is wrong with a row, without the place: its caller knows that better.
fn explain(error: &csv::Error, row: &StringRecord) -> String {
    match error.kind() {
        ErrorKind::Utf8 { .. } => "not UTF-8".to_owned(),
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("columns: {len} instead of {expected_len}")
        }
        ErrorKind::Deserialize { err, .. } => {
            let at = err.field().and_then(|field| usize::try_from(field).ok());
            match at.and_then(|at| COLUMNS.iter().zip(row).nth(at)) {
                Some((column, value)) => format!("{column} is {value:?}: {}", err.kind()),
                None => err.to_string(),
            }
        }
        _ => error.to_string(),
    }
}

/// A bar that shows only where standard error is a terminal.
fn progress_bar(bytes: u64) -> Result<ProgressBar> {
    if bytes <= LONG {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left")?;
    Ok(ProgressBar::new(bytes).with_style(style))
}

/// Tells what the database holds of a file.
pub(crate) fn held(db: &Connection, file: &Path) -> rusqlite::Result<String> {
    db.query_row(
        "SELECT iif(count(*) = 0, 'nothing', format(
            '%d readings of %d stations, %.1f to %.1f °C, %.1f mm of rain',
            count(*), count(DISTINCT station), min(min_c), max(max_c), total(rain_mm)
        )) FROM reading WHERE file = ?",
        [file.to_string_lossy()],
        |row| row.get(0),
    )
}
