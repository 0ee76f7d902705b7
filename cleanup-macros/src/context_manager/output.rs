//! What a function with `#[context_manager]` returns.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::{errors::Errors, exits::Tokens, input::Runtime, scope::located};

pub(crate) struct Output {
    /// As the user wrote it.
    returns: TokenStream,
    fallible: bool,
    /// Whether it is a mistake, so that whatever the body lends is no further one.
    refused: bool,
}

impl Output {
    pub(crate) fn new(
        output: Option<TokenStream>,
        fallible: bool,
        name: &Ident,
        errors: &mut Errors,
    ) -> Self {
        let first = output.clone().into_iter().flatten().next();
        let opaque = first.filter(|word| matches!(word, TokenTree::Ident(word) if word == "impl"));
        let refused = output.is_none() || opaque.is_some();
        if output.is_none() {
            errors.at(
                name.span(),
                format_args!(
                    "`{name}` does not say what it lends: add `-> T`, or `-> Result<T, E>` if it can fail; `-> ()` and \
                     `yield_!()` where there is nothing to lend"
                ),
            );
        } else if let Some(opaque) = opaque {
            errors.at(
                opaque.span(),
                "what a context manager lends has a type with a name: write that, or `dyn Trait` in place of `impl Trait`",
            );
        }
        let returns = output.filter(|_| !refused).unwrap_or_else(|| quote!(()));
        let fallible = fallible && !refused || ends_in_result(returns.clone());
        Self { returns, fallible, refused }
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.refused
    }

    pub(crate) fn is_fallible(&self) -> bool {
        self.fallible
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.text().starts_with('&')
    }

    /// The type, as text for messages.
    pub(crate) fn text(&self) -> String {
        let mut text = self.returns.to_string();
        for spaced in [" <", "< ", " >", " ::", ":: ", "& "] {
            text = text.replace(spaced, spaced.trim());
        }
        text.replace(" ,", ",")
    }

    /// What the function lends, and what it fails with.
    pub(crate) fn parts(&self, runtime: &Runtime) -> TokenStream {
        let target = self.target(runtime);
        let error = self.fallible.then(|| self.projected("Error", runtime));
        if error.is_some() { quote!(#target, #error) } else { target }
    }

    fn target(&self, runtime: &Runtime) -> TokenStream {
        if self.fallible { self.projected("Target", runtime) } else { self.returns.clone() }
    }

    /// Writes `->` and what the function returns now.
    pub(crate) fn written(&self, runtime: &Runtime) -> TokenStream {
        let target = self.target(runtime);
        let span = self.span();
        if !self.fallible {
            return quote_spanned! {span=>
                -> #runtime::Managed<#target, impl ::core::future::Future<Output = #runtime::Yielded>>
            };
        }
        let error = self.projected("Error", runtime);
        quote_spanned! {span=>
            -> ::core::result::Result<
                #runtime::Managed<
                    #target,
                    impl ::core::future::Future<Output = ::core::result::Result<#runtime::Yielded, #error>>
                >,
                #error
            >
        }
    }

    /// A part of a `Result`, which need not be called by that name.
    fn projected(&self, part: &str, runtime: &Runtime) -> TokenStream {
        let returns = &self.returns;
        let part = Ident::new(part, self.span());
        quote_spanned!(self.span()=> <#returns as #runtime::Lends>::#part)
    }

    fn span(&self) -> Span {
        let first = self.returns.clone().into_iter().next();
        located(first.as_ref().map_or_else(Span::call_site, TokenTree::span))
    }
}

/// Whether a type is a path whose last name ends like this.
fn ends_in_result(output: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = output.into_iter().collect();
    if let [TokenTree::Group(group)] = &tokens[..] {
        return ends_in_result(group.stream()); // A `$t:ty` of some macro.
    }
    let tokens = Tokens(&tokens);
    let (_, last) = tokens.path(0);
    tokens.word(last).ends_with("Result")
}
