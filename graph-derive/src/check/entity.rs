//! Rules for what has an address: resources and unions with a path.

use std::ops::Range;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::declaration::Declaration;
use crate::errors::Errors;
use crate::model::{
    EntityModel, PropertyRole, ResourceModel, StructModel, default_create_name, default_update_name, setter_of_link,
};
use crate::path_template::Part;

/// The rules for the keys that resources and unions with a path have in common.
pub(super) fn all(declaration: &Declaration<'_>, model: &EntityModel, errors: &mut Errors) {
    templates(model, errors);
    collection(declaration, model, errors);
    unique_paths(declaration, errors);
    version(declaration, errors);
    permissions(declaration, errors);
}

/// A resource has a path.
pub(super) fn has_path(declaration: &Declaration<'_>, errors: &mut Errors) {
    if !declaration.arguments.path.is_given() {
        let message =
            "a resource needs a path: write `#[graph_resource(path = \"/users/{userId}\", odata_type = \"..\")]`";
        errors.at(declaration.input.ident.span(), message);
    }
}

/// The property `id` of a resource is its key, as in every entity type of Microsoft Graph that has one.
///
/// A field with another name and `#[graph(name = "id")]` states that it is meant to be sent.
pub(super) fn id_is_key(model: &StructModel, errors: &mut Errors) {
    if model.properties.iter().any(|property| property.role == PropertyRole::Key) {
        return;
    }
    let sent = model.properties.iter().filter(|property| property.role == PropertyRole::Writable);
    for id in sent.filter(|property| property.wire == "id" && property.ident.unraw() == "id") {
        let message = "`id` is the key of the entity, which an update never sends: write `#[graph(key)]` above it";
        errors.at(id.ident.span(), message);
    }
}

fn templates(model: &EntityModel, errors: &mut Errors) {
    for path in &model.paths {
        for error in &path.template.errors {
            errors.at(span_in(&path.literal, &error.range), &error.message);
        }
    }
}

/// The path of a collection ends with its name.
fn collection(declaration: &Declaration<'_>, model: &EntityModel, errors: &mut Errors) {
    let Some((literal, template)) = &model.collection else { return };
    for error in &template.errors {
        errors.at(span_in(literal, &error.range), &error.message);
    }
    if template.errors.is_empty() && matches!(template.parts.last(), Some(Part::Segment(_))) {
        let message = "the path of a collection ends with its name, and this one ends with a placeholder: remove it";
        errors.at(literal.span(), message);
    }
    if let (None, Some(span)) = (declaration.arguments.path.key_span(), declaration.arguments.collection.key_span()) {
        errors.at(span, "`collection` needs `path`, the path of one entity: write both");
    }
}

/// No two paths have one name, because their methods would.
fn unique_paths(declaration: &Declaration<'_>, errors: &mut Errors) {
    let mut names: Vec<Ident> = Vec::new();
    for (ident, _) in declaration.arguments.paths.value().into_iter().flatten() {
        let name = ident.unraw();
        if names.contains(&name) {
            errors.at(ident.span(), format!("duplicate path `{name}`: give each path a name of its own"));
        }
        names.push(name);
    }
}

pub(super) fn version(declaration: &Declaration<'_>, errors: &mut Errors) {
    if let Some(literal) = declaration.arguments.version.value() {
        let version = literal.value();
        if version != "v1.0" && version != "beta" {
            errors.at(literal.span(), format!("expected `\"v1.0\"` or `\"beta\"`, found `\"{version}\"`"));
        }
    }
}

/// Permissions are separated by spaces in a token.
pub(super) fn permissions(declaration: &Declaration<'_>, errors: &mut Errors) {
    let mut names: Vec<String> = Vec::new();
    for literal in declaration.arguments.permissions.value().into_iter().flatten() {
        let name = literal.value();
        if name.is_empty() || name.chars().any(|character| character.is_whitespace() || character == ',') {
            let message = "expected the name of one permission: write each as a string of its own, for example \
                           `\"User.ReadWrite.All\"`";
            errors.at(literal.span(), message);
        } else if names.contains(&name) {
            errors.at(literal.span(), format!("duplicate permission `{name}`: remove one of the two"));
        }
        names.push(name);
    }
}

/// The update and its resource have different names.
pub(super) fn update_name(declaration: &Declaration<'_>, errors: &mut Errors) {
    let resource = &declaration.input.ident;
    if let Some(update) = declaration.arguments.update.value().filter(|update| *update == resource) {
        let default = default_update_name(resource);
        let message = format!(
            "the update cannot have the name of its resource `{resource}`: write another one, for example `{default}`"
        );
        errors.at(update.span(), message);
    }
}

/// The creation, its resource and the update have different names.
pub(super) fn create_name(declaration: &Declaration<'_>, model: &ResourceModel, errors: &mut Errors) {
    let resource = &declaration.input.ident;
    let Some(create) = declaration.arguments.create.value() else { return };
    let other = if create == resource {
        "its resource"
    } else if *create == model.update {
        "the update"
    } else {
        return;
    };
    let default = default_create_name(resource);
    let message =
        format!("the creation cannot have the name of {other} `{create}`: write another one, for example `{default}`");
    errors.at(create.span(), message);
}

/// No navigation property has the name of another one, or of a function that the resource has, and no setter that of a link.
pub(super) fn links(declaration: &Declaration<'_>, model: &ResourceModel, errors: &mut Errors) {
    let links: Vec<_> = declaration.arguments.links.value().into_iter().flatten().map(|(ident, _)| ident).collect();
    for (index, ident) in links.iter().enumerate() {
        let name = ident.unraw();
        if links.iter().take(index).any(|other| other.unraw() == name) {
            errors.at(ident.span(), format!("duplicate navigation property `{name}`: remove one of the two"));
        } else if model.entity.has_function(ident) {
            let message =
                format!("the resource has a function `{name}` already: link this property with `Request::new`");
            errors.at(ident.span(), message);
        } else if let Some(property) = setter_of_link(ident, &model.structure) {
            let message = format!(
                "`bind_{name}` is also the setter that links `{name}`: give this field another name and \
                 `#[graph(name = \"{}\")]`",
                property.wire
            );
            errors.at(property.ident.span(), message);
        }
    }
}

/// The span of a part of a literal where the compiler provides it, else of the whole literal.
pub(super) fn span_in(literal: &LitStr, range: &Range<usize>) -> Span {
    let token = literal.token();
    let text = token.to_string();
    // a part after an escape is not at its index in the value
    if text.contains('\\') {
        return literal.span();
    }
    // raw strings start with `r`, number signs and a quote
    let start = text.find('"').map_or(0, |quote| quote + 1);
    token.subspan(start + range.start..start + range.end).unwrap_or_else(|| literal.span())
}
