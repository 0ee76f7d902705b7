use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Error;

/// The mistakes found in one call. Reading goes on after each, so that the expansion keeps its shape.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// Reports a mistake at a token.
    pub(crate) fn at(&mut self, span: Span, message: impl core::fmt::Display) {
        self.push(Error::new(span, message));
    }

    /// Reports that an expression is missing: what this returns takes its place, and its type is whatever keeps the
    /// rest of the code free of second errors.
    pub(crate) fn missing(span: Span, message: impl core::fmt::Display) -> TokenStream {
        let error = Error::new(span, message).to_compile_error();
        quote!({ #error })
    }

    /// Reports a mistake at all of some tokens.
    pub(crate) fn over(&mut self, tokens: impl ToTokens, message: impl core::fmt::Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl ToTokens for Errors {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some(errors) = &self.0 {
            errors.to_compile_error().to_tokens(tokens);
        }
    }
}
