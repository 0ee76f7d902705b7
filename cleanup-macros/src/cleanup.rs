//! The blocks of `finally` and `defer!`: no jump may leave them, and a `?` makes them fallible.

use proc_macro2::{Delimiter, Group, Ident, Punct, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use crate::{
    captures::Captures,
    errors::Errors,
    exits::{self, Block, Edit, End, Jump, Kind},
    input::{self, Runtime, is},
    scope::located,
};

/// A cleanup, and the name it gives the outcome, if it asks.
pub(crate) struct Cleanup {
    outcome: Option<TokenStream>,
    block: Group,
    /// Where it begins and ends.
    start: Span,
    end: Span,
    /// The first `?` in it.
    question: Option<Span>,
    /// Whether it waits, which is a mistake.
    awaits: bool,
    /// Whether it visibly never ends.
    diverges: bool,
}

impl Cleanup {
    /// Reads `|outcome| cleanup`, or `cleanup`. The captures stand before that, and those that do not are added.
    pub(crate) fn parse(
        tokens: &[TokenTree],
        captures: &mut Captures,
        place: &'static str,
        errors: &mut Errors,
    ) -> Self {
        let tokens = captures.parse_late(tokens, errors);
        let (outcome, tokens) = Self::parse_outcome(tokens, errors);
        let tokens = captures.parse_late(tokens, errors);
        let start = tokens.first().map_or_else(Span::call_site, TokenTree::span);
        let end = input::end(tokens);
        let body = match input::block(tokens) {
            Some(block) => block.stream(),
            None => tokens.iter().cloned().collect(),
        };
        let mut edit = NoJumps { place, errors, question: None, awaits: false };
        let scanned = exits::scan(body, &mut edit);
        let NoJumps { question, awaits, .. } = edit;
        let diverges = matches!(scanned.end, End::Diverges);
        let mut block = Group::new(Delimiter::Brace, scanned.join());
        block.set_span(located(end));
        Self { outcome, block, start, end, question, awaits, diverges }
    }

    /// Without its names the cleanup would be full of second errors, so a mistake here drops it.
    fn parse_outcome<'t>(
        tokens: &'t [TokenTree],
        errors: &mut Errors,
    ) -> (Option<TokenStream>, &'t [TokenTree]) {
        if !is(tokens.first(), '|') {
            return (None, tokens);
        }
        let Some(end) = (1..tokens.len()).find(|&at| is(tokens.get(at), '|')) else {
            errors.at(tokens[0].span(), "expected a name and another `|`, as in `|outcome|`");
            return (None, &[]);
        };
        let name = &tokens[1..end];
        if !matches!(name, [TokenTree::Ident(_)]) {
            let bars: TokenStream = tokens[..=end].iter().cloned().collect();
            errors.over(bars, "a cleanup takes one name here, for the outcome: `|outcome|`");
            return (None, &[]);
        }
        (Some(name.iter().cloned().collect()), &tokens[end + 1..])
    }

    /// The name that the cleanup gives the outcome.
    pub(crate) fn outcome(&self) -> Option<&TokenStream> {
        self.outcome.as_ref()
    }

    /// The first `?` in it, which makes it fallible.
    pub(crate) fn question(&self) -> Option<Span> {
        self.question
    }

    /// What the compiler is to blame for what the cleanup returns: the first `?` in it, or its beginning.
    pub(crate) fn blame(&self) -> Span {
        located(self.question.unwrap_or(self.start))
    }

    /// The closure that the guard runs. It takes the captures, and then `outcome`; it returns `value`. For the compiler
    /// it stands where the user wrote the cleanup.
    pub(crate) fn closure(
        &self,
        captures: &Captures,
        outcome: Option<TokenStream>,
        value: &Value,
    ) -> TokenStream {
        let (parts, names) = (captures.parts(), captures.name_parts());
        let bar = quote_spanned!(located(self.start)=> |);
        let Value { returns, tokens } = value;
        let mut body = Group::new(Delimiter::Brace, generated!(#names #tokens));
        body.set_span(located(self.end));
        let outcome = outcome.map(|outcome| generated!(, #outcome));
        generated!(#bar #parts #outcome | #returns #body)
    }

    /// The value of the block, passed through the method of this name, or that of a block with a `?` in it.
    pub(crate) fn value(&self, end: &str, runtime: &Runtime) -> Value {
        let block = &self.block;
        let end = Ident::new(end, located(self.start));
        let fallible = generated!(-> ::core::result::Result<(), #runtime::Fail>);
        if self.awaits {
            // An error already, to which no other is added here.
            let value = if self.question.is_some() { self.failing(runtime) } else { generated!(#block) };
            return Value { returns: None, tokens: generated!(let _ = async { #value };) };
        }
        match (self.question, self.diverges) {
            (None, false) => Value { returns: None, tokens: generated!(#runtime::End(#block).#end()) },
            (Some(_), false) => Value { returns: Some(fallible), tokens: self.failing(runtime) },
            // Nothing may follow it, and its type has to be said.
            (None, true) => Value { returns: Some(generated!(-> ())), tokens: generated!(#block) },
            (Some(_), true) => Value { returns: Some(fallible), tokens: generated!(#block) },
        }
    }

    /// The value of a block with a `?` in it.
    fn failing(&self, runtime: &Runtime) -> TokenStream {
        let here = runtime.context_at(self.start);
        let runtime = runtime.located_at(self.start);
        // In the context of the call, or the compiler would blame the whole macro for the value.
        let mut block = self.block.clone();
        block.set_span(here);
        quote_spanned!(here=> #runtime::fail(#block))
    }
}

/// What a cleanup's closure returns, and its type, where the compiler cannot find that by itself.
pub(crate) struct Value {
    pub(crate) returns: Option<TokenStream>,
    pub(crate) tokens: TokenStream,
}

/// Refuses every jump that leaves the cleanup.
struct NoJumps<'e> {
    place: &'static str,
    errors: &'e mut Errors,
    question: Option<Span>,
    awaits: bool,
}

impl Edit for NoJumps<'_> {
    fn jump(&mut self, jump: Jump) -> TokenStream {
        if jump.stays > 0 {
            return jump.join();
        }
        let keyword = &jump.keyword;
        let advice = match jump.kind {
            Kind::Return => "a cleanup ends at its end, and only fails with `?`",
            Kind::Break | Kind::Continue => "a loop around the cleanup cannot be steered from it",
        };
        self.errors
            .at(keyword.span(), format_args!("`{keyword}` cannot leave a {} block: {advice}", self.place));
        // Whatever the keyword meant there would be a second error about the same mistake.
        let operand = jump.operand;
        let discarded = if operand.is_empty() { None } else { Some(generated!(let _ = #operand;)) };
        quote_spanned!(keyword.span()=> { #discarded ::core::unreachable!() })
    }

    fn question(&mut self, mark: &Punct) {
        self.question.get_or_insert(mark.span());
    }

    fn member(&mut self, name: &Ident) {
        if name != "await" {
            return;
        }
        self.awaits = true;
        let place = self.place;
        self.errors.at(
            name.span(),
            format_args!(
                "a {place} block cannot wait: it also runs where a panic or the drop of a future leaves nobody to wait; \
                 await in the body, before it ends"
            ),
        );
    }

    /// Refuses those that are known to hide a `return`. With a block first, an `ensure!` may be `try_finally!` by another
    /// name.
    fn other_macro(&mut self, name: &Ident, call: &[TokenTree]) -> Option<TokenStream> {
        let diverges = name == "bail";
        let Some(TokenTree::Group(arguments)) = call.last() else { return None };
        let first = arguments.stream().into_iter().next();
        if !diverges && name != "ensure" || input::block(first.as_slice()).is_some() {
            return None;
        }
        self.errors.at(
            name.span(),
            format_args!(
                "`{name}!` cannot leave a {} block, which only fails with `?`: write `Err(..)?`",
                self.place
            ),
        );
        let never = diverges.then(|| generated!(::core::unreachable!()));
        // A function of its own to leave, so that it is no second error.
        Some(quote_spanned!(name.span()=> {
            let _ = || { if true { #(#call)* } ::core::result::Result::Ok(()) };
            #never
        }))
    }

    fn block(&mut self, _scope: usize, block: Block) -> TokenStream {
        block.join()
    }
}
