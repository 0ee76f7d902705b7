//! `#[context_manager]`
//!
//! The function's body becomes an `async` block, which is suspended at its `yield_!` and polled by hand: see
//! `cleanup_runtime::Managed`. Its tokens stay the user's own, but for the arguments of the `yield_!` and the `return`s.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;

use self::{body::Body, output::Output};
use crate::{
    arguments,
    errors::Errors,
    exits::Tokens,
    input::Runtime,
    item::{self, Item},
    parameters,
    scope::located,
};

mod body;
mod misplaced;
mod output;

pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(Item { head, name, parameters, output, bounds, is_async, body, .. }) =
        Item::parse(item, "context_manager", &mut errors)
    else {
        return item::refused(item, &errors);
    };
    let Arguments { krate, fallible } = Arguments::parse(arguments, &mut errors);
    let runtime = Runtime::new(&krate);
    let head = if is_async { without_async(head, &mut errors) } else { head };
    let output = Output::new(output, fallible, &name, &mut errors);
    let tracks = tracks_caller(head.clone()).then(|| quote!(#[track_caller]));
    let receiver = parameters::owned_self(&parameters).map(|name| {
        // Else only what is used of it would move in.
        let name = name.into_token_stream();
        generated!(let _ = &#name;)
    });
    let (renamed, moved) = parameters::rename(&parameters, |_| true);
    let function =
        Function { runtime, name, parameters, output, is_async, moved: generated!(#receiver #moved) };
    let block = item::with_content(&body, |content| function.write(content, body.span_close(), &mut errors));
    let returns = function.output.written(&function.runtime);
    quote!(#tracks #head #renamed #returns #bounds #block #errors)
}

struct Arguments {
    /// The path of the facade.
    krate: TokenStream,
    fallible: bool,
}

impl Arguments {
    fn parse(arguments: TokenStream, errors: &mut Errors) -> Self {
        let mut parsed = Self { krate: arguments::default_crate(), fallible: false };
        arguments::each(arguments, "an argument", errors, |argument, errors| {
            match argument {
            [TokenTree::Ident(word)] if word == "fallible" => parsed.fallible = true,
            _ if arguments::read_crate(argument, &mut parsed.krate, errors) => {}
            _ => errors.over(
                argument.iter().cloned().collect::<TokenStream>(),
                "unknown argument: `#[context_manager]` takes `fallible`, where the name of the `Result` that the function \
                 returns does not end in `Result`, and `crate = path`",
            ),
        }
        });
        parsed
    }
}

/// What the body is written from.
struct Function {
    runtime: Runtime,
    name: Ident,
    parameters: Group,
    output: Output,
    /// That is a mistake, so waiting in it is no further one.
    is_async: bool,
    /// Moves in what the function owns.
    moved: TokenStream,
}

impl Function {
    /// Writes what stands between the braces.
    fn write(&self, content: TokenStream, end: Span, errors: &mut Errors) -> TokenStream {
        let Self { runtime, name, output, moved, .. } = self;
        let Body { declared, tokens, value, proof, asks_in_vain, lends } =
            Body::new(content, end, self, errors);
        // For the compiler it ends where the user's body does.
        let block = |blame: Span, content: TokenStream| {
            let mut block = Group::new(Delimiter::Brace, content);
            block.set_span(located(blame));
            block
        };
        let sketched = asks_in_vain || output.is_refused();
        // Where it cannot fail its type is known, and an end that says otherwise is to blame.
        let at = value.unwrap_or(end);
        let (here, runtime_here) = (Span::call_site().located_at(at), runtime.located_at(at));
        let returns = (!sketched && !output.is_fallible())
            .then(|| quote_spanned!(here=> ::<#runtime_here::Yielded, _>));
        let finish = quote_spanned!(here=> #runtime_here::finish #returns);
        let ended = match (proof, value) {
            (Some(proof), Some(value)) => {
                let (body, block) = (Ident::new("body", located(value)), block(value, tokens));
                generated!(let #body = #block; #finish(#body, #proof))
            }
            (Some(proof), None) => generated!(#tokens #finish((), #proof)),
            (None, _) => tokens,
        };
        let future =
            block(end, generated!(if false { return #runtime::Room::pin(&room); } #moved #declared #ended));
        let start =
            Ident::new(if output.is_fallible() { "try_start" } else { "start" }, located(name.span()));
        let name = name.unraw().to_string();
        // Said, so that what is lent and returned coerces to them.
        let parts = output.parts(runtime);
        if sketched {
            let lent = (!lends).then(|| generated!(::<(), _>));
            return generated! {
                #runtime::sketch #lent(move |room| async move #future);
                #runtime::#start::<#parts, _>(&#name, |room| async move { #runtime::Room::pin(&room) })
            };
        }
        generated!(#runtime::#start::<#parts, _>(&#name, move |room| async move #future))
    }
}

/// Removes the word, which is a mistake.
fn without_async(head: TokenStream, errors: &mut Errors) -> TokenStream {
    let is_async = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "async");
    let mut tokens: Vec<TokenTree> = head.into_iter().collect();
    if let Some(at) = tokens.iter().position(is_async) {
        errors.at(
            tokens.remove(at).span(),
            "a context manager that waits is not there yet: remove `async`, and await before the manager is made",
        );
    }
    tokens.into_iter().collect()
}

/// Whether the function is to know who calls it: it does not say so itself, and has no ABI that forbids it.
fn tracks_caller(head: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = head.into_iter().collect();
    let is_attribute = |group: &Group| {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        Tokens(&tokens).is_word(0, "track_caller")
    };
    !tokens.iter().any(|token| match token {
        TokenTree::Ident(word) => word == "extern",
        TokenTree::Group(group) => is_attribute(group),
        _ => false,
    })
}
