//! Each `yield_!` that the scanner has not seen, because it stands where code of its own begins.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::{body::is_seen, errors::Errors, exits::Tokens};

#[derive(Default)]
pub(super) struct Search {
    /// Whether one was reported.
    pub(super) reported: bool,
    /// Whether there is a macro that may hide one, and say nothing of it.
    pub(super) may_hide: bool,
}

/// The macros that are known not to.
const WELL_KNOWN: [&str; 32] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "defer",
    "defer_on_failure",
    "defer_on_success",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "include_str",
    "line",
    "matches",
    "panic",
    "print",
    "println",
    "stringify",
    "todo",
    "try_finally",
    "unimplemented",
    "unreachable",
    "vec",
    "with",
    "write",
    "writeln",
];

impl Search {
    /// Reports each in its place.
    pub(super) fn replace(&mut self, tokens: TokenStream) -> TokenStream {
        self.search(tokens, "a closure")
    }

    fn search(&mut self, tokens: TokenStream, place: &str) -> TokenStream {
        let mut found: Vec<TokenTree> = Vec::new();
        for token in tokens {
            let TokenTree::Group(group) = token else {
                found.push(token);
                continue;
            };
            let before = |back: usize| {
                found.len().checked_sub(back).map(|at| Tokens(&found).word(at)).unwrap_or_default()
            };
            let is_macro = found.len() > 1 && Tokens(&found).is_punct(found.len() - 1, '!');
            let name = if is_macro { before(2) } else { String::new() };
            let inner = match name.as_str() {
                "yield_" if is_seen(&group).is_some() => group,
                "yield_" => {
                    self.reported = true;
                    let name = found.len() - 2;
                    let start = path_start(&found, name);
                    let mistake = Errors::missing(found[name].span(), mistake(place, start < name));
                    found.truncate(start);
                    found.extend(mistake);
                    continue;
                }
                "" | "with" => {
                    let is_async = before(1) == "async" || before(1) == "move" && before(2) == "async";
                    let is_function = group.delimiter() == Delimiter::Brace && is_function(&found);
                    let place = match place {
                        "a closure" if is_async => "an `async` block",
                        "a closure" if is_function => "a function inside this one",
                        place => place,
                    };
                    self.inside(&group, place)
                }
                "defer" | "defer_on_success" | "defer_on_failure" => self.inside(&group, "a cleanup"),
                name => {
                    self.may_hide |= !WELL_KNOWN.contains(&name);
                    self.inside(&group, &format!("`{name}!`, into which `#[context_manager]` does not see"))
                }
            };
            found.push(inner.into());
        }
        found.into_iter().collect()
    }

    fn inside(&mut self, group: &Group, place: &str) -> Group {
        let mut inside = Group::new(group.delimiter(), self.search(group.stream(), place));
        inside.set_span(group.span());
        inside
    }
}

/// What is wrong with one in this place, with or without a path before its name.
fn mistake(place: &str, has_path: bool) -> String {
    if has_path {
        return "`yield_!` is not found behind this path: write it alone, or behind `with_cleanup::`"
            .to_owned();
    }
    format!("`yield_!` cannot stand in {place}: put it among the statements of the function itself")
}

/// Where the path begins whose last name is at `last`.
fn path_start(tokens: &[TokenTree], last: usize) -> usize {
    let mut start = last;
    while start > 1 && Tokens(tokens).is_pair(start - 2, ':', ':') {
        start -= 2;
        if start > 0 && Tokens(tokens).ident(start - 1).is_some() {
            start -= 1;
        }
    }
    start
}

/// Whether a brace behind these tokens is that of a function.
fn is_function(before: &[TokenTree]) -> bool {
    let statement = before.rsplit(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    });
    let is_fn = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "fn");
    statement.take(1).any(|statement| statement.iter().any(is_fn))
}
