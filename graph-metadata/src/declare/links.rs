//! Navigation properties to entities that are declared, and the declared base types of a type.

use super::declaration::LinkDeclaration;
use super::field_type::FieldTypes;
use super::identifier;
use super::plan::DeclarationPlan;
use crate::model::{DeclaredProperty, NavigationProperty, StructuredKind, StructuredType};

/// The names of functions that a resource has. A navigation property with such a name is not declared as a link.
const FUNCTIONS: [&str; 6] = ["at", "collection", "create", "default", "diff", "update"];

/// Returns the name in Rust of the resource or of the union with a path, if it is declared.
pub(super) fn addressable_name(types: &FieldTypes<'_>, plan: &DeclarationPlan<'_>, qualified: &str) -> Option<String> {
    if plan.union_paths.contains_key(qualified) {
        return types.names.union_name(qualified).map(str::to_owned);
    }
    let has_path = plan.paths.get(qualified).is_some_and(|paths| !paths.is_empty());
    has_path.then(|| types.names.type_name(qualified))
}

/// Returns the link for a navigation property of a resource.
///
/// There is none if the entities are contained, or if their type is not declared with a path. The wire name of a link is its name in
/// lowerCamelCase, so there is none for other wire names, either.
pub(crate) fn link(
    types: &FieldTypes<'_>,
    plan: &DeclarationPlan<'_>,
    of: &StructuredType,
    own: &DeclaredProperty<'_, NavigationProperty>,
) -> Option<LinkDeclaration> {
    let property = own.property;
    let is_inline = types.options.is_inline(own.declaring_type.name.as_str(), &property.name);
    if !types.options.links || is_inline || property.contains_target || of.kind != StructuredKind::Entity {
        return None;
    }
    addressable_name(types, plan, of.name.as_str())?;
    let target = addressable_name(types, plan, property.type_ref.named()?.as_str())?;
    let name = identifier::snake_case(&property.name);
    let is_usable = identifier::escape_keyword(&name) == name
        && !identifier::is_renamed(&name, &property.name)
        && !FUNCTIONS.contains(&name.as_str())
        && !name.starts_with("at_")
        && !name.starts_with("collection_");
    let is_collection = property.type_ref.is_collection;
    is_usable.then(|| LinkDeclaration { name, wire_name: property.name.clone(), target, is_collection })
}

/// Returns the names of the declared base types, the nearest first.
pub(crate) fn bases(types: &FieldTypes<'_>, plan: &DeclarationPlan<'_>, of: &StructuredType) -> Vec<String> {
    if !types.options.links || addressable_name(types, plan, of.name.as_str()).is_none() {
        return Vec::new();
    }
    let own_union = plan.union_paths.contains_key(of.name.as_str());
    let ancestors = types.model.with_base_types(of).skip(usize::from(!own_union));
    ancestors.filter_map(|base| addressable_name(types, plan, base.name.as_str())).collect()
}
