//! `with!(heads => body)`

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    body::{self, Body, Names},
    errors::Errors,
    heads::{self, Head, Target},
    input::{Input, Runtime},
    scope::{self, Manager},
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Input { runtime, tokens, .. } = Input::new(input);
    let mut errors = Errors::default();
    let (heads, body) = heads::parse(&tokens, &mut errors);
    refuse_twins(&heads, &mut errors);

    let names = Names::new();
    let mut uses_witness = false;
    let managers = heads.into_iter().enumerate().map(|(at, head)| {
        let (manager, jumps) = manager(head, at, &names, &runtime);
        uses_witness |= jumps;
        manager
    });
    let managers = managers.collect();
    let body = Body::new(body, &names, &runtime);
    scope::expand(managers, &body, uses_witness || body.jumps, &names, &runtime, &errors)
}

fn refuse_twins(heads: &[Head], errors: &mut Errors) {
    let mut names = HashSet::new();
    for head in heads {
        if let Target::Name(name) = &head.target {
            if !names.insert(name) {
                errors.at(
                    name.span(),
                    format_args!("`{name}` names two managers, of which the body could reach only the last"),
                );
            }
        }
    }
}

fn manager(head: Head, at: usize, names: &Names, runtime: &Runtime) -> (Manager, bool) {
    let (name, span) = (head.name(), head.span());
    // A jump in the first head leaves nothing that could fail.
    let (value, jumps) =
        if at == 0 { (head.value, false) } else { body::entering(head.value, names, runtime) };
    let slot = quote! {
        let value = #value;
        let mut slot = #runtime::Manager::of(&value).slot(value);
    };
    let lends = !matches!(head.target, Target::Unseen(_));
    let lend = move |guard: &Ident| match head.target {
        Target::Name(name) => quote!(let #name = #guard.target();),
        Target::Unseen(_) => TokenStream::new(),
        Target::Pattern(pattern) => quote!(let #pattern = #guard.target();),
    };
    (Manager { name, span, slot, lend: Box::new(lend), lends }, jumps)
}
