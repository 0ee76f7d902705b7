use core::panic::Location;

/// Where a cleanup was written: what errors and reports say of it.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "only failures tell, and they need `alloc`"))]
pub struct Site {
    /// By reference, so that a site is two words, which stay constants in registers on the way to a failure.
    pub(crate) name: &'static &'static str,
    pub(crate) location: &'static Location<'static>,
}

/// What a cleanup is called where it is written: `Name(&"file").here()` is its site. A method, because the place of a
/// method call is that of the method's name, wherever the path before it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub &'static &'static str);

impl Name {
    /// The site of the cleanup that is written where this is called.
    #[inline]
    #[track_caller]
    #[must_use]
    pub const fn here(self) -> Site {
        Site { name: self.0, location: Location::caller() }
    }
}
