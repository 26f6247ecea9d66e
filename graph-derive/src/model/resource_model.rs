use proc_macro2::Ident;
use quote::format_ident;
use syn::ext::IdentExt;

use super::entity_model::EntityModel;
use super::struct_model::StructModel;
use crate::declaration::Declaration;

/// A struct under `#[graph_resource]`.
pub(crate) struct ResourceModel {
    pub(crate) structure: StructModel,
    pub(crate) entity: EntityModel,
    /// The name of the update.
    pub(crate) update: Ident,
}

impl ResourceModel {
    pub(crate) fn new(declaration: &Declaration<'_>) -> Self {
        let ident = &declaration.input.ident;
        let update = declaration.arguments.update.value().filter(|update| *update != ident);
        let structure = StructModel::new(declaration);
        Self {
            entity: EntityModel::new(&declaration.arguments, structure.dynamic_field.is_some()),
            structure,
            update: update.map_or_else(|| default_update_name(ident), Ident::clone),
        }
    }
}

/// The name of the update of a resource without `update = Name`.
pub(crate) fn default_update_name(resource: &Ident) -> Ident {
    format_ident!("{}Update", resource.unraw())
}
