//! Walks expressions.

use std::mem;

use proc_macro2::{Delimiter, Group, Ident, TokenTree};

use super::{Code, Contents};
use crate::exits::tokens::is_block;
use crate::exits::{Jump, Kind, Walk};

/// Where an expression stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
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

/// The branches of an `if` or `match`.
struct Branches {
    /// All visibly diverge.
    diverge: bool,
    /// Some have a `yield_!`.
    some_yield: bool,
    /// Some go on without one.
    some_pass: bool,
}

impl Branches {
    fn new() -> Self {
        Self { diverge: true, some_yield: false, some_pass: false }
    }
}

/// What follows an operand.
enum Next {
    Operand,
    Postfix,
    Nothing,
}

impl Code<'_, '_, '_> {
    /// Scans an expression and says whether it visibly diverges.
    pub(super) fn expression(&mut self, place: Place) -> bool {
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

    /// Steps over unary operators and says whether the last one is that of a range, which needs no operand.
    fn prefixes(&mut self) -> bool {
        let mut after_range = false;
        loop {
            let start = self.pos;
            match self.tokens.punct(start) {
                Some('!' | '-' | '*') => self.pos += 1,
                Some('&') => self.pos = self.tokens.after_reference(start),
                // The `=` of a `..=` is stepped over like an operator.
                Some('.') if self.tokens.is_pair(start, '.', '.') => self.pos += 2,
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
                '<' | ':' => self.path(place),
                _ => Operand::value(),
            },
            Some(TokenTree::Group(group)) => match group.delimiter() {
                Delimiter::Brace => self.block_like(Self::block),
                Delimiter::None if self.tokens.label(self.pos).is_some() => self.labelled(),
                Delimiter::None => self.fragment(place),
                Delimiter::Parenthesis | Delimiter::Bracket => {
                    self.group(Contents::Soup);
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
            "try" if self.tokens.is_block(self.pos + 1) => {
                self.pos += 1;
                self.without(|walk| &mut walk.questions, Self::block);
                Operand::new(Shape::BlockLike, false)
            }
            "unsafe" if self.tokens.is_block(self.pos + 1) => {
                self.pos += 1;
                self.block_like(Self::block)
            }
            "let" => {
                self.pos = self.tokens.let_pattern(self.pos);
                self.eat('=');
                self.operand(place.inner());
                Operand::value()
            }
            "else" => Operand::value(),
            // No name, so that no struct's fields follow.
            "true" | "false" => {
                self.pos += 1;
                Operand::value()
            }
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
            self.group(Contents::Soup);
            return Operand::new(Shape::Value, true);
        }
        self.struct_literal(place);
        Operand::value()
    }

    fn struct_literal(&mut self, place: Place) {
        if place != Place::Header && self.tokens.is_group(self.pos, Delimiter::Brace) {
            self.group(Contents::Soup);
        }
    }

    /// The macro call whose path is `start..pos`, and the last name in it at `last`.
    fn macro_call(&mut self, start: usize, last: usize, args: &Group) -> Operand {
        self.pos += 1;
        let own = self.tokens.own_macro(start);
        let scope = |name: &str| own.as_ref().is_some_and(|own| own.name == name);
        let diverges = if scope("with") {
            self.scope_macro(Contents::Soup)
        } else if scope("try_finally") {
            self.scope_macro(Contents::TryFinally)
        } else if let Some(own) = own.filter(|own| own.name == "yield_") {
            self.yield_macro(start, own.name);
            false
        } else {
            if let Some(walk) = self.walk.as_deref_mut() {
                walk.foreign_macro(args);
            }
            self.pos += 1;
            self.other_macro(start, last);
            self.tokens.diverges(start, last)
        };
        let braced = args.delimiter() == Delimiter::Brace;
        let shape = if braced { Shape::BracedMacro } else { Shape::Value };
        Operand::new(shape, diverges)
    }

    /// The call of someone else's macro at `start..pos`, whose name is at `last`.
    fn other_macro(&mut self, start: usize, last: usize) {
        let call = &self.tokens.0[start..self.pos];
        let walk = self.walk.as_deref_mut().filter(|walk| walk.questions);
        let edited =
            walk.zip(self.tokens.ident(last)).and_then(|(walk, name)| walk.edit.other_macro(name, call));
        if let Some(edited) = edited {
            self.copy(start);
            self.out.extend(edited);
            self.copied = self.pos;
        }
    }

    /// A group that the compiler put around a fragment of a macro's input, such as `$e:expr`.
    fn fragment(&mut self, place: Place) -> Operand {
        let shape = if self.tokens.is_block(self.pos) { Shape::BlockLike } else { Shape::Value };
        let is_statement = matches!(place, Place::Statement | Place::Arm);
        let diverges = self.group(if is_statement { Contents::Fragment } else { Contents::Soup });
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
        let (label, len) = self.tokens.label(self.pos).map_or((None, 1), |(name, len)| (Some(name), len));
        self.pos += len;
        if self.eat(':') { self.block_like(|code| code.target(label)) } else { Operand::value() }
    }

    /// A loop or labelled block.
    fn target(&mut self, label: Option<Ident>) -> bool {
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
            walk.enter(label, !word.is_empty());
        }
        let block_diverges = self.block();
        let broken = self.walk.as_deref_mut().is_none_or(Walk::leave);
        !broken && (word == "loop" || word.is_empty() && block_diverges)
    }

    fn if_chain(&mut self) -> bool {
        let mut branches = Branches::new();
        loop {
            self.pos += 1;
            self.expression(Place::Header);
            self.branch(&mut branches, Self::block);
            if !self.tokens.is_word(self.pos, "else") {
                self.branch(&mut branches, |_| false);
                return self.branched(&branches);
            }
            self.pos += 1;
            if !self.tokens.is_word(self.pos, "if") {
                self.branch(&mut branches, Self::block);
                return self.branched(&branches);
            }
        }
    }

    fn yields(&self) -> usize {
        self.walk.as_deref().map_or(0, |walk| walk.yields)
    }

    fn branch(&mut self, branches: &mut Branches, scan: impl FnOnce(&mut Self) -> bool) {
        let before = self.yields();
        let diverges = scan(self);
        let yields = self.yields() > before;
        branches.diverge &= diverges;
        branches.some_yield |= yields;
        branches.some_pass |= !yields && !diverges;
    }

    /// Says whether all branches visibly diverge.
    fn branched(&mut self, branches: &Branches) -> bool {
        if let Some(walk) = self.walk.as_deref_mut().filter(|_| branches.some_yield && branches.some_pass) {
            walk.edit.yields_in_some_branches();
        }
        branches.diverge
    }

    fn match_arms(&mut self) -> bool {
        self.pos += 1;
        self.expression(Place::Header);
        self.tokens.is_group(self.pos, Delimiter::Brace) && self.group(Contents::Arms)
    }

    pub(super) fn arms(&mut self) -> bool {
        let some = !self.at_end();
        let mut branches = Branches::new();
        while !self.at_end() {
            self.pos = self.tokens.arm_pattern(self.pos);
            if self.tokens.is_word(self.pos, "if") {
                self.pos += 1;
                self.expression(Place::Inner);
            }
            if self.tokens.is_arrow(self.pos) {
                self.pos += 2;
            }
            self.branch(&mut branches, |code| code.advancing(|code| code.expression(Place::Arm)));
            self.eat(',');
        }
        self.branched(&branches) && some
    }

    fn jump(&mut self, kind: Kind, place: Place) -> Operand {
        let start = self.pos;
        // `return 'a: loop { .. }` has none.
        let label = self.tokens.label(start + 1).filter(|_| kind != Kind::Return);
        self.pos += 1 + label.as_ref().map_or(0, |(_, len)| *len);
        let label = label.map(|(name, _)| name);
        let scopes = self.walk.as_deref_mut().map(|walk| (walk.stays(kind, label.as_ref()), walk.open));
        match (self.tokens.ident(start), scopes) {
            (Some(keyword), Some((stays, open))) if stays < open => {
                let label = &self.tokens.0[start + 1..self.pos];
                let label = (!label.is_empty()).then(|| label.iter().cloned().collect());
                self.copy(start);
                let before = mem::take(&mut self.out);
                self.copied = self.pos;
                self.jump_operand(kind, place);
                let jump = Jump { keyword: keyword.clone(), kind, label, operand: self.take(), stays, open };
                self.out = before;
                let edited = self.walk.as_deref_mut().map(|walk| walk.edit.jump(jump));
                self.out.extend(edited.into_iter().flatten());
            }
            _ => self.jump_operand(kind, place),
        }
        Operand::new(Shape::Value, true)
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
                    let member = self.tokens.ident(self.pos + 1);
                    if let (Some(member), Some(walk)) = (member, self.walk.as_deref_mut()) {
                        if walk.questions {
                            walk.edit.member(member);
                        }
                    }
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
                    self.group(Contents::Soup);
                    Next::Postfix
                }
                Delimiter::Brace => Next::Nothing,
                Delimiter::None if is_block(group) => Next::Nothing,
                Delimiter::None => Next::Operand,
            },
            None => Next::Nothing,
        }
    }

    fn at_method_or_question(&self) -> bool {
        match self.tokens.punct(self.pos) {
            Some('.') => self.tokens.joined(self.pos) != Some('.'),
            punct => punct == Some('?'),
        }
    }
}
