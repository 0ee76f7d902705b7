//! `defer!`, `defer_on_success!` and `defer_on_failure!`

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    captures::Captures,
    cleanup::Cleanup,
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
    if rest.is_empty() {
        errors.at(Span::call_site(), format_args!("expected what to run later, as in `{}!(file.close())`", when.name()));
    }
    let cleanup = Cleanup::parse(rest, "deferred", &mut errors);
    if let Some(question) = cleanup.question {
        errors.at(
            question,
            "nothing would return the error of this `?`: add `#[with_cleanup]` to the function, or handle the error \
             inside the deferred block",
        );
    }
    let names_outcome = cleanup.outcome().is_some();
    let observed = scope.or_else(|| refuse_unseen(when, names_outcome, &mut errors));

    let guard = Ident::new("deferred", Span::mixed_site());
    let mutability = (!captures.is_empty()).then(|| quote!(mut));
    let (values, parts, names) = (captures.values(), captures.parts(), captures.name_parts());
    let block = block(when, observed.as_ref(), &cleanup, &runtime);
    let new = Ident::new("new", Span::mixed_site().located_at(cleanup.span));
    let site = scope::site(when.name(), Span::call_site(), &runtime);
    let lend = captures.lend(&guard);
    quote! {
        let #mutability #guard = #runtime::Deferred::#new(#values, |#parts| { #names #block }, || #site);
        #lend
        #errors
    }
}

/// A deferred block that wants to know how the scope ends stands where nothing can tell.
fn refuse_unseen(when: When, names_outcome: bool, errors: &mut Errors) -> Option<Ident> {
    let what = match when {
        When::Always if names_outcome => "the outcome",
        When::Always => return None,
        When::Success | When::Failure => when.name(),
    };
    errors.at(
        Span::call_site(),
        format_args!(
            "nothing here sees how the scope ends, which `{what}` needs: put it into the body of a `with!` or \
             `try_finally!`, or add `#[with_cleanup]` to the function"
        ),
    );
    None
}

/// The deferred block, under its condition.
fn block(when: When, scope: Option<&Ident>, cleanup: &Cleanup, runtime: &Runtime) -> TokenStream {
    let Some(scope) = scope else { return cleanup.block.clone() };
    let block = &cleanup.block;
    let name = cleanup.outcome().map(|outcome| quote!(let #outcome = #scope.outcome();));
    let condition = match when {
        When::Always => return quote!({ #name #block }),
        When::Success => quote!(#scope.outcome().is_success()),
        When::Failure => quote!(!#scope.outcome().is_success()),
    };
    quote!(if #condition { #name #block } else { #runtime::skipped() })
}
