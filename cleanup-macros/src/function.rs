//! `#[with_cleanup]`

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

use crate::{
    arguments::Arguments,
    body::{self, Body, Names, Owner},
    carrier::{self, Carrier},
    errors::Errors,
    exits::Tokens,
    input::Runtime,
    item::{self, Item},
    scope::{self, Manager},
    with,
};

pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(Item { head, parameters, output, is_async, body }) = Item::parse(item, &mut errors) else {
        let item = (!item::is_expression(item)).then_some(item);
        return quote!(#item #errors);
    };
    let Arguments { krate, mut heads } = Arguments::parse(arguments, &parameters, &mut errors);
    with::refuse_twins(&mut heads, &mut errors);
    let runtime = Runtime::new(&krate);
    let managers =
        heads.into_iter().enumerate().map(|(at, head)| with::manager(head, at, &runtime)).collect();
    let function = Function { runtime, names: Names::new(Owner::Function), managers };

    let returns = output.unwrap_or_else(|| quote!(()));
    let (attributes, content) = split_attributes(body.stream());
    let carrier = Carrier::new(is_async, returns, body.span_close());
    let content = carrier::replace(content, carrier, |content, carrier| function.write(content, &carrier));
    let mut block = Group::new(Delimiter::Brace, quote!(#attributes #content));
    block.set_span(body.span());
    quote!(#head #block #errors)
}

/// What becomes of a function's body.
struct Function {
    runtime: Runtime,
    names: Names,
    managers: Vec<Manager>,
}

impl Function {
    /// Writes what stands between the braces.
    fn write(&self, content: TokenStream, carrier: &Carrier) -> TokenStream {
        let Self { runtime, names, managers } = self;
        let Names { scope, witness, .. } = names;
        let body = Body::of(content.clone(), names, runtime);
        if managers.is_empty() && !body.told {
            return content; // Nothing in it is ours.
        }
        let never = carrier.never_returns();
        let tokens = &body.tokens;
        let mut value = self.call(&generated!(#tokens), carrier);
        if !managers.is_empty() {
            let entered: TokenStream = (managers.iter().enumerate())
                .map(|(at, manager)| {
                    let and = Ident::new("and_return", scope::located(manager.span)).into_token_stream();
                    manager.enter(at, scope, Some((witness, and)), runtime)
                })
                .collect();
            let (start, body) = if body.told {
                (
                    generated!(collecting()),
                    generated!(#witness.function_body(#scope, function, #value, ended)),
                )
            } else {
                (generated!(start()), generated!(#witness.body(#scope, #value, ended)))
            };
            let exited = scope::exits(body, managers, runtime);
            value = self.call(
                &generated! {
                    let #witness = #runtime::Witness::#start;
                    #entered
                    #witness.end_function(#exited, merge)
                },
                carrier,
            );
        }
        let asks = !managers.is_empty() || body.jumps || body.observed;
        let [merge, ended] = if carrier.is_opaque() {
            [generated!(#runtime::ByReporting), generated!(#runtime::AlwaysWell)]
        } else {
            [
                generated!(function.merge().with_cleanup_merge()),
                generated!(function.probe().with_cleanup_ended()),
            ]
        };
        let ended = asks.then(|| generated!(let ended = #ended;));
        let place = if body.jumps || body.observed {
            let function = Ident::new("function", Span::mixed_site());
            body::scope_within(scope, &function, runtime)
        } else {
            generated!(let #scope = #runtime::nested(function);)
        };
        let pin = (!never && !carrier.is_pinned).then(|| {
            generated!(if false {
                return function.pin();
            })
        });
        let returns = match (never, carrier.is_pinned) {
            (true, _) => Some(generated!(::<#runtime::Never>)),
            (false, true) => {
                let returns = &carrier.returns;
                Some(generated!(::<#returns>))
            }
            (false, false) => None,
        };
        let settled = generated!(#runtime::settle(#value, unsettled, merge));
        let settled = if never { generated!(match #settled {}) } else { settled };
        generated! {
            let function = &#runtime::Function #returns::open();
            #pin
            let merge = #merge;
            #ended
            #place
            let unsettled = function.unsettled();
            #settled
        }
    }

    /// Runs a body so that every jump out of it ends up here.
    fn call(&self, body: &TokenStream, carrier: &Carrier) -> TokenStream {
        let runtime = &self.runtime;
        // For the compiler it ends where the user's body does.
        let block = |body: &TokenStream| {
            let mut block = Group::new(Delimiter::Brace, body.clone());
            block.set_span(scope::located(carrier.end));
            block
        };
        match (carrier.is_async, carrier.never_returns()) {
            (false, false) => {
                let block = block(body);
                generated!(#runtime::call(function, || #block))
            }
            (false, true) => {
                let block = block(body);
                generated!(#runtime::call(function, || -> #runtime::Never #block))
            }
            // Its type is known before the body is, as above.
            (true, false) => {
                let block = block(&generated!(if false { return function.pin(); } #body));
                generated!(async #block.await)
            }
            (true, true) => {
                let block = block(body);
                generated!(async { if false { return #runtime::never(); } #block }.await)
            }
        }
    }
}

/// Inner attributes, which have to stay first in a body, and the rest.
fn split_attributes(body: TokenStream) -> (TokenStream, TokenStream) {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let mut at = 0;
    while let Some(end) = Tokens(&tokens).inner_attribute(at) {
        at = end;
    }
    let (attributes, content) = tokens.split_at(at);
    (attributes.iter().cloned().collect(), content.iter().cloned().collect())
}
