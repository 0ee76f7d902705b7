//! The captures of `try_finally!` and `defer!`: `<&mut a, &b, c, d = expr>`.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{
    Token,
    parse::{ParseStream, Parser as _},
};

use crate::{errors::Errors, exits::Tokens, heads::is_name, input::is};

/// A variable that both the body and the cleanup use.
pub(crate) struct Capture {
    name: Ident,
    kind: Kind,
}

enum Kind {
    /// `&mut x`
    Mut(TokenStream),
    /// `&x`
    Shared(TokenStream),
    /// `x`, or `x = expr`
    Owned(TokenStream),
}

pub(crate) struct Captures(Vec<Capture>);

impl Captures {
    /// Takes `<..>` off the front, if it is there.
    pub(crate) fn parse<'t>(tokens: &'t [TokenTree], errors: &mut Errors) -> (Self, &'t [TokenTree]) {
        if !is(tokens.first(), '<') {
            return (Self(Vec::new()), tokens);
        }
        let mut captures = Vec::new();
        let mut names = HashSet::new();
        let mut at = 1;
        while !is(tokens.get(at), '>') {
            let end = capture_end(tokens, at);
            let capture = &tokens[at..end];
            let comma = is(tokens.get(end), ',');
            if !comma && !is(tokens.get(end), '>') {
                errors.at(tokens[0].span(), "the captures that begin here are never closed: `>` is missing");
                // What stands there may be no capture, but that is the same mistake.
                captures.extend(Capture::parse(capture, &mut names, &mut Errors::default()));
                return (Self(captures), &tokens[end..]);
            }
            if capture.is_empty() {
                errors.at(tokens[end].span(), "expected a capture before `,`");
            } else {
                captures.extend(Capture::parse(capture, &mut names, errors));
            }
            at = end + usize::from(comma);
        }
        (Self(captures), &tokens[at + 1..])
    }

    /// Takes captures off the front of what they should stand before, which is a mistake. They count all the same: without
    /// them body and cleanup would both borrow the variables.
    pub(crate) fn parse_late<'t>(&mut self, tokens: &'t [TokenTree], errors: &mut Errors) -> &'t [TokenTree] {
        let (mut late, rest) = Self::parse(tokens, &mut Errors::default());
        // Else it is a path such as `<T>::f`.
        if late.is_empty() || is(rest.first(), ':') {
            return tokens;
        }
        let brackets: TokenStream = tokens[..tokens.len() - rest.len()].iter().cloned().collect();
        errors.over(brackets, "captures come first, before all else in the call: `(<..> ..)`");
        late.0.retain(|late| self.0.iter().all(|known| known.name != late.name));
        self.0.append(&mut late.0);
        rest
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values, as a tuple.
    pub(crate) fn values(&self) -> TokenStream {
        let values = self.0.iter().map(|capture| match &capture.kind {
            Kind::Mut(value) | Kind::Shared(value) | Kind::Owned(value) => value,
        });
        generated!((#(#values,)*))
    }

    /// The pattern that takes the tuple apart, for the cleanup.
    pub(crate) fn parts(&self) -> TokenStream {
        let parts = self.0.iter().enumerate().map(|(at, capture)| {
            let part = part(at);
            match capture.kind {
                Kind::Owned(_) => generated!(mut #part),
                Kind::Mut(_) | Kind::Shared(_) => generated!(#part),
            }
        });
        generated!((#(#parts,)*))
    }

    /// Gives the parts their names in the cleanup, which owns them.
    pub(crate) fn name_parts(&self) -> TokenStream {
        let names = self.0.iter().enumerate().map(|(at, Capture { name, kind })| {
            let part = part(at);
            match kind {
                Kind::Owned(_) => generated!(let #name = &mut #part;),
                Kind::Mut(_) | Kind::Shared(_) => generated!(let #name = #part;),
            }
        });
        generated!(#(#names)*)
    }

    /// Gives the parts of the tuple that `target` lends their names, for the body or the rest of the block. Each is
    /// used once, because the cleanup's use of the variable does not count as one of these.
    pub(crate) fn lend(&self, target: &TokenStream) -> TokenStream {
        if self.0.is_empty() {
            return TokenStream::new();
        }
        let parts = (0..self.0.len()).map(part);
        let names = self.0.iter().enumerate().map(|(at, Capture { name, kind })| {
            let part = part(at);
            let lent = match kind {
                Kind::Owned(_) => generated!(#part),
                Kind::Mut(_) => generated!(&mut **#part),
                Kind::Shared(_) => generated!(&**#part),
            };
            generated!(let #name = #lent; let _ = &#name;)
        });
        generated!(let (#(#parts,)*) = #target; #(#names)*)
    }
}

impl Capture {
    fn parse(tokens: &[TokenTree], names: &mut HashSet<Ident>, errors: &mut Errors) -> Option<Self> {
        let tokens = borrow(tokens, errors).unwrap_or_else(|| tokens.iter().cloned().collect());
        let Ok(capture) = Self::read.parse2(tokens.clone()) else {
            errors.over(
                tokens,
                "a capture is a variable: give any other value a name, as in `x = &mut pair.0` or `this = &mut *self`",
            );
            return None;
        };
        let name = &capture.name;
        if !names.insert(name.clone()) {
            errors.at(name.span(), format_args!("`{name}` is captured twice"));
            return None;
        }
        Some(capture)
    }

    fn read(input: ParseStream<'_>) -> syn::Result<Self> {
        if let Some(and) = input.parse::<Option<Token![&]>>()? {
            let mutability: Option<Token![mut]> = input.parse()?;
            let name: Ident = input.parse()?;
            let value = generated!(#and #mutability #name);
            let kind = if mutability.is_some() { Kind::Mut(value) } else { Kind::Shared(value) };
            return Ok(Self { name, kind });
        }
        let name: Ident = input.parse()?;
        let value = match input.parse::<Option<Token![=]>>()? {
            None => generated!(#name),
            Some(equals) if input.is_empty() => {
                Errors::missing(equals.span, "expected an expression after `=`")
            }
            Some(_) => input.parse()?,
        };
        Ok(Self { name, kind: Kind::Owned(value) })
    }
}

/// What is meant by `ref x`, `ref mut x` or `mut x`, which are patterns.
fn borrow(tokens: &[TokenTree], errors: &mut Errors) -> Option<TokenStream> {
    let words = Tokens(tokens);
    let is_ref = words.is_word(0, "ref");
    let is_mut = words.is_word(usize::from(is_ref), "mut");
    let at = usize::from(is_ref) + usize::from(is_mut);
    let name = words.ident(at).filter(|name| at > 0 && words.len() == at + 1 && is_name(name))?;
    let (borrow, text) = if is_mut { (quote!(&mut #name), "&mut ") } else { (quote!(&#name), "&") };
    errors.over(
        tokens.iter().cloned().collect::<TokenStream>(),
        format_args!("a capture is no pattern: write `{text}{name}`, or `{name}` to move it"),
    );
    Some(borrow)
}

fn part(at: usize) -> Ident {
    format_ident!("part{}", at, span = Span::mixed_site())
}

/// The end of the capture that starts here: a `,` or `>` at its own level. A `<` in it opens a level, so a comparison
/// needs parentheses. Captures that are never closed end where the body begins.
fn capture_end(tokens: &[TokenTree], from: usize) -> usize {
    let mut level = 0_usize;
    let mut assigned = false;
    for at in from..tokens.len() {
        match &tokens[at] {
            TokenTree::Punct(punct) => match punct.as_char() {
                '>' if at > from && is_arrow_end(&tokens[at - 1]) => {}
                ',' | '>' if level == 0 => return at,
                '>' => level -= 1,
                '<' => level += 1,
                '=' => assigned = true,
                _ => {}
            },
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && level == 0 => {
                let body = matches!(tokens.get(at + 1), Some(TokenTree::Ident(next)) if next == "finally");
                if body || !assigned {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Whether a `>` after this token is the end of `->` or `=>`.
fn is_arrow_end(before: &TokenTree) -> bool {
    matches!(before, TokenTree::Punct(punct)
        if punct.spacing() == Spacing::Joint && matches!(punct.as_char(), '-' | '='))
}
