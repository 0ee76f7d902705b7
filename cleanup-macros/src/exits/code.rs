//! Walks statements and expressions.

use std::mem;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use super::tokens::{OwnMacro, Tokens, is_block};
use super::{Block, End, Jump, Kind, Walk};

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
    /// Without it nothing is edited and no group is entered: then only extents count.
    walk: Option<&'w mut Walk<'e>>,
    observed: bool,
}

/// Where an expression stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A block-like expression or a macro in braces ends at its brace.
    Statement,
    /// A block-like expression ends at its brace.
    Arm,
    /// What `if`, `while`, `match` and `for` look at: there are no struct literals.
    Header,
    Inner,
}

impl Place {
    /// The place of an operand inside an expression that stands here.
    fn inner(self) -> Self {
        if self == Self::Header { Self::Header } else { Self::Inner }
    }
}

enum Shape {
    Value,
    BlockLike,
    BracedMacro,
}

struct Operand {
    shape: Shape,
    diverges: bool,
}

impl Operand {
    fn new(shape: Shape, diverges: bool) -> Self {
        Self { shape, diverges }
    }

    fn value() -> Self {
        Self::new(Shape::Value, false)
    }
}

/// What follows an operand.
enum Next {
    Operand,
    Postfix,
    Nothing,
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
}

impl<'t, 'w, 'e> Code<'t, 'w, 'e> {
    pub(super) fn new(tokens: &'t [TokenTree], walk: Option<&'w mut Walk<'e>>) -> Self {
        Self { tokens: Tokens(tokens), pos: 0, copied: 0, out: Vec::new(), walk, observed: false }
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
        let mut shallow = Code::new(self.tokens.0, None);
        let tail = shallow.statements(self.tokens.len()).tail;
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
        Block { statements, end, observed: shallow.observed }
    }

    /// Scans statements up to the index `end`, where one must end.
    fn statements(&mut self, end: usize) -> Outline {
        let mut outline = Outline { tail: self.pos, diverges: false };
        while self.pos < end {
            let statement = self.advancing(Self::statement);
            if !matches!(statement, Statement::Run { closed: false, .. }) {
                outline.tail = self.pos;
            }
            if let Statement::Run { diverges, .. } = statement {
                outline.diverges = diverges;
            }
        }
        outline
    }

    fn statement(&mut self) -> Statement {
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

    fn statement_macro(&mut self) -> bool {
        let Some(OwnMacro { name, args, group }) = self.tokens.own_macro(self.pos) else { return false };
        let Some(reads) = reads_outcome(&name.to_string(), group) else { return false };
        self.observed |= reads;
        if let Some(walk) = self.walk.as_deref_mut().filter(|walk| walk.observes) {
            let edited = walk.edit.statement_macro(walk.open - 1, name, group.clone());
            self.copy(args);
            self.out.push(edited.into());
            self.copied = args + 1;
        }
        self.pos = args + 1;
        true
    }

    /// Scans an expression and says whether it visibly diverges.
    fn expression(&mut self, place: Place) -> bool {
        let operand = self.operand(place);
        let complete = match operand.shape {
            Shape::Value => false,
            Shape::BlockLike => matches!(place, Place::Statement | Place::Arm),
            Shape::BracedMacro => place == Place::Statement,
        };
        if complete && !self.at_method_or_question() {
            return operand.diverges;
        }
        let mut diverges = operand.diverges;
        loop {
            match self.after_operand() {
                Next::Nothing => return diverges,
                Next::Postfix => {}
                Next::Operand => {
                    self.operand(place.inner());
                }
            }
            diverges = false;
        }
    }

    /// Expressions and what separates them: arguments, elements, fields.
    fn soup(&mut self) {
        while !self.at_end() {
            self.advancing(|code| code.expression(Place::Inner));
        }
    }

    fn soup_group(&mut self) {
        self.group(|code| code.soup());
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

    /// An operand with the operators before it.
    fn operand(&mut self, place: Place) -> Operand {
        let certain = self.attributes();
        let start = self.pos;
        let after_range = self.prefixes();
        if after_range && place == Place::Header && self.tokens.is_block(self.pos) {
            return Operand::value();
        }
        let prefixed = self.pos > start;
        let atom = self.atom(place);
        if prefixed { Operand::value() } else { Operand { diverges: atom.diverges && certain, ..atom } }
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

    /// Steps over unary operators and says whether the last one is that of a range, which needs no operand.
    fn prefixes(&mut self) -> bool {
        let mut after_range = false;
        loop {
            let start = self.pos;
            match self.tokens.punct(start) {
                Some('!' | '-' | '*') => self.pos += 1,
                Some('&') => self.pos = self.tokens.after_reference(start),
                Some('.') if self.tokens.is_pair(start, '.', '.') => {
                    self.pos = self.tokens.after_range(start)
                }
                Some('#') if self.tokens.attribute(start).is_some() => {
                    self.attributes();
                }
                _ => return after_range,
            }
            after_range = self.tokens.is_punct(start, '.');
        }
    }

    fn atom(&mut self, place: Place) -> Operand {
        match self.tokens.get(self.pos) {
            Some(TokenTree::Ident(ident)) => self.word(&ident.to_string(), place),
            Some(TokenTree::Literal(_)) => {
                self.pos += 1;
                Operand::value()
            }
            Some(TokenTree::Punct(punct)) => match punct.as_char() {
                '|' => self.closure(self.pos, place),
                '\'' => self.labelled(),
                '<' => self.path(place),
                ':' if self.tokens.is_pair(self.pos, ':', ':') => self.path(place),
                _ => Operand::value(),
            },
            Some(TokenTree::Group(group)) => match group.delimiter() {
                Delimiter::Brace => self.block_like(Self::block),
                Delimiter::None => self.fragment(place),
                Delimiter::Parenthesis | Delimiter::Bracket => {
                    self.soup_group();
                    Operand::value()
                }
            },
            None => Operand::value(),
        }
    }

    /// An operand that starts with `word`.
    fn word(&mut self, word: &str, place: Place) -> Operand {
        match word {
            "return" => self.jump(Kind::Return, place),
            "break" => self.jump(Kind::Break, place),
            "continue" => self.jump(Kind::Continue, place),
            "if" => self.block_like(Self::if_chain),
            "match" => self.block_like(Self::match_arms),
            "unsafe" | "try" if self.tokens.is_block(self.pos + 1) => {
                self.pos += 1;
                self.block_like(|code| if word == "try" { code.try_block() } else { code.block() })
            }
            "let" => {
                self.pos = self.tokens.let_pattern(self.pos + 1);
                self.eat('=');
                self.operand(place.inner());
                Operand::value()
            }
            "else" => Operand::value(),
            "loop" | "while" => self.block_like(|code| code.target(None)),
            "async" | "const" | "static" | "move" | "gen" | "for" => {
                match self.tokens.detached(self.pos, place == Place::Header) {
                    Some(at) if self.tokens.is_punct(at, '|') => self.closure(at, place),
                    Some(at) => {
                        self.pos = at + 1;
                        Operand::new(if word == "const" { Shape::BlockLike } else { Shape::Value }, false)
                    }
                    None if word == "for" => self.block_like(|code| code.target(None)),
                    None => self.path(place),
                }
            }
            _ => self.path(place),
        }
    }

    fn block_like(&mut self, scan: impl FnOnce(&mut Self) -> bool) -> Operand {
        Operand::new(Shape::BlockLike, scan(self))
    }

    /// A path, and the macro call, struct literal or diverging call that it begins.
    fn path(&mut self, place: Place) -> Operand {
        let start = self.pos;
        let (end, last) = self.tokens.path(start);
        self.pos = end;
        if let Some(args) = self.tokens.macro_args(end) {
            return self.macro_call(start, last, args);
        }
        if self.tokens.is_group(end, Delimiter::Parenthesis) && self.tokens.exits_process(start, last) {
            self.soup_group();
            return Operand::new(Shape::Value, true);
        }
        self.struct_literal(place);
        Operand::value()
    }

    fn struct_literal(&mut self, place: Place) {
        if place != Place::Header && self.tokens.is_group(self.pos, Delimiter::Brace) {
            self.soup_group();
        }
    }

    /// The macro call whose path is `start..pos`, and the last name in it at `last`.
    fn macro_call(&mut self, start: usize, last: usize, args: &Group) -> Operand {
        self.pos += 1;
        if self.tokens.own_macro(start).is_some_and(|own| own.name == "with" || own.name == "try_finally") {
            self.nested_scope();
        } else {
            if let Some(walk) = self.walk.as_deref_mut() {
                walk.foreign_macro(args);
            }
            self.pos += 1;
        }
        let braced = args.delimiter() == Delimiter::Brace;
        let shape = if braced { Shape::BracedMacro } else { Shape::Value };
        Operand::new(shape, self.tokens.panics(start, last))
    }

    /// The arguments of `with!` or `try_finally!`.
    fn nested_scope(&mut self) {
        let observes = self.walk.as_deref_mut().map(|walk| mem::replace(&mut walk.observes, false));
        self.group(|code| {
            code.captures();
            code.soup();
        });
        if let (Some(walk), Some(observes)) = (self.walk.as_deref_mut(), observes) {
            walk.observes = observes;
        }
    }

    /// The `<a, b = expr>` that may come first in a `try_finally!`.
    fn captures(&mut self) {
        if self.tokens.is_punct(0, '<') {
            let tokens = self.tokens;
            let end = tokens.angles(0);
            self.tokens = Tokens(&tokens.0[..end - 1]);
            self.pos = 1;
            self.soup();
            self.tokens = tokens;
            self.pos = end;
        }
    }

    /// A group that the compiler put around a fragment of a macro's input, such as `$e:expr`.
    fn fragment(&mut self, place: Place) -> Operand {
        let shape = if self.tokens.is_block(self.pos) { Shape::BlockLike } else { Shape::Value };
        let diverges = self.group(|code| code.statements(code.tokens.len()).diverges);
        self.struct_literal(place);
        Operand::new(shape, diverges)
    }

    /// The closure whose parameters open at `at`. Jumps in it stay in it, so only its extent counts.
    fn closure(&mut self, at: usize, place: Place) -> Operand {
        self.pos = self.tokens.closure_parameters(at);
        if self.tokens.is_pair(self.pos, '-', '>') {
            self.pos = self.tokens.body(self.pos);
            self.pos += usize::from(self.tokens.is_block(self.pos));
        } else {
            let walk = self.walk.take();
            self.expression(place.inner());
            self.walk = walk;
        }
        Operand::value()
    }

    fn labelled(&mut self) -> Operand {
        let label = self.tokens.label(self.pos);
        self.pos += if label.is_some() { 2 } else { 1 };
        if self.eat(':') { self.block_like(|code| code.target(label)) } else { Operand::value() }
    }

    /// A loop or labelled block.
    fn target(&mut self, label: Option<&Ident>) -> bool {
        let word = self.tokens.word(self.pos);
        match word.as_str() {
            "loop" => self.pos += 1,
            "while" => {
                self.pos += 1;
                self.expression(Place::Header);
            }
            "for" => {
                self.pos = self.tokens.for_pattern(self.pos) + 1;
                self.expression(Place::Header);
            }
            _ => {}
        }
        if let Some(walk) = self.walk.as_deref_mut() {
            walk.enter(label.cloned(), !word.is_empty());
        }
        let block_diverges = self.block();
        let broken = self.walk.as_deref_mut().is_none_or(Walk::leave);
        !broken && (word == "loop" || word.is_empty() && block_diverges)
    }

    fn if_chain(&mut self) -> bool {
        let mut diverges = true;
        loop {
            self.pos += 1;
            self.expression(Place::Header);
            diverges &= self.block();
            if !self.tokens.is_word(self.pos, "else") {
                return false;
            }
            self.pos += 1;
            if !self.tokens.is_word(self.pos, "if") {
                return self.block() && diverges;
            }
        }
    }

    fn match_arms(&mut self) -> bool {
        self.pos += 1;
        self.expression(Place::Header);
        self.tokens.is_group(self.pos, Delimiter::Brace) && self.group(|code| code.arms())
    }

    fn arms(&mut self) -> bool {
        let mut diverges = !self.at_end();
        while !self.at_end() {
            self.pos = self.tokens.arm_pattern(self.pos);
            if self.tokens.is_word(self.pos, "if") {
                self.pos += 1;
                self.expression(Place::Inner);
            }
            if self.tokens.is_arrow(self.pos) {
                self.pos += 2;
            }
            diverges &= self.advancing(|code| code.expression(Place::Arm));
            self.eat(',');
        }
        diverges
    }

    fn try_block(&mut self) -> bool {
        let questions = self.walk.as_deref_mut().map(|walk| mem::replace(&mut walk.questions, false));
        self.block();
        if let (Some(walk), Some(questions)) = (self.walk.as_deref_mut(), questions) {
            walk.questions = questions;
        }
        false
    }

    /// A block, if one stands here. Says whether it visibly diverges.
    fn block(&mut self) -> bool {
        self.tokens.is_block(self.pos) && self.group(|code| code.block_contents())
    }

    fn block_contents(&mut self) -> bool {
        if !self.is_observed() {
            return self.statements(self.tokens.len()).diverges;
        }
        let Some(scope) = self.walk.as_deref_mut().map(|walk| {
            walk.open += 1;
            walk.open - 1
        }) else {
            return false;
        };
        let block = self.split();
        let diverges = matches!(block.end, End::Diverges);
        if let Some(walk) = self.walk.as_deref_mut() {
            walk.open -= 1;
            self.out.extend(walk.edit.block(scope, block));
        }
        diverges
    }

    /// Whether this block directly holds a macro that reads the outcome. Few blocks even hold the name of one, so only
    /// those are walked twice.
    fn is_observed(&self) -> bool {
        let observes = self.walk.as_deref().is_some_and(|walk| walk.observes);
        observes && self.tokens.names_outcome_macro() && {
            let mut shallow = Code::new(self.tokens.0, None);
            shallow.statements(self.tokens.len());
            shallow.observed
        }
    }

    fn jump(&mut self, kind: Kind, place: Place) -> Operand {
        let start = self.pos;
        let label = self.tokens.label(start + 1);
        self.pos += if label.is_some() { 3 } else { 1 };
        let scopes = self.walk.as_deref_mut().map(|walk| (walk.stays(kind, label), walk.open));
        match scopes.filter(|(stays, open)| stays < open) {
            Some((stays, open)) => self.leave(start, kind, place, stays, open),
            None => self.jump_operand(kind, place),
        }
        Operand::new(Shape::Value, true)
    }

    /// A jump, whose keyword is at `start`, that leaves scopes.
    fn leave(&mut self, start: usize, kind: Kind, place: Place, stays: usize, open: usize) {
        let Some(keyword) = self.tokens.ident(start).cloned() else { return };
        let label = &self.tokens.0[start + 1..self.pos];
        self.copy(start);
        let before = mem::take(&mut self.out);
        self.copied = self.pos;
        self.jump_operand(kind, place);
        let operand = self.take();
        self.out = before;
        if let Some(walk) = self.walk.as_deref_mut() {
            let label = (!label.is_empty()).then(|| label.iter().cloned().collect());
            self.out.extend(walk.edit.jump(Jump { keyword, kind, label, operand, stays, open }));
        }
    }

    /// The compiler forgets in this operand that it is in a header: `if return S {} {}` has a struct literal.
    fn jump_operand(&mut self, kind: Kind, place: Place) {
        let header_block = kind == Kind::Break && place == Place::Header && self.tokens.is_block(self.pos);
        if kind != Kind::Continue && !header_block && self.tokens.begins_operand(self.pos) {
            self.expression(Place::Inner);
        }
    }

    /// Steps over what follows an operand, up to where the next operand may start.
    fn after_operand(&mut self) -> Next {
        if self.at_separator() {
            return Next::Nothing;
        }
        match self.tokens.get(self.pos) {
            Some(TokenTree::Punct(punct)) => match punct.as_char() {
                '?' => {
                    if let Some(walk) = self.walk.as_deref_mut().filter(|walk| walk.questions) {
                        walk.edit.question(punct);
                    }
                    self.pos += 1;
                    Next::Postfix
                }
                // A range and a label are operands, with and without something before them.
                '.' if self.tokens.is_pair(self.pos, '.', '.') => Next::Operand,
                '\'' => Next::Operand,
                '.' => {
                    self.pos = self.tokens.after_member(self.pos);
                    Next::Postfix
                }
                ':' if self.tokens.is_pair(self.pos, ':', ':') => {
                    self.pos = self.tokens.path(self.pos).0;
                    Next::Postfix
                }
                _ => {
                    self.pos += self.tokens.operator_len(self.pos);
                    Next::Operand
                }
            },
            Some(TokenTree::Ident(ident)) => match ident.to_string().as_str() {
                "as" => {
                    self.pos = self.tokens.cast_type(self.pos + 1);
                    Next::Postfix
                }
                "else" => Next::Nothing,
                _ => Next::Operand,
            },
            Some(TokenTree::Literal(_)) => Next::Operand,
            Some(TokenTree::Group(group)) => match group.delimiter() {
                Delimiter::Parenthesis | Delimiter::Bracket => {
                    self.soup_group();
                    Next::Postfix
                }
                Delimiter::Brace => Next::Nothing,
                Delimiter::None if is_block(group) => Next::Nothing,
                Delimiter::None => Next::Operand,
            },
            None => Next::Nothing,
        }
    }

    fn at_separator(&self) -> bool {
        matches!(self.tokens.punct(self.pos), Some(';' | ',')) || self.tokens.is_arrow(self.pos)
    }

    fn at_method_or_question(&self) -> bool {
        match self.tokens.punct(self.pos) {
            Some('.') => self.tokens.joined(self.pos) != Some('.'),
            punct => punct == Some('?'),
        }
    }

    fn eat(&mut self, punct: char) -> bool {
        let found = self.tokens.is_punct(self.pos, punct);
        self.pos += usize::from(found);
        found
    }

    /// Enters the group at `pos`, and rebuilds it if something in it was replaced.
    fn group<T: Default>(&mut self, scan: impl FnOnce(&mut Code<'_, '_, 'e>) -> T) -> T {
        let at = self.pos;
        self.pos += 1;
        let (Some(walk), Some(group)) = (self.walk.as_deref_mut(), self.tokens.group(at)) else {
            return T::default();
        };
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let mut inner = Code::new(&tokens, Some(walk));
        let scanned = scan(&mut inner);
        if inner.copied > 0 {
            inner.pos = tokens.len();
            let mut edited = Group::new(group.delimiter(), inner.take());
            edited.set_span(group.span());
            self.copy(at);
            self.out.push(edited.into());
            self.copied = self.pos;
        }
        scanned
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

/// Whether this statement macro reads the outcome, if it is one of ours at all.
fn reads_outcome(name: &str, args: &Group) -> Option<bool> {
    match name {
        "defer_on_success" | "defer_on_failure" => Some(true),
        "defer" => {
            let tokens: Vec<TokenTree> = args.stream().into_iter().collect();
            let tokens = Tokens(&tokens);
            let start = if tokens.is_punct(0, '<') { tokens.angles(0) } else { 0 };
            Some(tokens.is_punct(start, '|'))
        }
        _ => None,
    }
}
