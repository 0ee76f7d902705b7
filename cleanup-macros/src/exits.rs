//! Finds the jumps that leave a body, and rewrites them, without parsing the body.
//!
//! A body has to reach the compiler as the tokens its author wrote, half-typed ones included, and parsing it would
//! cost more than all the rest of an expansion. So this is a scanner over token trees that knows just enough of
//! Rust's grammar to tell where an operand is expected and where an operator is: this decides whether `|` starts a
//! closure, whether `<` opens generics, where the operand of a `return` ends and which `{` is a block. What it can't
//! make sense of it steps over.
//!
//! * [`tokens`] looks at the tokens of one group and steps over what holds no code of the body: types, patterns,
//!   items.
//! * [`code`] walks statements and expressions, and descends into groups.
//! * This file has the interface, and the bookkeeping of what a jump leaves.
//!
//! Every group is read once and rebuilt only when something in it was replaced. Recursion is as deep as the source
//! nests. Compare `oracle.rs`, which checks the scanner against a full parse.

use proc_macro2::{Group, Ident, Punct, Span, TokenStream, TokenTree};

use self::code::Code;
pub(crate) use self::tokens::Tokens;

mod code;
mod tokens;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Return,
    Break,
    Continue,
}

/// A jump that leaves the scopes `stays..open`.
///
/// Scopes are numbered from the outermost: 0 is the body itself, then comes each nested observed block.
pub(crate) struct Jump {
    pub(crate) keyword: Ident,
    pub(crate) kind: Kind,
    /// `'a`
    pub(crate) label: Option<TokenStream>,
    /// Already edited inside; empty if there is none.
    pub(crate) operand: TokenStream,
    pub(crate) stays: usize,
    pub(crate) open: usize,
}

impl Jump {
    /// The jump itself.
    pub(crate) fn join(self) -> TokenStream {
        let mut tokens = TokenStream::from(TokenTree::from(self.keyword));
        tokens.extend(self.label);
        tokens.extend(self.operand);
        tokens
    }
}

pub(crate) enum End {
    /// A tail: what follows the last `;`, item or own statement macro.
    Value(TokenStream),
    /// Nothing follows: the block's value is `()`.
    Unit,
    /// The last statement visibly diverges. It is among the statements.
    Diverges,
}

pub(crate) struct Block {
    pub(crate) statements: TokenStream,
    pub(crate) end: End,
    /// Directly holds a statement macro that reads the outcome.
    pub(crate) observed: bool,
}

impl Block {
    /// All of it.
    pub(crate) fn join(self) -> TokenStream {
        let mut tokens = self.statements;
        if let End::Value(tail) = self.end {
            tokens.extend(tail);
        }
        tokens
    }
}

/// Where a `yield_!` stands.
pub(crate) struct Yield {
    pub(crate) name: Ident,
    pub(crate) in_loop: bool,
    /// In the cleanup of a nested `try_finally!`, or in a `try` block.
    pub(crate) in_cleanup: bool,
    /// In the arguments of a nested `with!` or `try_finally!`.
    pub(crate) nested: bool,
    /// The `?` after it.
    pub(crate) question: Option<Span>,
    /// The number of scopes open around it.
    pub(crate) open: usize,
}

/// What to put in place of the things that [`scan`] finds.
pub(crate) trait Edit {
    /// A jump that leaves at least one scope. The result replaces keyword, label and operand.
    fn jump(&mut self, jump: Jump) -> TokenStream;

    /// A `?` at the body's own level: not in a closure, an `async` or `try` block, an item, a foreign macro or the cleanup
    /// of a nested `try_finally!`.
    fn question(&mut self, _mark: &Punct) {}

    /// What stands behind a `.` at the body's own level, as for `?`: the name of a field or method, or `await`.
    fn member(&mut self, _name: &Ident) {}

    /// A `defer!`, `defer_on_success!` or `defer_on_failure!` that stands as a statement in scope number `scope`:
    /// directly, or else in an unobserved block of it. The result replaces its arguments.
    fn statement_macro(&mut self, _scope: usize, _direct: bool, args: Group) -> Group {
        args
    }

    /// A `with!` or `try_finally!` in scope number `scope`. The result, if there is one, replaces its arguments, in which
    /// the jumps are edited already.
    fn scope_macro(&mut self, _scope: usize, _args: &Group) -> Option<Group> {
        None
    }

    /// A `yield_!` at the body's own level, as for `?`. The result, if there is one, replaces the call.
    fn yields(&mut self, _at: Yield, _args: &Group) -> Option<TokenStream> {
        None
    }

    /// A macro of someone else at the body's own level, as for `?`, and the whole call. The result, if there is one, replaces
    /// it.
    fn other_macro(&mut self, _name: &Ident, _call: &[TokenTree]) -> Option<TokenStream> {
        None
    }

    /// Some branches of an `if` or `match` have a `yield_!`, and others go on without one.
    fn yields_in_some_branches(&mut self) {}

    /// A nested observed block, which is scope number `scope`. The result goes between its braces.
    fn block(&mut self, scope: usize, block: Block) -> TokenStream;
}

/// Scans a body: what stands between its braces, or a bare expression.
pub(crate) fn scan(body: TokenStream, edit: &mut impl Edit) -> Block {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let mut walk = Walk { edit, targets: Vec::new(), open: 1, observes: true, questions: true, yields: 0 };
    Code::new(&tokens, Some(&mut walk)).split()
}

/// Index just past the expression that starts at `tokens[from]`: that of the next `;`, `,` or `=>` which is not part
/// of it, or the end.
pub(crate) fn expression_end(tokens: &[TokenTree], from: usize) -> usize {
    Code::new(tokens, None).expression_end(from)
}

/// What is open around the token that the scanner looks at.
struct Walk<'e> {
    edit: &'e mut dyn Edit,
    targets: Vec<Target>,
    /// The number of open scopes.
    open: usize,
    /// Off inside `with!` and `try_finally!`, which see to the statement macros in them when they expand.
    observes: bool,
    /// Off inside `try` blocks and nested cleanups, where `?` goes no further than the block.
    questions: bool,
    /// How many `yield_!` were seen.
    yields: usize,
}

/// A loop or labelled block that `break` can end.
struct Target {
    label: Option<Ident>,
    is_loop: bool,
    /// The number of scopes open around it.
    scopes: usize,
    broken: bool,
}

impl Walk<'_> {
    fn enter(&mut self, label: Option<Ident>, is_loop: bool) {
        self.targets.push(Target { label, is_loop, scopes: self.open, broken: false });
    }

    /// Says whether a `break` was seen that ends the target entered last.
    fn leave(&mut self) -> bool {
        self.targets.pop().is_some_and(|target| target.broken)
    }

    /// The number of scopes that stay open when this jump is taken.
    fn stays(&mut self, kind: Kind, label: Option<&Ident>) -> usize {
        if kind == Kind::Return {
            return 0;
        }
        let target = self.targets.iter_mut().rev().find(|target| match label {
            Some(_) => target.label.as_ref() == label,
            None => target.is_loop,
        });
        target.map_or(0, |target| {
            target.broken |= kind == Kind::Break;
            target.scopes
        })
    }

    /// A `break` hidden in a foreign macro may end any of the targets around it.
    fn foreign_macro(&mut self, args: &Group) {
        if self.targets.iter().any(|target| !target.broken) && mentions_break(args.stream()) {
            self.targets.iter_mut().for_each(|target| target.broken = true);
        }
    }
}

fn mentions_break(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions_break(group.stream()),
        TokenTree::Ident(ident) => ident == "break",
        _ => false,
    })
}
