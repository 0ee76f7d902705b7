//! The tokens of one group, and how to step over those that hold no code of the body.

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenTree};

/// Every position is allowed: past the end there is simply nothing.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'t>(pub(crate) &'t [TokenTree]);

/// A macro of this crate: the indices of its name and of its arguments, which follow the `!`.
#[derive(Clone, Copy)]
pub(super) struct OwnMacro<'t> {
    pub(super) name: &'t Ident,
    pub(super) args: usize,
    pub(super) group: &'t Group,
}

impl<'t> Tokens<'t> {
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(self, at: usize) -> Option<&'t TokenTree> {
        self.0.get(at)
    }

    pub(crate) fn ident(self, at: usize) -> Option<&'t Ident> {
        match self.get(at) {
            Some(TokenTree::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    pub(crate) fn is_word(self, at: usize, word: &str) -> bool {
        self.ident(at).is_some_and(|ident| ident == word)
    }

    /// The identifier at `at`, or nothing. Comparing an `Ident` makes a string each time; this makes one.
    pub(crate) fn word(self, at: usize) -> String {
        self.ident(at).map(Ident::to_string).unwrap_or_default()
    }

    pub(super) fn punct(self, at: usize) -> Option<char> {
        match self.get(at) {
            Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
            _ => None,
        }
    }

    pub(crate) fn is_punct(self, at: usize, punct: char) -> bool {
        self.punct(at) == Some(punct)
    }

    /// The punctuation character that is joined to the one at `at`.
    pub(super) fn joined(self, at: usize) -> Option<char> {
        match self.get(at) {
            Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint => self.punct(at + 1),
            _ => None,
        }
    }

    pub(crate) fn is_pair(self, at: usize, first: char, second: char) -> bool {
        self.is_punct(at, first) && self.joined(at) == Some(second)
    }

    pub(super) fn is_arrow(self, at: usize) -> bool {
        self.is_pair(at, '=', '>')
    }

    pub(crate) fn group(self, at: usize) -> Option<&'t Group> {
        match self.get(at) {
            Some(TokenTree::Group(group)) => Some(group),
            _ => None,
        }
    }

    pub(crate) fn is_group(self, at: usize, delimiter: Delimiter) -> bool {
        self.group(at).is_some_and(|group| group.delimiter() == delimiter)
    }

    /// Whether a block stands here, written out or as a `$b:block` of some macro.
    pub(crate) fn is_block(self, at: usize) -> bool {
        self.group(at).is_some_and(is_block)
    }

    /// The name of the label at `at`, and how many tokens that is: a `'` and the name, or a `$l:lifetime` of some macro.
    pub(super) fn label(self, at: usize) -> Option<(Ident, usize)> {
        if self.is_punct(at, '\'') {
            return self.ident(at + 1).map(|name| (name.clone(), 2));
        }
        let fragment = self.group(at).filter(|group| group.delimiter() == Delimiter::None)?;
        let mut tokens = fragment.stream().into_iter();
        match (tokens.next(), tokens.next(), tokens.next()) {
            (Some(TokenTree::Punct(quote)), Some(TokenTree::Ident(name)), None)
                if quote.as_char() == '\'' =>
            {
                Some((name, 1))
            }
            _ => None,
        }
    }

    /// The arguments of a macro whose path ends before `at`.
    pub(super) fn macro_args(self, at: usize) -> Option<&'t Group> {
        if self.is_punct(at, '!') { self.group(at + 1) } else { None }
    }

    /// The length of the binary operator at `at`, greedily, like the compiler's lexer.
    pub(super) fn operator_len(self, at: usize) -> usize {
        let Some((first, second)) = self.punct(at).zip(self.joined(at)) else { return 1 };
        let doubled = first == second && "&|<>".contains(first);
        let compares_or_assigns = second == '=' && "+-*/%^&|<>=!".contains(first);
        let shift_assigns = doubled && "<>".contains(first) && self.joined(at + 1) == Some('=');
        1 + usize::from(doubled || compares_or_assigns) + usize::from(shift_assigns)
    }

    /// Index past the `&`, `&mut`, `&raw const` or `&raw mut` at `at`.
    pub(super) fn after_reference(self, at: usize) -> usize {
        let raw =
            self.is_word(at + 1, "raw") && (self.is_word(at + 2, "const") || self.is_word(at + 2, "mut"));
        if raw {
            at + 3
        } else if self.is_word(at + 1, "mut") {
            at + 2
        } else {
            at + 1
        }
    }

    /// Index past the `.` at `at` and the name or number after it, which is never a keyword.
    pub(super) fn after_member(self, at: usize) -> usize {
        match self.get(at + 1) {
            Some(TokenTree::Ident(_) | TokenTree::Literal(_)) => at + 2,
            _ => at + 1,
        }
    }

    /// Whether what `return` or `break` could have as an operand starts here.
    pub(super) fn begins_operand(self, at: usize) -> bool {
        match self.get(at) {
            Some(TokenTree::Punct(punct)) => match punct.as_char() {
                '!' | '-' | '*' | '&' | '|' | '<' | '#' | '\'' => true,
                first @ ('.' | ':') => self.joined(at) == Some(first),
                _ => false,
            },
            Some(TokenTree::Ident(ident)) => ident != "else",
            token => token.is_some(),
        }
    }

    pub(crate) fn is_cfg(self, bracket: usize) -> bool {
        let first = self.group(bracket).and_then(|group| group.stream().into_iter().next());
        matches!(first, Some(TokenTree::Ident(ident)) if ident == "cfg")
    }

    /// Whether the path `start..=last` names a macro that never returns: one of the standard library that panics, or the
    /// `bail!` of some error library.
    pub(super) fn diverges(self, start: usize, last: usize) -> bool {
        const NAMES: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
        let root = if self.is_pair(start, ':', ':') { start + 2 } else { start };
        let is_std = last == root + 3 && (self.is_word(root, "std") || self.is_word(root, "core"));
        let panics = (last == start || is_std) && NAMES.iter().any(|name| self.is_word(last, name));
        panics || self.is_word(last, "bail")
    }

    /// Whether the path `start..=last` names a function of the standard library that never returns.
    pub(super) fn exits_process(self, start: usize, last: usize) -> bool {
        let is = |module, function| self.is_word(last - 3, module) && self.is_word(last, function);
        last >= start + 3 && (is("process", "exit") || is("process", "abort") || is("panic", "resume_unwind"))
    }

    /// Whether a macro that reads the outcome could stand here, told from names alone.
    pub(super) fn may_be_observed(self) -> bool {
        let is_named = |at| self.ident(at).is_some_and(|name| name.to_string().starts_with("defer"));
        (0..self.len())
            .any(|at| self.macro_args(at + 1).is_some() && is_named(at) || self.is_group(at, Delimiter::None))
    }

    /// Index past the attribute at `at`.
    pub(crate) fn attribute(self, at: usize) -> Option<usize> {
        let outer = self.is_punct(at, '#') && self.is_group(at + 1, Delimiter::Bracket);
        if outer { Some(at + 2) } else { self.inner_attribute(at) }
    }

    pub(crate) fn inner_attribute(self, at: usize) -> Option<usize> {
        let inner = self.is_punct(at, '#') && self.is_punct(at + 1, '!');
        (inner && self.is_group(at + 2, Delimiter::Bracket)).then_some(at + 3)
    }

    /// Index past the `<..>` that opens at `at`. A `;` ends it too, in case it never closes.
    pub(crate) fn angles(self, at: usize) -> usize {
        let mut depth = 0;
        (at..self.len())
            .find_map(|at| {
                depth = self.depth(depth, at);
                if self.is_punct(at, ';') { Some(at) } else { (depth == 0).then_some(at + 1) }
            })
            .unwrap_or(self.len())
    }

    /// The depth of angle brackets after the token at `at`. No operators: types and patterns only.
    fn depth(self, depth: usize, at: usize) -> usize {
        match self.punct(at) {
            Some('<') => depth + 1,
            Some('>') if at == 0 || !matches!(self.arrow_head(at - 1), Some('-' | '=')) => {
                depth.saturating_sub(1)
            }
            _ => depth,
        }
    }

    /// The first character of the `->` or `=>` that starts at `at`.
    fn arrow_head(self, at: usize) -> Option<char> {
        if self.joined(at) == Some('>') { self.punct(at) } else { None }
    }

    /// Index of the first token from `from` on, outside angle brackets, that `stop` accepts, or the end.
    pub(crate) fn find_outside_angles(self, from: usize, stop: impl Fn(usize) -> bool) -> usize {
        let mut depth = 0;
        (from..self.len())
            .find(|&at| {
                let found = depth == 0 && stop(at);
                depth = self.depth(depth, at);
                found
            })
            .unwrap_or(self.len())
    }

    fn find(self, from: usize, stop: impl Fn(usize) -> bool) -> usize {
        (from..self.len()).find(|&at| stop(at)).unwrap_or(self.len())
    }

    /// Index of the first brace group (or `;`) that is no generic argument.
    pub(super) fn body(self, from: usize) -> usize {
        self.find_outside_angles(from, |at| self.is_group(at, Delimiter::Brace) || self.is_punct(at, ';'))
    }

    /// The index past the path that starts at `from`, and that of its last identifier.
    pub(crate) fn path(self, from: usize) -> (usize, usize) {
        let (mut at, mut last) = (from, from);
        if self.is_punct(at, '<') {
            at = self.angles(at);
        } else if self.ident(at).is_some() {
            at += 1;
        }
        while self.is_pair(at, ':', ':') {
            at += 2;
            if self.is_punct(at, '<') {
                at = self.angles(at);
            } else if self.ident(at).is_some() {
                last = at;
                at += 1;
            }
        }
        (at, last)
    }

    /// A macro of this crate at `from`: bare, or behind exactly this crate's name.
    pub(super) fn own_macro(self, from: usize) -> Option<OwnMacro<'t>> {
        let root = if self.is_pair(from, ':', ':') { from + 2 } else { from };
        let is_ours = |at| self.is_word(at, "with_cleanup");
        let at = if self.is_pair(root + 1, ':', ':') { root + 3 } else { root };
        let name = self.ident(at)?;
        let group = self.macro_args(at + 1)?;
        (at == from || is_ours(root)).then_some(OwnMacro { name, args: at + 2, group })
    }

    /// Index past the `<a, b = expr>` that may stand first in the arguments of a macro of this crate.
    pub(super) fn captures(self) -> usize {
        let end = if self.is_punct(0, '<') { self.angles(0) } else { 0 };
        if end > 0 && self.is_punct(end - 1, '>') { end } else { 0 }
    }

    /// Index past the `finally |outcome|` that may start at `from`.
    pub(super) fn finally_block(self, from: usize) -> usize {
        let parameters = from + usize::from(self.is_word(from, "finally"));
        if self.is_punct(parameters, '|') { self.closure_parameters(parameters) } else { parameters }
    }

    /// Index of the `=` or `;` that ends the pattern (and type) of the `let` at `from`.
    pub(super) fn let_pattern(self, from: usize) -> usize {
        self.find_outside_angles(from, |at| match self.punct(at) {
            Some('=') => !self.is_pair(at - 1, '.', '='),
            punct => punct == Some(';'),
        })
    }

    /// Index of the `in` that ends the pattern of a `for`.
    pub(super) fn for_pattern(self, from: usize) -> usize {
        self.find(from, |at| self.is_word(at, "in"))
    }

    /// Index of the `=>` or `if` that ends the pattern of a match arm.
    pub(super) fn arm_pattern(self, from: usize) -> usize {
        self.find(from, |at| self.is_arrow(at) || self.is_word(at, "if"))
    }

    /// Index past the closing `|` of a closure's parameters, which open at `from`.
    pub(super) fn closure_parameters(self, from: usize) -> usize {
        (self.find(from + 1, |at| self.is_punct(at, '|')) + 1).min(self.len())
    }

    /// Index past the type after `as`.
    pub(super) fn cast_type(self, from: usize) -> usize {
        let mut at = from;
        loop {
            match self.get(at) {
                Some(TokenTree::Punct(punct)) => match punct.as_char() {
                    '&' | '*' => at += 1,
                    '\'' => at += 2,
                    '!' => return at + 1,
                    '<' | ':' => return self.type_path(at),
                    _ => return at,
                },
                Some(TokenTree::Ident(ident)) => match ident.to_string().as_str() {
                    "mut" | "const" | "dyn" | "impl" | "unsafe" | "extern" => at += 1,
                    "for" => at = self.angles(at + 1),
                    "_" => return at + 1,
                    _ => return self.type_path(at),
                },
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => return at,
                Some(TokenTree::Literal(_)) => at += 1,
                Some(TokenTree::Group(_)) => return at + 1,
                None => return self.len(),
            }
        }
    }

    fn type_path(self, from: usize) -> usize {
        let mut at = self.path(from).0;
        if self.is_punct(at, '<') && !self.is_punct(at + self.operator_len(at) - 1, '=') {
            at = self.angles(at);
        }
        if self.macro_args(at).is_some() {
            at + 2
        } else if self.is_pair(at, ':', ':') {
            self.type_path(at)
        } else {
            self.parenthesised(at)
        }
    }

    /// Steps over `(A, B) -> C`, as in `fn(A, B) -> C` or `Fn(A, B) -> C`.
    fn parenthesised(self, from: usize) -> usize {
        if !self.is_group(from, Delimiter::Parenthesis) {
            from
        } else if self.is_pair(from + 1, '-', '>') {
            self.cast_type(from + 3)
        } else {
            from + 1
        }
    }

    /// Index past the item at `from`, if that is what stands there.
    pub(super) fn item(self, from: usize) -> Option<usize> {
        if self.is_item_fragment(from) {
            return Some(from + 1);
        }
        let mut at = self.visibility(from);
        let mut qualifier = String::new();
        loop {
            let word = self.word(at);
            match word.as_str() {
                "default" | "const" | "async" | "gen" | "unsafe" | "safe" | "extern" | "auto" => {
                    at += 1;
                    qualifier = word;
                }
                "fn" | "impl" | "trait" | "mod" | "struct" | "enum" | "macro" => {
                    return Some(self.after_body(at));
                }
                "union" if self.ident(at + 1).is_some_and(|name| name != "as") => {
                    return Some(self.after_body(at));
                }
                "macro_rules" if self.is_punct(at + 1, '!') && self.ident(at + 2).is_some() => {
                    return Some(self.after_macro(at + 3));
                }
                "crate" | "" if qualifier != "extern" => return None,
                "use" | "type" | "crate" => return Some(self.after_semicolon(at)),
                "static" if !self.is_closure(at + 1) => return Some(self.after_semicolon(at)),
                "" if matches!(self.get(at), Some(TokenTree::Literal(_))) => at += 1,
                "" => return self.is_group(at, Delimiter::Brace).then(|| self.after_body(at)),
                _ if qualifier == "const" && !self.is_closure(at) => return Some(self.after_semicolon(at)),
                _ => return None,
            }
        }
    }

    /// Whether this is an `$i:item` of some macro.
    fn is_item_fragment(self, at: usize) -> bool {
        self.group(at).is_some_and(|group| {
            group.delimiter() == Delimiter::None && {
                let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
                Tokens(&tokens).item(0) == Some(tokens.len())
            }
        })
    }

    /// Steps over `pub`, `pub(crate)`, or a `$v:vis` of some macro.
    pub(crate) fn visibility(self, from: usize) -> usize {
        match self.get(from) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => from + 1,
            Some(TokenTree::Ident(ident)) if ident == "pub" => {
                if self.is_group(from + 1, Delimiter::Parenthesis) { from + 2 } else { from + 1 }
            }
            _ => from,
        }
    }

    /// Whether the rest of a closure stands here, one that may start with `static` or `const`.
    fn is_closure(self, at: usize) -> bool {
        self.is_punct(at, '|') || ["move", "async", "static"].iter().any(|word| self.is_word(at, word))
    }

    fn after_body(self, from: usize) -> usize {
        (self.body(from) + 1).min(self.len())
    }

    fn after_semicolon(self, from: usize) -> usize {
        (self.find(from, |at| self.is_punct(at, ';')) + 1).min(self.len())
    }

    /// Index past the rules of a `macro_rules!` at `at`, and past the `;` that some delimiters need.
    fn after_macro(self, at: usize) -> usize {
        if self.is_group(at, Delimiter::Brace) || !self.is_punct(at + 1, ';') {
            (at + 1).min(self.len())
        } else {
            at + 2
        }
    }

    /// Index of the `|` or `{` of the closure or `async`, `gen` or `const` block that starts at `from`: code that
    /// `return`, `break` and `?` can't leave. `gen` is an ordinary name in old editions; before a `{` it is one where
    /// `names_end_at_brace`.
    pub(super) fn detached(self, from: usize, names_end_at_brace: bool) -> Option<usize> {
        let mut at = from;
        let mut takes_block = false;
        if self.is_word(at, "for") && self.is_punct(at + 1, '<') {
            let in_binder = |at| self.ident(at).is_some() || matches!(self.punct(at), Some('\'' | ','));
            at = self.find(at + 2, |at| !in_binder(at)) + 1;
        }
        loop {
            match self.word(at).as_str() {
                "async" | "const" => takes_block = true,
                "gen" => takes_block |= !names_end_at_brace || self.is_word(at + 1, "move"),
                "static" | "move" | "use" => {}
                _ => break,
            }
            at += 1;
        }
        let is_name = at == from + 1 && self.is_word(from, "gen");
        let is_closure = self.is_punct(at, '|') && !is_name;
        (is_closure || takes_block && self.is_group(at, Delimiter::Brace)).then_some(at)
    }
}

pub(super) fn is_block(group: &Group) -> bool {
    match group.delimiter() {
        Delimiter::Brace => true,
        Delimiter::None => {
            let mut tokens = group.stream().into_iter();
            matches!((tokens.next(), tokens.next()), (Some(TokenTree::Group(inner)), None) if is_block(&inner))
        }
        _ => false,
    }
}
