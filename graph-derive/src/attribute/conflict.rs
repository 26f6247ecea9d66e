//! Several attribute macros on one item: one error, and one of them is expanded.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use super::item_tokens::{identifiers, last_name};
use crate::errors::Errors;
use crate::macro_kind::MacroKind;

/// Which of the attribute macros of an item is expanded.
pub(super) enum Resolution {
    /// This one, with the item without the others, if there are any.
    This(Option<TokenStream>),
    /// Another one, which is on the item or was expanded before.
    Other,
}

/// Reports other attribute macros of this crate. The one that fits the item best is expanded and causes no further errors.
pub(super) fn resolve(
    macro_kind: MacroKind,
    attributes: &[TokenStream],
    item: &TokenStream,
    errors: &mut Errors,
) -> Resolution {
    let this = macro_kind.attribute();
    let mut others = Vec::new();
    for attribute in attributes {
        let Some(name) = last_name(attribute) else { continue };
        // comparing identifiers costs more than looking at their text
        let text = name.to_string();
        // an attribute that an import renames is recognized by the marker of its expansion
        if text == "graph"
            && let Some(other) = marked_by(attribute)
        {
            let message = if other == macro_kind {
                format!("duplicate attribute `#[{this}]`, once under another name: remove one of the two")
            } else {
                format!("`#[{}]` cannot be combined with `#[{this}]`: remove one of the two", other.attribute())
            };
            errors.at(Span::call_site(), message);
            return Resolution::Other;
        }
        if let Some(other) = MacroKind::from_attribute(&text) {
            let message = if other == macro_kind {
                format!("duplicate attribute `#[{this}]`: remove one of the two")
            } else {
                format!("`#[{this}]` cannot be combined with `#[{text}]`: remove one of the two")
            };
            errors.at(name.span(), message);
            others.push(other);
        }
    }
    if others.is_empty() {
        return Resolution::This(None);
    }
    let fit = fit(macro_kind, item);
    if others.iter().any(|other| self::fit(*other, item) > fit) {
        Resolution::Other
    } else {
        Resolution::This(Some(without_attribute_macros(item)))
    }
}

/// The attribute macro that expanded to `#[graph(__graph_resource, ..)]`.
fn marked_by(attribute: &TokenStream) -> Option<MacroKind> {
    let TokenTree::Group(arguments) = attribute.clone().into_iter().last()? else { return None };
    let TokenTree::Ident(marker) = arguments.stream().into_iter().next()? else { return None };
    MacroKind::from_marker(&marker.to_string())
}

/// How well an attribute macro fits an item: the higher, the better.
fn fit(macro_kind: MacroKind, item: &TokenStream) -> u8 {
    let keyword = identifiers(item).into_iter().next();
    let is_struct = keyword.as_ref().is_some_and(|keyword| keyword == "struct");
    let is_enum = keyword.as_ref().is_some_and(|keyword| keyword == "enum");
    match macro_kind {
        MacroKind::Resource | MacroKind::Action | MacroKind::Function if is_struct => 2,
        MacroKind::Complex if is_struct => 1,
        MacroKind::Enum if is_enum && has_unit_variant(item) => 2,
        MacroKind::Union if is_enum && !has_unit_variant(item) => 2,
        MacroKind::Enum | MacroKind::Union if is_enum => 1,
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

/// Removes the attribute macros of this crate from the item.
fn without_attribute_macros(item: &TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = Vec::new();
    for token in item.clone() {
        if let TokenTree::Group(group) = &token
            && group.delimiter() == Delimiter::Bracket
            && last_name(&group.stream()).is_some_and(|name| MacroKind::from_attribute(&name.to_string()).is_some())
            && matches!(tokens.last(), Some(TokenTree::Punct(pound)) if pound.as_char() == '#')
        {
            tokens.pop();
            continue;
        }
        tokens.push(token);
    }
    tokens.into_iter().collect()
}
