//! What the contract says of a case, as a plain function. Written from the contract alone.

use crate::{
    cases::{Body, Case, Kind, Way},
    support::Does,
};

/// What a case does.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Story {
    /// Who is entered, used, dropped and exited, and the outcome that each exit sees.
    pub(crate) events: Vec<String>,
    /// `ok 1`, `err failure`, `panic message` or `dropped`. A cleanup's failure is `name: text`, and has those that it
    /// suppresses in brackets.
    pub(crate) end: String,
    /// `name outcome: text`
    pub(crate) reports: Vec<String>,
}

/// The contract.
pub(crate) fn expected(case: &Case) -> Story {
    let mut story = Story::default();
    let mut seen; // the outcome so far (R5)
    let mut ends; // whether the scopes that are still open are left by reaching their ends
    let entered = enter(case, &mut story); // R1, R3
    if entered < case.names().len() {
        let name = case.names()[entered];
        (seen, ends) = (if case.entry == Does::Panic { "panic" } else { "failure" }.to_owned(), false);
        story.end = if case.entry == Does::Panic {
            format!("panic {name} panicked")
        } else {
            format!("err {name} failed")
        };
    } else {
        story.events.extend(case.names().iter().map(|name| format!("use {name}")));
        story.events.push("drop local".to_owned());
        (seen, ends, story.end) = body(case.way);
    }

    let mut last = case.names().len();
    for size in case.program.scopes.iter().rev() {
        let failed = seen != "success";
        let mut waiting = Vec::new(); // failures that this scope may return
        for at in (last - size..last).rev().filter(|&at| at < entered) {
            let name = case.names()[at];
            let cleanup = case.cleanup(at);
            story.events.push(match case.program.kinds[at] {
                Kind::Raii => format!("drop {name}"),
                Kind::Infallible | Kind::Fallible => format!("exit {name}: {seen}"),
            });
            match case.exits[at] {
                Does::Well => {}
                Does::Fail if ends => {
                    waiting.push(format!("{cleanup}: {name} failed"));
                    seen = if failed { seen } else { format!("failure({})", text(&waiting[0])) };
                }
                Does::Fail => story.reports.push(report(&format!("{cleanup}: {name} failed"), &seen)),
                // R10: the first panic goes on.
                Does::Panic if seen == "panic" => {
                    story.reports.push(report(&format!("{cleanup}: panicked: {name} panicked"), "panic"));
                }
                // R7: a panic outranks all errors, those included that wait to be returned.
                Does::Panic => {
                    (seen, ends, story.end) = ("panic".to_owned(), false, format!("panic {name} panicked"));
                    story.reports.extend(waiting.drain(..).map(|failure| report(&failure, "panic")));
                }
            }
        }
        if failed {
            // R7: the body's own error outranks those of the cleanups.
            story.reports.extend(waiting.iter().map(|failure| report(failure, "failure")));
        } else if let [first, suppressed @ ..] = &waiting[..] {
            story.end = format!("err {first} {suppressed:?}");
            // The body around this scope leaves by `?`, or has the error as its value.
            ends = case.program.body != Body::Plain;
            seen = if ends { format!("failure({})", text(first)) } else { "failure".to_owned() };
        }
        last -= size;
    }
    story
}

/// Enters the heads up to the one that does not enter well, and tells how many did.
fn enter(case: &Case, story: &mut Story) -> usize {
    let entered = if case.entry == Does::Well { case.names().len() } else { case.entry_at };
    let tried = case.names().iter().take(entered + 1);
    story.events.extend(tried.map(|name| format!("enter {name}")));
    entered
}

/// The outcome of the body, whether it reaches its end, and what the function then comes to, if nothing else happens.
fn body(way: Way) -> (String, bool, String) {
    let ok = format!("ok {}", way as u32);
    let (seen, ends, end) = match way {
        Way::End => ("success", true, ok.as_str()),
        Way::EndErr => ("failure(body failed)", true, "err body failed"),
        Way::ReturnOk | Way::Break | Way::Continue | Way::BreakLoop | Way::ContinueLoop | Way::BreakBlock => {
            ("success", false, ok.as_str())
        }
        Way::ReturnErr | Way::ReturnComputedErr | Way::Question => ("failure", false, "err body failed"),
        Way::Hidden => ("failure", false, ok.as_str()),
        Way::Dropped => ("failure", false, "dropped"),
        Way::Panic => ("panic", false, "panic body panicked"),
    };
    (seen.to_owned(), ends, end.to_owned())
}

/// The text of a failure, without the cleanup's name.
fn text(failure: &str) -> &str {
    failure.split_once(": ").expect("it has both").1
}

fn report(failure: &str, outcome: &str) -> String {
    let (cleanup, text) = failure.split_once(": ").expect("it has both");
    format!("{cleanup} {outcome}: {text}")
}
