//! The attribute macros: they put a hidden derive on the item and leave the item as it is.
//!
//! So `cfg` and `cfg_attr` on fields are resolved before the derive sees them, `#[graph(..)]` is legal on fields, and the item
//! remains after every error.

mod conflict;
mod item_tokens;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::attr;
use crate::cargo_manifest::{self, Dependency};
use crate::errors::Errors;
use crate::macro_kind::MacroKind;
use crate::names;
use conflict::Resolution;

/// Expands an attribute macro to
///
/// ```text
/// #[::core::prelude::v1::derive(::graph_core::__private::GraphResource)]
/// #[graph(__graph_resource, path = "..", odata_type = "..")]
/// struct User { .. }
/// ```
pub(crate) fn expand(macro_kind: MacroKind, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attributes = item_tokens::outer_attributes(item);
    let unconflicted = match conflict::resolve(macro_kind, &attributes, item, &mut errors) {
        Resolution::This(item) => item,
        Resolution::Other => {
            let errors = errors.into_tokens();
            return quote!(#errors #item);
        }
    };
    let item = unconflicted.as_ref().unwrap_or(item);
    // the derive rejects a struct, enum or union of the wrong kind: only a derive makes `#[graph(..)]` legal on its fields
    let keyword = item_tokens::identifiers(item).into_iter().next();
    if !keyword.as_ref().is_some_and(|found| ["struct", "enum", "union"].iter().any(|legal| found == legal)) {
        errors.at(keyword.map_or_else(Span::call_site, |found| found.span()), macro_kind.wrong_item());
        let errors = errors.into_tokens();
        return quote!(#errors #item);
    }
    let no_serde =
        reports_derived_serde(macro_kind, &arguments, &attributes, &mut errors).then(|| quote!(serde = false));
    let Some(GraphCore { path, argument }) = graph_core(macro_kind, &arguments, item, &mut errors) else {
        let (errors, item) = (errors.into_tokens(), item_tokens::without_helper_attributes(item.clone()));
        return quote!(#errors #item);
    };
    let derive = Ident::new(macro_kind.derive(), Span::call_site());
    let marker = Ident::new(&macro_kind.marker(), Span::call_site());
    let arguments = Some(without_trailing_comma(arguments)).filter(|arguments| !arguments.is_empty());
    let arguments = [arguments, no_serde, argument].into_iter().flatten();
    let errors = errors.into_tokens();
    quote! {
        #errors
        #[::core::prelude::v1::derive(#path::__private::#derive)]
        #[graph(#marker #(, #arguments)*)]
        #item
    }
}

/// Where `graph-core` is.
struct GraphCore {
    path: TokenStream,
    /// The argument `crate = path` that the declaration lacks.
    argument: Option<TokenStream>,
}

/// Looks for `graph-core` in the arguments and in Cargo.toml. Returns `None` if it cannot be reached, which is reported.
fn graph_core(
    macro_kind: MacroKind,
    arguments: &TokenStream,
    item: &TokenStream,
    errors: &mut Errors,
) -> Option<GraphCore> {
    if let Some(path) = attr::crate_path(arguments) {
        return Some(GraphCore { path: path.into_token_stream(), argument: None });
    }
    let dependency =
        if attr::has_key(arguments, "crate") { Dependency::Expected } else { cargo_manifest::graph_core() };
    match dependency {
        Dependency::Expected => Some(GraphCore { path: quote!(::graph_core), argument: None }),
        Dependency::Renamed(name) => {
            let message = format!(
                "`graph-core` has the name `{name}` in Cargo.toml: write `#[{}(crate = ::{name}, ..)]`",
                macro_kind.attribute()
            );
            errors.at(item_tokens::name_span(item), message);
            let name = names::identifier(&name, Span::call_site());
            Some(GraphCore { path: quote!(::#name), argument: Some(quote!(crate = ::#name)) })
        }
        Dependency::Missing => {
            let message = format!(
                "`graph-core` is not a dependency of this crate: add it to Cargo.toml, or write `#[{}(crate = path, ..)]` with the \
                 path to a re-export of it",
                macro_kind.attribute()
            );
            errors.at(item_tokens::name_span(item), message);
            None
        }
    }
}

/// Reports `Serialize` and `Deserialize` in derives of the item, unless the arguments decide about serde.
///
/// The implementations would conflict, and each would be reported again.
fn reports_derived_serde(
    macro_kind: MacroKind,
    arguments: &TokenStream,
    attributes: &[TokenStream],
    errors: &mut Errors,
) -> bool {
    let derived: Vec<_> = attributes.iter().flat_map(derived_serde).collect();
    if derived.is_empty() || attr::has_key(arguments, "serde") {
        return false;
    }
    for derived in derived {
        let message = format!(
            "`#[{}]` implements `{derived}`, too: remove it from the derive, or write `serde = false` in the attribute",
            macro_kind.attribute()
        );
        errors.at(derived.span(), message);
    }
    true
}

/// `Serialize` and `Deserialize` in `derive(..)`.
fn derived_serde(attribute: &TokenStream) -> Vec<Ident> {
    if item_tokens::last_name(attribute).is_none_or(|name| name != "derive") {
        return Vec::new();
    }
    let lists = attribute.clone().into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(Group::stream(&group)),
        _ => None,
    });
    lists
        .flatten()
        .filter_map(|token| match token {
            TokenTree::Ident(ident) if ident == "Serialize" || ident == "Deserialize" => Some(ident),
            _ => None,
        })
        .collect()
}

/// Removes one comma at the end.
fn without_trailing_comma(arguments: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = arguments.into_iter().collect();
    if matches!(tokens.last(), Some(TokenTree::Punct(comma)) if comma.as_char() == ',') && tokens.len() > 1 {
        tokens.pop();
    }
    tokens.into_iter().collect()
}
