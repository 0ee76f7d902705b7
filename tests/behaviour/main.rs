//! The contract of `with-cleanup`, rule by rule, and as a model that every combination of managers, bodies and failures
//! is compared with.

mod async_scopes;
mod attempt;
mod cases;
mod closing;
mod context_manager;
mod contextlib;
mod defer;
mod disposable_stack;
mod dlang;
mod errors;
mod fallible;
mod function;
mod golang;
mod guard;
mod java;
mod jumps;
mod model;
mod order;
mod outcome;
mod panics;
mod reports;
mod stack;
mod stock;
mod support;
mod suppress;
mod threads;
mod try_finally;
