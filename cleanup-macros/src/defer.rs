//! `defer!`, `defer_on_success!` and `defer_on_failure!`

use proc_macro2::{Ident, Span, TokenStream};

use crate::{
    captures::Captures,
    cleanup::{Cleanup, Value},
    errors::Errors,
    input::{Input, Runtime},
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
}

pub(crate) fn expand(when: When, input: TokenStream) -> TokenStream {
    let Input { runtime, scope, tokens } = Input::new(input);
    let mut errors = Errors::default();
    let (captures, rest) = Captures::parse(&tokens, &mut errors);
    if rest.is_empty() && errors.is_empty() {
        errors.at(
            Span::call_site(),
            format_args!("expected what to run later, as in `{}!(file.close())`", when.name()),
        );
    }
    let cleanup = Cleanup::parse(rest, "deferred", &mut errors);
    let names_outcome = cleanup.outcome().is_some();
    let observed = scope.or_else(|| refuse_unseen(when, names_outcome, &mut errors));

    let guard = Ident::new("deferred", Span::mixed_site());
    let mutability = (!captures.is_empty()).then(|| generated!(mut));
    let values = captures.values();
    let mut value = cleanup.value("of_deferred", &runtime);
    if let Some(question) = cleanup.question() {
        errors.at(
            question,
            "nothing would return the error of this `?`: add `#[with_cleanup]` to the function, or handle the error \
             inside the cleanup",
        );
        value = uncalled(&value);
    }
    let value = conditional(when, observed.as_ref(), cleanup.outcome(), value, &runtime);
    let closure = cleanup.closure(&captures, None, &value);
    let site = scope::site(when.name(), Span::call_site(), &runtime);
    let lend = captures.lend(&generated!(#runtime::captured(&mut #guard)));
    generated! {
        let #mutability #guard = #runtime::defer(#values, #closure, || #site);
        #lend
        #errors
    }
}

/// A deferred block that wants to know how the scope ends stands where nothing can tell.
fn refuse_unseen(when: When, names_outcome: bool, errors: &mut Errors) -> Option<Ident> {
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
    None
}

/// A fallible block where nothing takes its failure, which is an error already: a `?` in it must not be another.
fn uncalled(value: &Value) -> Value {
    let Value { returns, tokens } = value;
    Value { returns: None, tokens: generated!(let _ = || #returns { #tokens };) }
}

/// The deferred block, under its condition.
fn conditional(
    when: When,
    scope: Option<&Ident>,
    outcome: Option<&TokenStream>,
    value: Value,
    runtime: &Runtime,
) -> Value {
    let Value { returns, tokens } = value;
    let Some(scope) = scope else {
        // An error already; the name is bound so that it stays the only one.
        let name = outcome.map(|outcome| generated!(let #outcome = #runtime::Outcome::success();));
        return Value { returns, tokens: generated!(#name #tokens) };
    };
    let name = outcome.map(|outcome| generated!(let #outcome = #scope.outcome();));
    let condition = match when {
        When::Always => None,
        When::Success => Some(generated!(if #scope.outcome().is_success())),
        When::Failure => Some(generated!(if !#scope.outcome().is_success())),
    };
    Value { returns, tokens: generated!(#condition { #name #tokens }) }
}
