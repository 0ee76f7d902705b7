//! What the macros expand to: `tests/expand.rs` compares each of these modules with the file beside it.
#![expect(dead_code, reason = "only their expansions count")]

mod deferred;
mod deferred_captures;
mod deferred_on_success;
mod fallible_finally;
mod finally;
mod function;
mod function_async;
mod jumps;
mod manager;
mod nested;
mod never;
mod one_head;
mod one_head_unit;
