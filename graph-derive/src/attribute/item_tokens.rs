//! Looks at the tokens of an item without parsing it: the attribute macros must accept what `syn` rejects.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// The tokens inside each `#[..]` in front of the item.
pub(super) fn outer_attributes(item: &TokenStream) -> Vec<TokenStream> {
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

/// The last segment of the path of an attribute.
pub(super) fn last_name(attribute: &TokenStream) -> Option<Ident> {
    attribute
        .clone()
        .into_iter()
        .take_while(|token| !matches!(token, TokenTree::Group(_)))
        .filter_map(|token| if let TokenTree::Ident(ident) = token { Some(ident) } else { None })
        .last()
}

/// The identifiers of an item outside of attributes and visibility: the keyword, for example `struct`, then the name.
pub(super) fn identifiers(item: &TokenStream) -> Vec<Ident> {
    fn collect(tokens: TokenStream, found: &mut Vec<Ident>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if ident != "pub" => found.push(ident),
                // `macro_rules!` puts an invisible group around `$vis` and `$item`
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => collect(group.stream(), found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    collect(item.clone(), &mut found);
    found
}

/// The span of the name of an item.
pub(super) fn name_span(item: &TokenStream) -> Span {
    identifiers(item).get(1).map_or_else(Span::call_site, Ident::span)
}

/// Removes `#[graph(..)]` and `#[serde(..)]` at all levels: where the derive cannot be named, nothing makes them legal.
pub(super) fn without_helper_attributes(tokens: TokenStream) -> TokenStream {
    let mut remaining: Vec<TokenTree> = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let after_pound = matches!(remaining.last(), Some(TokenTree::Punct(pound)) if pound.as_char() == '#');
            if after_pound && last_name(&group.stream()).is_some_and(|name| name == "graph" || name == "serde") {
                remaining.pop();
                continue;
            }
            let mut inner = Group::new(group.delimiter(), without_helper_attributes(group.stream()));
            inner.set_span(group.span());
            remaining.push(inner.into());
        } else {
            remaining.push(token);
        }
    }
    remaining.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::without_helper_attributes;

    #[test]
    fn removes_helper_attributes_only() {
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
        let expected = quote! {
            #[derive(Debug)]
            struct A {
                #[doc = "#"]
                id: Vec<[u8; 2]>,
            }
        };
        assert_eq!(without_helper_attributes(item).to_string(), expected.to_string());
    }
}
