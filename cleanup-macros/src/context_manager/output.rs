//! What a function with `#[context_manager]` returns.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::{
    errors::Errors,
    exits::Tokens,
    input::{Runtime, is},
    scope::located,
};

pub(crate) struct Output {
    /// As the user wrote it.
    returns: TokenStream,
    fallible: bool,
    /// What it lends, where a `Result` cannot hold that, which is a mistake.
    without_size: Option<TokenStream>,
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
        let mut returns = output.filter(|_| !refused).unwrap_or_else(|| quote!(()));
        let fallible = fallible && !refused || ends_in_result(returns.clone());
        let without_size = without_size(&returns).map(|(target, result)| {
            let text = text(&target);
            errors.over(
                &target,
                format_args!(
                    "a `Result` holds only what has a size, which `{text}` has not: lend a `Box<{text}>`"
                ),
            );
            returns = result;
            target
        });
        Self { returns, fallible, without_size, refused }
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
        text(&self.returns)
    }

    /// What the function lends, and what it fails with.
    pub(crate) fn parts(&self, runtime: &Runtime) -> TokenStream {
        let target = self.target(runtime);
        let error = self.fallible.then(|| self.projected("Error", runtime));
        if error.is_some() { quote!(#target, #error) } else { target }
    }

    fn target(&self, runtime: &Runtime) -> TokenStream {
        match &self.without_size {
            Some(target) => target.clone(),
            None if self.fallible => self.projected("Target", runtime),
            None => self.returns.clone(),
        }
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

fn text(tokens: &TokenStream) -> String {
    let mut text = tokens.to_string();
    for spaced in [" <", "< ", " >", " ::", ":: ", "& "] {
        text = text.replace(spaced, spaced.trim());
    }
    text.replace(" ,", ",")
}

/// What a `Result` visibly cannot hold, and that `Result` with something else in its place.
fn without_size(output: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    let all: Vec<TokenTree> = output.clone().into_iter().collect();
    let tokens = Tokens(&all);
    let (open, name) = tokens.path(0);
    if !tokens.is_word(name, "Result") || !tokens.is_punct(open, '<') {
        return None;
    }
    let closes = |at| tokens.is_punct(at, '>') && !tokens.is_pair(at - 1, '-', '>');
    let end = tokens.find_outside_angles(open + 1, |at| tokens.is_punct(at, ',') || closes(at));
    let target = &all[open + 1..end];
    let has_size = match target {
        [TokenTree::Ident(name)] => name != "str",
        [TokenTree::Ident(keyword), ..] => keyword != "dyn",
        [TokenTree::Group(group)] => group.delimiter() != Delimiter::Bracket || is_array(group),
        _ => true,
    };
    let part = |tokens: &[TokenTree]| tokens.iter().cloned().collect::<TokenStream>();
    let (before, after) = (part(&all[..=open]), part(&all[end..]));
    (!has_size).then(|| (part(target), quote!(#before () #after)))
}

/// Whether these brackets, which stand for a type, have a length in them.
fn is_array(group: &Group) -> bool {
    group.stream().into_iter().any(|token| is(Some(&token), ';'))
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
