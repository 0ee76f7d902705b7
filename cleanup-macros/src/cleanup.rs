//! The blocks of `finally` and `defer!`: no jump may leave them, and a `?` makes them fallible.

use proc_macro2::{Delimiter, Group, Punct, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::{
    errors::Errors,
    exits::{self, Block, Edit, End, Jump, Kind},
    input::{Runtime, is},
};

/// A cleanup, and the name it gives the outcome, if it asks.
pub(crate) struct Cleanup {
    outcome: Option<TokenStream>,
    pub(crate) block: TokenStream,
    /// Its first token.
    pub(crate) span: Span,
    /// The first `?` in it.
    pub(crate) question: Option<Span>,
}

impl Cleanup {
    /// Reads `|outcome| cleanup`, or `cleanup`.
    pub(crate) fn parse(tokens: &[TokenTree], place: &'static str, errors: &mut Errors) -> Self {
        let (outcome, tokens) = Self::parse_outcome(tokens, errors);
        let span = tokens.first().map_or_else(Span::call_site, TokenTree::span);
        let body = match tokens {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => group.stream(),
            _ => tokens.iter().cloned().collect(),
        };
        let mut edit = NoJumps { place, errors, question: None };
        let block = exits::scan(body, &mut edit);
        let question = edit.question;
        let mut tokens = block.statements;
        if let End::Value(tail) = block.end {
            tokens.extend(tail);
        }
        Self { outcome, block: quote!({ #tokens }), span, question }
    }

    fn parse_outcome<'t>(
        tokens: &'t [TokenTree],
        errors: &mut Errors,
    ) -> (Option<TokenStream>, &'t [TokenTree]) {
        if !is(tokens.first(), '|') {
            return (None, tokens);
        }
        let Some(end) = (1..tokens.len()).find(|&at| is(tokens.get(at), '|')) else {
            errors.at(tokens[0].span(), "expected a name and another `|`, as in `|outcome|`");
            return (None, &tokens[1..]);
        };
        let name = &tokens[1..end];
        if !matches!(name, [TokenTree::Ident(_)]) {
            let bars: TokenStream = tokens[..=end].iter().cloned().collect();
            errors.over(bars, "a cleanup takes one name here, for the outcome: `|outcome|`");
            return (None, &tokens[end + 1..]);
        }
        (Some(name.iter().cloned().collect()), &tokens[end + 1..])
    }

    /// The name that the cleanup gives the outcome.
    pub(crate) fn outcome(&self) -> Option<&TokenStream> {
        self.outcome.as_ref()
    }

    /// The return type, if the block cannot do without one, and what is returned.
    pub(crate) fn result(&self, runtime: &Runtime) -> (TokenStream, TokenStream) {
        let block = &self.block;
        match self.question {
            Some(_) => (
                quote!(-> ::core::result::Result<(), #runtime::Fail>),
                quote!(#runtime::fail(#block)),
            ),
            None => (TokenStream::new(), quote!(#block)),
        }
    }
}

/// Refuses every jump that leaves the cleanup.
struct NoJumps<'e> {
    place: &'static str,
    errors: &'e mut Errors,
    question: Option<Span>,
}

impl Edit for NoJumps<'_> {
    fn jump(&mut self, jump: Jump) -> TokenStream {
        let keyword = &jump.keyword;
        let advice = match jump.kind {
            Kind::Return => "a cleanup ends at its end, and only fails with `?`",
            Kind::Break | Kind::Continue => "a loop around the cleanup cannot be steered from it",
        };
        self.errors.at(
            keyword.span(),
            format_args!("`{keyword}` cannot leave a {} block: {advice}", self.place),
        );
        // Whatever the keyword meant there would be a second error about the same mistake.
        let operand = jump.operand;
        let discarded = if operand.is_empty() { None } else { Some(quote!(let _ = #operand;)) };
        quote_spanned!(keyword.span()=> { #discarded ::core::unreachable!() })
    }

    fn question(&mut self, mark: &Punct) {
        self.question.get_or_insert(mark.span());
    }

    fn statement_macro(&mut self, _scope: usize, _name: &proc_macro2::Ident, arguments: Group) -> Group {
        arguments
    }

    fn block(&mut self, _scope: usize, block: Block) -> TokenStream {
        let mut tokens = block.statements;
        if let End::Value(tail) = block.end {
            tokens.extend(tail);
        }
        tokens
    }
}
