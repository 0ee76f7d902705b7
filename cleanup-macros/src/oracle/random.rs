//! Code made up at random, which nobody would write. In `fuzz/` a fuzzer chooses what to make up.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;
use syn::{Block, File, parse::Parse};

use self::author::Author;
use super::{nonsense, parsed, same_tokens, scanned, table::with_fragments};
use crate::{context_manager, defer, exits::Tokens, function, try_finally, with};

mod author;

/// A small generator of numbers that look random.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

/// What [`check`] has looked at.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    cases: usize,
    parsed: usize,
    compared: usize,
    expansions: usize,
}

/// Makes up a block and looks at what becomes of it. Of code a macro is to make code. Each choice is a number below the one that `below` is given.
pub(crate) fn check(below: &mut dyn FnMut(usize) -> usize, checked: &mut Checked) {
    proc_macro2::extra::invalidate_current_thread_spans();
    let call = below(CALLS);
    let mut author = Author::new(below);
    author.block();
    let text = author.finish();
    let tokens: TokenStream = text.parse().expect("tokens");
    // One that does not belong there may come before.
    let Some(TokenTree::Group(group)) = tokens.into_iter().last() else { panic!("no block: {text}") };
    checked.cases += 1;

    let (found, output) = scanned(group.stream());
    assert!(same_tokens(group.stream(), output), "changed: {text}");
    let parse = syn::parse2::<Block>(TokenTree::from(group.clone()).into());
    let expected = parse.as_ref().ok().filter(|block| !nonsense::is_in(block)).and_then(parsed);
    if let Some(expected) = &expected {
        assert_eq!(*expected, found, "what is parsed and what is scanned of {text}");
    }
    checked.parsed += usize::from(parse.is_ok());
    checked.compared += usize::from(expected.is_some());
    let fragments = with_fragments(group.stream());
    let (_, output) = scanned(fragments.clone());
    assert!(same_tokens(fragments, output), "changed: @{text}");

    let (expanded, shape) = expand(call, &group);
    match shape {
        Shape::Statements if expected.is_some() => assert_parses::<Block>(&quote!({ #expanded }), &text),
        Shape::Items if expected.is_some() => assert_parses::<File>(&expanded, &text),
        _ => {}
    }
    checked.expansions += 1 + nested(expanded, 2);
}

/// What an expansion should be.
enum Shape {
    Statements,
    Items,
    /// There is no telling: the arguments were none.
    Any,
}

const CALLS: usize = 14;

/// Expands one of so many calls of our macros, with the block in it.
fn expand(call: usize, block: &Group) -> (TokenStream, Shape) {
    let deferred = quote!(<a> #block);
    let function = quote!(fn f(a: &A, (b, c): B) -> Result<A, B> #block);
    let generator = quote!(fn f() -> A { #block; yield_!(a); #block });
    let tokens = block.stream();
    let arguments = quote!((krate) #tokens);
    let none = TokenStream::new();
    match call {
        0 => (with::expand(quote!((krate) a = b, _ = #block => #block)), Shape::Statements),
        1 => (with::expand(quote!((krate) a, #block)), Shape::Statements),
        2 => {
            let arguments = quote!((krate) <&mut a, b = #block> #block finally |outcome| #block);
            (try_finally::expand(arguments), Shape::Statements)
        }
        3 => (defer::expand(defer::When::Always, quote!((krate) #deferred)), Shape::Statements),
        4 => (defer::expand(defer::When::Failure, quote!((krate) @[scope fn] #deferred)), Shape::Statements),
        5 => (function::expand(none, &function), Shape::Items),
        6 => (function::expand(quote!(a = #block), &quote!(async #function)), Shape::Items),
        7 => (context_manager::expand(none, &generator), Shape::Items),
        8 => (with::expand(arguments), Shape::Any),
        9 => (try_finally::expand(arguments), Shape::Any),
        10 => (defer::expand(defer::When::Success, arguments), Shape::Any),
        11 => (function::expand(tokens, &function), Shape::Any),
        12 => (function::expand(none, &tokens), Shape::Any),
        _ => (context_manager::expand(tokens.clone(), &tokens), Shape::Any),
    }
}

#[track_caller]
fn assert_parses<T: Parse>(expanded: &TokenStream, text: &str) {
    if let Err(error) = syn::parse2::<T>(expanded.clone()) {
        panic!("{error}, in an expansion of {text}\n{expanded}");
    }
}

/// Expands the macros of this crate in an expansion, and those in these, so many levels deep.
fn nested(tokens: TokenStream, levels: usize) -> usize {
    if levels == 0 {
        return 0;
    }
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let tokens = Tokens(&tokens);
    let mut count = 0;
    for at in 0..tokens.len() {
        let Some(group) = tokens.group(at) else { continue };
        let name = if at > 1 && tokens.is_punct(at - 1, '!') { tokens.word(at - 2) } else { String::new() };
        let arguments = group.stream();
        let input = quote!((krate) #arguments);
        let expanded = match name.as_str() {
            "with" => with::expand(input),
            "try_finally" => try_finally::expand(input),
            "defer" => defer::expand(defer::When::Always, input),
            "defer_on_success" => defer::expand(defer::When::Success, input),
            "defer_on_failure" => defer::expand(defer::When::Failure, input),
            _ => {
                count += nested(arguments, levels);
                continue;
            }
        };
        count += 1 + nested(expanded, levels - 1);
    }
    count
}

#[test]
fn made_up_code_agrees_with_a_full_parse_and_expands_to_code() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut checked = Checked::default();
    for _ in 0..2_000 {
        check(&mut |limit| random.below(limit), &mut checked);
    }
    println!("{checked:#?}");
}
