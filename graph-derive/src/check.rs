//! The rules for declarations, one function per rule. A rule only reports: `model` decides, whatever is reported here.

mod callable;
mod entity;
mod enumeration;
mod property;
mod structure;
mod union;
mod wire_name;

use syn::{Attribute, Data, Fields};

use crate::declaration::Declaration;
use crate::errors::Errors;
use crate::macro_kind::MacroKind;
use crate::model::{CallableModel, EnumModel, ResourceModel, StructModel, UnionModel};

/// Checks a struct under `#[graph_resource]`.
pub(crate) fn resource(declaration: &Declaration<'_>, model: &ResourceModel, errors: &mut Errors) {
    entity::has_path(declaration, errors);
    entity::all(declaration, &model.entity, errors);
    entity::update_name(declaration, errors);
    entity::create_name(declaration, model, errors);
    entity::links(declaration, model, errors);
    entity::id_is_key(&model.structure, errors);
    complex(declaration, &model.structure, errors);
}

/// Checks a struct under `#[graph_complex]`.
pub(crate) fn complex(declaration: &Declaration<'_>, model: &StructModel, errors: &mut Errors) {
    item(declaration, model.common.serde, errors);
    structure::odata_type(declaration, errors);
    structure::undeclared(declaration, model, errors);
    structure::dynamic_fields(declaration, errors);
    structure::one_key(declaration, errors);
    for field in &declaration.fields {
        serde_attributes(&field.field.attrs, model.common.serde, errors);
        if !field.arguments.dynamic_properties.is_given() {
            property::all(field, errors);
        }
    }
    structure::unique_wire_names(model, errors);
    structure::unique_methods(model, errors);
}

/// Checks a struct under `#[graph_action]` or `#[graph_function]`.
pub(crate) fn callable(declaration: &Declaration<'_>, model: &CallableModel, errors: &mut Errors) {
    item(declaration, model.structure.common.serde, errors);
    callable::all(declaration, model, errors);
    for field in &declaration.fields {
        serde_attributes(&field.field.attrs, model.structure.common.serde, errors);
        callable::parameter(field, errors);
    }
    structure::unique_wire_names(&model.structure, errors);
}

/// Checks an enum under `#[graph_enum]`.
pub(crate) fn enumeration(declaration: &Declaration<'_>, model: &EnumModel, errors: &mut Errors) {
    item(declaration, model.common.serde, errors);
    for variant in &declaration.variants {
        serde_attributes(&variant.variant.attrs, model.common.serde, errors);
        enumeration::member(variant, errors);
    }
    if matches!(declaration.input.data, Data::Enum(_)) {
        enumeration::has_members(declaration, errors);
    }
    enumeration::one_other(declaration, errors);
    enumeration::unique_wire_names(model, errors);
}

/// Checks an enum under `#[graph_union]`.
pub(crate) fn union(declaration: &Declaration<'_>, model: &UnionModel, errors: &mut Errors) {
    item(declaration, model.common.serde, errors);
    for variant in &declaration.variants {
        serde_attributes(&variant.variant.attrs, model.common.serde, errors);
        union::alternative(variant, errors);
    }
    union::one_other(declaration, errors);
    union::one_base(declaration, errors);
    union::unique_types(declaration, errors);
    union::keys_of_entity(declaration, errors);
    if let Some(entity) = &model.entity {
        union::base_type(declaration, errors);
        entity::all(declaration, entity, errors);
    }
}

/// The rules for every item.
fn item(declaration: &Declaration<'_>, implements_serde: bool, errors: &mut Errors) {
    item_kind(declaration, errors);
    no_generics(declaration, errors);
    serde_attributes(&declaration.input.attrs, implements_serde, errors);
}

/// The item is one that the macro declares.
fn item_kind(declaration: &Declaration<'_>, errors: &mut Errors) {
    let ident = &declaration.input.ident;
    let is_callable = declaration.macro_kind.is_callable();
    let declares_structs = is_callable || matches!(declaration.macro_kind, MacroKind::Resource | MacroKind::Complex);
    let keyword = match &declaration.input.data {
        Data::Struct(data) if declares_structs => {
            match &data.fields {
                Fields::Named(_) => {}
                Fields::Unit if is_callable => {}
                Fields::Unit | Fields::Unnamed(_) => {
                    let unit =
                        if is_callable { format!(", or `struct {ident};` without parameters") } else { String::new() };
                    let message = format!("expected a struct with named fields: write `struct {ident} {{ .. }}`{unit}");
                    errors.at(ident.span(), message);
                }
            }
            return;
        }
        Data::Enum(_) if !declares_structs => return,
        Data::Struct(data) => data.struct_token.span,
        Data::Enum(data) => data.enum_token.span,
        Data::Union(data) => data.union_token.span,
    };
    errors.at(keyword, declaration.macro_kind.wrong_item());
}

/// Types of Microsoft Graph have no generic parameters.
fn no_generics(declaration: &Declaration<'_>, errors: &mut Errors) {
    let parameters = &declaration.input.generics.params;
    if !parameters.is_empty() {
        let message = "a Microsoft Graph type cannot have generic parameters: write concrete types";
        errors.on(parameters, message);
    }
}

/// `#[serde(..)]` would have no effect.
fn serde_attributes(attributes: &[Attribute], implements_serde: bool, errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| implements_serde && attribute.path().is_ident("serde")) {
        let message = "a `serde` attribute has no effect here: write `#[graph(name = \"..\")]` for a wire name, or `serde = \
                       false` in the declaration to implement `Serialize` and `Deserialize` yourself";
        errors.on(&attribute.meta, message);
    }
}
