use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::entity;
use super::tokens::Tokens;
use crate::errors::Errors;
use crate::model::{AlternativeModel, EntityModel, UnionModel};
use crate::names::plain;

/// ```text
/// __graph::union! {
///     enum AnyLocation
///     alternatives [
///         {
///             0 Address "Address" [AddressLocation]
///             info [<AddressLocation as __graph::Alternative>::INFO]
///             read [<AddressLocation as __graph::Alternative>::read]
///             value [<AddressLocation as __graph::Alternative>::value]
///             distinct [__graph::union::distinct_type(__GRAPH_ALTERNATIVES, 0)]
///         }
///     ]
///     base Some [0]
///     other Other [UntypedObject]
///     skipped []
/// }
/// ```
///
/// After errors, `keeps_undeclared true` follows the name, and `other` may be `no_other no_variant INVALID_BLANK`. The patterns of
/// variants with errors are `skipped`.
pub(super) fn expand(model: &UnionModel, errors: &Errors) -> TokenStream {
    let UnionModel { ident, alternatives, base, other, skipped, .. } = model;
    let mut tokens = Tokens::default();
    tokens.label("enum").ident(ident);
    if !errors.is_empty() {
        // no further errors are reported where the type is used
        tokens.flag("keeps_undeclared", true);
    }
    tokens.list("alternatives", |list| {
        for (index, alternative) in alternatives.iter().enumerate() {
            list.braces(|list| self::alternative(list, index, alternative));
        }
    });
    tokens.label("base").label(if base.is_some() { "Some" } else { "None" });
    let mut index = Tokens::default();
    if let Some(base) = base {
        index.index(*base);
    }
    tokens.brackets(index.into_stream());
    match other {
        Some(AlternativeModel { ident, ty, .. }) => tokens.label("other").ident(ident).brackets(ty.clone()),
        None => tokens.label("no_other").label("no_variant").label("INVALID_BLANK"),
    };
    tokens.list("skipped", |list| {
        for pattern in skipped {
            list.brackets(pattern.clone());
        }
    });
    let tokens = tokens.into_stream();
    quote!(__graph::union! { #tokens })
}

fn alternative(list: &mut Tokens, index: usize, alternative: &AlternativeModel) {
    let AlternativeModel { ident, ty, span } = alternative;
    list.index(index).ident(ident).text(&plain(ident)).brackets(ty.clone());
    for (label, item) in [("info", "INFO"), ("read", "read"), ("value", "value")] {
        // always the same tokens with the same span, so that the compiler reports a wrong type once
        let item = Ident::new(item, *span);
        list.label(label).brackets(quote_spanned!(*span=> <#ty as __graph::Alternative>::#item));
    }
    // an error of this call is reported at the type
    list.label("distinct")
        .brackets(quote_spanned!(*span=> __graph::union::distinct_type(__GRAPH_ALTERNATIVES, #index)));
}

/// ```text
/// __graph::entity! {
///     entity AnyUser vis pub
///     odata_type "#microsoft.graph.directoryObject"
///     version V1 paths [..] collections [..] permissions [..] selects_all false
///     addresses [..] collections [..] singleton [..]
/// }
/// ```
pub(super) fn entity(model: &UnionModel, entity: &EntityModel) -> TokenStream {
    let mut tokens = Tokens::default();
    tokens.label("entity").ident(&model.ident).label("vis").tokens(&model.vis);
    tokens.label("odata_type").text(&model.odata_type);
    entity::descriptor(&mut tokens, Some(entity));
    entity::addresses(&mut tokens, entity);
    let tokens = tokens.into_stream();
    quote!(__graph::entity! { #tokens })
}
