//! The procedural macros of [`with-cleanup`](https://docs.rs/with-cleanup), which documents and re-exports them.
//!
//! Each function-like macro is called through a `macro_rules!` of the same name in that crate, which puts its own
//! path before the user's tokens: `with!(($crate) a = x => body)`. So an expansion finds the runtime also where the
//! crate was renamed or re-exported.
//!
//! How a call becomes code:
//!
//! 1. `input` takes that path off the tokens, and the scope that an enclosing macro of this crate may have put there;
//! 2. `with`, `try_finally` and `defer` split the rest by their grammars, `heads` and `captures` among it;
//! 3. `exits` finds the jumps in a body without parsing it, `body` and `cleanup` decide what becomes of them;
//! 4. `scope` writes the expansion, and `errors` come last in it, so that an editor sees the same code for good and
//!    for bad input.
//!
//! `#[with_cleanup]` is `function`: `item` takes the function apart, `arguments` reads the heads, `carrier` finds the body
//! where another attribute has moved it, `parameters` moves what a future owns, and the rest is as above.
//! `#[context_manager]` is `context_manager`, which takes from these what it needs.

use proc_macro::TokenStream;

#[macro_use]
mod generated;

mod arguments;
mod body;
mod captures;
mod carrier;
mod cleanup;
mod context_manager;
mod defer;
mod errors;
mod exits;
mod function;
mod heads;
mod input;
mod item;
#[cfg(test)]
mod oracle;
mod parameters;
mod scope;
mod try_finally;
mod with;

/// See `with_cleanup::with!`.
#[proc_macro]
pub fn with(input: TokenStream) -> TokenStream {
    with::expand(input.into()).into()
}

/// See `with_cleanup::try_finally!`.
#[proc_macro]
pub fn try_finally(input: TokenStream) -> TokenStream {
    try_finally::expand(input.into()).into()
}

/// See `with_cleanup::defer!`.
#[proc_macro]
pub fn defer(input: TokenStream) -> TokenStream {
    defer::expand(defer::When::Always, input.into()).into()
}

/// See `with_cleanup::defer_on_success!`.
#[proc_macro]
pub fn defer_on_success(input: TokenStream) -> TokenStream {
    defer::expand(defer::When::Success, input.into()).into()
}

/// See `with_cleanup::defer_on_failure!`.
#[proc_macro]
pub fn defer_on_failure(input: TokenStream) -> TokenStream {
    defer::expand(defer::When::Failure, input.into()).into()
}

/// See `with_cleanup::context_manager`.
#[proc_macro_attribute]
pub fn context_manager(arguments: TokenStream, item: TokenStream) -> TokenStream {
    context_manager::expand(arguments.into(), &item.into()).into()
}

/// See `with_cleanup::with_cleanup`.
#[proc_macro_attribute]
pub fn with_cleanup(arguments: TokenStream, item: TokenStream) -> TokenStream {
    function::expand(arguments.into(), &item.into()).into()
}
