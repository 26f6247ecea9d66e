//! Collects every mistake of a declaration, so that all are shown at once.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
}

impl Errors {
    /// A mistake at one token.
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.found.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// One `compile_error!` a mistake, in the order of the source.
    pub(crate) fn into_tokens(mut self) -> TokenStream {
        self.found.sort_by_key(|error| {
            let start = error.span().start();
            (start.line, start.column)
        });
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }
}
