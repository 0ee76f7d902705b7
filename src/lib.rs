//! Cleanup.
#![no_std]
