use core::error::Error;

use crate::{cleanup::Failure, site::Site, unwind};

/// The failures of a scope's exits so far.
pub trait Failures: Default + core::fmt::Debug {
    /// The first of them.
    fn primary(&self) -> Option<&(dyn Error + 'static)>;

    /// Adds one that came after the others.
    fn push(&mut self, site: &'static Site, failure: Failure);
}

/// Those of exits that cannot fail.
impl Failures for () {
    #[inline]
    fn primary(&self) -> Option<&(dyn Error + 'static)> {
        None
    }

    fn push(&mut self, site: &'static Site, failure: Failure) {
        unwind::lost(site, super::Scope::unmarked().outcome(), failure);
    }
}

/// Those of exits that can: the first is primary, the rest is attached to it. What nobody takes is reported when it
/// drops, so that no way out of the scope loses it.
#[cfg(feature = "alloc")]
#[derive(Debug, Default)]
pub struct Collected(Option<crate::Error>);

#[cfg(feature = "alloc")]
impl Collected {
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The primary failure, which carries the others.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[cold]
    pub(super) fn into_error(mut self) -> crate::Error {
        self.0.take().expect("some exit failed")
    }
}

#[cfg(feature = "alloc")]
impl Failures for Collected {
    #[inline]
    fn primary(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_ref().map(crate::Error::failure)
    }

    fn push(&mut self, site: &'static Site, failure: Failure) {
        let error = crate::Error::new(*site, failure);
        match &mut self.0 {
            Some(primary) => primary.suppress(error),
            none => *none = Some(error),
        }
    }
}

#[cfg(feature = "alloc")]
impl Drop for Collected {
    #[inline]
    fn drop(&mut self) {
        if let Some(error) = self.0.take() {
            error.report(super::Scope::unmarked().outcome());
        }
    }
}
