//! The macros of `graph-core`, which re-exports them. Depend on `graph-core`, not on this crate.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod attr;
mod attribute;
mod cargo_manifest;
mod check;
mod declaration;
mod errors;
mod expand;
mod filter_operators;
#[cfg(test)]
mod incomplete_input;
mod macro_kind;
mod model;
mod names;
mod path_template;
mod rust_type;

use macro_kind::MacroKind;
use proc_macro::TokenStream;

#[doc = include_str!("../docs/graph_resource.md")]
#[proc_macro_attribute]
pub fn graph_resource(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Resource, args.into(), &item.into()).into()
}

#[doc = include_str!("../docs/graph_enum.md")]
#[proc_macro_attribute]
pub fn graph_enum(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Enum, args.into(), &item.into()).into()
}

#[doc = include_str!("../docs/graph_complex.md")]
#[proc_macro_attribute]
pub fn graph_complex(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Complex, args.into(), &item.into()).into()
}

#[doc = include_str!("../docs/graph_union.md")]
#[proc_macro_attribute]
pub fn graph_union(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Union, args.into(), &item.into()).into()
}

#[doc = include_str!("../docs/graph_action.md")]
#[proc_macro_attribute]
pub fn graph_action(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Action, args.into(), &item.into()).into()
}

#[doc = include_str!("../docs/graph_function.md")]
#[proc_macro_attribute]
pub fn graph_function(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Function, args.into(), &item.into()).into()
}

// `serde` is among the attributes so that the derive alone reports one that has no effect
#[doc(hidden)]
#[proc_macro]
pub fn filter_operators(tokens: TokenStream) -> TokenStream {
    filter_operators::expand(tokens.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphResource, attributes(graph, serde))]
pub fn derive_resource(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Resource, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphComplex, attributes(graph, serde))]
pub fn derive_complex(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Complex, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphUnion, attributes(graph, serde))]
pub fn derive_union(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Union, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphEnum, attributes(graph, serde))]
pub fn derive_enum(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Enum, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphAction, attributes(graph, serde))]
pub fn derive_action(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Action, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphFunction, attributes(graph, serde))]
pub fn derive_function(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Function, item.into()).into()
}
