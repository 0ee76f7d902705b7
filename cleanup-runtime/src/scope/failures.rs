use core::{error::Error, fmt::Debug};

use super::Place;
use crate::{cleanup::Failure, site::Site};

/// The failures of a scope's exits so far, at the place of that scope.
pub trait Failures<P>: Debug + Sized {
    /// None yet.
    fn none(place: P) -> Self;

    /// The first of them.
    fn primary(&self) -> Option<&(dyn Error + 'static)>;

    /// Adds one that came after the others. By value, because a reference would hold them in memory where nothing fails.
    fn and(self, site: Site, failure: Failure) -> Self;
}

/// Those of exits that cannot fail.
#[derive(Debug)]
pub struct Unfailing<P>(P);

impl<P: Place> Failures<P> for Unfailing<P> {
    #[inline]
    fn none(place: P) -> Self {
        Self(place)
    }

    #[inline]
    fn primary(&self) -> Option<&(dyn Error + 'static)> {
        None
    }

    fn and(self, site: Site, failure: Failure) -> Self {
        #[cfg(feature = "alloc")]
        self.0.fail(site, failure);
        #[cfg(not(feature = "alloc"))]
        match (site, failure) {}
        #[cfg(feature = "alloc")]
        self
    }
}
