//! What becomes of a body: its tokens stay the user's own, but for its jumps, which tell the scope how it ends.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote_spanned};

use crate::{
    exits::{self, Block, Edit, End, Jump, Kind, Yield},
    input::{self, Runtime, Told},
    scope::located,
};

/// A body with its jumps rewritten.
pub(crate) struct Body {
    /// What stands between its braces.
    pub(crate) tokens: TokenStream,
    pub(crate) end: BodyEnd,
    /// Whether a macro directly in it asks how it ends.
    pub(crate) observed: bool,
    pub(crate) found: Found,
}

/// What was found in a body.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may be found or not")]
pub(crate) struct Found {
    /// A jump that leaves it, and so asks the witness.
    pub(crate) jumps: bool,
    /// A `return Err(..)`, which needs to ask nobody.
    errs: bool,
    /// A macro of this crate that was told of a scope.
    pub(crate) told: bool,
    /// The `yield_!` of the function around it.
    pub(crate) yields: bool,
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

/// What a body belongs to, and the names of the generated locals that it refers to.
pub(crate) struct Names {
    pub(crate) scope: Ident,
    pub(crate) witness: Ident,
    pub(crate) owner: Owner,
}

/// What a body belongs to.
pub(crate) enum Owner {
    /// A `with!` or `try_finally!`.
    Scope,
    /// The same in a function with `#[with_cleanup]`, within this scope.
    ScopeInFunction(Ident),
    /// Such a function itself.
    Function,
}

impl Names {
    pub(crate) fn new(owner: Owner) -> Self {
        let local = |name| Ident::new(name, Span::mixed_site());
        Self { scope: local("scope"), witness: local("witness"), owner }
    }

    /// Of a `with!` or `try_finally!`.
    pub(crate) fn of_scope(told: Option<Told>) -> Self {
        Self::new(match told {
            Some(Told { scope, in_function: true, .. }) => Owner::ScopeInFunction(scope),
            _ => Owner::Scope,
        })
    }

    fn is_function(&self) -> bool {
        matches!(self.owner, Owner::Function)
    }

    fn in_function(&self) -> bool {
        !matches!(self.owner, Owner::Scope)
    }

    /// A scope by its number.
    fn scope(&self, number: usize) -> Ident {
        match number {
            0 => self.scope.clone(),
            _ => format_ident!("scope{}", number, span = Span::mixed_site()),
        }
    }

    /// A method of the witness, which in a function wants to know less.
    fn method(&self, name: &str, blame: Span) -> Ident {
        let suffix = if self.in_function() { "_in_function" } else { "" };
        format_ident!("{name}{suffix}", span = blame)
    }
}

impl Body {
    /// Rewrites the tokens after `=>`: a block, or an expression.
    pub(crate) fn new(tokens: &[TokenTree], names: &Names, runtime: &Runtime) -> Self {
        let content = match input::block(tokens) {
            Some(block) => block.stream(),
            None => tokens.iter().cloned().collect(),
        };
        Self::of(content, names, runtime)
    }

    /// Rewrites what stands between the braces of a body.
    pub(crate) fn of(content: TokenStream, names: &Names, runtime: &Runtime) -> Self {
        let mut jumps = Jumps { names, runtime, entering: false, found: Found::default() };
        let block = exits::scan(content, &mut jumps);
        let end = match &block.end {
            End::Value(_) => BodyEnd::Value,
            End::Unit => BodyEnd::Unit,
            End::Diverges => BodyEnd::Never,
        };
        let observed = block.observed;
        let tokens = if observed { jumps.observed(0, block) } else { block.join() };
        Self { tokens, end, observed, found: jumps.found }
    }

    /// Whether the scope needs a state: something marks it, or may.
    pub(crate) fn marks(&self, names: &Names) -> bool {
        // In a function a cleanup inside marks the scopes around it, if it fails, or panics as the function is left.
        let Found { jumps, errs, told, yields } = self.found;
        jumps || yields || self.observed || names.in_function() && (told || errs)
    }
}

/// Rewrites the jumps in the expression of a head, which may leave the managers before it but not succeed.
pub(crate) fn entering(value: TokenStream, names: &Names, runtime: &Runtime) -> (TokenStream, bool) {
    let mut jumps = Jumps { names, runtime, entering: true, found: Found::default() };
    let value = exits::scan(value, &mut jumps).join();
    (value, jumps.found.jumps)
}

/// Declares what finds out how to ask a value for the outcome.
pub(crate) fn probe(runtime: &Runtime) -> TokenStream {
    generated!(let probe = #runtime::Probe::new();)
}

/// A value, and how to ask it.
pub(crate) fn probed(value: &TokenStream, runtime: &Runtime) -> [TokenStream; 2] {
    [
        generated!(#runtime::Probe::pin(&probe, #value)),
        generated!(probe.with_cleanup_error().with_cleanup_ended()),
    ]
}

/// Declares a scope in a function, within another one.
pub(crate) fn scope_within(scope: &Ident, around: &Ident, runtime: &Runtime) -> TokenStream {
    generated! {
        let state = &#runtime::Scope::open();
        let #scope = #runtime::within(#around, state);
    }
}

/// Declares a scope outside of functions with `#[with_cleanup]`.
pub(crate) fn scope(scope: &Ident, yields: bool, runtime: &Runtime) -> TokenStream {
    if yields {
        generated! {
            let state = &#runtime::Scope::open();
            let #scope = #runtime::around_yield(state);
        }
    } else {
        generated!(let #scope = &#runtime::Scope::open();)
    }
}

/// A `yield_!` that `#[context_manager]` has seen in the arguments of a nested macro, for that to see it: what is to stand in
/// its place.
pub(crate) fn seen(expression: &TokenStream) -> TokenStream {
    generated!(yield_!(@ #expression))
}

/// What is to stand in place of a `yield_!` that was seen.
pub(crate) fn is_seen(arguments: &Group) -> Option<TokenStream> {
    let mut tokens = arguments.stream().into_iter();
    input::is(tokens.next().as_ref(), '@').then(|| tokens.collect())
}

struct Jumps<'n> {
    names: &'n Names,
    runtime: &'n Runtime,
    /// In the expression of a head, not in the body.
    entering: bool,
    found: Found,
}

impl Jumps<'_> {
    /// The calls that a jump with a value passes it through, from the innermost scope outwards.
    fn leave(&self, jump: &Jump, blame: Span) -> TokenStream {
        let Self { names, runtime, .. } = self;
        let [leave, refuse] = ["leave", "refuse"].map(|method| names.method(method, blame));
        let witness = &names.witness;
        let mut value = jump.operand.clone();
        for number in (jump.stays..jump.open).rev() {
            let scope = names.scope(number);
            if names.is_function() && jump.kind == Kind::Return {
                value = generated!(#runtime::leave(#scope, #value, ended));
                continue;
            }
            let [operand, ended] = probed(&value, runtime);
            let left = match (number, self.entering) {
                (0, true) => {
                    value = generated!(#witness.#refuse(#scope, #value));
                    continue;
                }
                (0, false) => generated!(#witness.#leave(#scope, #operand, #ended)),
                _ => generated!(#runtime::leave(#scope, #operand, #ended)),
            };
            // No block, which a lint takes for a mistake after `break 'label`.
            value = generated!(match #runtime::Probe::new() { probe => #left });
        }
        value
    }

    /// A `return Err(..)`, which may always leave. A function marks that it is left, in the operand, so that a scope inside
    /// the function still sees what it is.
    fn leave_with_err(&mut self, mut jump: Jump) -> TokenStream {
        self.found.errs = true;
        if self.names.is_function() {
            self.found.jumps = true;
            let (runtime, scope) = (self.runtime, self.names.scope(0));
            let mut operand: Vec<TokenTree> = jump.operand.into_iter().collect();
            if let Some(TokenTree::Group(error)) = operand.last_mut() {
                let value = error.stream();
                let mut marked =
                    Group::new(Delimiter::Parenthesis, generated!(#runtime::leave_with_err(#scope, #value)));
                marked.set_span(error.span());
                *error = marked;
            }
            jump.operand = operand.into_iter().collect();
        }
        jump.join()
    }

    /// The statements before a jump without a value.
    fn mark(&self, jump: &Jump, blame: Span) -> TokenStream {
        let Self { names, runtime, .. } = self;
        let [mark, refuse] = ["jump", "refuse"].map(|method| names.method(method, blame));
        let witness = &names.witness;
        (jump.stays..jump.open)
            .rev()
            .map(|number| {
                let scope = names.scope(number);
                match (number, self.entering) {
                    (0, true) => generated!(#witness.#refuse(#scope, ());),
                    (0, false) if !names.is_function() => generated!(#witness.#mark(#scope);),
                    _ => generated!(#runtime::jump(#scope);),
                }
            })
            .collect()
    }

    /// What stands between the braces of a block whose deferred statements want to know how it ends.
    fn observed(&self, number: usize, block: Block) -> TokenStream {
        let runtime = self.runtime;
        let scope = self.names.scope(number);
        let Block { statements, end, .. } = block;
        match end {
            End::Value(tail) if self.names.is_function() && number == 0 => {
                generated!(#statements #runtime::end_with(#scope, { #tail }, ended))
            }
            End::Value(tail) => {
                let probe = probe(runtime);
                let [tail, ended] = probed(&generated!({ #tail }), runtime);
                generated!(#statements #probe #runtime::end_with(#scope, #tail, #ended))
            }
            End::Unit => generated!(#statements #runtime::end(#scope);),
            End::Diverges => statements,
        }
    }

    /// Tells a nested macro of a scope.
    fn tell(&mut self, scope: usize, in_block: bool, arguments: &Group) -> Group {
        self.found.told = true;
        let told = Told { scope: self.names.scope(scope), in_function: self.names.in_function(), in_block };
        told.put_before(arguments)
    }
}

impl Edit for Jumps<'_> {
    fn jump(&mut self, jump: Jump) -> TokenStream {
        if jump.kind == Kind::Return && is_written(&jump.operand, "Err") {
            return self.leave_with_err(jump);
        }
        self.found.jumps |= jump.stays == 0;
        let blame = located(jump.keyword.span());
        if jump.operand.is_empty() {
            let mark = self.mark(&jump, blame);
            let jump = jump.join();
            return quote_spanned!(blame=> { #mark #jump });
        }
        let operand = self.leave(&jump, blame);
        Jump { operand, ..jump }.join()
    }

    fn statement_macro(&mut self, scope: usize, direct: bool, arguments: Group) -> Group {
        // Only the end of the function's own body is the end of the function.
        let in_block = self.names.is_function() && scope == 0 && !direct;
        self.tell(scope, in_block, &arguments)
    }

    fn scope_macro(&mut self, scope: usize, arguments: &Group) -> Option<Group> {
        self.names.in_function().then(|| self.tell(scope, false, arguments))
    }

    fn block(&mut self, scope: usize, block: Block) -> TokenStream {
        let runtime = self.runtime;
        let name = self.names.scope(scope);
        let tokens = self.observed(scope, block);
        if self.names.in_function() {
            let declared = scope_within(&name, &self.names.scope(scope - 1), runtime);
            return generated!(#declared #tokens);
        }
        let declared = self::scope(&name, self.found.yields, runtime);
        generated!(#declared #tokens)
    }

    fn yields(&mut self, at: Yield, arguments: &Group) -> Option<TokenStream> {
        let mut expression = is_seen(arguments)?;
        let runtime = self.runtime;
        // One in a head says nothing of the scope that the head is of.
        let scopes = usize::from(self.entering)..at.open;
        self.found.yields |= !scopes.is_empty();
        // With a `?` after it, it is an error, which has no outcome.
        for scope in scopes.filter(|_| at.question.is_none()) {
            let scope = self.names.scope(scope);
            expression = generated!(#runtime::resumed(#scope, #expression));
        }
        Some(if at.nested { seen(&expression) } else { expression })
    }
}

/// Whether an operand is `Err(..)`, so that the caller gets an error in any case, or the same of another variant.
pub(crate) fn is_written(operand: &TokenStream, variant: &str) -> bool {
    let tokens: Vec<_> = operand.clone().into_iter().collect();
    matches!(&tokens[..], [.., TokenTree::Ident(name), TokenTree::Group(group)]
        if name == variant && group.delimiter() == Delimiter::Parenthesis && is_path(&tokens[..tokens.len() - 2]))
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
