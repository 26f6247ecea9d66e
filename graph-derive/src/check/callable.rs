//! Rules for actions and functions.

use syn::Data;

use super::{entity, property, wire_name};
use crate::attr::ReturnType;
use crate::declaration::{Declaration, FieldDeclaration};
use crate::errors::Errors;
use crate::macro_kind::MacroKind;
use crate::model::{BindingModel, CallableModel, last_segment};
use crate::names;
use crate::path_template::placeholders;
use crate::rust_type;

/// The rules for the keys of the item.
pub(super) fn all(declaration: &Declaration<'_>, model: &CallableModel, errors: &mut Errors) {
    name(declaration, errors);
    binding(declaration, errors);
    path(model, errors);
    returns(declaration, errors);
    entity::version(declaration, errors);
    entity::permissions(declaration, errors);
}

/// A parameter is a value of a property type.
pub(super) fn parameter(field: &FieldDeclaration<'_>, errors: &mut Errors) {
    property::one_null(field, errors);
    wire_name::legal(&field.arguments, field.ident, errors);
    if rust_type::is_on_request(&field.field.ty) {
        let message = "a parameter is sent or left out, and never requested: write the type without `OnRequest<_>`";
        errors.on(&field.field.ty, message);
    }
}

fn noun(declaration: &Declaration<'_>) -> &'static str {
    if declaration.macro_kind == MacroKind::Function { "a function" } else { "an action" }
}

/// The name is given, or it is the end of the path.
fn name(declaration: &Declaration<'_>, errors: &mut Errors) {
    let arguments = &declaration.arguments;
    let noun = noun(declaration);
    let ident = &declaration.input.ident;
    let Some(literal) = arguments.name.value() else {
        if !arguments.name.is_given() && !arguments.path.is_given() {
            let default = names::default_wire_name(ident);
            errors.at(ident.span(), format!("{noun} needs its name in the path: write `name = \"{default}\"`"));
        }
        return;
    };
    let name = literal.value();
    let is_identifier =
        |part: &str| !part.is_empty() && part.chars().all(|character| character.is_alphanumeric() || character == '_');
    if !name.split('.').all(is_identifier) {
        let message = format!(
            "expected the name of {noun}, such as `\"wipe\"` or `\"microsoft.graph.wipe\"`, found `\"{name}\"`: write parameters as \
             fields"
        );
        errors.at(literal.span(), message);
    } else if let Some(path) = arguments.path.value().map(syn::LitStr::value)
        && let Some(last) = last_segment(&path)
        && last != name
    {
        errors.at(literal.span(), format!("`path` ends with `{last}`, which is the name: remove `name`"));
    }
}

/// It is called on a type, or it has a path of its own.
fn binding(declaration: &Declaration<'_>, errors: &mut Errors) {
    let (on, path) = (&declaration.arguments.on, &declaration.arguments.path);
    let noun = noun(declaration);
    match (on.key_span(), path.key_span()) {
        (Some(on), Some(path)) => {
            for span in [on, path] {
                let message = format!(
                    "`on` cannot be combined with `path`, which is for {noun} without a type: remove one of the two"
                );
                errors.at(span, message);
            }
        }
        (None, None) if matches!(declaration.input.data, Data::Struct(_)) => {
            let message = format!(
                "{noun} is called on something: write `on = Type` for an entity, `on = [Type]` for a collection, or `path = \"/…\"` if \
                 it is not bound to a type"
            );
            errors.at(declaration.input.ident.span(), message);
        }
        _ => {}
    }
}

/// The path of an unbound action or function is fixed.
fn path(model: &CallableModel, errors: &mut Errors) {
    let BindingModel::Unbound(Some((literal, template))) = &model.binding else { return };
    for error in &template.errors {
        errors.at(entity::span_in(literal, &error.range), &error.message);
    }
    if !template.errors.is_empty() {
        return;
    }
    let text = literal.value();
    if let [first, ..] = &placeholders(&template.parts)[..] {
        let placeholder = format!("{{{first}}}");
        let start = text.find(&placeholder).unwrap_or(0);
        let message =
            "a path without a type cannot have placeholders: write `on = Type` with the resource that has this path";
        errors.at(entity::span_in(literal, &(start..start + placeholder.len())), message);
    } else if let Some(start) = text.rfind('(').filter(|start| text.rfind('/').is_some_and(|slash| slash < *start)) {
        let message = "the path ends with the name: write parameters as fields";
        errors.at(entity::span_in(literal, &(start..text.len())), message);
    }
}

/// A function returns something, and a collection is not a `Vec`.
fn returns(declaration: &Declaration<'_>, errors: &mut Errors) {
    let returns = &declaration.arguments.returns;
    let is_function = declaration.macro_kind == MacroKind::Function;
    match returns.value() {
        None if is_function && !returns.is_given() => {
            let message =
                "a function returns something: write `returns = Type`, or `returns = [Type]` for a collection";
            errors.at(declaration.input.ident.span(), message);
        }
        Some(ReturnType::Nothing(ty)) if is_function => {
            errors.on(ty, "a function returns something: write its type, or `[Type]` for a collection");
        }
        Some(ReturnType::One(ty)) => {
            let ty = &**ty;
            let inner = rust_type::option_inner(ty).unwrap_or(ty);
            if rust_type::vec_inner(inner).is_some() {
                errors.on(ty, "a collection is returned in pages: write `[Type]` instead of `Vec<Type>`");
            }
        }
        _ => {}
    }
}
