//! What waits for the end of a function without `alloc`: nothing, because no cleanup can fail.

use super::Merging;
#[derive(Debug)]
pub struct Pending;

#[expect(clippy::unused_self, reason = "the same with `alloc`")]
impl Pending {
    pub(super) const fn new() -> Self {
        Self
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        true
    }

    #[inline]
    pub(super) fn settle<R>(&self, value: R, _merge: impl Merging<R>) -> R {
        value
    }

    #[inline]
    pub(super) fn lose(&self) {}
}
