//! The report hook: the process-wide receiver of failures that nobody can return.

use alloc::boxed::Box;
#[cfg(feature = "std")]
use alloc::string::String;
use core::{
    error::Error,
    fmt,
    panic::Location,
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
};

#[cfg(feature = "tracing")]
use crate::trace;
use crate::{Outcome, site::Site, unwind};

/// A failure of a cleanup that nobody can return: because the body failed with an error of its own or panicked, or
/// because the cleanup ran in a drop.
///
/// # Examples
///
/// ```
/// use with_cleanup::{Report, guard, set_report_hook};
///
/// set_report_hook(Box::new(|report: &Report<'_>| {
///     eprintln!("{report}: {}", report.error());
/// }));
///
/// // Dropped alone, a guard has nobody to return its error to.
/// drop(guard((), |()| Err::<(), _>("the printer is on fire")));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    site: Site,
    outcome: Outcome<'a>,
    error: &'a (dyn Error + 'static),
}

impl<'a> Report<'a> {
    /// What the cleanup was called where it was written: the name of the head, `finally`, `defer`, `guard`, or the name of
    /// the other function that made the guard.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.site.name
    }

    /// Where the cleanup was written: at its head, `finally`, `defer!` or `guard`.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.site.location
    }

    /// How the scope ended.
    #[must_use]
    pub fn outcome(&self) -> Outcome<'a> {
        self.outcome
    }

    /// What the cleanup failed with; a `ContainedPanic` if it panicked. Under the name `attempt`, what the body of an
    /// `attempt` failed with.
    #[must_use]
    pub fn error(&self) -> &'a (dyn Error + 'static) {
        self.error
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Site { name, location } = self.site;
        write!(f, "cleanup of `{name}` failed at {location}")
    }
}

/// The [`error`](Report::error) of a cleanup that panicked while its thread was unwinding already.
///
/// Its text is the panic's message, where that is a string.
#[cfg(feature = "std")]
#[derive(Debug)]
pub struct ContainedPanic {
    message: Option<String>,
}

#[cfg(feature = "std")]
impl ContainedPanic {
    pub(crate) fn new(payload: &(dyn core::any::Any + Send)) -> Self {
        Self { message: unwind::message(payload).map(String::from) }
    }
}

#[cfg(feature = "std")]
impl fmt::Display for ContainedPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => write!(f, "panicked: {message}"),
            None => f.write_str("panicked"),
        }
    }
}

#[cfg(feature = "std")]
impl Error for ContainedPanic {}

/// The type of a report hook.
pub type ReportHook = Box<dyn Fn(&Report<'_>) + Send + Sync + 'static>;

/// A hook that is or was in force.
struct Installed {
    hook: ReportHook,
}

/// The hook in force; null for the default.
///
/// # Invariants
///
/// Null, or from `Box::leak`, and so valid for reads for the rest of the process.
static HOOK: AtomicPtr<Installed> = AtomicPtr::new(ptr::null_mut());

/// Sets the hook that receives the failures which nobody can return, in place of the one before.
///
/// A hook may be called from any thread, and while its thread is unwinding. If it panics, its panic ends there.
///
/// The default hook prints one line to the standard error stream; without the feature `std` it does nothing. With the
/// feature `tracing`, and a subscriber in force, it makes an event at level `ERROR` instead, with the target `with_cleanup`.
///
/// # Cost
///
/// A report takes no lock. In return a hook lives for the rest of the process, also after it was replaced: set it
/// once, at the start.
pub fn set_report_hook(hook: ReportHook) {
    HOOK.store(Box::leak(Box::new(Installed { hook })), Ordering::Release);
}

/// Takes the hook out of force and returns it, or the default one if none was set. The default hook is in force then.
#[must_use = "to go back to the default hook, drop what this returns"]
pub fn take_report_hook() -> ReportHook {
    // Not a swap, which some targets lack: at worst two threads that take at once are handed the same hook.
    let taken = installed();
    HOOK.store(ptr::null_mut(), Ordering::Release);
    match taken {
        Some(installed) => Box::new(|report| (installed.hook)(report)),
        None => Box::new(default_hook),
    }
}

fn installed() -> Option<&'static Installed> {
    // SAFETY: by its invariant the pointer is null or comes from `Box::leak`, after which nothing writes to or frees
    // the value; `Acquire` pairs with the `Release` of the store, so the value is seen initialised.
    unsafe { HOOK.load(Ordering::Acquire).as_ref() }
}

fn default_hook(report: &Report<'_>) {
    #[cfg(feature = "tracing")]
    if trace::failed(report) {
        return;
    }
    #[cfg(feature = "std")]
    {
        use std::io::Write as _;
        // A closed standard error stream must not turn a failed cleanup into a panic.
        drop(writeln!(std::io::stderr(), "{report}: {}", report.error));
    }
    #[cfg(not(feature = "std"))]
    let _ = report;
}

/// Hands one failure to the hook.
pub(crate) fn report(site: Site, outcome: Outcome<'_>, error: &(dyn Error + 'static)) {
    let report = Report { site, outcome, error };
    unwind::isolated(|| match installed() {
        Some(installed) => (installed.hook)(&report),
        None => default_hook(&report),
    });
}
