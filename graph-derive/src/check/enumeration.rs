//! Rules for enums under `#[graph_enum]`.

use syn::{Fields, LitStr};

use super::wire_name;
use crate::declaration::{Declaration, VariantDeclaration};
use crate::errors::Errors;
use crate::model::EnumModel;
use crate::rust_type;

/// A member is a unit variant, the variant for undeclared ones holds their text.
pub(super) fn member(declaration: &VariantDeclaration<'_>, errors: &mut Errors) {
    let ident = &declaration.variant.ident;
    let is_other = declaration.arguments.other.is_given();
    match &declaration.variant.fields {
        Fields::Unnamed(fields) if is_other && fields.unnamed.len() == 1 => {
            for field in fields.unnamed.iter().filter(|field| !rust_type::is_string(&field.ty)) {
                errors.on(
                    &field.ty,
                    format!("expected `String` for the text of undeclared members: write `{ident}(String)`"),
                );
            }
        }
        _ if is_other => {
            let message = format!("the variant for undeclared members must hold their text: write `{ident}(String)`");
            errors.at(ident.span(), message);
        }
        Fields::Unit => wire_name::legal(&declaration.arguments, ident, errors),
        Fields::Named(_) | Fields::Unnamed(_) => {
            let message = format!(
                "a member cannot have fields: write `{ident}`, or `#[graph(other)] {ident}(String)` for undeclared members"
            );
            errors.at(ident.span(), message);
        }
    }
    if is_other && let Some(span) = declaration.arguments.name.value().map(LitStr::span) {
        errors.at(span, "the variant for undeclared members cannot have a wire name: remove `name`");
    }
}

pub(super) fn has_members(declaration: &Declaration<'_>, errors: &mut Errors) {
    let is_member = |variant: &&VariantDeclaration<'_>| {
        !variant.arguments.other.is_given() && matches!(variant.variant.fields, Fields::Unit)
    };
    if !declaration.variants.iter().any(|variant| is_member(&variant)) {
        errors.at(
            declaration.input.ident.span(),
            "an enumeration needs at least one member: write a unit variant for each",
        );
    }
}

/// One variant holds undeclared members.
pub(super) fn one_other(declaration: &Declaration<'_>, errors: &mut Errors) {
    if !matches!(declaration.input.data, syn::Data::Enum(_)) {
        return;
    }
    let mut spans = declaration.variants.iter().filter_map(|variant| variant.arguments.other.key_span());
    if spans.next().is_none() {
        let message = "an enumeration needs a variant for undeclared members, because services add members: write \
                       `#[graph(other)] Other(String)` as its last variant";
        errors.at(declaration.input.ident.span(), message);
    }
    for span in spans {
        errors.at(span, "duplicate key `other`: one variant holds all undeclared members");
    }
}

/// No two members have one wire name.
pub(super) fn unique_wire_names(model: &EnumModel, errors: &mut Errors) {
    for member in &model.members {
        // the text of names compares faster than identifiers
        let mut twins = model.members.iter().filter(|other| other.wire == member.wire);
        if let Some(twin) = twins.find(|other| other.ident != member.ident).filter(|_| !member.wire.is_empty()) {
            errors.at(member.wire_span, wire_name::duplicate(&member.ident, &twin.ident, &member.wire));
        }
    }
}
