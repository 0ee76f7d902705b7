//! The heads of a `with!`: `name = expr`, `name`, `_ = expr` and `expr`.

use std::{ops::Range, slice};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;

use crate::{
    arguments,
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
                heads.extend(read(head, errors));
                return (heads, body);
            }
            Some(token) if head.is_empty() => errors.at(token.span(), "expected a manager before this"),
            Some(_) => heads.extend(read(head, errors)),
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

/// Reads what stands between two commas: a head, or several where a comma is missing, or they have parentheses around them.
pub(crate) fn read(tokens: &[TokenTree], errors: &mut Errors) -> Vec<Head> {
    if let Some(group) = in_parentheses(tokens) {
        errors.at(group.span_open(), "heads stand without parentheses around them: `a = .., b = ..`");
        let mut heads = Vec::new();
        arguments::each(group.stream(), "a manager", errors, |head, errors| heads.extend(read(head, errors)));
        return heads;
    }
    if let Some(at) = next_head(tokens) {
        errors.at(tokens[at].span(), "expected `,` before this head");
        let (head, rest) = tokens.split_at(at);
        return [read(head, errors), read(rest, errors)].into_iter().flatten().collect();
    }
    Head::parse(tokens, errors).into_iter().collect()
}

/// The group that is all there is, if heads stand in it and not a value.
fn in_parentheses(tokens: &[TokenTree]) -> Option<&Group> {
    let [TokenTree::Group(group)] = tokens else { return None };
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    let first = &inner[..exits::expression_end(&inner, 0)];
    let is_head = begins_head(first) || named_last(first).is_some();
    (group.delimiter() == Delimiter::Parenthesis && is_head).then_some(group)
}

/// Where a head begins that no comma stands before, such as `b` in `a = open()? b = open()?`.
fn next_head(tokens: &[TokenTree]) -> Option<usize> {
    let ends_value = |at: usize| match &tokens[at] {
        TokenTree::Ident(word) => is_name(word) && !(at > 0 && is(tokens.get(at - 1), '\'')),
        TokenTree::Punct(mark) => mark.as_char() == '?',
        TokenTree::Group(group) => group.delimiter() != Delimiter::Bracket, // Else of an attribute.
        TokenTree::Literal(_) => true,
    };
    (1..tokens.len()).find(|&at| begins_head(&tokens[at..]) && ends_value(at - 1))
}

/// Whether `name =` or `_ =` stands here.
fn begins_head(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Ident(name), equals @ ..]
        if is_assignment(equals) && (name == "_" || is_name(name)))
}

/// The value, the `as` and the name of a head as Python writes it, told from a cast by what types are called.
fn named_last(tokens: &[TokenTree]) -> Option<(&[TokenTree], &Ident, &Ident)> {
    match tokens {
        [value @ .., TokenTree::Ident(keyword), last @ TokenTree::Ident(name)]
            if !value.is_empty() && keyword == "as" && is_name(name) && !is_type_name(last) =>
        {
            Some((value, keyword, name))
        }
        _ => None,
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
    if let Some(Range { start, end }) = other_arrow(tokens) {
        let other = stream(&tokens[start..end]);
        errors.over(&other, format_args!("expected `=>` before the body, not `{other}`"));
        return (&tokens[..start], &tokens[end..]);
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

/// What stands in place of `=>`: a `->` that is none of a closure, or a `:` before a brace.
fn other_arrow(tokens: &[TokenTree]) -> Option<Range<usize>> {
    let is_arrow = |&at: &usize| Tokens(tokens).is_pair(at, '-', '>') && !is(tokens.get(at - 1), '|');
    let thin = (1..tokens.len()).find(is_arrow).map(|at| at..at + 2);
    thin.or_else(|| match tokens {
        [.., before, colon, brace]
            if is(Some(colon), ':')
                && !is(Some(before), ':')
                && input::block(slice::from_ref(brace)).is_some() =>
        {
            Some(tokens.len() - 2..tokens.len() - 1)
        }
        _ => None,
    })
}

/// Whether a `{` after this token would begin a struct's fields.
fn is_type_name(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(name) if name.to_string().starts_with(char::is_uppercase))
}

impl Head {
    fn parse(tokens: &[TokenTree], errors: &mut Errors) -> Option<Self> {
        let tokens = without_keywords(tokens, errors);
        match tokens {
            [] => None,
            [TokenTree::Ident(name)] if is_name(name) => {
                Some(Self { target: Target::Name(name.clone()), value: TokenTree::from(name.clone()).into() })
            }
            [TokenTree::Ident(keyword), .., TokenTree::Ident(name)]
                if keyword == "ref" && tokens.len() < 4 && is_name(name) =>
            {
                let mistake = Errors::missing(
                    keyword.span(),
                    format_args!(
                        "`ref` cannot borrow a manager: the scope owns `{name}`, and exits it at its end; what outlives the scope \
                         needs no head"
                    ),
                );
                // Not moved, because that is what `ref` should prevent.
                let value = generated!({ let _ = &#name; #mistake });
                Some(Self { target: Target::Name(name.clone()), value })
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
            _ => Some(Self::python(tokens, errors).unwrap_or_else(|| Self::unnamed(tokens, errors))),
        }
    }

    /// `expr as name`
    fn python(tokens: &[TokenTree], errors: &mut Errors) -> Option<Self> {
        let (value, keyword, name) = named_last(tokens)?;
        errors.at(
            keyword.span(),
            format_args!("a head begins with its name: write `{name} = ..`, without `as`"),
        );
        Some(Self { target: Target::Name(name.clone()), value: stream(value) })
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
pub(crate) fn is_name(ident: &Ident) -> bool {
    syn::parse2::<Ident>(TokenTree::from(ident.clone()).into()).is_ok()
}

fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}
