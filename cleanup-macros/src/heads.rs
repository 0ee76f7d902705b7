//! The heads of a `with!`: `name = expr`, `name`, `_ = expr` and `expr`.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;

use crate::{
    errors::Errors,
    exits::{self, Tokens},
    input::{self, is, is_arrow, is_assignment},
};

/// One manager of a scope.
pub(crate) struct Head {
    pub(crate) target: Target,
    pub(crate) value: TokenStream,
}

/// What the body sees of a manager.
pub(crate) enum Target {
    /// `name = expr`, or `name`
    Name(Ident),
    /// `_ = expr`, or `expr`
    Unseen(Span),
    /// A pattern, which is a mistake; its names are bound all the same, so that no second error follows.
    Pattern(TokenStream),
}

/// Splits the arguments of a `with!` into heads and the tokens of the body.
pub(crate) fn parse<'t>(tokens: &'t [TokenTree], errors: &mut Errors) -> (Vec<Head>, &'t [TokenTree]) {
    let mut heads = Vec::new();
    let mut at = 0;
    loop {
        let rest = &tokens[at..];
        if is_arrow(rest) {
            if heads.is_empty() && errors.is_empty() {
                errors.over(
                    arrow(rest),
                    "expected a manager before `=>`, as in `with!(file = open()? => { .. })`",
                );
            }
            return (heads, body(rest, errors));
        }
        if is_last(rest) && input::block(&rest[..1]).is_some() && (at > 0 || !heads.is_empty()) {
            return (heads, &rest[..1]);
        }
        let end = exits::expression_end(tokens, at);
        let head = &tokens[at..end];
        match tokens.get(end) {
            None => {
                let (head, body) = without_arrow(head, errors);
                heads.extend(Head::parse(head, errors));
                return (heads, body);
            }
            Some(token) if head.is_empty() => errors.at(token.span(), "expected a manager before this"),
            Some(_) => heads.extend(Head::parse(head, errors)),
        }
        at = end;
        if !is_arrow(&tokens[end..]) {
            // After one `;`, others may be those of a body.
            if !is(tokens.get(end), ',') && errors.is_empty() {
                errors.at(tokens[end].span(), "expected `,` or `=>` after a head");
            }
            at += 1;
        }
    }
}

/// Whether one token is left, but for a comma.
fn is_last(rest: &[TokenTree]) -> bool {
    rest.len() == 1 || rest.len() == 2 && is(rest.get(1), ',')
}

fn arrow(tokens: &[TokenTree]) -> TokenStream {
    tokens[..2].iter().cloned().collect()
}

/// The body after a `=>`.
fn body<'t>(rest: &'t [TokenTree], errors: &mut Errors) -> &'t [TokenTree] {
    let (arrow, tokens) = (arrow(rest), &rest[2..]);
    let (body, rest) = tokens.split_at(exits::expression_end(tokens, 0));
    match rest {
        [] if body.is_empty() => errors.over(arrow, "expected a body after `=>`"),
        [] => {}
        [comma] if is(Some(comma), ',') && !body.is_empty() => {}
        [token, ..] => {
            errors.at(token.span(), "a body of more than one expression needs braces: `=> { .. }`");
            return tokens;
        }
    }
    body
}

/// The last head where no `=>` follows, and what looks like the body all the same.
fn without_arrow<'t>(tokens: &'t [TokenTree], errors: &mut Errors) -> (&'t [TokenTree], &'t [TokenTree]) {
    if let Some(at) = thin_arrow(tokens) {
        errors.over(arrow(&tokens[at..]), "expected `=>` before the body, not `->`");
        return (&tokens[..at], &tokens[at + 2..]);
    }
    let (body, span, message) = match tokens {
        [] => (0, Span::call_site(), "expected managers and a body, as in `with!(file = open()? => { .. })`"),
        [_, .., before, TokenTree::Group(group)]
            if group.delimiter() == Delimiter::Brace && !is_type_name(before) =>
        {
            (tokens.len() - 1, group.span_open(), "expected `=>` before the body")
        }
        [.., last] => (tokens.len(), last.span(), "expected `=>` and a body after the heads"),
    };
    // A wrong end of a head may have hidden the arrow.
    if errors.is_empty() {
        errors.at(span, message);
    }
    tokens.split_at(body)
}

/// Where a `->` stands that is none of a closure.
fn thin_arrow(tokens: &[TokenTree]) -> Option<usize> {
    (1..tokens.len()).find(|&at| Tokens(tokens).is_pair(at, '-', '>') && !is(tokens.get(at - 1), '|'))
}

/// Whether a `{` after this token would begin a struct's fields.
fn is_type_name(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(name) if name.to_string().starts_with(char::is_uppercase))
}

impl Head {
    pub(crate) fn parse(tokens: &[TokenTree], errors: &mut Errors) -> Option<Self> {
        let tokens = without_keywords(tokens, errors);
        match tokens {
            [] => None,
            [TokenTree::Ident(name)] if is_name(name) => {
                Some(Self { target: Target::Name(name.clone()), value: TokenTree::from(name.clone()).into() })
            }
            [TokenTree::Ident(name), equals @ ..] if is_assignment(equals) => {
                let value = Self::value(&equals[0], &equals[1..]);
                if name == "_" {
                    return Some(Self { target: Target::Unseen(name.span()), value });
                }
                if !is_name(name) {
                    errors.at(name.span(), format_args!("`{name}` is a keyword and names no manager"));
                    return None;
                }
                Some(Self { target: Target::Name(name.clone()), value })
            }
            [TokenTree::Ident(name), colon, rest @ ..]
                if is(Some(colon), ':') && !is(rest.first(), ':') && is_name(name) =>
            {
                errors.at(
                    colon.span(),
                    format_args!("a head takes no type: write `{name} = ..`, and the type in the expression"),
                );
                let equals = rest.iter().enumerate().position(|(at, _)| is_assignment(&rest[at..]))?;
                let value = Self::value(&rest[equals], &rest[equals + 1..]);
                Some(Self { target: Target::Name(name.clone()), value })
            }
            _ => Some(Self::unnamed(tokens, errors)),
        }
    }

    /// An expression, or a pattern where there should be a name.
    fn unnamed(tokens: &[TokenTree], errors: &mut Errors) -> Self {
        let Some(equals) = (1..tokens.len()).find(|&at| assigns(tokens, at)) else {
            return Self { target: Target::Unseen(tokens[0].span()), value: stream(tokens) };
        };
        let pattern = stream(&tokens[..equals]);
        errors.over(
            &pattern,
            "a head binds one name, not a pattern: write `name = ..` and take the value apart in the body",
        );
        let value = Self::value(&tokens[equals], &tokens[equals + 1..]);
        Self { target: Target::Pattern(pattern), value }
    }

    fn value(equals: &TokenTree, value: &[TokenTree]) -> TokenStream {
        if value.is_empty() {
            return Errors::missing(equals.span(), "expected an expression after `=`");
        }
        stream(value)
    }

    /// What errors and reports call the manager.
    pub(crate) fn name(&self) -> String {
        match &self.target {
            Target::Name(name) => name.unraw().to_string(),
            Target::Unseen(_) | Target::Pattern(_) => callee(&self.value),
        }
    }

    pub(crate) fn span(&self) -> Span {
        match &self.target {
            Target::Name(name) => name.span(),
            Target::Unseen(span) => *span,
            Target::Pattern(pattern) => {
                pattern.clone().into_iter().next().map_or_else(Span::call_site, |t| t.span())
            }
        }
    }
}

/// An expression up to its first group, such as `db.lock(..)`: what a manager without a name is called.
fn callee(value: &TokenStream) -> String {
    let mut name = String::new();
    for token in value.clone() {
        match token {
            TokenTree::Group(group) => {
                name.push_str(match group.delimiter() {
                    Delimiter::Parenthesis => "(..)",
                    Delimiter::Brace => " { .. }",
                    Delimiter::Bracket => "[..]",
                    Delimiter::None => "_",
                });
                break;
            }
            token => name.push_str(&token.to_string()),
        }
    }
    name
}

/// Steps over the `let` and `mut` that a head does not take.
fn without_keywords<'t>(mut tokens: &'t [TokenTree], errors: &mut Errors) -> &'t [TokenTree] {
    while let [TokenTree::Ident(keyword), rest @ ..] = tokens {
        if keyword == "let" {
            errors.at(keyword.span(), "a head needs no `let`: write `name = ..`");
        } else if keyword == "mut" {
            errors.at(keyword.span(), "a head needs no `mut`: its name is a `&mut` of the target already");
        } else {
            break;
        }
        tokens = rest;
    }
    tokens
}

/// Whether an assignment's `=` stands at this place, and not the end of `==`, `<=` or `+=`.
pub(crate) fn assigns(tokens: &[TokenTree], at: usize) -> bool {
    is_assignment(&tokens[at..])
        && !matches!(&tokens[at - 1], TokenTree::Punct(before) if before.spacing() == proc_macro2::Spacing::Joint)
}

/// Whether the identifier can be bound.
fn is_name(ident: &Ident) -> bool {
    syn::parse2::<Ident>(TokenTree::from(ident.clone()).into()).is_ok()
}

fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}
