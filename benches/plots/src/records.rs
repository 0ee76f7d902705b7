//! What is recorded.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use serde::{Deserialize, de::DeserializeOwned};

use crate::Result;

/// The time of one subject.
#[derive(Deserialize)]
pub(crate) struct Cleanup {
    pub(crate) group: String,
    pub(crate) subject: String,
    pub(crate) size: u32,
    /// How many cleanups run in this time.
    pub(crate) cleanups: u32,
    pub(crate) nanoseconds: f64,
    pub(crate) allocations: u32,
}

impl Cleanup {
    /// The time for each cleanup, in ns.
    pub(crate) fn each(&self) -> f64 {
        self.nanoseconds / f64::from(self.cleanups)
    }
}

/// The time of one compilation.
#[derive(Deserialize)]
pub(crate) struct Compilation {
    pub(crate) shape: Shape,
    pub(crate) style: Style,
    pub(crate) scopes: u32,
    pub(crate) command: String,
    pub(crate) seconds: f64,
}

/// What was compiled many times.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    OneHead,
    FourHeads,
    Nested,
    Exits,
    WithCleanupFunction,
    ContextManagerFunction,
    Defer,
    TryFinally,
}

impl Shape {
    pub(crate) const ALL: [Self; 8] = [
        Self::OneHead,
        Self::FourHeads,
        Self::Exits,
        Self::Nested,
        Self::TryFinally,
        Self::Defer,
        Self::WithCleanupFunction,
        Self::ContextManagerFunction,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OneHead => "with!, one head",
            Self::FourHeads => "with!, four heads",
            Self::Nested => "with!, 64 deep",
            Self::Exits => "with!, jumps in the body",
            Self::WithCleanupFunction => "#[with_cleanup], a defer! that can fail",
            Self::ContextManagerFunction => "#[context_manager], and its with!",
            Self::Defer => "defer!",
            Self::TryFinally => "try_finally!",
        }
    }
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Style {
    Hand,
    Scopeguard,
    WithCleanup,
}

impl Style {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hand => "by hand",
            Self::Scopeguard => "scopeguard",
            Self::WithCleanup => "with-cleanup",
        }
    }
}

/// The time of a build from nothing.
#[derive(Deserialize)]
pub(crate) struct ColdBuild {
    #[serde(rename = "crate")]
    pub(crate) package: String,
    pub(crate) version: String,
    pub(crate) command: String,
    pub(crate) seconds: f64,
}

/// An event of the feature `tracing`, as `tracing-subscriber` writes it.
#[derive(Deserialize)]
pub(crate) struct Event {
    /// Since the beginning, in seconds, such as `0.001s`.
    pub(crate) timestamp: String,
    pub(crate) fields: Fields,
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    pub(crate) message: Message,
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Message {
    Entered,
    Exiting,
    Dismissed,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    Success,
    Failure,
    Panic,
}

/// Where times were measured.
#[derive(Deserialize)]
pub(crate) struct Machine {
    pub(crate) rustc: String,
    pub(crate) cpu: String,
    pub(crate) threads: u32,
}

pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(file).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Events, each a line of JSON.
pub(crate) fn events(path: &Path) -> Result<Vec<Event>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let events: serde_json::Result<_> = text.lines().map(serde_json::from_str).collect();
    events.map_err(|error| format!("{}: {error}", path.display()).into())
}

fn parse<T: DeserializeOwned>(text: impl io::Read) -> Result<Vec<T>> {
    let rows = csv::Reader::from_reader(text).into_deserialize().collect::<csv::Result<Vec<T>>>()?;
    if rows.is_empty() { Err("nothing is recorded".into()) } else { Ok(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_column_or_row_is_an_error_that_says_so() {
        let rows = parse::<Compilation>("shape,style,scopes,command\ndefer,hand,1,check\n".as_bytes());
        assert!(rows.err().unwrap().to_string().ends_with("missing field `seconds`"));
        let rows = parse::<Compilation>("shape,style,scopes,command,seconds\n".as_bytes());
        assert_eq!(rows.err().unwrap().to_string(), "nothing is recorded");
    }
}
