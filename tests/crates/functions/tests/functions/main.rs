//! What the functions of this crate return, and the events in their logs.

mod attributes;
mod coercions;
mod from_macros;
mod futures;
mod kinds;
mod parameters;
mod returns;
mod support;
