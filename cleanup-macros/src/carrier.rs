//! Finds the body of a function that another attribute has put somewhere else.
//!
//! An attribute that stands before `#[with_cleanup]` runs first, and some move the body into an `async` block or a closure,
//! which it is as little a part of the function as any other. So the shapes that well-known attributes make are looked
//! for, one in the other:
//!
//! | attribute | shape |
//! | --- | --- |
//! | `#[tokio::test]`, `#[tokio::main]` | `let body = async { body };` first, and behind it `block_on` |
//! | `#[async_trait]` | `Box::pin(async move { .. let __ret: T = { body }; .. })` and nothing else |
//! | `#[tracing::instrument]` | `let __tracing_attr_span = ..`, and somewhere behind it `if false { __tracing_attr_fake_return } { body }` or `let __tracing_instrument_future = async move { body }` |

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::exits::Tokens;

/// What a body stands in.
#[derive(Clone)]
pub(crate) struct Carrier {
    pub(crate) is_async: bool,
    /// What the body returns, as it is written.
    pub(crate) returns: TokenStream,
    /// Whether it is the function itself.
    pub(crate) is_function: bool,
    /// Where the body ends.
    pub(crate) end: Span,
    /// What else the body is inside of.
    inside: Inside,
}

/// The attributes that made a carrier, where the body is further inside.
#[derive(Clone, Copy, Default)]
struct Inside {
    /// `#[async_trait]`
    boxed: bool,
    /// `#[instrument]`
    instrumented: bool,
}

impl Carrier {
    /// A function.
    pub(crate) fn new(is_async: bool, returns: TokenStream, end: Span) -> Self {
        Self { is_async, returns, is_function: true, end, inside: Inside::default() }
    }

    /// Whether the function never returns.
    pub(crate) fn never_returns(&self) -> bool {
        let mut tokens = ungrouped(self.returns.clone()).into_iter();
        matches!((tokens.next(), tokens.next()), (Some(TokenTree::Punct(never)), None) if never.as_char() == '!')
    }

    /// Whether the compiler knows what the function returns only by a trait, `impl Trait`. To ask such a type for a method
    /// would decide what it is.
    pub(crate) fn is_opaque(&self) -> bool {
        let first = ungrouped(self.returns.clone()).into_iter().next();
        matches!(first, Some(TokenTree::Ident(word)) if word == "impl")
    }

    /// Whether the type can be written inside the body.
    pub(crate) fn is_nameable(&self) -> bool {
        !holds(self.returns.clone(), "impl")
    }

    fn inside(&self, inside: Inside) -> Self {
        Self { inside, ..self.clone() }
    }
}

/// Replaces the body.
pub(crate) fn replace(
    content: TokenStream,
    carrier: Carrier,
    write: impl FnOnce(TokenStream, Carrier) -> TokenStream,
) -> TokenStream {
    let mut tokens: Vec<TokenTree> = content.into_iter().collect();
    let Some((at, inner)) = find(Tokens(&tokens), &carrier) else {
        return write(tokens.into_iter().collect(), carrier);
    };
    if let TokenTree::Group(group) = &tokens[at] {
        let inner = Carrier { end: group.span_close(), is_function: false, ..inner };
        let mut replaced = Group::new(group.delimiter(), replace(group.stream(), inner, write));
        replaced.set_span(group.span());
        tokens[at] = replaced.into();
    }
    tokens.into_iter().collect()
}

/// The group that the body is in, if it is not just here.
fn find(tokens: Tokens<'_>, carrier: &Carrier) -> Option<(usize, Carrier)> {
    tokio(tokens, carrier).or_else(|| async_trait(tokens, carrier)).or_else(|| instrument(tokens, carrier))
}

fn tokio(tokens: Tokens<'_>, carrier: &Carrier) -> Option<(usize, Carrier)> {
    let first = words(tokens, 0, &["let", "body"]) && tokens.is_punct(2, '=') && is_async_block(tokens, 4);
    // Pinned by a macro in a test, else checked in a block, or run at once.
    let is_pinned =
        || (6..tokens.len().min(12)).any(|at| tokens.is_word(at, "pin") && tokens.is_punct(at + 1, '!'));
    let is_checked = || words(tokens, 6, &["let", "body"]) && tokens.is_punct(8, '=') && tokens.is_block(9);
    let is_run = || tokens.is_punct(6, '#') && tokens.is_block(8) && tokens.len() == 9;
    let found =
        first && tokens.is_punct(5, ';') && !carrier.is_async && (is_pinned() || is_checked() || is_run());
    let runs = || holds(tokens.0[6..].iter().cloned().collect(), "block_on");
    (found && runs()).then(|| (4, Carrier { is_async: true, ..carrier.clone() }))
}

fn async_trait(tokens: Tokens<'_>, carrier: &Carrier) -> Option<(usize, Carrier)> {
    // Alone, or behind `::std::boxed::`.
    if let Some(at) = tokens.len().checked_sub(5).filter(|at| [0, 8].contains(at)) {
        let is_call = words(tokens, at, &["Box"]) && words(tokens, at + 3, &["pin"]);
        let future = tokens.group(at + 4).map(Group::stream).unwrap_or_default();
        if is_call && (holds(future.clone(), "__ret") || ends_in_nothing(future)) {
            return Some((at + 4, carrier.inside(Inside { boxed: true, ..carrier.inside })));
        }
    }
    if !carrier.inside.boxed {
        return None;
    }
    if is_async_block(tokens, 2) && tokens.len() == 3 {
        return Some((2, Carrier { is_async: true, ..carrier.clone() }));
    }
    // `let __ret: T = { .. };`, or `let _: () = { .. };` where the function returns nothing.
    let is_result = |at: &usize| words(tokens, *at, &["let", "__ret"]) || words(tokens, *at, &["let", "_"]);
    let result = (0..tokens.len()).find(|at| is_result(at) && tokens.is_punct(at + 2, ':'))?;
    let end = (result..tokens.len()).find(|&at| tokens.is_punct(at, ';'))?;
    let equals = (result..end).find(|&at| tokens.is_punct(at, '=') && tokens.is_block(at + 1))?;
    let returns = tokens.0[result + 3..equals].iter().cloned().collect();
    let inside = Inside { boxed: false, ..carrier.inside };
    let inner = Carrier { returns, ..carrier.inside(inside) };
    tokens.is_block(end - 1).then_some((end - 1, inner))
}

fn instrument(tokens: Tokens<'_>, carrier: &Carrier) -> Option<(usize, Carrier)> {
    const FAKE_RETURN: &str = "__tracing_attr_fake_return";
    let groups = |holds: fn(TokenStream, &str) -> bool, name| {
        (0..tokens.len()).find(move |&at| tokens.group(at).is_some_and(|group| holds(group.stream(), name)))
    };
    if carrier.inside.instrumented {
        if let Some(fake) = groups(holds_directly, FAKE_RETURN) {
            return tokens.is_block(fake + 1).then(|| (fake + 1, carrier.clone()));
        }
        if tokens.len() == 1 && tokens.is_block(0) && groups(holds, FAKE_RETURN).is_none() {
            return Some((0, carrier.inside(Inside { instrumented: false, ..carrier.inside })));
        }
        // `match async move { .. }.await { .. }`, where the error is recorded.
        let awaited = |&at: &usize| is_async_block(tokens, at) && tokens.is_word(at + 2, "await");
        if let Some(at) = (0..tokens.len()).find(awaited) {
            return Some((at, Carrier { is_async: true, ..carrier.clone() }));
        }
    } else if !(0..tokens.len()).any(|at| tokens.is_word(at, "__tracing_attr_span")) {
        return None;
    }
    let at = groups(holds, FAKE_RETURN).or_else(|| {
        let future = (0..tokens.len()).find(|&at| tokens.is_word(at, "__tracing_instrument_future"))?;
        is_async_block(tokens, future + 4).then_some(future + 4)
    })?;
    let is_async =
        is_async_block(tokens, at) || carrier.is_async && !tokens.is_punct(at.checked_sub(1)?, '|');
    let inside = Inside { instrumented: true, ..carrier.inside };
    Some((at, Carrier { is_async, ..carrier.inside(inside) }))
}

/// Whether the words stand at this place.
fn words(tokens: Tokens<'_>, at: usize, words: &[&str]) -> bool {
    words.iter().zip(at..).all(|(word, at)| tokens.is_word(at, word))
}

/// Whether the group at this place is the body of an `async` or `async move` block.
fn is_async_block(tokens: Tokens<'_>, at: usize) -> bool {
    let before = |back: usize, word| at >= back && tokens.is_word(at - back, word);
    tokens.is_block(at) && (before(1, "async") || before(1, "move") && before(2, "async"))
}

fn holds_directly(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == name))
}

fn holds(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => holds(group.stream(), name),
        _ => false,
    })
}

/// Whether some block ends in `let _: () = { .. };`, with which `#[async_trait]` ends a function that returns nothing.
fn ends_in_nothing(tokens: TokenStream) -> bool {
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    let tokens = Tokens(&all);
    let ends = all.len().checked_sub(7).is_some_and(|at| {
        words(tokens, at, &["let", "_"]) && tokens.is_punct(at + 2, ':') && tokens.is_block(at + 5)
    });
    ends || all
        .iter()
        .any(|token| matches!(token, TokenTree::Group(group) if ends_in_nothing(group.stream())))
}

/// Takes a type out of the group that the compiler puts around a `$t:ty`, and out of parentheses around all of it.
fn ungrouped(tokens: TokenStream) -> TokenStream {
    let mut all = tokens.clone().into_iter();
    match (all.next(), all.next()) {
        (Some(TokenTree::Group(group)), None)
            if matches!(group.delimiter(), Delimiter::None | Delimiter::Parenthesis)
                && !group.stream().is_empty() =>
        {
            ungrouped(group.stream())
        }
        _ => tokens,
    }
}
