//! `#[with_cleanup]`

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

use crate::{
    arguments::Arguments,
    body::{self, Body, Names, Owner},
    carrier::{self, Carrier},
    errors::Errors,
    input::Runtime,
    item::{self, Item},
    parameters,
    scope::{self, Manager},
    with,
};

pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(Item { head, mut parameters, tail, output, is_async, body, .. }) =
        Item::parse(item, "with_cleanup", &mut errors)
    else {
        return item::refused(item, &errors);
    };
    let Arguments { krate, mut heads } = Arguments::parse(arguments, &parameters, &mut errors);
    with::refuse_twins(&mut heads, &mut errors);
    let runtime = Runtime::new(&krate);
    let head_values = heads.iter().map(|head| head.value.clone()).collect();
    let managers =
        heads.into_iter().enumerate().map(|(at, head)| with::manager(head, at, &runtime)).collect();
    let function = Function { runtime, names: Names::new(Owner::Function), managers, head_values };

    let returns = output.unwrap_or_else(|| quote!(()));
    let carrier = Carrier::new(is_async, returns, body.span_close());
    let block = item::with_content(&body, |content| {
        carrier::replace(content, carrier, |content, carrier| {
            function.write(content, &carrier, &mut parameters)
        })
    });
    quote!(#head #parameters #tail #block #errors)
}

/// What becomes of a function's body.
struct Function {
    runtime: Runtime,
    names: Names,
    managers: Vec<Manager>,
    /// The expressions of the heads.
    head_values: TokenStream,
}

impl Function {
    /// Writes what stands between the braces.
    fn write(&self, content: TokenStream, carrier: &Carrier, parameters: &mut Group) -> TokenStream {
        let Self { runtime, names, managers, .. } = self;
        let body = Body::of(content.clone(), names, runtime);
        if managers.is_empty() && !body.found.told {
            return content; // Nothing in it is ours.
        }
        let mut tokens = body.tokens.clone();
        if carrier.is_async && carrier.is_function {
            let moved;
            (*parameters, moved) = parameters::rename(parameters, |pattern| !self.heads_use(pattern));
            tokens = generated!(#moved #tokens);
        }
        let mut value = self.call(&tokens, managers.is_empty(), carrier);
        if !managers.is_empty() {
            value = self.call(&self.within_heads(&value, body.found.told, carrier), true, carrier);
        }

        let scope = &names.scope;
        let asks = !managers.is_empty() || body.found.jumps || body.observed;
        let [merge, ended] = if carrier.is_opaque() {
            [generated!(#runtime::ByReporting), generated!(#runtime::AlwaysWell)]
        } else {
            [
                generated!(function.merge().with_cleanup_merge()),
                generated!(function.probe().with_cleanup_error().with_cleanup_ended()),
            ]
        };
        let ended = asks.then(|| generated!(let ended = #ended;));
        let around = Ident::new("around", Span::mixed_site());
        let function =
            if carrier.is_opaque() { generated!(#runtime::unnamed(function)) } else { generated!(function) };
        let place = if body.found.jumps || body.observed {
            body::scope_within(scope, &around, runtime)
        } else {
            generated!(let #scope = #runtime::nested(#around);)
        };
        let opened = self.opened(carrier);
        let settled = match (carrier.is_async, carrier.never_returns()) {
            (false, false) => generated!(#runtime::settle(#value, unsettled, merge)),
            // What is awaited in a tail would outlive the variables of the block.
            (true, false) => {
                generated!(let value = #value; #runtime::settle(value, unsettled, merge))
            }
            // Nothing may follow what never returns.
            (_, true) => generated!(#runtime::unreachable(unsettled, merge, #value)),
        };
        generated! {
            #opened
            let merge = #merge;
            #ended
            let #around = #function;
            #place
            let unsettled = function.unsettled();
            #settled
        }
    }

    /// Declares the function, and makes the type that it returns known.
    fn opened(&self, carrier: &Carrier) -> TokenStream {
        let runtime = &self.runtime;
        let returns = &carrier.returns;
        if carrier.never_returns() {
            generated!(let function = &#runtime::Function::<#runtime::Never>::open();)
        } else if carrier.is_async && carrier.is_nameable() {
            // Another attribute may put this into an `async` block, of which nothing says what it returns.
            generated!(let function = &#runtime::Function::<#returns>::open();)
        } else {
            generated! {
                let function = &#runtime::Function::open();
                if false {
                    return function.pin();
                }
            }
        }
    }

    /// Enters the heads, and exits them when there is a value of the body.
    fn within_heads(&self, value: &TokenStream, told: bool, carrier: &Carrier) -> TokenStream {
        let Self { runtime, names: Names { scope, witness, .. }, managers, .. } = self;
        let entered: TokenStream = (managers.iter().enumerate())
            .map(|(at, manager)| {
                let and = Ident::new("and_return", scope::located(manager.span)).into_token_stream();
                manager.enter(at, scope, Some((witness, and)), runtime)
            })
            .collect();
        let (awaited, value) = if carrier.is_async {
            (Some(generated!(let value = #value;)), generated!(value))
        } else {
            (None, value.clone())
        };
        let (start, body) = if told {
            (generated!(collecting), generated!(#witness.function_body(#scope, function, #value, ended)))
        } else {
            (generated!(start), generated!(#witness.body(#scope, #value, ended)))
        };
        let exited = scope::exits(body, managers, runtime);
        generated! {
            let #witness = #runtime::Witness::#start();
            #entered
            #awaited
            #witness.end_function(#exited, merge)
        }
    }

    /// Whether a head uses a variable of this pattern, and so may borrow it.
    fn heads_use(&self, pattern: &TokenStream) -> bool {
        pattern.clone().into_iter().any(|token| match token {
            TokenTree::Ident(word) if ["_", "mut", "ref"].iter().any(|other| word == other) => false,
            TokenTree::Ident(name) => mentions(self.head_values.clone(), &name.to_string()),
            TokenTree::Group(group) => self.heads_use(&group.stream()),
            _ => false,
        })
    }

    /// Runs a body so that every jump out of it ends up here. If it `owns` what it uses, that moves in.
    fn call(&self, body: &TokenStream, owns: bool, carrier: &Carrier) -> TokenStream {
        let runtime = &self.runtime;
        // For the compiler it ends where the user's body does.
        let block = |body: TokenStream| {
            let mut block = Group::new(Delimiter::Brace, body);
            block.set_span(scope::located(carrier.end));
            block
        };
        let never = carrier.never_returns();
        if carrier.is_async {
            let returned = if never { generated!(-#runtime::Absent) } else { generated!(function.pin()) };
            // So its type is known before the body is.
            let block = block(generated!(if false { return #returned; } #body));
            let owns = owns.then(|| generated!(move));
            generated!(async #owns #block.await)
        } else {
            let block = block(body.clone());
            let never = never.then(|| generated!(-> #runtime::Never));
            generated!(#runtime::call(function, || #never #block))
        }
    }
}

/// Whether a variable is named somewhere, or in the text of something like `format!("{name}")`.
fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Literal(text) => text.to_string().contains(&format!("{{{name}")),
        TokenTree::Punct(_) => false,
    })
}
