//! The parameters of an `async fn`, which its body owns.
//!
//! The body stands in an `async` block. Were the parameters left outside, the block would hold references to them while it
//! waits, and the future would be `Send` only if they are `Sync`. So the block begins by moving them in, one by one in
//! their order, which is also how the compiler itself writes an `async fn`: so they drop in the order they always do.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::format_ident;

use crate::exits::Tokens;

/// Renames the parameters that `movable` says of, and returns what moves them in under their own names.
pub(crate) fn rename(parameters: &Group, movable: impl Fn(&TokenStream) -> bool) -> (Group, TokenStream) {
    let tokens: Vec<TokenTree> = parameters.stream().into_iter().collect();
    let tokens = Tokens(&tokens);
    let (mut renamed, mut moved) = (TokenStream::new(), TokenStream::new());
    let mut at = 0;
    for index in 0.. {
        if at >= tokens.len() {
            break;
        }
        let end = tokens.find_outside_angles(at, |at| tokens.is_punct(at, ','));
        let after_comma = (end + 1).min(tokens.len());
        match Parameter::parse(Tokens(&tokens.0[at..end])).filter(|parameter| movable(&parameter.pattern)) {
            Some(parameter) => {
                let (parameter, statements) = parameter.rename(index);
                renamed.extend(parameter);
                renamed.extend(tokens.0[end..after_comma].iter().cloned());
                moved.extend(statements);
            }
            None => renamed.extend(tokens.0[at..after_comma].iter().cloned()),
        }
        at = after_comma;
    }
    let mut group = Group::new(parameters.delimiter(), renamed);
    group.set_span(parameters.span());
    (group, moved)
}

/// The `self` of a method that owns it.
pub(crate) fn owned_self(parameters: &Group) -> Option<Ident> {
    let tokens: Vec<TokenTree> = parameters.stream().into_iter().collect();
    let tokens = Tokens(&tokens);
    let mut at = 0;
    while let Some(end) = tokens.attribute(at) {
        at = end;
    }
    at += usize::from(tokens.is_word(at, "mut"));
    tokens.ident(at).filter(|name| *name == "self").cloned()
}

/// Whether the parameter of this name is a `&mut`, and no `mut` variable that could be borrowed like that itself.
pub(crate) fn is_borrow(parameters: &Group, name: &Ident) -> bool {
    let tokens: Vec<TokenTree> = parameters.stream().into_iter().collect();
    let tokens = Tokens(&tokens);
    let begins_borrow = |at| {
        let lifetime = if tokens.is_punct(at + 1, '\'') { 2 } else { 0 };
        tokens.is_punct(at, '&') && tokens.is_word(at + 1 + lifetime, "mut")
    };
    let Some(at) = (0..tokens.len()).find(|&at| tokens.ident(at) == Some(name)) else { return false };
    if name == "self" && !tokens.is_punct(at + 1, ':') {
        return begins_borrow(0);
    }
    let is_mut = at > 0 && tokens.is_word(at - 1, "mut");
    tokens.is_punct(at + 1, ':') && begins_borrow(at + 2) && !is_mut
}

struct Parameter {
    /// They go with the pattern: lints look there.
    attributes: TokenStream,
    /// Those that say whether the parameter is there at all.
    conditions: TokenStream,
    pattern: TokenStream,
    /// `: T`
    kind: TokenStream,
}

impl Parameter {
    /// Reads one that is no `self`.
    fn parse(tokens: Tokens<'_>) -> Option<Self> {
        let part = |from: usize, to: usize| tokens.0[from..to].iter().cloned().collect::<TokenStream>();
        let mut start = 0;
        let mut conditions = TokenStream::new();
        while let Some(end) = tokens.attribute(start) {
            if tokens.is_cfg(end - 1) {
                conditions.extend(part(start, end));
            }
            start = end;
        }
        let is_path = |at| tokens.is_pair(at, ':', ':') || at > 0 && tokens.is_pair(at - 1, ':', ':');
        let colon = (start..tokens.len()).find(|&at| tokens.is_punct(at, ':') && !is_path(at))?;
        let is_self = (start..colon).any(|at| tokens.is_word(at, "self"));
        (!is_self).then(|| Self {
            attributes: part(0, start),
            conditions,
            pattern: part(start, colon),
            kind: part(colon, tokens.len()),
        })
    }

    fn rename(self, index: usize) -> (TokenStream, TokenStream) {
        let Self { attributes, conditions, pattern, kind } = self;
        let tokens: Vec<TokenTree> = pattern.clone().into_iter().collect();
        if let [.., TokenTree::Ident(name)] = &tokens[..] {
            if is_variable(&tokens) {
                let mut outer = name.clone();
                // Not the context of the generated locals, one of which may have this name.
                outer.set_span(Span::call_site().located_at(name.span()));
                return (
                    generated!(#conditions #outer #kind),
                    generated!(#attributes let #pattern = #outer;),
                );
            }
        }
        let outer = format_ident!("arg{}", index, span = Span::mixed_site());
        let bound = (!matches!(&tokens[..], [TokenTree::Ident(wild)] if wild == "_"))
            .then(|| generated!(#attributes let #pattern = #outer;));
        // What the pattern does not bind drops after what it does.
        (generated!(#conditions #outer #kind), generated!(#conditions let #outer = #outer; #bound))
    }
}

/// Whether a pattern is `name` or `mut name`.
fn is_variable(pattern: &[TokenTree]) -> bool {
    let names_variable = |name: &Ident| {
        let name = name.to_string();
        name != "_" && !name.starts_with(char::is_uppercase)
    };
    match pattern {
        [TokenTree::Ident(name)] => names_variable(name),
        [TokenTree::Ident(mutable), TokenTree::Ident(name)] => mutable == "mut" && names_variable(name),
        _ => false,
    }
}
