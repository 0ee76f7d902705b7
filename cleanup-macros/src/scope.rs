//! Writes the expansion of a scope: the guards, the body, and the exits.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};

use crate::{
    body::{self, Body, BodyEnd, Names},
    errors::Errors,
    input::Runtime,
};

/// A manager of a scope, ready to be written.
pub(crate) struct Manager {
    /// What errors call it, and where it stands.
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Declares `slot` with the manager in it.
    pub(crate) slot: TokenStream,
    /// Lends the target, given the name of the guard.
    pub(crate) lend: Box<dyn FnOnce(&Ident) -> TokenStream>,
    /// Whether the guard is borrowed to lend the target.
    pub(crate) lends: bool,
}

/// Writes a whole scope.
pub(crate) fn expand(
    managers: Vec<Manager>,
    body: &Body,
    uses_witness: bool,
    names: &Names,
    runtime: &Runtime,
    errors: &Errors,
) -> TokenStream {
    let Names { scope, witness } = names;
    let Body { tokens, end, .. } = body;
    let with_witness = uses_witness || !matches!(end, BodyEnd::Never);
    let mut setup = quote!(let #scope = #runtime::Scope::new(););
    if with_witness {
        setup.extend(quote!(let #witness = #runtime::Witness::new();));
    }
    let mut guards = quote!(());
    for (at, Manager { name, span, slot, lend, lends }) in managers.into_iter().enumerate() {
        let guard = format_ident!("guard{}", at, span = Span::mixed_site());
        let mutability = lends.then(|| quote!(mut));
        let site = site(&name, span, runtime);
        setup.extend(slot);
        setup.extend(quote!(let #mutability #guard = slot.enter(&#scope, const { &#site });));
        if with_witness {
            setup.extend(quote!(let #witness = #witness.and(&#guard);));
        }
        setup.extend(lend(&guard));
        guards = quote!((#guard, #guards));
    }
    let end = match end {
        BodyEnd::Value => {
            let probe = body::probe(runtime);
            quote!(#witness.close({ #tokens }, #probe, #guards))
        }
        BodyEnd::Unit => quote!(#witness.close_unit({ #tokens }, #guards)),
        BodyEnd::Never => tokens.to_token_stream(),
    };
    if errors.is_empty() {
        quote!({ #setup #end })
    } else {
        quote!({ let _ = { #setup #end }; #errors })
    }
}

/// Where a cleanup is written.
pub(crate) fn site(name: &str, span: Span, runtime: &Runtime) -> TokenStream {
    let here = Ident::new("here", Span::mixed_site().located_at(span));
    quote!(#runtime::Site::#here(#name))
}
