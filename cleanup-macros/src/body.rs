//! What becomes of a body: its tokens stay the user's own, but for its jumps, which tell the scope how it ends.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote_spanned};

use crate::{
    exits::{self, Block, Edit, End, Jump, Kind},
    input::{self, Runtime},
    scope::located,
};

/// A body with its jumps rewritten.
pub(crate) struct Body {
    /// What stands between its braces.
    pub(crate) tokens: TokenStream,
    pub(crate) end: BodyEnd,
    /// Whether it asks the witness.
    pub(crate) jumps: bool,
    /// Whether it marks the scope.
    pub(crate) marks: bool,
}

/// How a body can end.
pub(crate) enum BodyEnd {
    /// With a value.
    Value,
    /// With `;`
    Unit,
    /// Never: its last statement visibly diverges.
    Never,
}

/// The names of the generated locals that a body refers to.
pub(crate) struct Names {
    pub(crate) scope: Ident,
    pub(crate) witness: Ident,
}

impl Names {
    pub(crate) fn new() -> Self {
        let local = |name| Ident::new(name, Span::mixed_site());
        Self { scope: local("scope"), witness: local("witness") }
    }
}

impl Body {
    /// Rewrites the tokens after `=>`: a block, or an expression.
    pub(crate) fn new(tokens: &[TokenTree], names: &Names, runtime: &Runtime) -> Self {
        let content = match input::block(tokens) {
            Some(block) => block.stream(),
            None => tokens.iter().cloned().collect(),
        };
        let mut jumps = Jumps { names, runtime, entering: false, found: false };
        let block = exits::scan(content, &mut jumps);
        let end = match &block.end {
            End::Value(_) => BodyEnd::Value,
            End::Unit => BodyEnd::Unit,
            End::Diverges => BodyEnd::Never,
        };
        let observed = block.observed;
        let tokens = if observed { jumps.observed(&names.scope, block) } else { block.join() };
        Self { tokens, end, jumps: jumps.found, marks: jumps.found || observed }
    }
}

/// Rewrites the jumps in the expression of a head, which may leave the managers before it but not succeed.
pub(crate) fn entering(value: TokenStream, names: &Names, runtime: &Runtime) -> (TokenStream, bool) {
    let mut jumps = Jumps { names, runtime, entering: true, found: false };
    let value = exits::scan(value, &mut jumps).join();
    (value, jumps.found)
}

/// Declares what finds out how to ask a value for the outcome.
pub(crate) fn probe(runtime: &Runtime) -> TokenStream {
    generated!(let probe = #runtime::Probe::new();)
}

/// A value, and how to ask it.
pub(crate) fn probed(value: &TokenStream, runtime: &Runtime) -> [TokenStream; 2] {
    [generated!(#runtime::Probe::pin(&probe, #value)), generated!(probe.with_cleanup_ended())]
}

struct Jumps<'n> {
    names: &'n Names,
    runtime: &'n Runtime,
    /// In the expression of a head, not in the body.
    entering: bool,
    found: bool,
}

impl Jumps<'_> {
    /// A scope by its number.
    fn scope(&self, number: usize) -> Ident {
        match number {
            0 => self.names.scope.clone(),
            _ => format_ident!("scope{}", number, span = Span::mixed_site()),
        }
    }

    /// The calls that a jump with a value passes it through, from the innermost scope outwards.
    fn leave(&self, jump: &Jump, blame: Span) -> TokenStream {
        let [leave, refuse] = ["leave", "refuse"].map(|method| Ident::new(method, blame));
        let (witness, runtime) = (&self.names.witness, self.runtime);
        let mut value = jump.operand.clone();
        for number in (jump.stays..jump.open).rev() {
            let scope = self.scope(number);
            let [operand, ended] = probed(&value, self.runtime);
            let left = match (number, self.entering) {
                (0, true) => {
                    value = generated!(#witness.#refuse(#value));
                    continue;
                }
                (0, false) => generated!(#witness.#leave(#scope, #operand, #ended)),
                _ => generated!(#scope.leave(#operand, #ended)),
            };
            // No block, which a lint takes for a mistake after `break 'label`.
            value = generated!(match #runtime::Probe::new() { probe => #left });
        }
        value
    }

    /// The statements before a jump without a value.
    fn mark(&self, jump: &Jump, blame: Span) -> TokenStream {
        let [mark, refuse] = ["jump", "refuse"].map(|method| Ident::new(method, blame));
        (jump.stays..jump.open)
            .rev()
            .map(|number| {
                let scope = self.scope(number);
                let witness = &self.names.witness;
                match (number, self.entering) {
                    (0, true) => generated!(#witness.#refuse(());),
                    (0, false) => generated!(#witness.#mark(#scope);),
                    _ => generated!(#scope.jump();),
                }
            })
            .collect()
    }

    /// What stands between the braces of a block whose deferred statements want to know how it ends.
    fn observed(&self, scope: &Ident, block: Block) -> TokenStream {
        let probe = probe(self.runtime);
        let Block { statements, end, .. } = block;
        match end {
            End::Value(tail) => {
                let [tail, ended] = probed(&generated!({ #tail }), self.runtime);
                generated!(#statements #probe #scope.end_with(#tail, #ended))
            }
            End::Unit => generated!(#statements #scope.end();),
            End::Diverges => statements,
        }
    }
}

impl Edit for Jumps<'_> {
    fn jump(&mut self, jump: Jump) -> TokenStream {
        if jump.kind == Kind::Return && is_written_err(&jump.operand) {
            return jump.join();
        }
        self.found |= jump.stays == 0;
        let blame = located(jump.keyword.span());
        if jump.operand.is_empty() {
            let mark = self.mark(&jump, blame);
            let jump = jump.join();
            return quote_spanned!(blame=> { #mark #jump });
        }
        let operand = self.leave(&jump, blame);
        Jump { operand, ..jump }.join()
    }

    fn statement_macro(&mut self, scope: usize, _name: &Ident, arguments: Group) -> Group {
        input::tell(&self.scope(scope), &arguments)
    }

    fn block(&mut self, scope: usize, block: Block) -> TokenStream {
        let runtime = self.runtime;
        let name = self.scope(scope);
        let tokens = self.observed(&name, block);
        generated!(let #name = &#runtime::Scope::open(); #tokens)
    }
}

/// Whether an operand is `Err(..)`, so that the caller gets an error in any case.
fn is_written_err(operand: &TokenStream) -> bool {
    let tokens: Vec<_> = operand.clone().into_iter().collect();
    matches!(&tokens[..], [.., TokenTree::Ident(err), TokenTree::Group(group)]
        if err == "Err" && group.delimiter() == Delimiter::Parenthesis && is_path(&tokens[..tokens.len() - 2]))
}

/// Whether only a path's beginning stands there, such as `Result::<(), E>::`.
fn is_path(tokens: &[TokenTree]) -> bool {
    let in_path = |token: &TokenTree| match token {
        TokenTree::Ident(_) | TokenTree::Group(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), ':' | '<' | '>' | ','),
        TokenTree::Literal(_) => false,
    };
    tokens.iter().all(in_path) && tokens.last().is_none_or(|token| input::is(Some(token), ':'))
}
