use core::{error::Error, fmt};

use crate::scope::Scope;

/// How a scope ended, as its cleanups see it.
///
/// It is asked, not matched: exactly one of [`is_success`](Self::is_success), [`is_failure`](Self::is_failure) and
/// [`is_panic`](Self::is_panic) is true.
///
/// # Examples
///
/// ```
/// use with_cleanup::{Outcome, guard_with};
///
/// let file = guard_with("draft", |name, outcome: Outcome<'_>| {
///     let verb = if outcome.is_success() { "published" } else { "deleted" };
///     println!("{verb} {name}");
/// });
/// drop(file); // a guard that is dropped by itself never learns of a success: "deleted draft"
/// ```
///
/// # Cost
///
/// A copyable handle that computes its answer when asked: a cleanup that does not ask pays nothing.
#[derive(Clone, Copy)]
pub struct Outcome<'a>(Source<'a>);

#[derive(Clone, Copy)]
enum Source<'a> {
    Known(Kind<'a>),
    /// The scope is being left by drops, so only its state and the thread can tell how.
    Dropped(&'a Scope),
}

#[derive(Clone, Copy)]
pub(crate) enum Kind<'a> {
    Success,
    Failure(Option<&'a (dyn Error + 'static)>),
    Panic,
}

impl<'a> Outcome<'a> {
    /// The outcome of a scope that ended well: for calling an exit by hand.
    #[must_use]
    pub const fn success() -> Self {
        Self(Source::Known(Kind::Success))
    }

    /// The outcome of a scope that failed, with the error where it is known: for calling an exit by hand.
    #[must_use]
    pub const fn failure(error: Option<&'a (dyn Error + 'static)>) -> Self {
        Self(Source::Known(Kind::Failure(error)))
    }

    /// The outcome of a scope that panicked: for calling an exit by hand.
    #[must_use]
    pub const fn panic() -> Self {
        Self(Source::Known(Kind::Panic))
    }

    #[inline]
    pub(crate) fn dropped(scope: &'a Scope) -> Self {
        Self(Source::Dropped(scope))
    }

    #[inline]
    pub(crate) fn kind(self) -> Kind<'a> {
        match self.0 {
            Source::Known(kind) => kind,
            Source::Dropped(scope) => scope.ended(),
        }
    }

    /// The scope reached its end, or was left by a `return`, `break` or `continue` written in it, and the value it
    /// was left with is not an `Err`. So a scope that ends with `None` has succeeded, and one left by a `?` on it has not.
    #[must_use]
    #[inline]
    pub fn is_success(self) -> bool {
        matches!(self.kind(), Kind::Success)
    }

    /// The scope was left in any other way than by success or panic: by `?`, with an `Err`, by a jump hidden in some
    /// other macro, or because its future was dropped.
    #[must_use]
    #[inline]
    pub fn is_failure(self) -> bool {
        matches!(self.kind(), Kind::Failure(_))
    }

    /// The scope is unwinding. Never true without the feature `std`.
    #[must_use]
    #[inline]
    pub fn is_panic(self) -> bool {
        matches!(self.kind(), Kind::Panic)
    }

    /// The error of a failure, where the scope can know it: when the scope's value is an `Err`, or when an exit
    /// before this one failed. A `?` hands its error to the caller without showing it to the scope.
    #[must_use]
    #[inline]
    pub fn error(self) -> Option<&'a (dyn Error + 'static)> {
        match self.kind() {
            Kind::Failure(error) => error,
            Kind::Success | Kind::Panic => None,
        }
    }
}

#[cfg(feature = "tracing")]
impl Outcome<'_> {
    /// As events show it.
    pub(crate) fn name(self) -> &'static str {
        match self.kind() {
            Kind::Success => "success",
            Kind::Failure(_) => "failure",
            Kind::Panic => "panic",
        }
    }
}

impl fmt::Debug for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Kind::Success => f.write_str("Success"),
            Kind::Failure(None) => f.write_str("Failure"),
            Kind::Failure(Some(error)) => f.debug_tuple("Failure").field(&error).finish(),
            Kind::Panic => f.write_str("Panic"),
        }
    }
}
