//! What the tests share: a log of events, managers that write it, and hooks that keep panics quiet and reports at hand.
//!
//! All state is thread-local, because tests run beside each other. [`record`] starts it afresh.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    error::Error,
    fmt,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use with_cleanup::{ContextManager, Outcome, Report, Suppressed, set_report_hook};

thread_local! {
    static EVENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static REPORTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static REPORT_LINES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static RECORDING: Cell<bool> = const { Cell::new(false) };
    static HOOK_PANICS: Cell<bool> = const { Cell::new(false) };
}

/// What a piece of code did.
#[derive(Debug)]
pub(crate) struct Record<T> {
    /// What it returned, or the message of its panic.
    pub(crate) ended: Result<T, String>,
    /// What it logged.
    pub(crate) events: Vec<String>,
    /// What went to the report hook, as `name outcome: error`.
    pub(crate) reports: Vec<String>,
    /// The source lines that these reports name.
    pub(crate) report_lines: Vec<u32>,
}

impl<T> Record<T> {
    /// What it returned.
    #[track_caller]
    pub(crate) fn value(self) -> T {
        self.ended.unwrap_or_else(|message| panic!("it panicked: {message}"))
    }

    /// The message of its panic.
    #[track_caller]
    pub(crate) fn panic(&self) -> &str {
        self.ended.as_ref().err().expect("it should have panicked")
    }
}

/// Runs code, and catches its panic. Every [`Token`] that it makes must be gone when it ends.
#[track_caller]
pub(crate) fn record<T>(run: impl FnOnce() -> T) -> Record<T> {
    install_hooks();
    EVENTS.take();
    REPORTS.take();
    REPORT_LINES.take();
    LIVE.set(0);
    RECORDING.set(true);
    let ended = panic::catch_unwind(AssertUnwindSafe(run)).map_err(|payload| message(&*payload));
    RECORDING.set(false);
    HOOK_PANICS.set(false);
    let (events, reports, report_lines) = (EVENTS.take(), REPORTS.take(), REPORT_LINES.take());
    let record = Record { ended, events, reports, report_lines };
    assert_eq!(LIVE.get(), 0, "values left after {:?}", record.events);
    record
}

/// What code that must not panic logged.
#[track_caller]
pub(crate) fn events(run: impl FnOnce()) -> Vec<String> {
    let record = record(run);
    assert_eq!(record.ended, Ok(()));
    assert_eq!(record.reports, [""; 0]);
    record.events
}

/// The hooks are the process's, so they are set once, and ask the thread what to do.
fn install_hooks() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !RECORDING.get() {
                loud(info);
            }
        }));
        set_report_hook(Box::new(receive));
    });
}

fn receive(report: &Report<'_>) {
    let (name, outcome, error) = (report.name(), seen(report.outcome()), report.error());
    REPORTS.with_borrow_mut(|reports| reports.push(format!("{name} {outcome}: {error}")));
    REPORT_LINES.with_borrow_mut(|lines| lines.push(report.location().line()));
    if HOOK_PANICS.get() {
        panic::panic_any(Endless);
    }
}

/// Makes the hook panic after it has taken a report, until the recording ends.
pub(crate) fn let_the_hook_panic() {
    HOOK_PANICS.set(true);
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text").to_owned()
}

/// Adds a line to the log.
pub(crate) fn log(event: impl Into<String>) {
    EVENTS.with_borrow_mut(|events| events.push(event.into()));
}

/// `success`, `panic`, `failure`, or `failure(text)` where the error is known.
pub(crate) fn seen(outcome: Outcome<'_>) -> String {
    let is = [outcome.is_success(), outcome.is_failure(), outcome.is_panic()];
    match (is, outcome.error()) {
        ([true, false, false], None) => "success".to_owned(),
        ([false, true, false], None) => "failure".to_owned(),
        ([false, true, false], Some(error)) => format!("failure({error})"),
        ([false, false, true], None) => "panic".to_owned(),
        (is, error) => panic!("an outcome of no one kind: {is:?}, {error:?}"),
    }
}

/// The payload of a panic which panics when it drops, with another one of these.
pub(crate) struct Endless;

impl Drop for Endless {
    fn drop(&mut self) {
        panic::panic_any(Self);
    }
}

/// Is counted while it lives. The box lets Miri see a second drop, too.
#[derive(Debug)]
pub(crate) struct Token(#[expect(dead_code, reason = "only its drop matters")] Box<u8>);

impl Token {
    pub(crate) fn new() -> Self {
        LIVE.set(LIVE.get() + 1);
        Self(Box::new(0))
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}

/// The error of entries, bodies and exits.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Says what failed.
    Of(&'static str),
    /// A cleanup's, as its scope returned it.
    Cleanup(with_cleanup::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(what) => write!(f, "{what} failed"),
            Self::Cleanup(error) => write!(f, "{}", error.source().expect("it has a source")),
        }
    }
}

impl Error for Fault {}

impl From<with_cleanup::Error> for Fault {
    fn from(error: with_cleanup::Error) -> Self {
        Self::Cleanup(error)
    }
}

/// An error that carries the failures that came second to it.
#[derive(Debug)]
pub(crate) struct Laden {
    pub(crate) fault: Fault,
    pub(crate) failures: Vec<with_cleanup::Error>,
}

impl fmt::Display for Laden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl Error for Laden {}

impl From<Fault> for Laden {
    fn from(fault: Fault) -> Self {
        Self { fault, failures: Vec::new() }
    }
}

impl From<with_cleanup::Error> for Laden {
    fn from(error: with_cleanup::Error) -> Self {
        Fault::from(error).into()
    }
}

impl Suppressed for Laden {
    fn suppress(&mut self, failure: with_cleanup::Error) {
        self.failures.push(failure);
    }

    fn as_error(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}

/// A failure and those that it suppresses, each as `name: text`.
pub(crate) fn told(error: &with_cleanup::Error) -> Vec<String> {
    let tell = |error: &with_cleanup::Error| {
        format!("{}: {}", error.name(), error.source().expect("it has a source"))
    };
    [tell(error)].into_iter().chain(error.suppressed().iter().map(tell)).collect()
}

/// Fails, with a type that says it might not have.
pub(crate) fn fails(what: &'static str) -> Result<u32, Fault> {
    Err(Fault::Of(what))
}

/// What an entry or an exit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Well,
    Fail,
    Panic,
}

impl Does {
    fn perform(self, who: &'static str) -> Result<(), Fault> {
        match self {
            Self::Well => Ok(()),
            Self::Fail => Err(Fault::Of(who)),
            Self::Panic => panic!("{who} panicked"),
        }
    }
}

/// What every manager here is made of, and lends to its body.
#[derive(Debug)]
pub(crate) struct Core {
    name: &'static str,
    exit: Does,
    _token: Token,
}

impl Core {
    fn new(name: &'static str, exit: Does) -> Self {
        Self { name, exit, _token: Token::new() }
    }

    /// Logs that the body used the manager.
    pub(crate) fn touch(&mut self) {
        log(format!("use {}", self.name));
    }

    fn finish(&self, outcome: Outcome<'_>) -> Result<(), Fault> {
        log(format!("exit {}: {}", self.name, seen(outcome)));
        self.exit.perform(self.name)
    }
}

/// Logs that a manager is being entered, and does what the entry is to do.
fn entry(name: &'static str, does: Does) -> Result<(), Fault> {
    log(format!("enter {name}"));
    does.perform(name)
}

/// A manager whose exit returns `()`.
#[derive(Debug)]
pub(crate) struct Infallible(Core);

/// A manager whose exit returns a `Result`.
#[derive(Debug)]
pub(crate) struct Fallible(Core);

/// No manager, but a value with a drop of its own.
#[derive(Debug)]
pub(crate) struct Raii(Core);

impl Infallible {
    pub(crate) fn enter(name: &'static str, enter: Does, exit: Does) -> Result<Self, Fault> {
        entry(name, enter).map(|()| Self(Core::new(name, exit)))
    }

    /// The exit, for a `finally` block.
    pub(crate) fn clean(&mut self, outcome: Outcome<'_>) {
        self.0.finish(outcome).expect("such an exit is not told to fail");
    }

    pub(crate) fn touch(&mut self) {
        self.0.touch();
    }
}

impl ContextManager for Infallible {
    type Target = Core;
    type Exit = ();

    fn target(&mut self) -> &mut Core {
        &mut self.0
    }

    fn exit(mut self, outcome: Outcome<'_>) {
        self.clean(outcome);
    }
}

impl Fallible {
    pub(crate) fn enter(name: &'static str, enter: Does, exit: Does) -> Result<Self, Fault> {
        entry(name, enter).map(|()| Self(Core::new(name, exit)))
    }

    /// The exit, for a `finally` block.
    pub(crate) fn clean(&mut self, outcome: Outcome<'_>) -> Result<(), Fault> {
        self.0.finish(outcome)
    }

    pub(crate) fn touch(&mut self) {
        self.0.touch();
    }
}

impl ContextManager for Fallible {
    type Target = Core;
    type Exit = Result<(), Fault>;

    fn target(&mut self) -> &mut Core {
        &mut self.0
    }

    fn exit(mut self, outcome: Outcome<'_>) -> Result<(), Fault> {
        self.clean(outcome)
    }
}

impl Raii {
    pub(crate) fn enter(name: &'static str, enter: Does, exit: Does) -> Result<Self, Fault> {
        entry(name, enter).map(|()| Self(Core::new(name, exit)))
    }

    pub(crate) fn touch(&mut self) {
        self.0.touch();
    }
}

impl Drop for Raii {
    fn drop(&mut self) {
        log(format!("drop {}", self.0.name));
        self.0.exit.perform(self.0.name).expect("a drop is not told to fail");
    }
}

/// A manager that exits well.
pub(crate) fn manager(name: &'static str) -> Infallible {
    Infallible::enter(name, Does::Well, Does::Well).expect("it enters")
}

/// A manager whose exit panics.
pub(crate) fn panicking(name: &'static str) -> Infallible {
    Infallible::enter(name, Does::Well, Does::Panic).expect("it enters")
}

/// A manager whose exit could fail, but does not.
pub(crate) fn fallible(name: &'static str) -> Fallible {
    Fallible::enter(name, Does::Well, Does::Well).expect("it enters")
}

/// A manager whose exit fails.
pub(crate) fn failing(name: &'static str) -> Fallible {
    Fallible::enter(name, Does::Well, Does::Fail).expect("it enters")
}

/// A value that logs its drop.
pub(crate) fn raii(name: &'static str) -> Raii {
    Raii::enter(name, Does::Well, Does::Well).expect("it enters")
}

/// An entry that fails.
pub(crate) fn entry_fails(name: &'static str) -> Result<Infallible, Fault> {
    Infallible::enter(name, Does::Fail, Does::Well)
}

/// An entry that panics.
pub(crate) fn entry_panics(name: &'static str) -> Infallible {
    Infallible::enter(name, Does::Panic, Does::Well).expect("it panics before")
}

/// Panics where a cleanup has to end in `()`.
pub(crate) fn explode(who: &'static str) {
    panic!("{who} panicked");
}

/// Runs code in a destructor while the thread unwinds from a panic of its own, `outer panicked`.
pub(crate) fn while_unwinding(run: impl FnOnce()) {
    struct OnDrop<F: FnOnce()>(Option<F>);

    impl<F: FnOnce()> Drop for OnDrop<F> {
        fn drop(&mut self) {
            self.0.take().expect("dropped once")();
        }
    }

    let _on_drop = OnDrop(Some(run));
    panic!("outer panicked");
}
