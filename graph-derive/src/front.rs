//! The attributes: put a hidden derive on the item and leave everything else as it is.
//!
//! So `cfg` and `cfg_attr` on fields are resolved before the derive looks, `#[graph(..)]` is legal on fields, and the
//! item survives every mistake.

mod conflict;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::attr::{self, MARK};
use crate::errors::Errors;
use crate::manifest::{self, Dependency};
use crate::names;
use conflict::Resolution;

/// Which attribute was written.
#[derive(Clone, Copy, PartialEq, Eq)]
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

    /// The attribute of this name.
    fn of(name: &str) -> Option<Self> {
        match name {
            "graph_resource" => Some(Self::Resource),
            "graph_complex" => Some(Self::Complex),
            "graph_enum" => Some(Self::Enumeration),
            "graph_union" => Some(Self::Union),
            _ => None,
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
/// #[graph(__graph_resource, path = "..", odata_type = "..")]
/// struct User { .. }
/// ```
pub(crate) fn expand(front: Front, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attributes = outer_attributes(item);
    let rest = match conflict::resolve(front, &attributes, item, &mut errors) {
        Resolution::Mine(rest) => rest,
        Resolution::Others => {
            let errors = errors.into_tokens();
            return quote!(#errors #item);
        }
    };
    let item = rest.as_ref().unwrap_or(item);
    let mut extra = TokenStream::new();
    for attribute in &attributes {
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
    let keyword = item_words(item).into_iter().next();
    if !keyword.as_ref().is_some_and(|found| ["struct", "enum", "union"].iter().any(|legal| found == legal)) {
        errors.at(keyword.map_or_else(Span::call_site, |found| found.span()), front.refusal());
        let errors = errors.into_tokens();
        return quote!(#errors #item);
    }
    let krate = match attr::krate_of(&arguments) {
        Some(path) => path.into_token_stream(),
        None if attr::has_key(&arguments, "crate") => quote!(::graph_core),
        None => match manifest::graph_core() {
            Dependency::Expected => quote!(::graph_core),
            Dependency::Renamed(name) => {
                let message = format!(
                    "`graph-core` is called `{name}` in Cargo.toml: write `#[{}(crate = ::{name}, ..)]`",
                    front.attribute()
                );
                errors.at(item_name(item), message);
                let name = names::identifier(&name, Span::call_site());
                let comma = (!extra.is_empty()).then(|| quote!(,));
                extra = quote!(#extra #comma crate = ::#name);
                quote!(::#name)
            }
            Dependency::Missing => {
                let message = format!(
                    "`graph-core` is not a dependency of this crate: write `#[{}(crate = path, ..)]` with the path by \
                     which this crate reaches it",
                    front.attribute()
                );
                errors.at(item_name(item), message);
                let (errors, item) = (errors.into_tokens(), without_helpers(item.clone()));
                return quote!(#errors #item);
            }
        },
    };
    let derive = Ident::new(front.derive(), Span::call_site());
    let mark = Ident::new(&format!("{MARK}{}", front.attribute()), Span::call_site());
    let arguments = trimmed(arguments);
    let errors = errors.into_tokens();
    let [first, second] = [&arguments, &extra].map(|stream| (!stream.is_empty()).then(|| quote!(,)));
    quote! {
        #errors
        #[::core::prelude::v1::derive(#krate::__private::#derive)]
        #[graph(#mark #first #arguments #second #extra)]
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

/// The words of an item that are not attributes and not a visibility: `struct`, `enum`, `fn` or the like first, then its name.
fn item_words(item: &TokenStream) -> Vec<Ident> {
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
    found
}

/// Where the name of an item stands.
fn item_name(item: &TokenStream) -> Span {
    item_words(item).get(1).map_or_else(Span::call_site, Ident::span)
}

/// Without `#[graph(..)]` and `#[serde(..)]` at any depth: nothing makes them legal where the derive cannot be named.
fn without_helpers(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let after_pound = matches!(kept.last(), Some(TokenTree::Punct(pound)) if pound.as_char() == '#');
            if after_pound && last_name(&group.stream()).is_some_and(|name| name == "graph" || name == "serde") {
                kept.pop();
                continue;
            }
            let mut inner = Group::new(group.delimiter(), without_helpers(group.stream()));
            inner.set_span(group.span());
            kept.push(inner.into());
        } else {
            kept.push(token);
        }
    }
    kept.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::without_helpers;

    #[test]
    fn helper_attributes_go_and_nothing_else() {
        let item = quote! {
            #[derive(Debug)]
            #[graph(x)]
            struct A {
                #[graph(key)]
                #[doc = "#"]
                #[serde(default)]
                id: Vec<[u8; 2]>,
            }
        };
        let kept = quote! {
            #[derive(Debug)]
            struct A {
                #[doc = "#"]
                id: Vec<[u8; 2]>,
            }
        };
        assert_eq!(without_helpers(item).to_string(), kept.to_string());
    }
}
