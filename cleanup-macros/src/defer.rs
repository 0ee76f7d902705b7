//! `defer!`, `defer_on_success!` and `defer_on_failure!`

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens as _;

use crate::{
    captures::Captures,
    cleanup::{Cleanup, Value},
    errors::Errors,
    input::{Input, Runtime, Told},
    scope,
};

/// When a deferred block runs.
#[derive(Clone, Copy)]
pub(crate) enum When {
    Always,
    Success,
    Failure,
}

impl When {
    fn name(self) -> &'static str {
        match self {
            Self::Always => "defer",
            Self::Success => "defer_on_success",
            Self::Failure => "defer_on_failure",
        }
    }

    /// The type of the runtime that says so.
    fn condition(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::Success => "OnSuccess",
            Self::Failure => "OnFailure",
        }
    }
}

pub(crate) fn expand(when: When, input: TokenStream) -> TokenStream {
    let Input { runtime, scope, tokens } = Input::new(input);
    let mut errors = Errors::default();
    let (mut captures, rest) = Captures::parse(&tokens, &mut errors);
    if rest.is_empty() && errors.is_empty() {
        errors.at(
            Span::call_site(),
            format_args!("expected what to run later, as in `{}!(file.close())`", when.name()),
        );
    }
    let cleanup = Cleanup::parse(rest, &mut captures, "deferred", &mut errors);
    let observed = match scope {
        None => refuse_unseen(when, cleanup.outcome().is_some(), &runtime, &mut errors),
        Some(Told { scope, in_function, in_block: true }) => {
            Some((generated!(#runtime::nested(#scope)), in_function))
        }
        Some(Told { scope, in_function, .. }) => Some((scope.to_token_stream(), in_function)),
    };
    let in_function = matches!(observed, Some((_, true)));
    let mut value = cleanup.value(if in_function { "of_cleanup" } else { "of_deferred" }, &runtime);
    if let Some(question) = cleanup.question().filter(|_| !in_function) {
        errors.at(
            question,
            "nothing would return the error of this `?`: add `#[with_cleanup]` to the function, which does not reach \
             into closures and `async` blocks, or handle the error inside the cleanup",
        );
        value = uncalled(&value);
    }

    let guard = Ident::new("deferred", Span::mixed_site());
    let mutability = (!captures.is_empty()).then(|| generated!(mut));
    let values = captures.values();
    let site = scope::site(when.name(), Span::call_site(), &runtime);
    let deferred = match observed {
        None => {
            let closure = cleanup.closure(&captures, None, &value);
            generated!(#runtime::defer(#values, #closure, || #site))
        }
        Some((scope, _)) => {
            let outcome = cleanup.outcome().map_or_else(|| generated!(_), Clone::clone);
            let closure = cleanup.closure(&captures, Some(outcome), &value);
            let when = Ident::new(when.condition(), Span::mixed_site());
            let defer = Ident::new("defer", cleanup.blame());
            generated!(#runtime::Deferral::new(#scope, #runtime::#when).#defer(#values, #closure, || #site))
        }
    };
    let lend = captures.lend(&generated!(#runtime::captured(&mut #guard)));
    generated! {
        let #mutability #guard = #deferred;
        #lend
        #errors
    }
}

/// A deferred block that wants to know how the scope ends stands where nothing can tell.
///
/// Returns a scope that stands in for it, so that no other error follows.
fn refuse_unseen(
    when: When,
    names_outcome: bool,
    runtime: &Runtime,
    errors: &mut Errors,
) -> Option<(TokenStream, bool)> {
    let what = match when {
        When::Always if names_outcome => "`|outcome|`".to_owned(),
        When::Always => return None,
        When::Success | When::Failure => format!("`{}!`", when.name()),
    };
    errors.at(
        Span::call_site(),
        format_args!(
            "nothing here sees how the scope ends, which {what} needs: put it into the body of a `with!` or \
             `try_finally!`, where it needs to be called by its own name, or add `#[with_cleanup]` to the function"
        ),
    );
    Some((generated!(#runtime::Nowhere), false))
}

/// A fallible block where nothing takes its failure, which is an error already: a `?` in it must not be another.
fn uncalled(value: &Value) -> Value {
    let Value { returns, tokens } = value;
    Value { returns: None, tokens: generated!(let _ = || #returns { #tokens };) }
}
