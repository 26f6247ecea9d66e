//! Collects the errors of a declaration, so that the compiler reports all of them at once.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
}

impl Errors {
    /// Adds an error at one token.
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.found.push(syn::Error::new(span, message));
    }

    /// Adds an error that covers all of `tokens`.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.found.push(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns one `compile_error!` per error, in the order of the source.
    pub(crate) fn into_tokens(mut self) -> TokenStream {
        self.found.sort_by_key(|error| {
            let start = error.span().start();
            (start.line, start.column)
        });
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }
}
