//! Rules for the fields of structs.

use super::wire_name;
use crate::declaration::FieldDeclaration;
use crate::errors::Errors;
use crate::rust_type;

pub(super) fn all(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    key_or_read_only(field, errors);
    create_only(field, errors);
    nullable(field, errors);
    optional(field, errors);
    merge(field, errors);
    expand(field, errors);
    on_request(field, errors);
    one_null(field, errors);
    wire_name::legal(&field.arguments, field.ident, errors);
}

fn key_or_read_only(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    let (key, read_only) = (field.arguments.key.key_span(), field.arguments.read_only.key_span());
    if let (Some(key), Some(read_only)) = (key, read_only) {
        for span in [key, read_only] {
            errors.at(
                span,
                "`key` cannot be combined with `read_only`: write `key` alone, because an update never sends a key",
            );
        }
    }
}

/// A creation sets the property, and nothing else does.
fn create_only(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    let arguments = &field.arguments;
    let Some(span) = arguments.create_only.key_span() else { return };
    if arguments.read_only.is_given() {
        errors.at(
            span,
            "`create_only` cannot be combined with `read_only`: a read-only property is never sent; remove one",
        );
    }
    if arguments.expand.is_given() {
        errors
            .at(span, "`create_only` has no effect on an `expand` property, which only a creation can set: remove it");
    }
    let others = [("nullable", arguments.nullable.key_span()), ("merge", arguments.merge.key_span())];
    for (other, span) in others.into_iter().filter_map(|(other, span)| Some((other, span?))) {
        let message =
            format!("`{other}` has no effect on a `create_only` property, which an update never sends: remove it");
        errors.at(span, message);
    }
}

/// `nullable` gives the update a method, which only writable properties have.
fn nullable(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    let arguments = &field.arguments;
    if let Some(span) = arguments.nullable.key_span().filter(|_| is_never_sent(field)) {
        errors.at(
            span,
            "`nullable` has no effect on a `key` or `read_only` property, which an update never sends: remove it",
        );
    }
    if let Some(span) = arguments.optional.key_span().filter(|_| arguments.nullable.is_given()) {
        errors.at(span, "`optional` cannot be combined with `nullable`: an optional property is never null");
    }
}

/// `optional` is for an option, because a response may omit the property.
fn optional(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    if field.arguments.optional.is_given() && rust_type::option_inner(&field.field.ty).is_none() {
        errors.on(&field.field.ty, "expected an `Option<_>`, because a response may omit an `optional` property");
    }
}

/// `merge` is for complex values that an update sends.
fn merge(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    let Some(span) = field.arguments.merge.key_span() else { return };
    let ty = &field.field.ty;
    if is_never_sent(field) {
        let message =
            "`merge` has no effect on a `key` or `read_only` property, which an update never sends: remove it";
        errors.at(span, message);
    } else if rust_type::is_well_known(ty) || rust_type::is_collection(ty) {
        let message =
            "`merge` is only valid on a property of a complex type, because an update replaces other values: remove it";
        errors.at(span, message);
    }
}

/// Related entities are read only, and they are declared types.
fn expand(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    let arguments = &field.arguments;
    if !arguments.expand.is_given() {
        return;
    }
    let others = [
        ("key", arguments.key.key_span()),
        ("read_only", arguments.read_only.key_span()),
        ("nullable", arguments.nullable.key_span()),
        ("optional", arguments.optional.key_span()),
        ("merge", arguments.merge.key_span()),
        ("on_request", arguments.on_request.key_span()),
    ];
    for (other, span) in others.into_iter().filter_map(|(other, span)| Some((other, span?))) {
        errors
            .at(span, format!("`expand` cannot be combined with `{other}`: related entities are only read; remove it"));
    }
    let ty = &field.field.ty;
    if rust_type::is_well_known(ty) {
        let message = "`expand` is only valid on a navigation property: its type is an `Option` or a `Vec` of a declared \
                       struct";
        errors.on(ty, message);
    } else if !rust_type::is_collection(ty) && rust_type::option_inner(ty).is_none() {
        let message = "expected an `Option<_>` or a `Vec<_>`, because there may be no related entity";
        errors.on(ty, message);
    }
}

/// `on_request` and the type `OnRequest` belong together.
fn on_request(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    if let (Some(span), true) = (field.arguments.on_request.key_span(), field.arguments.key.is_given()) {
        errors.at(span, "`on_request` cannot be combined with `key`: an entity is completed by its key; remove it");
    }
    let has_type = rust_type::is_on_request(&field.field.ty);
    match field.arguments.on_request.key_span() {
        Some(_) if !has_type => errors.on(
            &field.field.ty,
            "expected the type `graph_core::OnRequest<_>`, because collections do not contain the property",
        ),
        None if has_type => {
            let message =
                "the type `OnRequest<_>` is for a property of a resource under `#[graph(on_request)]`: write the key";
            errors.on(&field.field.ty, message);
        }
        _ => {}
    }
    if let Some(inner) = rust_type::option_inner(&field.field.ty).or_else(|| rust_type::nullable_inner(&field.field.ty))
        && rust_type::is_on_request(inner)
    {
        errors.on(&field.field.ty, "expected `OnRequest<Option<_>>`, because a property that was not read is not null");
    }
}

/// Null is one value.
pub(super) fn one_null(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    let inner = |ty| rust_type::option_inner(ty).or_else(|| rust_type::nullable_inner(ty));
    if let Some(nested) = inner(&field.field.ty)
        && inner(nested).is_some()
    {
        errors.on(
            nested,
            "JSON has one null, so an option cannot hold an option: write one `Option<_>` or `Nullable<_>`",
        );
    }
}

fn is_never_sent(field: &FieldDeclaration<'_>) -> bool {
    field.arguments.key.is_given() || field.arguments.read_only.is_given()
}
