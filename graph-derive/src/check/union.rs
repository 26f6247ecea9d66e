//! Rules for enums under `#[graph_union]`.

use quote::ToTokens;

use super::structure::well_formed_odata_type;
use crate::declaration::{Declaration, VariantDeclaration};
use crate::errors::Errors;
use crate::model::held_type;
use crate::rust_type;

/// An alternative holds one type, the one for undeclared types an untyped object.
pub(super) fn alternative(declaration: &VariantDeclaration<'_>, errors: &mut Errors) {
    let ident = &declaration.variant.ident;
    let Some(ty) = held_type(declaration.variant) else {
        errors.at(
            ident.span(),
            format!("an alternative must hold one type: write `{ident}(..)` with the declared struct"),
        );
        return;
    };
    match (declaration.arguments.base.key_span(), declaration.arguments.other.key_span()) {
        (Some(base), Some(other)) => {
            for span in [base, other] {
                errors.at(span, "`base` cannot be combined with `other`: write one of them");
            }
        }
        (None, Some(_)) if !rust_type::is_untyped_object(ty) => {
            let message = format!(
                "expected `graph_core::UntypedObject` for objects of undeclared types, found `{}`",
                ty.to_token_stream()
            );
            errors.on(ty, message);
        }
        _ => {}
    }
}

/// One alternative holds objects of undeclared types.
pub(super) fn one_other(declaration: &Declaration<'_>, errors: &mut Errors) {
    if !matches!(declaration.input.data, syn::Data::Enum(_)) {
        return;
    }
    let others = declaration.variants.iter().filter(|variant| held_type(variant.variant).is_some());
    let others = others.filter(|variant| !variant.arguments.base.is_given());
    let mut spans = others.filter_map(|variant| variant.arguments.other.key_span());
    if spans.next().is_none() {
        let message = "a union needs a variant for objects of undeclared types, because services add types: write \
                       `#[graph(other)] Other(graph_core::UntypedObject)` as its last variant";
        errors.at(declaration.input.ident.span(), message);
    }
    for span in spans {
        errors.at(span, "duplicate key `other`: one variant holds all objects of undeclared types");
    }
}

/// One alternative holds objects without `@odata.type`.
pub(super) fn one_base(declaration: &Declaration<'_>, errors: &mut Errors) {
    let bases = declaration.variants.iter().filter(|variant| !variant.arguments.other.is_given());
    for span in bases.filter_map(|variant| variant.arguments.base.key_span()).skip(1) {
        errors.at(span, "duplicate key `base`: one variant holds all objects without `@odata.type`");
    }
}

/// No two alternatives hold one type.
pub(super) fn unique_types(declaration: &Declaration<'_>, errors: &mut Errors) {
    let alternatives = declaration.variants.iter().filter(|variant| !variant.arguments.other.is_given());
    let types: Vec<_> = alternatives.filter_map(|variant| held_type(variant.variant)).collect();
    let texts: Vec<_> = types.iter().map(|ty| ty.to_token_stream().to_string()).collect();
    for (ty, text) in types.iter().zip(&texts) {
        if texts.iter().filter(|other| *other == text).count() > 1 {
            let message = format!("two alternatives hold `{text}`: each alternative needs a type of its own");
            errors.at(rust_type::first_span(ty), message);
        }
    }
}

/// The keys of an address are for a union with a path.
pub(super) fn keys_of_entity(declaration: &Declaration<'_>, errors: &mut Errors) {
    let arguments = &declaration.arguments;
    if arguments.path.is_given() {
        return;
    }
    let keys = [
        ("odata_type", arguments.odata_type.key_span()),
        ("version", arguments.version.key_span()),
        ("paths", arguments.paths.key_span()),
        ("permissions", arguments.permissions.key_span()),
    ];
    if let Some((key, span)) = keys.into_iter().find_map(|(key, span)| Some((key, span?))) {
        errors.at(span, format!("`{key}` needs a path: write `path = \"/users/{{userId}}\"` as well"));
    }
}

/// A union with a path names its base type.
pub(super) fn base_type(declaration: &Declaration<'_>, errors: &mut Errors) {
    let odata_type = &declaration.arguments.odata_type;
    if let Some(literal) = odata_type.value() {
        well_formed_odata_type(literal, errors);
    } else if !odata_type.is_given() {
        let message =
            "a union with a path needs its base type: write `odata_type = \"#microsoft.graph.deviceConfiguration\"`";
        errors.at(declaration.input.ident.span(), message);
    }
}
