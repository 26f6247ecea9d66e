//! Which types need room for properties that they do not declare.

use std::collections::HashSet;

use super::Options;
use super::rust_type::{Form, form};
use crate::model::{Model, StructuredType, TypeRef};

/// The types of the elements of collections, and of the values inside them: an update sends a collection as a whole, so its
/// elements must be sent back as they were read. Open types keep what they do not declare in any case, and so do the values
/// inside them.
///
/// That depends on the whole model, so that a type is declared the same whatever is declared beside it.
pub(super) fn kept<'m>(model: &'m Model, options: &Options) -> HashSet<&'m str> {
    let mut kept = HashSet::new();
    let mut next = Vec::new();
    for of in model.structured_types() {
        let is_open = model.is_open(of);
        let inside = types(model, of, options).filter(|type_ref| is_open || type_ref.is_collection);
        next.extend(inside.flat_map(|type_ref| structs(model, type_ref)));
    }
    while let Some(of) = next.pop() {
        if kept.insert(of.name.as_str()) {
            next.extend(types(model, of, options).flat_map(|type_ref| structs(model, type_ref)));
        }
    }
    kept
}

/// The types of the properties of a struct.
fn types<'m>(model: &'m Model, of: &'m StructuredType, options: &Options) -> impl Iterator<Item = &'m TypeRef> {
    let properties = model.properties(of).into_iter().map(|own| &own.property.type_ref);
    let navigation = model
        .navigation(of)
        .into_iter()
        .filter(|own| options.is_inline(own.owner.name.as_str(), &own.property.name))
        .map(|own| &own.property.type_ref);
    properties.chain(navigation)
}

/// The structs that hold the values of a type.
fn structs<'m>(model: &'m Model, type_ref: &'m TypeRef) -> Vec<&'m StructuredType> {
    let Some(name) = type_ref.named() else { return Vec::new() };
    let own = model.structured(name.as_str());
    match form(model, name) {
        Form::Struct => own.into_iter().collect(),
        Form::Union => own.into_iter().chain(model.derived(name.as_str())).filter(|of| !of.is_abstract).collect(),
        Form::Flags | Form::Enumeration | Form::Text | Form::Untyped => Vec::new(),
    }
}
