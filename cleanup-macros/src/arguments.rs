//! The arguments of `#[with_cleanup]`: managers, as in the heads of a `with!`, and `crate = path`.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

use crate::{
    errors::Errors,
    exits,
    heads::{self, Head, Target},
    input::{is, is_assignment},
};

pub(crate) struct Arguments {
    /// The path of the facade.
    pub(crate) krate: TokenStream,
    pub(crate) heads: Vec<Head>,
}

impl Arguments {
    /// Reads them. `parameters` are those of the function.
    pub(crate) fn parse(arguments: TokenStream, parameters: &Group, errors: &mut Errors) -> Self {
        let mut parsed = Self { krate: default_crate(), heads: Vec::new() };
        each(arguments, "a manager", errors, |argument, errors| parsed.read(argument, parameters, errors));
        parsed
    }

    fn read(&mut self, argument: &[TokenTree], parameters: &Group, errors: &mut Errors) {
        if read_crate(argument, &mut self.krate, errors) {
            return;
        }
        match argument {
            [TokenTree::Ident(name)] if !names(parameters, &name.to_string()) => errors.at(
                name.span(),
                format_args!(
                    "unknown argument `{name}`, which is no parameter of the function either: an argument is a manager, \
                     as in `#[with_cleanup(file = open()?)]`, or `crate = path`"
                ),
            ),
            _ => {
                let heads = heads::read(argument, errors);
                let is_unnamed = matches!(heads[..], [Head { target: Target::Unseen(_), .. }]);
                if argument.len() > 1 && is_unnamed && !has_assignment(argument) {
                    errors.over(
                        argument.iter().cloned().collect::<TokenStream>(),
                        "a manager needs a name here: `name = ..`, or `_ = ..` where the body does not use it",
                    );
                }
                self.heads.extend(heads);
            }
        }
    }
}

/// The path of the facade, where no argument says it.
pub(crate) fn default_crate() -> TokenStream {
    quote!(::with_cleanup)
}

/// Reads `crate = path`, if the argument is that.
pub(crate) fn read_crate(argument: &[TokenTree], krate: &mut TokenStream, errors: &mut Errors) -> bool {
    let [TokenTree::Ident(name), equals @ ..] = argument else { return false };
    if name != "crate" || !is_assignment(equals) {
        return false;
    }
    let path = &equals[1..];
    if is_path(path) {
        *krate = path.iter().cloned().collect();
    } else {
        errors.over(
            argument.iter().cloned().collect::<TokenStream>(),
            "expected the path of this crate: `crate = path::to::with_cleanup`",
        );
    }
    true
}

/// Splits arguments at their commas. `what` is what each of them is.
pub(crate) fn each(
    arguments: TokenStream,
    what: &str,
    errors: &mut Errors,
    mut read: impl FnMut(&[TokenTree], &mut Errors),
) {
    let tokens: Vec<TokenTree> = arguments.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        let end = exits::expression_end(&tokens, at);
        match &tokens[at..end] {
            [] => errors.at(tokens[end].span(), format_args!("expected {what} before this")),
            argument => read(argument, errors),
        }
        if let Some(token) = tokens.get(end).filter(|token| !is(Some(token), ',')) {
            errors.at(token.span(), "expected `,` after an argument");
        }
        at = end + 1;
    }
}

/// Whether the parameters name a variable like this.
fn names(parameters: &Group, name: &str) -> bool {
    let named = |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if ident == name);
    parameters.stream().into_iter().any(|token| match &token {
        TokenTree::Group(group) => names(group, name),
        token => named(token),
    })
}

fn has_assignment(argument: &[TokenTree]) -> bool {
    (1..argument.len()).any(|at| heads::assigns(argument, at))
}

fn is_path(tokens: &[TokenTree]) -> bool {
    let in_path = |token: &TokenTree| matches!(token, TokenTree::Ident(_)) || is(Some(token), ':');
    tokens.iter().all(in_path) && matches!(tokens.last(), Some(TokenTree::Ident(_)))
}
