//! `try_finally!(<captures> { body } finally { cleanup })`

use std::slice;

use proc_macro2::{Span, TokenStream, TokenTree};

use crate::{
    body::{Body, Names},
    captures::Captures,
    cleanup::Cleanup,
    errors::Errors,
    input::{self, Input, Runtime, is},
    scope::{self, Manager, Scope},
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Input { runtime, scope, tokens } = Input::new(input);
    let mut errors = Errors::default();
    let (mut captures, rest) = Captures::parse(&tokens, &mut errors);
    let (body, finally, cleanup) = split(rest, &mut captures, &mut errors);
    let cleanup = Cleanup::parse(cleanup, &mut captures, "`finally`", &mut errors);

    let names = Names::of_scope(scope);
    let body = Body::new(body, &names, &runtime);
    let manager = manager(&captures, &cleanup, finally, &runtime);
    let prelude = generated!(let _shared = shared;);
    let managers = vec![manager];
    Scope { runtime: &runtime, names: &names, managers, heads_jump: false, prelude, body, errors }.expand()
}

/// The body, the place of `finally`, and the cleanup with its `|outcome|`.
fn split<'t>(
    tokens: &'t [TokenTree],
    captures: &mut Captures,
    errors: &mut Errors,
) -> (&'t [TokenTree], Span, &'t [TokenTree]) {
    const SHAPE: &str = "`try_finally!({ .. } finally { .. })`";
    let tokens = match tokens {
        [keyword, rest @ ..] if is_keyword(keyword, "finally") => {
            errors.at(keyword.span(), format_args!("the body comes first: {SHAPE}"));
            return match rest {
                [cleanup, body, ..] => (slice::from_ref(body), keyword.span(), slice::from_ref(cleanup)),
                _ => (&[], keyword.span(), rest),
            };
        }
        [keyword, rest @ ..] if is_keyword(keyword, "try") => {
            errors.at(keyword.span(), format_args!("no `try` is needed: {SHAPE}"));
            rest
        }
        _ => tokens,
    };
    let [body, rest @ ..] = tokens else {
        errors.at(Span::call_site(), format_args!("expected a body and a cleanup: {SHAPE}"));
        return (&[], Span::call_site(), &[]);
    };
    let body = slice::from_ref(body);
    if input::block(body).is_none() {
        errors.at(body[0].span(), format_args!("expected the body, a block: {SHAPE}"));
        return (&[], body[0].span(), &[]);
    }
    let rest = match captures.parse_late(rest, errors) {
        rest @ [comma, word, ..] if is(Some(comma), ',') && is_keyword(word, "finally") => {
            errors.at(comma.span(), format_args!("no `,` comes before `finally`: {SHAPE}"));
            &rest[1..]
        }
        rest => rest,
    };
    let [finally, rest @ ..] = rest else {
        errors.at(last_brace(&body[0]), format_args!("expected `finally {{ .. }}` after the body: {SHAPE}"));
        return (body, body[0].span(), &[]);
    };
    if is(Some(finally), ',') {
        let cleanup = match rest {
            [cleanup @ .., comma] if is(Some(comma), ',') => cleanup,
            _ => rest,
        };
        if cleanup.is_empty() {
            errors.at(finally.span(), "expected the cleanup after `,`");
        }
        return (body, finally.span(), one_block(cleanup, errors));
    }
    if !is_keyword(finally, "finally") {
        errors.at(finally.span(), in_place_of_finally(finally));
        return (body, finally.span(), &[]);
    }
    if rest.is_empty() {
        errors.at(finally.span(), "expected the cleanup, a block, after `finally`");
    }
    (body, finally.span(), one_block(rest, errors))
}

/// Cuts off what follows the cleanup.
fn one_block<'t>(tokens: &'t [TokenTree], errors: &mut Errors) -> &'t [TokenTree] {
    let is_block = |token| input::block(slice::from_ref(token)).is_some();
    let Some(block) = tokens.iter().position(is_block) else {
        if let [token, ..] = tokens {
            errors.at(token.span(), "expected the cleanup, a block");
        }
        return &[];
    };
    let (cleanup, rest) = tokens.split_at(block + 1);
    if let [token, ..] = rest {
        let message = if is_keyword(token, "finally") {
            "one `finally` is enough: put both cleanups into one block, or nest two `try_finally!`"
        } else {
            "expected nothing after the cleanup"
        };
        errors.at(token.span(), message);
    }
    cleanup
}

fn in_place_of_finally(token: &TokenTree) -> String {
    match token {
        TokenTree::Ident(word) if word == "except" || word == "catch" => format!(
            "Rust has no `{word}`: leave the body with `?`, and `match` on the error outside; what must run in any \
             case goes into `finally {{ .. }}`"
        ),
        TokenTree::Ident(word) if word == "else" => {
            "`else` is not needed: what follows a `?` in the body runs only where nothing failed".to_owned()
        }
        _ => "expected `finally` after the body".to_owned(),
    }
}

fn is_keyword(token: &TokenTree, keyword: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == keyword)
}

fn last_brace(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_close(),
        _ => token.span(),
    }
}

fn manager(captures: &Captures, cleanup: &Cleanup, finally: Span, runtime: &Runtime) -> Manager {
    let values = captures.values();
    let outcome = cleanup.outcome().map_or_else(|| generated!(_), Clone::clone);
    let closure = cleanup.closure(captures, Some(outcome), &cleanup.value("of_cleanup", runtime));
    let slot = generated!(let (shared, mut slot) = #runtime::finally(#values, #closure););
    let guard = scope::guard(0, finally);
    let lend = captures.lend(&generated!(#runtime::Entered::target(&mut #guard)));
    Manager { name: "finally".to_owned(), span: finally, slot, lend }
}
