//! `with!(heads => body)`

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote_spanned;

use crate::{
    body::{self, Body, Names},
    errors::Errors,
    heads::{self, Head, Target},
    input::{Input, Runtime},
    scope::{self, Manager, Scope},
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Input { runtime, scope, tokens } = Input::new(input);
    let mut errors = Errors::default();
    let (mut heads, body) = heads::parse(&tokens, &mut errors);
    refuse_twins(&mut heads, &mut errors);

    let names = Names::of_scope(scope);
    let mut heads_jump = false;
    let mut managers = Vec::with_capacity(heads.len());
    for (at, mut head) in heads.into_iter().enumerate() {
        // A jump in the first head leaves nothing that could fail.
        if at > 0 {
            let (value, jumps) = body::entering(head.value, &names, &runtime);
            head.value = value;
            heads_jump |= jumps;
        }
        managers.push(manager(head, at, &runtime));
    }
    let body = Body::new(body, &names, &runtime);
    let prelude = TokenStream::new();
    Scope { runtime: &runtime, names: &names, managers, heads_jump, prelude, body, errors }.expand()
}

/// Refuses a second head of the same name, and keeps the name from the first one.
pub(crate) fn refuse_twins(heads: &mut [Head], errors: &mut Errors) {
    let mut names = HashMap::new();
    for at in 0..heads.len() {
        let Target::Name(name) = &heads[at].target else { continue };
        let Some(before) = names.insert(name.clone(), at) else { continue };
        errors.at(
            name.span(),
            format_args!("`{name}` names two managers, of which the body could reach only the last"),
        );
        heads[before].target = Target::Unseen(name.span());
    }
}

/// Writes the manager of a head.
pub(crate) fn manager(head: Head, at: usize, runtime: &Runtime) -> Manager {
    let (name, span) = (head.name(), head.span());
    let value = head.value;
    // Where the compiler refuses the value, it is to blame the head.
    let enter = quote_spanned!(scope::located(span)=> with_cleanup_slot(value));
    let slot = generated! {
        let value = #value;
        let mut slot = #runtime::Head::of(&value).#enter;
    };
    let guard = scope::guard(at, span);
    let target = quote_spanned!(scope::located(span)=> #runtime::Entered::target(&mut #guard));
    let lend = match head.target {
        Target::Name(name) => generated!(let #name = #target;),
        Target::Unseen(_) => TokenStream::new(),
        Target::Pattern(pattern) => generated!(let #pattern = #target;),
    };
    Manager { name, span, slot, lend }
}
