//! Walks blocks and statements, and enters groups.

use std::mem;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};

use self::expression::Place;
use super::tokens::{OwnMacro, Tokens};
use super::{Block, End, Walk, Yield};

mod expression;

/// The scanner's place in the tokens of one group.
///
/// Each method that scans something starts at `pos` and leaves `pos` behind it; one that finds nothing it knows
/// leaves `pos` where it was.
pub(super) struct Code<'t, 'w, 'e> {
    tokens: Tokens<'t>,
    pos: usize,
    /// What comes before this index is in `out`, edited.
    copied: usize,
    out: Vec<TokenTree>,
    /// Without it nothing is edited and no block is entered: then only extents count.
    walk: Option<&'w mut Walk<'e>>,
    /// Whether a statement so far reads the outcome.
    observed: bool,
    /// Whether the statements stand directly in the body or an observed block.
    direct: bool,
}

/// A flag of the walk.
type Flag<'e> = for<'a> fn(&'a mut Walk<'e>) -> &'a mut bool;

/// What a group holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contents {
    /// Expressions and what separates them: arguments, elements, fields. The last one is the body of a `with!`.
    Soup,
    /// The arguments of `try_finally!`.
    TryFinally,
    Arms,
    Block,
    /// A statement that the compiler put a group around, such as an `$s:stmt` of some macro. It stands directly in the
    /// block around it.
    Fragment,
}

/// How a statement ended.
enum Statement {
    /// Does not run: an item, `;` or `defer!`
    Inert,
    Run {
        diverges: bool,
        closed: bool,
    },
}

/// The statements of a block, seen from outside.
struct Outline {
    tail: usize,
    diverges: bool,
    observed: bool,
}

impl<'t, 'w, 'e> Code<'t, 'w, 'e> {
    pub(super) fn new(tokens: &'t [TokenTree], walk: Option<&'w mut Walk<'e>>) -> Self {
        Self {
            tokens: Tokens(tokens),
            pos: 0,
            copied: 0,
            out: Vec::new(),
            walk,
            observed: false,
            direct: false,
        }
    }

    pub(super) fn expression_end(mut self, from: usize) -> usize {
        self.pos = from;
        while !self.at_end() && !self.at_separator() {
            self.advancing(|code| code.expression(Place::Inner));
        }
        self.pos
    }

    /// Scans a body or observed block, split before its tail.
    pub(super) fn split(&mut self) -> Block {
        let Outline { tail, observed, .. } = outline(self.tokens.0);
        self.direct = true;
        let mut diverges = self.statements(tail).diverges;
        let mut statements = self.take();
        if !self.at_end() {
            diverges = self.statements(self.tokens.len()).diverges;
        }
        let tail = self.take();
        let end = if diverges {
            statements.extend(tail);
            End::Diverges
        } else if tail.is_empty() {
            End::Unit
        } else {
            End::Value(tail)
        };
        Block { statements, end, observed }
    }

    /// Scans statements up to the index `end`, where one must end.
    fn statements(&mut self, end: usize) -> Outline {
        let mut outline = Outline { tail: self.pos, diverges: false, observed: false };
        while self.pos < end {
            let statement = self.advancing(Self::statement);
            if !matches!(statement, Statement::Run { closed: false, .. }) {
                outline.tail = self.pos;
            }
            if let Statement::Run { diverges, .. } = statement {
                outline.diverges = diverges;
            }
        }
        outline.observed = self.observed;
        outline
    }

    fn statement(&mut self) -> Statement {
        if let Some(end) = self.tokens.inner_attribute(self.pos) {
            self.pos = end;
            return Statement::Inert;
        }
        let certain = self.attributes();
        if self.eat(';') {
            return Statement::Inert;
        }
        if let Some(end) = self.tokens.item(self.pos) {
            self.pos = end;
            return Statement::Inert;
        }
        if self.statement_macro() {
            self.eat(';');
            return Statement::Inert;
        }
        let diverges = if self.tokens.is_word(self.pos, "let") {
            self.local();
            false
        } else {
            self.expression(Place::Statement) && certain
        };
        Statement::Run { diverges, closed: self.eat(';') }
    }

    /// A `let` and, of `let .. else`, the block. As an operand, `let` is a prefix.
    fn local(&mut self) {
        self.expression(Place::Inner);
        if self.tokens.is_word(self.pos, "else") {
            self.pos += 1;
            self.block();
        }
    }

    /// Steps over attributes. After a `cfg` it is not certain that what follows is there at all.
    fn attributes(&mut self) -> bool {
        let mut certain = true;
        while let Some(end) = self.tokens.attribute(self.pos) {
            certain &= !self.tokens.is_cfg(end - 1);
            self.pos = end;
        }
        certain
    }

    fn statement_macro(&mut self) -> bool {
        let Some(OwnMacro { name, args, group }) = self.tokens.own_macro(self.pos) else { return false };
        let Some(reads) = reads_outcome(&name.to_string(), group) else { return false };
        self.observed |= reads;
        self.pos = args + 1;
        let direct = self.direct;
        if let Some(walk) = self.walk.as_deref_mut().filter(|walk| walk.observes) {
            let edited = walk.edit.statement_macro(walk.open - 1, direct, group.clone());
            self.replace(args, edited);
        }
        true
    }

    /// The arguments of a `with!` or `try_finally!`. Says whether its body visibly diverges.
    fn scope_macro(&mut self, contents: Contents) -> bool {
        let at = self.pos;
        let diverges = self.without(|walk| &mut walk.observes, |code| code.group(contents));
        let edited = if self.copied > at { self.out.last() } else { self.tokens.get(at) };
        if let (Some(TokenTree::Group(group)), Some(walk)) = (edited, self.walk.as_deref_mut()) {
            if let Some(edited) = walk.observes.then(|| walk.edit.scope_macro(walk.open - 1, group)).flatten()
            {
                if self.copied > at {
                    self.out.pop();
                }
                self.replace(at, edited);
            }
        }
        diverges
    }

    /// The arguments of a `yield_!` of this name, whose path begins at `start`.
    fn yield_macro(&mut self, start: usize, name: &Ident) {
        let at = self.pos;
        if self.walk.is_none() {
            self.group(Contents::Soup);
            return;
        }
        self.copy(start);
        let before = mem::take(&mut self.out);
        self.copied = at;
        self.group(Contents::Soup);
        let args = self.take();
        self.out = before;
        let question = self.tokens.get(self.pos).filter(|_| self.tokens.is_punct(self.pos, '?'));
        let edited = self.walk.as_deref_mut().and_then(|walk| {
            let in_loop = walk.targets.iter().any(|target| target.is_loop);
            walk.yields += 1;
            let place = Yield {
                name: name.clone(),
                in_loop,
                in_cleanup: !walk.questions,
                nested: !walk.observes,
                question: question.map(TokenTree::span),
                open: walk.open,
            };
            let Some(TokenTree::Group(args)) = args.clone().into_iter().next() else { return None };
            walk.edit.yields(place, &args)
        });
        let call = || self.tokens.0[start..at].iter().cloned().chain(args).collect();
        let edited = edited.unwrap_or_else(call);
        self.out.extend(edited);
    }

    /// Puts a group in place of that at `at`, the last one before `pos`.
    fn replace(&mut self, at: usize, group: Group) {
        if self.copied <= at {
            self.copy(at);
        }
        self.out.push(group.into());
        self.copied = at + 1;
    }

    /// Says whether the last expression visibly diverges.
    fn soup(&mut self) -> bool {
        let mut diverges = false;
        while !self.at_end() {
            let comma = self.tokens.is_punct(self.pos, ',');
            let last = self.advancing(|code| code.expression(Place::Inner));
            diverges = last || comma && diverges;
        }
        diverges
    }

    fn at_end(&self) -> bool {
        self.pos >= self.tokens.len()
    }

    /// Runs `scan`; if that found nothing, steps over the token that it doesn't know.
    fn advancing<T>(&mut self, scan: impl FnOnce(&mut Self) -> T) -> T {
        let start = self.pos;
        let scanned = scan(self);
        if self.pos == start {
            self.pos += if self.tokens.is_arrow(start) { 2 } else { 1 };
        }
        self.pos = self.pos.min(self.tokens.len());
        scanned
    }

    /// Captures, `<a, b = expr>`, then the body, then `finally |outcome|` and the cleanup, whose `?` are its own.
    ///
    /// Says whether the body visibly diverges.
    fn try_finally(&mut self) -> bool {
        let close = self.tokens.captures().saturating_sub(1);
        if close > 0 {
            self.pos = 1;
            self.soup_until(close);
            self.pos = close + 1;
        }
        let diverges = self.advancing(|code| code.expression(Place::Statement));
        self.without(
            |walk| &mut walk.questions,
            |code| {
                code.pos = code.tokens.finally_block(code.pos);
                code.soup()
            },
        );
        diverges
    }

    fn soup_until(&mut self, end: usize) {
        let tokens = self.tokens;
        self.tokens = Tokens(&tokens.0[..end]);
        self.soup();
        self.tokens = tokens;
    }

    /// A block, if one stands here. Says whether it visibly diverges.
    fn block(&mut self) -> bool {
        self.tokens.is_block(self.pos) && self.group(Contents::Block)
    }

    fn block_contents(&mut self) -> bool {
        if !self.is_observed() {
            return self.statements(self.tokens.len()).diverges;
        }
        if let Some(walk) = self.walk.as_deref_mut() {
            walk.open += 1;
        }
        let block = self.split();
        let diverges = matches!(block.end, End::Diverges);
        if let Some(walk) = self.walk.as_deref_mut() {
            walk.open -= 1;
            self.out.extend(walk.edit.block(walk.open, block));
        }
        diverges
    }

    /// Whether this block directly holds a macro that reads the outcome. Few blocks even hold the name of one, so only
    /// those are walked twice.
    fn is_observed(&self) -> bool {
        let observes = self.walk.as_deref().is_some_and(|walk| walk.observes);
        observes && self.tokens.may_be_observed() && outline(self.tokens.0).observed
    }

    fn at_separator(&self) -> bool {
        matches!(self.tokens.punct(self.pos), Some(';' | ',')) || self.tokens.is_arrow(self.pos)
    }

    /// Runs `scan` while this flag is off.
    fn without(&mut self, flag: Flag<'e>, scan: impl FnOnce(&mut Self) -> bool) -> bool {
        let before = self.walk.as_deref_mut().map(|walk| mem::replace(flag(walk), false));
        let scanned = scan(self);
        if let (Some(walk), Some(before)) = (self.walk.as_deref_mut(), before) {
            *flag(walk) = before;
        }
        scanned
    }

    fn eat(&mut self, punct: char) -> bool {
        let found = self.tokens.is_punct(self.pos, punct);
        self.pos += usize::from(found);
        found
    }

    /// Enters the group at `pos`, and rebuilds it if something in it was replaced. Says whether it visibly diverges.
    fn group(&mut self, contents: Contents) -> bool {
        let at = self.pos;
        self.pos += 1;
        let Some(group) = self.tokens.group(at) else { return false };
        if self.walk.is_none() && contents != Contents::Fragment {
            return false;
        }
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let mut inner = Code::new(&tokens, self.walk.as_deref_mut());
        inner.direct = contents == Contents::Fragment && self.direct;
        let diverges = inner.contents(contents);
        let observed = inner.observed;
        if inner.copied > 0 {
            inner.pos = tokens.len();
            let mut edited = Group::new(group.delimiter(), inner.take());
            edited.set_span(group.span());
            self.replace(at, edited);
        }
        self.observed |= contents == Contents::Fragment && observed;
        diverges
    }

    fn contents(&mut self, contents: Contents) -> bool {
        match contents {
            Contents::Soup => self.soup(),
            Contents::TryFinally => self.try_finally(),
            Contents::Arms => self.arms(),
            Contents::Block => self.block_contents(),
            Contents::Fragment => self.statements(self.tokens.len()).diverges,
        }
    }

    fn copy(&mut self, end: usize) {
        let end = end.min(self.tokens.len());
        self.out.extend_from_slice(&self.tokens.0[self.copied..end]);
        self.copied = end;
    }

    /// What was edited and copied up to `pos` since the last time.
    fn take(&mut self) -> TokenStream {
        self.copy(self.pos);
        mem::take(&mut self.out).into_iter().collect()
    }
}

fn outline(tokens: &[TokenTree]) -> Outline {
    Code::new(tokens, None).statements(tokens.len())
}

/// Whether this statement macro reads the outcome, if it is one of ours at all.
fn reads_outcome(name: &str, args: &Group) -> Option<bool> {
    match name {
        "defer_on_success" | "defer_on_failure" => Some(true),
        "defer" => {
            let tokens: Vec<TokenTree> = args.stream().into_iter().collect();
            let tokens = Tokens(&tokens);
            Some(tokens.is_punct(tokens.captures(), '|'))
        }
        _ => None,
    }
}
