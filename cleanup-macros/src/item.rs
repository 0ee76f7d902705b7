//! A function, taken apart as far as `#[with_cleanup]` needs to know it.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

use crate::{errors::Errors, exits::Tokens, input};

pub(crate) struct Item {
    /// What stands before the parameters.
    pub(crate) head: TokenStream,
    pub(crate) parameters: Group,
    /// What stands between the parameters and the body.
    pub(crate) tail: TokenStream,
    /// What stands after `->`.
    pub(crate) output: Option<TokenStream>,
    pub(crate) is_async: bool,
    pub(crate) body: Group,
}

impl Item {
    /// Reads a function, or says that it is none.
    pub(crate) fn parse(item: &TokenStream, errors: &mut Errors) -> Option<Self> {
        let all: Vec<TokenTree> = item.clone().into_iter().collect();
        let tokens = Tokens(&all);
        let mut at = 0;
        while let Some(end) = tokens.attribute(at) {
            at = end;
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
                    refuse(tokens, constant.unwrap_or(at), errors);
                    return None;
                }
            }
            at += 1;
        }
        let generics = at + 2;
        let parameters_at = if tokens.is_punct(generics, '<') { tokens.angles(generics) } else { generics };
        let (Some(parameters), [before @ .., last]) = (tokens.group(parameters_at), &all[..]) else {
            refuse(tokens, at, errors);
            return None;
        };
        let Some(body) = input::block(std::slice::from_ref(last)) else {
            errors.at(
                last.span(),
                "a function without a body has nothing to clean up: put `#[with_cleanup]` on those that have one",
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
        Some(Self {
            head: head.into_iter().collect(),
            parameters: parameters.clone(),
            tail: before[parameters_at + 1..].iter().cloned().collect(),
            output: output(tokens, parameters_at + 1, before.len()),
            is_async,
            body,
        })
    }
}

/// The type after `->`, if that stands at `at`.
fn output(tokens: Tokens<'_>, at: usize, end: usize) -> Option<TokenStream> {
    if !tokens.is_pair(at, '-', '>') {
        return None;
    }
    let is_end = |at: &usize| tokens.is_word(*at, "where");
    let end = (at..end).find(is_end).unwrap_or(end);
    Some(tokens.0[at + 2..end].iter().cloned().collect())
}

/// Says that this is no function.
fn refuse(tokens: Tokens<'_>, at: usize, errors: &mut Errors) {
    let word = tokens.word(at);
    let message = match word.as_str() {
        "" | "move" => {
            "`#[with_cleanup]` goes on a function, not on a closure: put it on the function around the closure, or on one \
             that the closure calls"
                .to_owned()
        }
        "impl" | "trait" | "mod" => {
            format!("`#[with_cleanup]` goes on a function, not on `{word}`: put it on the functions in it")
        }
        _ => format!("`#[with_cleanup]` goes on a function, not on `{word}`"),
    };
    errors.at(tokens.get(at).map_or_else(Span::call_site, TokenTree::span), message);
}

/// Whether the item is none, but an expression: then nothing may stand beside it.
pub(crate) fn is_expression(item: &TokenStream) -> bool {
    let first = item.clone().into_iter().find(|token| match token {
        TokenTree::Ident(word) => word != "move" && word != "async",
        _ => true,
    });
    matches!(first, Some(TokenTree::Punct(bar)) if bar.as_char() == '|')
}
