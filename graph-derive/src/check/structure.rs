//! Rules for structs.

use syn::ext::IdentExt;

use super::wire_name;
use crate::declaration::Declaration;
use crate::errors::Errors;
use crate::model::{ClearMethod, StructModel};
use crate::{names, rust_type};

/// A struct has an OData type.
pub(super) fn odata_type(declaration: &Declaration<'_>, errors: &mut Errors) {
    let odata_type = &declaration.arguments.odata_type;
    if let Some(literal) = odata_type.value() {
        well_formed_odata_type(literal, errors);
    } else if !odata_type.is_given() {
        let ident = &declaration.input.ident;
        let message = format!(
            "a structured type needs its OData type: write `odata_type = \"{}\"`",
            names::default_odata_type(ident)
        );
        errors.at(ident.span(), message);
    }
}

/// An OData type is `#namespace.name`.
pub(super) fn well_formed_odata_type(literal: &syn::LitStr, errors: &mut Errors) {
    let text = literal.value();
    let is_identifier = |part: &str| {
        !part.is_empty()
            && !part.starts_with(|character: char| character.is_numeric())
            && part.chars().all(|character| character.is_alphanumeric() || character == '_')
    };
    match text.strip_prefix('#') {
        None if !text.is_empty() => {
            let full = if text.contains('.') { format!("#{text}") } else { format!("#microsoft.graph.{text}") };
            errors.at(literal.span(), format!("an OData type starts with `#` and its namespace: write `\"{full}\"`"));
        }
        Some(name) if name.contains('.') && name.split('.').all(is_identifier) => {}
        _ => {
            let message = format!(
                "expected `#`, a namespace and a name, for example `\"#microsoft.graph.user\"`, found `\"{text}\"`"
            );
            errors.at(literal.span(), message);
        }
    }
}

/// `undeclared = drop` is for a type that has no field for undeclared properties.
pub(super) fn undeclared(declaration: &Declaration<'_>, model: &StructModel, errors: &mut Errors) {
    let undeclared = &declaration.arguments.undeclared;
    if let (Some(_), Some(span), Some(field)) = (undeclared.value(), undeclared.key_span(), &model.dynamic_field) {
        let message = format!(
            "`undeclared = drop` contradicts the field `{}`, which keeps undeclared properties: remove one of the two",
            field.ident
        );
        errors.at(span, message);
    }
}

/// One field holds the undeclared properties, and no other key applies to it.
pub(super) fn dynamic_fields(declaration: &Declaration<'_>, errors: &mut Errors) {
    let mut has_one = false;
    for field in &declaration.fields {
        let arguments = &field.arguments;
        let Some(span) = arguments.dynamic_properties.key_span() else { continue };
        let others = [
            arguments.key.key_span(),
            arguments.read_only.key_span(),
            arguments.nullable.key_span(),
            arguments.optional.key_span(),
            arguments.merge.key_span(),
            arguments.expand.key_span(),
            arguments.on_request.key_span(),
            arguments.create_only.key_span(),
            arguments.name.value().map(syn::LitStr::span),
        ];
        for other in others.into_iter().flatten() {
            errors.at(other, "`dynamic_properties` cannot be combined with other keys: its field is not a property");
        }
        if has_one {
            errors.at(span, "duplicate key `dynamic_properties`: one field holds all undeclared properties");
        } else if rust_type::is_dynamic_properties(&field.field.ty) {
            has_one = true;
        } else {
            let message = "expected the type `graph_core::DynamicProperties`, which holds undeclared properties";
            errors.on(&field.field.ty, message);
        }
    }
}

/// A type has one key at most: no entity type of Microsoft Graph has two (in the metadata of 2021 and 2026).
pub(super) fn one_key(declaration: &Declaration<'_>, errors: &mut Errors) {
    let keys: Vec<_> = declaration.fields.iter().filter(|field| field.arguments.key.is_given()).collect();
    let [first, _, ..] = keys[..] else { return };
    for key in &keys {
        if let Some(span) = key.arguments.key.key_span() {
            let other = if key.ident == first.ident { keys.get(1).unwrap_or(key) } else { &first };
            let message = format!(
                "`{}` and `{}` cannot both be the key, because each entity of Microsoft Graph has one: remove one `key`",
                key.ident.unraw(),
                other.ident.unraw()
            );
            errors.at(span, message);
        }
    }
}

/// No two properties have one wire name.
pub(super) fn unique_wire_names(model: &StructModel, errors: &mut Errors) {
    for property in &model.properties {
        // the text of names compares faster than identifiers
        let mut twins = model.properties.iter().filter(|other| other.wire == property.wire);
        if let Some(twin) = twins.find(|other| other.ident != property.ident).filter(|_| !property.wire.is_empty()) {
            errors.at(property.wire_span, wire_name::duplicate(&property.ident, &twin.ident, &property.wire));
        }
    }
}

/// No setter has the name of a method that clears a property.
pub(super) fn unique_methods(model: &StructModel, errors: &mut Errors) {
    for property in &model.properties {
        if let ClearMethod::Conflict { setter, wire } = &property.clear {
            let name = wire.as_ref().map_or_else(String::new, |wire| format!(" and `#[graph(name = \"{wire}\")]`"));
            let message = format!(
                "the setter `{}` has the name of the method that clears `{}`: give this field another name{name}",
                setter.unraw(),
                property.ident
            );
            errors.at(setter.span(), message);
        }
    }
}
