//! The body of such a function: its `yield_!` and its `return`s.

use proc_macro2::{Group, Ident, Punct, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};

use super::{Function, misplaced};
use crate::{
    body::{is_written, seen},
    errors::Errors,
    exits::{self, Block, Edit, End, Jump, Kind, Tokens, Yield},
    parameters::is_borrow,
    scope::located,
};

pub(super) struct Body {
    /// Declares what the rest refers to.
    pub(super) declared: TokenStream,
    /// What stands between its braces.
    pub(super) tokens: TokenStream,
    /// Where its value begins, if it ends in one.
    pub(super) value: Option<Span>,
    /// The proof that it has lent where it ends, or what is wrong with that; nothing if its last statement visibly diverges.
    pub(super) proof: Option<TokenStream>,
    /// Whether a `?` stands in it, and it cannot fail.
    pub(super) asks_in_vain: bool,
    /// Whether it has a `yield_!` in a right place.
    pub(super) lends: bool,
}

impl Body {
    /// `end` is where it ends.
    pub(super) fn new(content: TokenStream, end: Span, function: &Function, errors: &mut Errors) -> Self {
        let Function { name, runtime, .. } = function;
        let mut reported = Errors::default();
        let mut edit = Edits {
            function,
            content: content.clone(),
            errors,
            lent: None,
            yields: 0,
            in_some_branches: false,
            asks_in_vain: false,
            of_yield: None,
            waits: false,
        };
        let mut block = exits::scan(content.clone(), &mut edit);
        let diverges = matches!(block.end, End::Diverges);
        if edit.in_some_branches && !diverges {
            // Known only now. What the `yield_!` returns must be no second error beside the value of another branch.
            edit = Edits { errors: &mut reported, lent: None, yields: 0, ..edit };
            block = exits::scan(content, &mut edit);
        }
        let Edits { lent, yields, in_some_branches, asks_in_vain, .. } = edit;
        let value = match &block.end {
            End::Value(tail) => tail.clone().into_iter().next().map(|token| token.span()),
            End::Unit | End::Diverges => None,
        };
        let mut others = misplaced::Search::default();
        let tokens = others.replace(block.join());
        // Only the compiler can say whether a macro hides one.
        let is_missing = yields == 0 && !others.reported && !others.may_hide;
        let is_reported = yields == 0 && others.reported && !others.may_hide;
        // In editors a name that is being typed may swallow the `yield_!` behind it, and nothing before it may change by that.
        let declared = (!diverges || lent.is_some()).then(|| {
            let (lender, proof) = (lender(name.span()), proof(name.span()));
            generated!(let #lender = #runtime::Room::lender(&room); let #proof;)
        });
        let ending = || {
            let mistake = match lent {
                _ if is_missing => Errors::missing(
                    name.span(),
                    format_args!(
                        "`{name}` never lends: put one `yield_!(place)` where its setup ends and its cleanup begins, or \
                         `yield_!()` if there is nothing to lend"
                    ),
                ),
                _ if in_some_branches || is_reported => {
                    generated!(#runtime::Probe::new() + -#runtime::Absent)
                }
                _ => return proof(end).into_token_stream(),
            };
            let proof = proof(end);
            generated!({ #proof = #mistake; #proof })
        };
        let proof = (!diverges).then(ending);
        Self {
            declared: declared.unwrap_or_default(),
            tokens,
            value,
            proof,
            asks_in_vain,
            lends: lent.is_some(),
        }
    }
}

/// The proof that the function has lent.
fn proof(span: Span) -> Ident {
    Ident::new("proof", located(span))
}

/// What lends.
fn lender(span: Span) -> Ident {
    Ident::new("lender", located(span))
}

/// A borrow of what is lent, or of nothing.
fn target(arguments: &Group) -> TokenStream {
    let place = arguments.stream();
    let start = place.clone().into_iter().next();
    start.map_or_else(|| generated!(&mut ()), |start| quote_spanned!(located(start.span())=> &mut (#place)))
}

/// Whether a variable of this name may be declared here too.
fn rebinds(tokens: TokenStream, name: &Ident) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => rebinds(group.stream(), name),
        token => {
            let tokens = Tokens(&tokens);
            let follows = |word| at > 0 && tokens.is_word(at - 1, word);
            matches!(token, TokenTree::Ident(ident) if ident == name) && (follows("let") || follows("mut"))
        }
    })
}

struct Edits<'f, 'e> {
    function: &'f Function,
    /// The whole body.
    content: TokenStream,
    errors: &'e mut Errors,
    /// The `yield_!` in a right place.
    lent: Option<Span>,
    /// How many there are, in whatever place.
    yields: usize,
    /// Whether there is a branch without it, beside its own.
    in_some_branches: bool,
    asks_in_vain: bool,
    /// A `?` of the `yield_!` itself, which is reported already.
    of_yield: Option<Span>,
    waits: bool,
}

impl Edits<'_, '_> {
    /// Says what is wrong with a `yield_!`, if something is, in its place.
    fn mistake(&self, at: &Yield, args: &Group) -> Option<TokenStream> {
        let tokens: Vec<TokenTree> = args.stream().into_iter().collect();
        let message = if at.in_cleanup {
            "`yield_!` cannot stand in a cleanup, which runs when there is nobody left to lend to: lend in the body before it"
        } else if at.in_loop {
            "`yield_!` cannot stand in a loop: a manager lends once; loop before it, or after it, or lend what the loop is over"
        } else if self.yields > 1 {
            "a second `yield_!`: exactly one stands in a function, because a manager lends once; decide before it what it lends"
        } else if exits::expression_end(&tokens, 0) < tokens.len() {
            "`yield_!` lends one place: `yield_!(place)`, or `yield_!()` for nothing; several can be the fields of one"
        } else {
            return None;
        };
        Some(Errors::missing(at.name.span(), message))
    }

    /// What is lent, or what is wrong with it.
    fn target(&self, arguments: &Group) -> TokenStream {
        let Function { parameters, output, .. } = self.function;
        let place: Vec<TokenTree> = arguments.stream().into_iter().collect();
        match &place[..] {
            [TokenTree::Ident(name)]
                if is_borrow(parameters, name) && !rebinds(self.content.clone(), name) =>
            {
                let returns = if output.is_reference() { ", and its type after `->`" } else { "" };
                let mistake = Errors::missing(
                    name.span(),
                    format_args!(
                        "`{name}` is a `&mut` already, and `yield_!` borrows what it lends: write `yield_!(*{name})`{returns}"
                    ),
                );
                generated!(&mut { let _ = &#name; #mistake })
            }
            _ => target(arguments),
        }
    }

    /// A `return` where nothing has been lent.
    fn return_before(&mut self, jump: Jump) -> TokenStream {
        let fallible = self.function.output.is_fallible();
        if fallible && !jump.operand.is_empty() && !is_written(&jump.operand, "Ok") {
            return jump.join(); // An error, by its type.
        }
        let span = jump.keyword.span();
        if fallible {
            self.errors.at(
                span,
                "`return` before the `yield_!` has nothing to lend: only an error can be returned there, with \
                 `return Err(..)`; what the function lends stands in the `yield_!`",
            );
        } else {
            let output = self.function.output.text();
            self.errors.at(
                span,
                format_args!(
                    "`return` before the `yield_!` has nothing to lend: if there may be nothing, return an error, as a \
                     function `-> Result<{output}, E>`"
                ),
            );
        }
        // Of an `Ok(..)` alone nothing says what else it could be.
        let value = match jump.operand.clone().into_iter().last() {
            Some(TokenTree::Group(value)) if fallible => value.stream(),
            _ => jump.operand,
        };
        let discarded = if value.is_empty() { None } else { Some(generated!(let _ = #value;)) };
        quote_spanned!(span=> { #discarded ::core::unreachable!() })
    }

    /// A `return` after it.
    fn return_after(&self, mut jump: Jump) -> TokenStream {
        let runtime = &self.function.runtime;
        let span = jump.keyword.span();
        let proof = proof(span);
        let operand = &jump.operand;
        jump.operand = if operand.is_empty() {
            generated!(#runtime::finish((), #proof))
        } else if !self.function.output.is_fallible() {
            generated!(#runtime::finish(#operand, #proof))
        } else if is_written(operand, "Err") {
            return jump.join();
        } else {
            generated!(#runtime::finish_with(#operand, #proof))
        };
        jump.join()
    }
}

impl Edit for Edits<'_, '_> {
    fn jump(&mut self, jump: Jump) -> TokenStream {
        if jump.kind != Kind::Return {
            return jump.join();
        }
        // Whether the yield is on the path to the `return` is for the compiler to say; this is about the text.
        if self.yields == 0 { self.return_before(jump) } else { self.return_after(jump) }
    }

    fn question(&mut self, mark: &Punct) {
        let output = &self.function.output;
        let is_reported = self.of_yield.take().is_some() || self.asks_in_vain;
        if output.is_fallible() || is_reported {
            return;
        }
        self.asks_in_vain = true;
        let text = output.text();
        self.errors.at(
            mark.span(),
            format_args!(
                "`?` needs a function that returns a `Result`: `-> Result<{text}, E>`, or `#[context_manager(fallible)]` if \
                 `{text}` is a `Result` by another name"
            ),
        );
    }

    fn member(&mut self, name: &Ident) {
        if name != "await" || self.waits || self.function.is_async {
            return;
        }
        self.waits = true;
        self.errors.at(
            name.span(),
            "the function of a context manager cannot wait: its cleanup also runs where a panic or the drop of a future \
             leaves nobody to wait; await before the manager is made",
        );
    }

    fn yields(&mut self, at: Yield, args: &Group) -> Option<TokenStream> {
        self.yields += 1;
        self.of_yield = at.question;
        if let Some(mistake) = self.mistake(&at, args) {
            return Some(mistake);
        }
        let span = at.name.span();
        self.lent = Some(span);
        let (lender, proof, target) = (lender(span), proof(span), self.target(args));
        let resumed = quote_spanned!(located(span)=> { #proof = #lender.lend(#target).await; #proof });
        // A call, because a statement may not begin with a block that has a value. All of it stands where the `yield_!` does,
        // and in one context, or the compiler would blame the whole attribute for its type.
        let here = Span::call_site().located_at(span);
        let runtime = self.function.runtime.located_at(span);
        let mut outcome = quote_spanned!(here=> #runtime::Resumed::outcome(#resumed));
        if let Some(question) = at.question {
            let mistake = Errors::missing(
                question,
                "a `yield_!` takes no `?`: it returns the scope's outcome, whose error goes on by itself",
            );
            outcome = generated!({ let _ = #outcome; #mistake });
        } else if self.in_some_branches {
            let mistake = Errors::missing(
                span,
                "`yield_!` in only some of the branches: exactly one stands in a function, and every branch beside it has to \
                 leave the function, visibly, as `return Err(..)` or a panic does",
            );
            outcome = generated!({ let _ = #outcome; #mistake });
        }
        Some(if at.nested { seen(&outcome) } else { outcome })
    }

    fn yields_in_some_branches(&mut self) {
        self.in_some_branches = true;
    }

    fn block(&mut self, _scope: usize, block: Block) -> TokenStream {
        block.join()
    }
}
