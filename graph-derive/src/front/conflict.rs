//! Two attributes of ours on one item: one report, and one of them goes on.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use super::{Front, item_words, last_name};
use crate::attr::MARK;
use crate::errors::Errors;

/// Which of the attributes of an item goes on.
pub(super) enum Resolution {
    /// The one that is being expanded, with an item that has no others.
    Mine(Option<TokenStream>),
    /// Another, which stands on the item or was expanded before.
    Others,
}

/// Reports other attributes of ours. The one that suits the item goes on, so that it brings no further reports.
pub(super) fn resolve(front: Front, attributes: &[TokenStream], item: &TokenStream, errors: &mut Errors) -> Resolution {
    let mine = front.attribute();
    let mut others = Vec::new();
    for attribute in attributes {
        let Some(name) = last_name(attribute) else { continue };
        // comparing identifiers costs more than looking at their text
        let text = name.to_string();
        // an attribute that an import has renamed is known by what it left behind
        if text == "graph"
            && let Some(other) = mark_of(attribute)
        {
            let message = if other == front {
                format!("`#[{mine}]` is given twice, once under another name: remove one of them")
            } else {
                format!("`#[{}]` and `#[{mine}]` stand on one item: remove one of them", other.attribute())
            };
            errors.at(Span::call_site(), message);
            return Resolution::Others;
        }
        if let Some(other) = Front::of(&text) {
            let message = if other == front {
                format!("`#[{mine}]` is given twice")
            } else {
                format!("`#[{mine}]` and `#[{text}]` stand on one item: remove one of them")
            };
            errors.at(name.span(), message);
            others.push(other);
        }
    }
    if others.is_empty() {
        return Resolution::Mine(None);
    }
    let suits_me = suits(front, item);
    if others.iter().any(|other| suits(*other, item) > suits_me) {
        Resolution::Others
    } else {
        Resolution::Mine(Some(without_attributes(item)))
    }
}

/// The attribute that made `#[graph(__graph_resource, ..)]`.
fn mark_of(attribute: &TokenStream) -> Option<Front> {
    let TokenTree::Group(arguments) = attribute.clone().into_iter().last()? else { return None };
    let TokenTree::Ident(mark) = arguments.stream().into_iter().next()? else { return None };
    Front::of(mark.to_string().strip_prefix(MARK)?)
}

/// How well an attribute suits an item.
fn suits(front: Front, item: &TokenStream) -> u8 {
    let keyword = item_words(item).into_iter().next();
    let is_struct = keyword.as_ref().is_some_and(|keyword| keyword == "struct");
    let is_enum = keyword.as_ref().is_some_and(|keyword| keyword == "enum");
    match front {
        Front::Resource if is_struct => 2,
        Front::Complex if is_struct => 1,
        Front::Enumeration if is_enum && has_unit_variant(item) => 2,
        Front::Union if is_enum && !has_unit_variant(item) => 2,
        Front::Enumeration | Front::Union if is_enum => 1,
        _ => 0,
    }
}

fn has_unit_variant(item: &TokenStream) -> bool {
    let Some(TokenTree::Group(variants)) = item.clone().into_iter().last() else { return false };
    let tokens: Vec<TokenTree> = variants.stream().into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
    tokens
        .iter()
        .zip(tokens.iter().skip(1).map(Some).chain([None]))
        .any(|(token, next)| matches!(token, TokenTree::Ident(_)) && next.is_none_or(is_comma))
}

/// The item without the attributes of ours before it.
fn without_attributes(item: &TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in item.clone() {
        if let TokenTree::Group(group) = &token
            && group.delimiter() == Delimiter::Bracket
            && last_name(&group.stream()).is_some_and(|name| Front::of(&name.to_string()).is_some())
            && matches!(kept.last(), Some(TokenTree::Punct(pound)) if pound.as_char() == '#')
        {
            kept.pop();
            continue;
        }
        kept.push(token);
    }
    kept.into_iter().collect()
}
