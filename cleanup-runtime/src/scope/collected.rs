use alloc::boxed::Box;
use core::error::Error;

use super::{Nowhere, Place, failures::Failures};
use crate::{cleanup::Failure, site::Site};

/// Those of exits that can: the first is primary, the rest is attached to it. What nobody takes goes to the place when
/// this drops, so that no way out of the scope loses it.
#[derive(Debug)]
pub struct Collected<P: Place = Nowhere> {
    error: Option<crate::Error>,
    place: P,
}

impl From<crate::Error> for Collected {
    fn from(error: crate::Error) -> Self {
        Self { error: Some(error), place: Nowhere }
    }
}

impl<P: Place> Collected<P> {
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.error.is_none()
    }

    /// Adds one that came after the others.
    pub(crate) fn add(&mut self, error: crate::Error) {
        match &mut self.error {
            Some(primary) => primary.push(error),
            none => *none = Some(error),
        }
    }

    /// The primary failure, which carries the others.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[cold]
    pub(crate) fn into_error(mut self) -> crate::Error {
        self.error.take().expect("some exit failed")
    }
}

impl<P: Place> Failures<P> for Collected<P> {
    #[inline]
    fn none(place: P) -> Self {
        Self { error: None, place }
    }

    #[inline]
    fn primary(&self) -> Option<&(dyn Error + 'static)> {
        self.error.as_ref().map(crate::Error::failure)
    }

    #[cold]
    #[inline(never)]
    fn and(mut self, site: Site, failure: Failure) -> Self {
        self.add(crate::Error::new(site, failure));
        self
    }
}

impl<P: Place> Drop for Collected<P> {
    #[inline]
    fn drop(&mut self) {
        if let Some(error) = self.error.take() {
            untaken(self.place, error);
        }
    }
}

#[cold]
#[inline(never)]
fn untaken(place: impl Place, error: crate::Error) {
    let site = error.site();
    // An error of ours stays what it is.
    place.fail(site, Box::new(error));
}
