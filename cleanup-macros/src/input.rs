use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// What a macro was called with.
pub(crate) struct Input {
    pub(crate) runtime: Runtime,
    /// The scope that the macro stands in, if an enclosing macro of this crate has told.
    pub(crate) scope: Option<Told>,
    /// What the user wrote.
    pub(crate) tokens: Vec<TokenTree>,
}

/// The path of the crate's hidden module.
#[derive(Clone)]
pub(crate) struct Runtime(TokenStream);

/// What an enclosing macro tells a nested one.
#[derive(Clone)]
pub(crate) struct Told {
    /// The local variable for the scope around the nested macro.
    pub(crate) scope: Ident,
    /// Whether that is in a function with `#[with_cleanup]`.
    pub(crate) in_function: bool,
    /// Whether the nested macro stands in some block of that scope, and not directly in it.
    pub(crate) in_block: bool,
}

impl Runtime {
    /// In the crate at this path.
    pub(crate) fn new(krate: &TokenStream) -> Self {
        Self(quote!(#krate::__private))
    }

    /// The context of the path, at this place.
    pub(crate) fn context_at(&self, place: Span) -> Span {
        let first = self.0.clone().into_iter().next();
        first.map_or_else(Span::mixed_site, |token| token.span()).located_at(place)
    }

    /// The same path, for the compiler at this place.
    pub(crate) fn located_at(&self, span: Span) -> Self {
        let located = |mut token: TokenTree| {
            token.set_span(token.span().located_at(span));
            token
        };
        Self(self.0.clone().into_iter().map(located).collect())
    }
}

impl Input {
    pub(crate) fn new(input: TokenStream) -> Self {
        let mut tokens = input.into_iter();
        let krate = match tokens.next() {
            Some(TokenTree::Group(group)) => group.stream(),
            other => other.into_iter().collect(),
        };
        let mut tokens: Vec<_> = tokens.collect();
        let scope = Told::find(&tokens);
        if scope.is_some() {
            tokens.drain(..2);
        }
        Self { runtime: Runtime::new(&krate), scope, tokens }
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

impl Told {
    /// Puts it before the arguments of a nested macro, as `@[scope]`, `@[scope fn]` or `@[scope fn in]`, with which nothing
    /// that a user could mean begins.
    pub(crate) fn put_before(&self, arguments: &Group) -> Group {
        let Self { scope, in_function, in_block } = self;
        let function = in_function.then(|| quote!(fn));
        let block = in_block.then(|| quote!(in));
        let mut stream = quote!(@[#scope #function #block]);
        stream.extend(arguments.stream());
        let mut group = Group::new(arguments.delimiter(), stream);
        group.set_span(arguments.span());
        group
    }

    /// Finds it there.
    fn find(tokens: &[TokenTree]) -> Option<Self> {
        let told: Vec<TokenTree> = match tokens {
            [at, TokenTree::Group(group), ..]
                if is(Some(at), '@') && group.delimiter() == Delimiter::Bracket =>
            {
                group.stream().into_iter().collect()
            }
            _ => return None,
        };
        match &told[..] {
            [TokenTree::Ident(scope), words @ ..] => {
                Some(Self { scope: scope.clone(), in_function: !words.is_empty(), in_block: words.len() > 1 })
            }
            _ => None,
        }
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
