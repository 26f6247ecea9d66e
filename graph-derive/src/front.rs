//! The attributes: put a hidden derive on the item and leave everything else as it is.
//!
//! So `cfg` and `cfg_attr` on fields are resolved before the derive looks, `#[graph(..)]` is legal on fields, and the
//! item survives every mistake.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::attr;
use crate::errors::Errors;

/// Which attribute was written.
#[derive(Clone, Copy)]
pub(crate) enum Front {
    Resource,
    Complex,
    Enumeration,
    Union,
}

impl Front {
    fn attribute(self) -> &'static str {
        match self {
            Self::Resource => "graph_resource",
            Self::Complex => "graph_complex",
            Self::Enumeration => "graph_enum",
            Self::Union => "graph_union",
        }
    }

    /// What is said of the wrong kind of item.
    pub(crate) fn refusal(self) -> &'static str {
        match self {
            Self::Resource => "`#[graph_resource]` is for a `struct`",
            Self::Complex => "`#[graph_complex]` is for a `struct`",
            Self::Enumeration => "`#[graph_enum]` is for an `enum`",
            Self::Union => "`#[graph_union]` is for an `enum`",
        }
    }

    fn derive(self) -> &'static str {
        match self {
            Self::Resource => "GraphResource",
            Self::Complex => "GraphComplex",
            Self::Enumeration => "GraphEnum",
            Self::Union => "GraphUnion",
        }
    }
}

/// ```text
/// #[::core::prelude::v1::derive(::graph_core::__private::GraphResource)]
/// #[graph(path = "..", odata_type = "..")]
/// struct User { .. }
/// ```
pub(crate) fn expand(front: Front, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attributes = outer_attributes(item);
    let mut extra = TokenStream::new();
    for attribute in &attributes {
        if let Some(name) = last_name(attribute).filter(|name| name == front.attribute()) {
            errors.at(name.span(), format!("`#[{name}]` is given twice"));
            let errors = errors.into_tokens();
            return quote!(#errors #item);
        }
        if attr::has_key(&arguments, "serde") {
            continue;
        }
        for derived in derived_serde(attribute) {
            let message = format!(
                "`#[{}]` implements `{derived}` in the wire format: remove it here, or write `serde = false` there",
                front.attribute()
            );
            errors.at(derived.span(), message);
            // one report is enough: the implementations would conflict
            extra = quote!(serde = false);
        }
    }
    // of these the derive refuses the wrong ones: only a derive can make `#[graph(..)]` legal on their fields
    let keyword = item_keyword(item);
    if !keyword.as_ref().is_some_and(|found| ["struct", "enum", "union"].iter().any(|legal| found == legal)) {
        errors.at(keyword.map_or_else(Span::call_site, |found| found.span()), front.refusal());
        let errors = errors.into_tokens();
        return quote!(#errors #item);
    }
    let krate = attr::krate_of(&arguments).map_or_else(|| quote!(::graph_core), ToTokens::into_token_stream);
    let derive = Ident::new(front.derive(), Span::call_site());
    let arguments = trimmed(arguments);
    let errors = errors.into_tokens();
    let comma = (!arguments.is_empty() && !extra.is_empty()).then(|| quote!(,));
    quote! {
        #errors
        #[::core::prelude::v1::derive(#krate::__private::#derive)]
        #[graph(#arguments #comma #extra)]
        #item
    }
}

/// Without a comma at the end.
fn trimmed(arguments: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = arguments.into_iter().collect();
    if matches!(tokens.last(), Some(TokenTree::Punct(comma)) if comma.as_char() == ',') && tokens.len() > 1 {
        tokens.pop();
    }
    tokens.into_iter().collect()
}

/// The content of each `#[..]` before the item.
fn outer_attributes(item: &TokenStream) -> Vec<TokenStream> {
    let mut attributes = Vec::new();
    let mut tokens = item.clone().into_iter();
    while let Some(TokenTree::Punct(pound)) = tokens.next() {
        match (pound.as_char(), tokens.next()) {
            ('#', Some(TokenTree::Group(group))) if group.delimiter() == Delimiter::Bracket => {
                attributes.push(group.stream());
            }
            _ => break,
        }
    }
    attributes
}

/// The last name of the path of an attribute.
fn last_name(attribute: &TokenStream) -> Option<Ident> {
    attribute
        .clone()
        .into_iter()
        .take_while(|token| !matches!(token, TokenTree::Group(_)))
        .filter_map(|token| if let TokenTree::Ident(ident) = token { Some(ident) } else { None })
        .last()
}

/// `Serialize` and `Deserialize` in a `derive(..)`.
fn derived_serde(attribute: &TokenStream) -> Vec<Ident> {
    if last_name(attribute).is_none_or(|name| name != "derive") {
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

/// `struct`, `enum`, `union`, `fn` or the like: the first word that is no attribute and no visibility.
fn item_keyword(item: &TokenStream) -> Option<Ident> {
    fn words(tokens: TokenStream, found: &mut Vec<Ident>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if ident != "pub" => found.push(ident),
                // `macro_rules!` puts an invisible group around `$vis` and `$item`
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => words(group.stream(), found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    words(item.clone(), &mut found);
    found.into_iter().next()
}
