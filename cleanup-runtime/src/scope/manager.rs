use core::{marker::PhantomData, ops::Deref};

use super::Slot;
use crate::{ContextManager, NullContext, null_context};

/// Decides what the value of a head is: `Manager::of(&value).with_cleanup_slot(value)` finds the method, which has a name that no trait of the user's has, of `Manager` itself when
/// the value is a context manager, and through `Deref` that of `Plain` when it is anything else.
#[derive(Debug)]
pub struct Manager<T>(Plain<T>);

/// A value without an exit of its own: it is held, and dropped in its turn.
#[derive(Debug)]
pub struct Plain<T>(PhantomData<fn(T)>);

impl<T> Manager<T> {
    /// What kind of value this is.
    #[inline]
    #[must_use]
    pub const fn of(_value: &T) -> Self {
        Self(Plain(PhantomData))
    }
}

impl<T> Deref for Manager<T> {
    type Target = Plain<T>;

    #[inline]
    fn deref(&self) -> &Plain<T> {
        &self.0
    }
}

impl<C: ContextManager> Manager<C> {
    /// The room of a context manager.
    #[inline]
    pub fn with_cleanup_slot<'m>(&self, manager: C) -> Slot<'m, C> {
        Slot::new(manager)
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T> Plain<T> {
    /// The room of a plain value.
    #[inline]
    pub fn with_cleanup_slot<'m>(&self, value: T) -> Slot<'m, NullContext<T>> {
        Slot::new(null_context(value))
    }
}
