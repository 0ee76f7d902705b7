//! Finds the body of a function that another attribute has put somewhere else.
//!
//! An attribute that stands before `#[with_cleanup]` runs first, and some move the body into an `async` block or a closure,
//! which it is as little a part of the function as any other. So the shapes that well-known attributes make are looked
//! for, one in the other:
//!
//! | attribute | shape |
//! | --- | --- |
//! | `#[tokio::test]`, `#[tokio::main]` | `let body = async { body };` first |
//! | `#[async_trait]` | `Box::pin(async move { .. let __ret: T = { body }; .. })` and nothing else |
//! | `#[tracing::instrument]` | `let __tracing_attr_span = ..`, and somewhere behind it `if false { __tracing_attr_fake_return } { body }` or `let __tracing_instrument_future = async move { body }` |

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::exits::Tokens;

/// What a body stands in.
#[derive(Clone)]
pub(crate) struct Carrier {
    pub(crate) is_async: bool,
    /// What the function returns, as it is written.
    pub(crate) returns: TokenStream,
    /// Whether that has to be said, because nothing around the body does.
    pub(crate) is_pinned: bool,
    /// Where the body ends.
    pub(crate) end: Span,
    /// The attribute that made it, if the body may be further inside.
    maker: Option<Maker>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Maker {
    AsyncTrait,
    Instrument,
}

impl Carrier {
    /// A function.
    pub(crate) fn new(is_async: bool, returns: TokenStream, end: Span) -> Self {
        Self { is_async, returns, is_pinned: false, end, maker: None }
    }

    /// Whether the function never returns.
    pub(crate) fn never_returns(&self) -> bool {
        let mut tokens = self.returns.clone().into_iter();
        matches!((tokens.next(), tokens.next()), (Some(TokenTree::Punct(never)), None) if never.as_char() == '!')
    }

    /// Whether the compiler knows what the function returns only by a trait, `impl Trait`. To ask such a type for a method
    /// would decide what it is.
    pub(crate) fn is_opaque(&self) -> bool {
        matches!(self.returns.clone().into_iter().next(), Some(TokenTree::Ident(word)) if word == "impl")
    }

    fn by(&self, maker: Maker, is_async: bool) -> Self {
        Self { maker: Some(maker), is_async, ..self.clone() }
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
        let inner = Carrier { end: group.span_close(), ..inner };
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
    let found = words(tokens, 0, &["let", "body"]) && tokens.is_punct(2, '=') && is_async_block(tokens, 4);
    found.then(|| (4, Carrier { is_async: true, is_pinned: true, ..carrier.clone() }))
}

fn async_trait(tokens: Tokens<'_>, carrier: &Carrier) -> Option<(usize, Carrier)> {
    let path = words(tokens, 0, &["Box"]) && tokens.is_pair(1, ':', ':') && words(tokens, 3, &["pin"]);
    if path && tokens.is_group(4, Delimiter::Parenthesis) && tokens.len() == 5 {
        return Some((4, carrier.by(Maker::AsyncTrait, true)));
    }
    if carrier.maker != Some(Maker::AsyncTrait) {
        return None;
    }
    if is_async_block(tokens, 2) && tokens.len() == 3 {
        return Some((2, carrier.clone()));
    }
    // `let __ret: T = { .. };`, or `let _: () = { .. };` where the function returns nothing.
    let is_result = |at: &usize| words(tokens, *at, &["let", "__ret"]) || words(tokens, *at, &["let", "_"]);
    let result = (0..tokens.len()).find(|at| is_result(at) && tokens.is_punct(at + 2, ':'))?;
    let end = (result..tokens.len()).find(|&at| tokens.is_punct(at, ';'))?;
    tokens.is_group(end - 1, Delimiter::Brace).then(|| (end - 1, Carrier { maker: None, ..carrier.clone() }))
}

fn instrument(tokens: Tokens<'_>, carrier: &Carrier) -> Option<(usize, Carrier)> {
    const FAKE_RETURN: &str = "__tracing_attr_fake_return";
    let groups = |holds: fn(TokenStream, &str) -> bool, name| {
        (0..tokens.len()).find(move |&at| tokens.group(at).is_some_and(|group| holds(group.stream(), name)))
    };
    if carrier.maker == Some(Maker::Instrument) {
        if let Some(fake) = groups(holds_directly, FAKE_RETURN) {
            return tokens.is_block(fake + 1).then(|| (fake + 1, carrier.clone()));
        }
        if tokens.len() == 1 && tokens.is_block(0) && groups(holds, FAKE_RETURN).is_none() {
            return Some((0, Carrier { maker: None, ..carrier.clone() }));
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
    Some((at, carrier.by(Maker::Instrument, is_async)))
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
