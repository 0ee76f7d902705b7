use super::{Closing, Ended, Entered, Kind, Place, close::Infallible};
use crate::{CleanupResult, ContextManager};

/// The guards of a scope, in the order of their exits: one, or some and the one after them.
pub trait Guards {
    /// Whether one of their exits can fail.
    type Kind: Kind;
}

/// Whether the exit of a manager can fail.
type KindOf<M> = <<M as ContextManager>::Exit as CleanupResult>::Kind;

impl<P: Place, M: ContextManager> Guards for Entered<'_, P, M> {
    type Kind = <Infallible as Kind>::And<KindOf<M>>;
}

impl<P: Place, M: ContextManager, G: Guards> Guards for (G, Entered<'_, P, M>) {
    type Kind = <G::Kind as Kind>::And<KindOf<M>>;
}

/// The body of a scope has reached its end with `value`: exits the last manager.
#[inline]
pub fn exit_last<T, E: Ended<T>, P: Place, M: ContextManager>(
    value: T,
    ended: E,
    guard: Entered<'_, P, M>,
) -> Closing<T, E, <Infallible as Kind>::And<KindOf<M>>, P> {
    let place = guard.place;
    guard.exit(Closing::<T, E, Infallible, P>::new(value, ended, place).and::<KindOf<M>>())
}

/// Exits the last manager that has not exited. Always inlined, as `Entered::exit` is.
#[expect(clippy::inline_always, reason = "see there")]
#[inline(always)]
pub fn exit<T, E: Ended<T>, K: Kind, P: Place, M: ContextManager>(
    closing: Closing<T, E, K, P>,
    guard: Entered<'_, P, M>,
) -> Closing<T, E, K::And<KindOf<M>>, P> {
    guard.exit(closing.and::<KindOf<M>>())
}

/// All managers have exited: makes the scope's value.
#[inline]
pub fn close<T, E: Ended<T>, K: Kind, P: Place>(closing: Closing<T, E, K, P>) -> K::Value<T> {
    closing.end()
}
