use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// What a macro was called with.
pub(crate) struct Input {
    pub(crate) runtime: Runtime,
    /// The scope that the macro stands in, if an enclosing macro of this crate has told.
    pub(crate) scope: Option<Ident>,
    /// What the user wrote.
    pub(crate) tokens: Vec<TokenTree>,
}

/// The path of the crate's hidden module.
#[derive(Clone)]
pub(crate) struct Runtime(TokenStream);

impl Input {
    pub(crate) fn new(input: TokenStream) -> Self {
        let mut tokens = input.into_iter();
        let krate = match tokens.next() {
            Some(TokenTree::Group(group)) => group.stream(),
            other => other.into_iter().collect(),
        };
        let mut tokens: Vec<_> = tokens.collect();
        let scope = told(&tokens);
        if scope.is_some() {
            tokens.drain(..2);
        }
        Self { runtime: Runtime(quote!(#krate::__private)), scope, tokens }
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

/// Puts the name of a scope before the arguments of a nested macro, as `@[scope]`, with which nothing that a user
/// could mean begins.
pub(crate) fn tell(scope: &Ident, arguments: &Group) -> Group {
    let mut stream = TokenStream::new();
    stream.extend([
        TokenTree::Punct(Punct::new('@', Spacing::Alone)),
        TokenTree::Group(Group::new(Delimiter::Bracket, scope.to_token_stream())),
    ]);
    stream.extend(arguments.stream());
    let mut group = Group::new(arguments.delimiter(), stream);
    group.set_span(arguments.span());
    group
}

fn told(tokens: &[TokenTree]) -> Option<Ident> {
    match tokens {
        [TokenTree::Punct(at), TokenTree::Group(group), ..]
            if at.as_char() == '@' && group.delimiter() == Delimiter::Bracket =>
        {
            match group.stream().into_iter().next() {
                Some(TokenTree::Ident(scope)) => Some(scope),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Where something that should have come last is missing: the last token, or the macro call where there is none.
pub(crate) fn end(tokens: &[TokenTree]) -> Span {
    tokens.last().map_or_else(Span::call_site, TokenTree::span)
}

/// Whether the token is this punctuation.
pub(crate) fn is(token: Option<&TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == punct)
}

/// Whether a `=>` begins here.
pub(crate) fn is_arrow(tokens: &[TokenTree]) -> bool {
    is(tokens.first(), '=') && is(tokens.get(1), '>') && joint(&tokens[0])
}

/// Whether a `=` that is no part of another operator stands here.
pub(crate) fn is_assignment(tokens: &[TokenTree]) -> bool {
    is(tokens.first(), '=') && !joint(&tokens[0])
}

fn joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

/// The block, if the tokens are one and nothing else; also one that a `macro_rules!` passes on as `$body:block`.
pub(crate) fn block(tokens: &[TokenTree]) -> Option<Group> {
    let [TokenTree::Group(group)] = tokens else { return None };
    match group.delimiter() {
        Delimiter::Brace => Some(group.clone()),
        Delimiter::None => block(&group.stream().into_iter().collect::<Vec<_>>()),
        _ => None,
    }
}
