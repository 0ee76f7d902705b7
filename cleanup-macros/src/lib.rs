//! The procedural macros of `with-cleanup`.
