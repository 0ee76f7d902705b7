use core::{marker::PhantomData, ops::Deref};

use super::Slot;
use crate::{ContextManager, NullContext, null_context};

/// Decides what the value of a head is: `Head::of(&value).with_cleanup_slot(value)` finds the method, which has a name
/// that no trait of the user's has, of `Head` itself when the value is a context manager, and else through `Deref` that of
/// `Hidden` when there is one in it, that of `Unopened` when it is any other `Result`, and that of `Plain` when it is
/// anything else.
#[derive(Debug)]
pub struct Head<T>(Hidden<T>);

/// A value in which a manager is, and nobody looks.
#[derive(Debug)]
pub struct Hidden<T>(Unopened<T>);

/// A `Result`, into which nobody looks.
#[derive(Debug)]
pub struct Unopened<T>(Plain<T>);

/// A value without an exit of its own: it is held, and dropped in its turn.
#[derive(Debug)]
pub struct Plain<T>(PhantomData<fn(T)>);

impl<T> Head<T> {
    /// What kind of value this is.
    #[inline]
    #[must_use]
    pub const fn of(_value: &T) -> Self {
        Self(Hidden(Unopened(Plain(PhantomData))))
    }
}

impl<T> Deref for Head<T> {
    type Target = Hidden<T>;

    #[inline]
    fn deref(&self) -> &Hidden<T> {
        &self.0
    }
}

impl<T> Deref for Hidden<T> {
    type Target = Unopened<T>;

    #[inline]
    fn deref(&self) -> &Unopened<T> {
        &self.0
    }
}

impl<T> Deref for Unopened<T> {
    type Target = Plain<T>;

    #[inline]
    fn deref(&self) -> &Plain<T> {
        &self.0
    }
}

impl<C: ContextManager> Head<C> {
    /// The room of a context manager.
    #[inline]
    pub fn with_cleanup_slot<'m>(&self, manager: C) -> Slot<'m, C> {
        Slot::new(manager)
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<C: ContextManager, E> Hidden<Result<C, E>> {
    /// Refuses it. For the compiler the body sees what is in the `Result`, so that no second error follows.
    ///
    /// # Panics
    ///
    /// Always, but it cannot be called.
    pub fn with_cleanup_slot<'m>(&self, _result: Result<C, E>) -> Slot<'m, C>
    where
        Result<C, E>: Held,
    {
        unreachable!("no `Result` is `Held`")
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T, E> Unopened<Result<T, E>> {
    /// Refuses it, as above.
    ///
    /// # Panics
    ///
    /// Always, but it cannot be called.
    pub fn with_cleanup_slot<'m>(&self, _result: Result<T, E>) -> Slot<'m, NullContext<T>>
    where
        Result<T, E>: Held,
    {
        unreachable!("no `Result` is `Held`")
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<C: ContextManager> Hidden<Option<C>> {
    /// Refuses it, as above.
    ///
    /// # Panics
    ///
    /// Always, but it cannot be called.
    pub fn with_cleanup_slot<'m>(&self, _option: Option<C>) -> Slot<'m, C>
    where
        Option<C>: HeldOption,
    {
        unreachable!("no `Option` of a manager is `HeldOption`")
    }
}

/// What a head may hold.
#[diagnostic::on_unimplemented(
    message = "this head is a `Result`, into which nobody looks",
    label = "its error would be lost, and a manager in it would not learn how the scope ends",
    note = "take the value out of it, with `?`"
)]
pub trait Held {}

/// What a head may hold.
#[diagnostic::on_unimplemented(
    message = "this head is an `Option` of a manager, into which nobody looks",
    label = "a manager in it would not learn how the scope ends, and its error would be lost",
    note = "take the manager out of it; if there may be none, put an `ExitStack` here, and enter the manager on that in the \
            body"
)]
pub trait HeldOption {}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T> Plain<T> {
    /// The room of a plain value.
    #[inline]
    pub fn with_cleanup_slot<'m>(&self, value: T) -> Slot<'m, NullContext<T>> {
        Slot::new(null_context(value))
    }
}
