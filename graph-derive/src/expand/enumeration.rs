use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::Tokens;
use crate::model::EnumModel;
use crate::names::plain;

/// ```text
/// __graph::enumeration! {
///     enum PowerState vis pub name "PowerState"
///     members ["on" On "macOS" MacOs]
///     other Other
///     skipped []
///     blank On
/// }
/// ```
///
/// After errors, `other` may be `no_other no_variant`, and `blank` may be `invalid_blank INVALID_BLANK`. The patterns of variants with errors
/// are `skipped`.
pub(super) fn expand(model: &EnumModel) -> TokenStream {
    let EnumModel { ident, vis, members, other, skipped, .. } = model;
    let mut tokens = Tokens::default();
    tokens.label("enum").ident(ident).label("vis").tokens(vis).label("name").text(&plain(ident));
    tokens.list("members", |list| {
        for member in members {
            list.text(&member.wire).ident(&member.ident);
        }
    });
    match other {
        Some(other) => tokens.label("other").ident(other),
        None => tokens.label("no_other").label("no_variant"),
    };
    tokens.list("skipped", |list| {
        for pattern in skipped {
            list.brackets(pattern.clone());
        }
    });
    match members.first() {
        Some(first) => tokens.label("blank").ident(&first.ident),
        None => tokens.label("invalid_blank").label("INVALID_BLANK"),
    };
    let tokens = tokens.into_stream();
    quote!(__graph::enumeration! { #tokens })
}
