use core::panic::Location;

/// Where a cleanup was written: what errors and reports say of it.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "only failures tell, and they need `alloc`"))]
pub struct Site {
    pub(crate) name: &'static str,
    pub(crate) location: &'static Location<'static>,
}

impl Site {
    /// The site of the cleanup that is called `name` and written where this is called.
    #[track_caller]
    #[must_use]
    pub const fn here(name: &'static str) -> Self {
        Self { name, location: Location::caller() }
    }
}
