//! A function, taken apart as far as the attributes need to know it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::{errors::Errors, exits::Tokens, input};

pub(crate) struct Item {
    /// What stands before the parameters.
    pub(crate) head: TokenStream,
    pub(crate) name: Ident,
    pub(crate) parameters: Group,
    /// What stands between the parameters and the body.
    pub(crate) tail: TokenStream,
    /// What stands after `->`.
    pub(crate) output: Option<TokenStream>,
    /// The `where` clause.
    pub(crate) bounds: TokenStream,
    pub(crate) is_async: bool,
    pub(crate) body: Group,
}

impl Item {
    /// Reads a function with the attribute of this name, or says that it is none.
    pub(crate) fn parse(item: &TokenStream, attribute: &str, errors: &mut Errors) -> Option<Self> {
        let all: Vec<TokenTree> = item.clone().into_iter().collect();
        let tokens = Tokens(&all);
        let mut at = 0;
        let mut other = None;
        while let Some(end) = tokens.attribute(at) {
            other = other.or_else(|| other_attribute(tokens, end - 1, attribute).map(|name| (at, name)));
            at = end;
        }
        if let Some((_, name)) = &other {
            errors.at(
                name.span(),
                format_args!(
                    "`#[{name}]` does not go beside `#[{attribute}]`: what may fail in a context manager stands after the \
                     `yield_!`, or in a `with!` or `try_finally!` around it"
                ),
            );
            if attribute == "with_cleanup" {
                return None; // The other one sees to the function.
            }
        }
        at = tokens.visibility(at);
        let mut is_async = false;
        let mut constant = None;
        loop {
            match tokens.word(at).as_str() {
                "fn" => break,
                "async" => is_async = true,
                "const" => constant = Some(at),
                "unsafe" | "safe" | "extern" | "default" => {}
                // The name of an ABI, which may be a `$abi:literal` of some macro.
                "" if at > 0 && tokens.is_word(at - 1, "extern") => {}
                _ => {
                    refuse(tokens, constant.unwrap_or(at), attribute, errors);
                    return None;
                }
            }
            at += 1;
        }
        let generics = at + 2;
        let parameters_at = if tokens.is_punct(generics, '<') { tokens.angles(generics) } else { generics };
        let (Some(name), Some(parameters), [before @ .., last]) =
            (tokens.ident(at + 1), tokens.group(parameters_at), &all[..])
        else {
            refuse(tokens, at, attribute, errors);
            return None;
        };
        let Some(body) = input::block(std::slice::from_ref(last)) else {
            errors.at(
                last.span(),
                format_args!(
                    "a function without a body has nothing to clean up: put `#[{attribute}]` on those that have one"
                ),
            );
            return None;
        };
        let mut head: Vec<TokenTree> = before[..parameters_at].to_vec();
        if let Some(constant) = constant {
            errors.at(
                all[constant].span(),
                "a `const fn` cannot clean up: what runs at compile time drops nothing that needs it; remove `const`",
            );
            // With it, all that the expansion calls would be an error.
            head.remove(constant);
        }
        if let Some((at, _)) = other {
            head.drain(at..at + 2); // Both would rewrite the body.
        }
        let after = parameters_at + 1;
        let bounds_at = (after..before.len()).find(|at| tokens.is_word(*at, "where")).unwrap_or(before.len());
        let part = |from: usize, to: usize| before[from..to].iter().cloned().collect();
        Some(Self {
            head: head.into_iter().collect(),
            name: name.clone(),
            parameters: parameters.clone(),
            tail: part(after, before.len()),
            output: tokens.is_pair(after, '-', '>').then(|| part(after + 2, bounds_at)),
            bounds: part(bounds_at, before.len()),
            is_async,
            body,
        })
    }
}

/// The name of the other one of our attributes, if that is what these brackets hold.
fn other_attribute(tokens: Tokens<'_>, brackets: usize, attribute: &str) -> Option<Ident> {
    let path: Vec<TokenTree> = tokens.group(brackets)?.stream().into_iter().collect();
    let last = Tokens(&path).path(0).1;
    let name = Tokens(&path).ident(last)?;
    let is_ours = name == "with_cleanup" || name == "context_manager";
    (is_ours && name != attribute).then(|| name.clone())
}

/// What becomes of an item that is no function: beside an expression nothing may stand.
pub(crate) fn refused(item: &TokenStream, errors: &Errors) -> TokenStream {
    let item = (!is_expression(item)).then_some(item);
    quote!(#item #errors)
}

/// A body, in the braces of the function's own, with the inner attributes, which have to stay first.
pub(crate) fn with_content(body: &Group, write: impl FnOnce(TokenStream) -> TokenStream) -> Group {
    let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    let mut at = 0;
    while let Some(end) = Tokens(&tokens).inner_attribute(at) {
        at = end;
    }
    let (attributes, content) = tokens.split_at(at);
    let mut written: TokenStream = attributes.iter().cloned().collect();
    written.extend(write(content.iter().cloned().collect()));
    let mut block = Group::new(Delimiter::Brace, written);
    block.set_span(body.span());
    block
}

/// Says that this is no function.
fn refuse(tokens: Tokens<'_>, at: usize, attribute: &str, errors: &mut Errors) {
    let word = tokens.word(at);
    let message = match word.as_str() {
        "" | "move" => {
            format!(
                "`#[{attribute}]` goes on a function, not on a closure: put it on the function around the closure, or on \
                 one that the closure calls"
            )
        }
        "impl" | "trait" | "mod" => {
            format!("`#[{attribute}]` goes on a function, not on `{word}`: put it on the functions in it")
        }
        _ => format!("`#[{attribute}]` goes on a function, not on `{word}`"),
    };
    errors.at(tokens.get(at).map_or_else(Span::call_site, TokenTree::span), message);
}

/// Whether the item is none, but an expression.
fn is_expression(item: &TokenStream) -> bool {
    let first = item.clone().into_iter().find(|token| match token {
        TokenTree::Ident(word) => word != "move" && word != "async",
        _ => true,
    });
    matches!(first, Some(TokenTree::Punct(bar)) if bar.as_char() == '|')
}
