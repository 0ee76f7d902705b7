//! Writes the expansion of a scope: the guards, the body, and the exits.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use crate::{
    body::{self, Body, BodyEnd, Names, Owner},
    errors::Errors,
    input::Runtime,
};

/// A manager of a scope, ready to be written.
pub(crate) struct Manager {
    /// What errors call it, and where it stands.
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Declares `slot` with the manager in it.
    pub(crate) slot: TokenStream,
    /// Lends the target, if the body sees it.
    pub(crate) lend: TokenStream,
}

/// What a scope is written from.
pub(crate) struct Scope<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) names: &'a Names,
    pub(crate) managers: Vec<Manager>,
    /// Whether a head asks the witness.
    pub(crate) heads_jump: bool,
    /// What comes before the body, between its braces.
    pub(crate) prelude: TokenStream,
    pub(crate) body: Body,
    pub(crate) errors: Errors,
}

impl Scope<'_> {
    pub(crate) fn expand(self) -> TokenStream {
        let Self { runtime, names, prelude, .. } = &self;
        let Names { scope, witness, owner } = names;
        let Body { tokens, end, found, .. } = &self.body;
        let witnessed = self.heads_jump || found.jumps;

        let mut setup = match (owner, self.body.marks(names)) {
            (Owner::ScopeInFunction(around), true) => body::scope_within(scope, around, runtime),
            (Owner::ScopeInFunction(around), false) => generated!(let #scope = #runtime::nested(#around);),
            (_, true) => body::scope(scope, found.yields, runtime),
            (_, false) => generated!(let #scope = #runtime::Nowhere;),
        };
        if witnessed {
            setup.extend(generated!(let #witness = #runtime::Witness::start();));
        }
        for (at, manager) in self.managers.iter().enumerate() {
            let and = witnessed.then(|| generated!(and));
            setup.extend(manager.enter(at, scope, and.map(|and| (witness, and)), runtime));
        }
        let body = generated!({ #prelude #tokens });
        let end = match end {
            BodyEnd::Value => {
                let [value, ended] = body::probed(&runs(&body, &generated!(probe), runtime), runtime);
                let probe = body::probe(runtime);
                let guards = self.guards();
                let closed = self.closed(&value, &ended);
                // Arms that are no blocks: where the scope's type is not that of its place, each block would say so.
                generated! {
                    #probe
                    match false {
                        true => (-#runtime::Absent).closed(probe, #guards),
                        false => #closed,
                    }
                }
            }
            BodyEnd::Unit => {
                let runs = runs(&body, &generated!(#runtime::Probe::new()), runtime);
                self.closed(&runs, &generated!(#runtime::AlwaysWell))
            }
            BodyEnd::Never => body,
        };
        let errors = &self.errors;
        if errors.is_empty() {
            generated!({ #setup #end })
        } else {
            generated!({ let _ = { #setup #end }; #errors })
        }
    }

    /// All guards, in the order of their exits.
    fn guards(&self) -> TokenStream {
        let guards = self.managers.iter().enumerate().rev().map(|(at, manager)| guard(at, manager.span));
        guards
            .map(|guard| generated!(#guard))
            .reduce(|some, guard| generated!((#some, #guard)))
            .unwrap_or_default()
    }

    /// Runs the body, and exits the managers.
    fn closed(&self, value: &TokenStream, ended: &TokenStream) -> TokenStream {
        let runtime = self.runtime;
        let Some((last, rest)) = self.managers.split_last() else { return value.clone() };
        let last = guard(rest.len(), last.span);
        let closing = exits(generated!(#runtime::exit_last(value, #ended, #last)), rest, runtime);
        // A body that is an argument of everything that waits for its type would cost the compiler the square of how deep
        // bodies are nested.
        generated!(#runtime::close({ let value = #value; #closing }))
    }
}

impl Manager {
    /// Enters it, and tells the witness by the method of this name.
    pub(crate) fn enter(
        &self,
        at: usize,
        scope: &Ident,
        witness: Option<(&Ident, TokenStream)>,
        runtime: &Runtime,
    ) -> TokenStream {
        let Self { name, span, slot, lend } = self;
        let guard = guard(at, *span);
        let mutability = (!lend.is_empty()).then(|| generated!(mut));
        let site = site(name, *span, runtime);
        let witness = witness.map(|(witness, and)| generated!(let #witness = #witness.#and(&#guard);));
        generated! {
            #slot
            let #mutability #guard = #runtime::Slot::enter(&mut slot, #scope, #site);
            #witness
            #lend
        }
    }
}

/// Exits the managers of a body, the last first.
pub(crate) fn exits(body: TokenStream, managers: &[Manager], runtime: &Runtime) -> TokenStream {
    managers.iter().enumerate().rev().fold(body, |closing, (at, manager)| {
        let guard = guard(at, manager.span);
        generated!(#runtime::exit(#closing, #guard))
    })
}

/// A body of which the compiler cannot say that it never ends, because it would call the exits unreachable then.
///
/// Older compilers call what follows a call that never returns unreachable too, but not what follows an operator.
fn runs(body: &TokenStream, probe: &TokenStream, runtime: &Runtime) -> TokenStream {
    generated!(if #runtime::BODY_RUNS #body else { #probe + -#runtime::Absent })
}

/// The guard of a manager, which stands where its head stands when the compiler speaks of it.
pub(crate) fn guard(at: usize, span: Span) -> Ident {
    format_ident!("guard{}", at, span = located(span))
}

/// Generated context at a place of the user's.
pub(crate) fn located(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// Where a cleanup is written. The call stands at that place and in the user's own context, because the compiler takes
/// the place of a call in generated context for that of the whole macro.
pub(crate) fn site(name: &str, span: Span, runtime: &Runtime) -> TokenStream {
    let here = quote_spanned!(span=> here());
    generated!(#runtime::Name(&#name).#here)
}
