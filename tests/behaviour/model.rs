//! What the contract says of a case, as a plain function. Written from the contract alone.

use crate::{
    cases::{Body, Carries, Case, Kind, Layer, Way},
    support::Does,
};

/// What a case does.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Story {
    /// Who is entered, used, dropped and exited, and the outcome that each exit sees.
    pub(crate) events: Vec<String>,
    /// `ok 1`, `err failure`, `panic message` or `dropped`. A cleanup's failure is `name: text`, and has those that it
    /// suppresses in brackets; an error that carries failures has them in brackets behind a `+`.
    pub(crate) end: String,
    /// `name outcome: text`
    pub(crate) reports: Vec<String>,
}

/// The contract.
pub(crate) fn expected(case: &Case) -> Story {
    let mut state = State::start(case);
    let mut last = case.names().len();
    for &layer in case.program.layers.iter().rev() {
        let (Layer::Scope(size) | Layer::Deferred(size) | Layer::Heads(size) | Layer::Stack(size)) = layer;
        let all = last - size..last;
        match layer {
            Layer::Scope(_) | Layer::Stack(_) => state.scope(layer, all),
            Layer::Deferred(_) => state.deferred(layer, all),
            Layer::Heads(_) => state.heads(layer, all),
        }
        last -= size;
    }
    state.finish()
}

struct State<'c> {
    case: &'c Case<'c>,
    story: Story,
    /// How many managers were entered.
    entered: usize,
    /// The outcome so far (R5).
    seen: String,
    /// Whether what is still open is left by reaching its end, and so by no `Drop`.
    ends: bool,
    /// Whether the value that it ends with is an `Err`.
    is_err: bool,
    /// The failures that a function with `#[with_cleanup]` was given.
    pending: Vec<String>,
}

impl<'c> State<'c> {
    /// Up to the end of the body.
    fn start(case: &'c Case<'c>) -> Self {
        let mut story = Story::default();
        let entered = enter(case, &mut story); // R1, R3
        let (seen, ends);
        if entered < case.names().len() {
            let name = case.names()[entered];
            ends = false;
            (seen, story.end) = match case.entry {
                Does::Panic => ("panic".to_owned(), format!("panic {name} panicked")),
                _ => ("failure".to_owned(), format!("err {name} failed")),
            };
        } else {
            story.events.extend(case.names().iter().map(|name| format!("use {name}")));
            story.events.push("drop local".to_owned());
            (seen, ends, story.end) = body(case.way);
        }
        let is_err = case.way == Way::EndErr;
        let mut state = Self { case, story, entered, seen, ends, is_err, pending: Vec::new() };
        if case.program.body == Body::Closure && state.seen != "panic" {
            state.end_of_closure();
        }
        state
    }

    /// A closure ends in a value, whatever it was left by.
    fn end_of_closure(&mut self) {
        let error = self.story.end.strip_prefix("err ");
        self.seen = error.map_or_else(|| "success".to_owned(), |error| format!("failure({error})"));
        (self.ends, self.is_err) = (true, error.is_some());
    }

    /// The scope of a `with!` or `try_finally!`, or of a stack.
    fn scope(&mut self, layer: Layer, all: std::ops::Range<usize>) {
        let failed = !self.ends || self.is_err;
        let mut waiting = Vec::new(); // failures that this scope may return
        for at in (all.start..all.end.min(self.entered)).rev() {
            self.exit(layer, at, &mut waiting);
        }
        if failed || self.seen == "panic" {
            // R7: the body's own error outranks those of the cleanups.
            waiting.drain(..).for_each(|failure| self.unreturned(failure));
        } else if let [first, suppressed @ ..] = &waiting[..] {
            self.story.end = format!("err {first} {suppressed:?}");
            // The body around this scope leaves by `?`, or has the error as its value.
            (self.ends, self.is_err) = (self.case.program.body != Body::Plain, true);
            self.seen = if self.ends { format!("failure({})", text(first)) } else { "failure".to_owned() };
        }
    }

    /// Deferred blocks: whatever leaves the block, they run in a `Drop`, which is not told the error.
    fn deferred(&mut self, layer: Layer, all: std::ops::Range<usize>) {
        if self.entered < all.start {
            return;
        }
        let (ends, seen) = (self.ends, self.seen.clone());
        self.ends = false;
        if seen.starts_with("failure") {
            self.seen.truncate("failure".len());
        }
        if self.entered >= all.end {
            self.observed("first");
        }
        for at in (all.start..all.end.min(self.entered)).rev() {
            self.exit(layer, at, &mut Vec::new());
        }
        self.observed("last");
        if ends && self.seen != "panic" {
            self.ends = true;
            if self.is_err {
                self.seen = seen;
            }
        }
    }

    /// What `defer_on_success!` and `defer_on_failure!` log.
    fn observed(&mut self, place: &str) {
        let which = if self.seen == "success" { "success" } else { "failure" };
        self.story.events.push(format!("on {which} {place}"));
    }

    /// The heads of a function see what it returns.
    fn heads(&mut self, layer: Layer, all: std::ops::Range<usize>) {
        if self.entered >= all.end {
            let (how, what) = self.story.end.split_once(' ').unwrap_or((&self.story.end, ""));
            match (how, self.pending.first()) {
                ("ok", None) => (self.seen, self.ends) = ("success".to_owned(), true),
                ("ok", Some(first)) => (self.seen, self.ends) = (format!("failure({})", text(first)), true),
                ("err", _) => (self.seen, self.ends) = (format!("failure({})", error_text(what)), true),
                _ => {}
            }
            self.is_err = how == "err" || !self.pending.is_empty();
        }
        let mut waiting = Vec::new();
        for at in (all.start..all.end.min(self.entered)).rev() {
            self.exit(layer, at, &mut waiting);
        }
        self.pending.extend(waiting);
    }

    /// Exits one manager. `waiting` are the failures that its scope may return.
    fn exit(&mut self, layer: Layer, at: usize, waiting: &mut Vec<String>) {
        let (name, seen) = (self.case.names()[at], &self.seen);
        let cleanup = self.case.cleanup(at, layer);
        self.story.events.push(match self.case.program.kinds[at] {
            Kind::Raii => format!("drop {name}"),
            Kind::Infallible | Kind::Fallible => format!("exit {name}: {seen}"),
        });
        match self.case.exits[at] {
            Does::Well => {}
            Does::Fail => {
                let failure = format!("{cleanup}: {name} failed");
                // A stack keeps them together until it has closed.
                if self.ends || matches!(layer, Layer::Stack(_)) {
                    if self.ends && !self.is_err && waiting.is_empty() {
                        self.seen = format!("failure({})", text(&failure));
                    }
                    waiting.push(failure);
                } else {
                    self.unreturned(failure);
                    if self.seen == "success" {
                        "failure".clone_into(&mut self.seen);
                    }
                }
            }
            // R10: the first panic goes on.
            Does::Panic if self.seen == "panic" => {
                self.story.reports.push(report(&format!("{cleanup}: panicked: {name} panicked"), "panic"));
            }
            // R7: a panic outranks all errors, those included that wait to be returned.
            Does::Panic => {
                (self.seen, self.ends) = ("panic".to_owned(), false);
                self.story.end = format!("panic {name} panicked");
                if !matches!(layer, Layer::Stack(_)) {
                    waiting.drain(..).for_each(|failure| self.unreturned(failure));
                }
            }
        }
    }

    /// A failure that nothing near returns goes to the function, or else to the hook.
    fn unreturned(&mut self, failure: String) {
        if self.case.program.function.is_some() {
            self.pending.push(failure);
        } else {
            // The hook is told the error of a closure, and of no other body.
            let closure = self.case.program.body == Body::Closure;
            let outcome =
                if closure { &self.seen } else { self.seen.split('(').next().expect("the first part") };
            self.story.reports.push(report(&failure, outcome));
        }
    }

    /// The end of the function.
    fn finish(self) -> Story {
        let Self { case, mut story, pending, .. } = self;
        let [first, suppressed @ ..] = &pending[..] else { return story };
        match story.end.split(' ').next().expect("the first word") {
            "ok" => story.end = format!("err {first} {suppressed:?}"),
            "err" if case.program.function == Some(Carries::Others) => {
                story.end = format!("{} + {pending:?}", story.end);
            }
            how => {
                let outcome = if how == "panic" { "panic" } else { "failure" };
                story.reports.extend(pending.iter().map(|failure| report(failure, outcome)));
            }
        }
        story
    }
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
        Way::ReturnErr | Way::ReturnComputedErr | Way::Question | Way::Bail => {
            ("failure", false, "err body failed")
        }
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

/// The text of an error that a function returns, as [`Story::end`] tells it.
fn error_text(error: &str) -> &str {
    match error.split_once(": ") {
        Some((_, text)) => text.split_once(" [").expect("brackets").0,
        None => error,
    }
}

fn report(failure: &str, outcome: &str) -> String {
    let (cleanup, text) = failure.split_once(": ").expect("it has both");
    format!("{cleanup} {outcome}: {text}")
}
