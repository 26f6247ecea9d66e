//! A declaration with every default decided.

mod docs;
mod enumeration;
mod resource;
mod structure;
mod union;

pub(crate) use enumeration::{Enumeration, Member};
pub(crate) use resource::{Resource, ResourcePath};
pub(crate) use structure::{Access, DynamicProperties, Property, Structure, without_self};
pub(crate) use union::{Alternative, Entity, Union};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Meta};

use crate::attr::SharedArgs;
use crate::errors::Errors;

/// What both macros have in common.
pub(crate) struct Shared {
    /// The path to `graph-core`.
    pub(crate) krate: TokenStream,
    /// Whether `Serialize` and `Deserialize` are implemented.
    pub(crate) serde: bool,
}

impl Shared {
    fn new(args: &SharedArgs) -> Self {
        Self {
            krate: args.krate.as_ref().map_or_else(|| quote!(::graph_core), ToTokens::to_token_stream),
            serde: args.serde.as_ref().is_none_or(syn::LitBool::value),
        }
    }

    /// The path to what generated code calls.
    pub(crate) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }

    /// Refuses `#[serde(..)]` where it would be without effect.
    fn refuse_serde(&self, attributes: &[Attribute], errors: &mut Errors) {
        if !self.serde {
            return;
        }
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            errors.push(syn::Error::new_spanned(
                &attribute.meta,
                "`serde` attributes have no effect here: write `#[graph(name = \"..\")]` for a wire name, or \
                 `serde = false` in the declaration to implement `Serialize` and `Deserialize` yourself",
            ));
        }
    }
}

/// What the user allows or expects in an item, as `#[allow(..)]`: generated code repeats names and types of it.
fn allowances(attributes: &[Attribute]) -> impl Iterator<Item = TokenStream> + '_ {
    attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
            let lints = &list.tokens;
            Some(quote!(#[allow(#lints)]))
        }
        _ => None,
    })
}

fn deprecation(attributes: &[Attribute]) -> Option<Attribute> {
    attributes.iter().find(|attribute| attribute.path().is_ident("deprecated")).cloned()
}
