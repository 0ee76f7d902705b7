//! The runtime of `with-cleanup`.
#![no_std]
