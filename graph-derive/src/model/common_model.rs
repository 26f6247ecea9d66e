use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, LitStr, Meta};

use crate::attr::{Given, ItemArguments};
use crate::names;

/// The settings that all macros have.
pub(crate) struct CommonModel {
    /// The path to `graph-core`.
    pub(crate) krate: TokenStream,
    /// Whether `Serialize` and `Deserialize` are implemented.
    pub(crate) serde: bool,
}

impl CommonModel {
    pub(super) fn new(arguments: &ItemArguments) -> Self {
        Self {
            krate: arguments.krate.value().map_or_else(|| quote!(::graph_core), ToTokens::to_token_stream),
            serde: arguments.serde.value().is_none_or(syn::LitBool::value),
        }
    }

    /// The path to the module that generated code calls.
    pub(crate) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }
}

/// The wire name of a field or variant, and where errors about it are reported.
pub(super) fn wire_name(given: &Given<LitStr>, ident: &Ident) -> (String, Span) {
    match given.value() {
        Some(literal) => {
            let name = Some(literal.value()).filter(|name| names::wire_name_error(name).is_none());
            (name.unwrap_or_else(|| names::default_wire_name(ident)), literal.span())
        }
        None => (names::default_wire_name(ident), ident.span()),
    }
}

/// The lints that the user allows or expects in an item, as `#[allow(..)]`: generated code repeats its names and types.
pub(super) fn allowed_lints(attributes: &[Attribute]) -> impl Iterator<Item = TokenStream> + '_ {
    attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
            let lints = &list.tokens;
            Some(quote!(#[allow(#lints)]))
        }
        _ => None,
    })
}
