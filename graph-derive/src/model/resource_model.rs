use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;

use super::entity_model::EntityModel;
use super::property_model::PropertyModel;
use super::struct_model::StructModel;
use crate::declaration::Declaration;
use crate::names::default_wire_name;
use crate::rust_type::without_self;

/// A struct under `#[graph_resource]`.
pub(crate) struct ResourceModel {
    pub(crate) structure: StructModel,
    pub(crate) entity: EntityModel,
    /// The name of the update.
    pub(crate) update: Ident,
    /// The name of the creation.
    pub(crate) create: Ident,
    pub(crate) links: Vec<LinkModel>,
    pub(crate) bases: Vec<TokenStream>,
}

/// A navigation property from `links(..)`.
pub(crate) struct LinkModel {
    pub(crate) ident: Ident,
    pub(crate) wire: String,
    /// The type of the entities, with `Self` replaced.
    pub(crate) ty: TokenStream,
    pub(crate) is_collection: bool,
}

impl ResourceModel {
    pub(crate) fn new(declaration: &Declaration<'_>) -> Self {
        let ident = &declaration.input.ident;
        let update = declaration.arguments.update.value().filter(|update| *update != ident);
        let structure = StructModel::new(declaration);
        let update = update.map_or_else(|| default_update_name(ident), Ident::clone);
        let create = declaration.arguments.create.value().filter(|create| *create != ident && **create != update);
        let entity = EntityModel::new(&declaration.arguments, structure.dynamic_field.is_some());
        let mut links: Vec<LinkModel> = Vec::new();
        for (name, link) in declaration.arguments.links.value().into_iter().flatten() {
            let is_duplicate = links.iter().any(|other| other.ident.unraw() == name.unraw());
            if is_duplicate || entity.has_function(name) || setter_of_link(name, &structure).is_some() {
                continue;
            }
            links.push(LinkModel {
                wire: default_wire_name(name),
                ident: name.clone(),
                ty: without_self(link.ty.to_token_stream(), ident),
                is_collection: link.is_collection,
            });
        }
        let bases = declaration.arguments.base.value().into_iter().flatten();
        Self {
            entity,
            structure,
            update,
            create: create.map_or_else(|| default_create_name(ident), Ident::clone),
            links,
            bases: bases.map(|base| without_self(base.to_token_stream(), ident)).collect(),
        }
    }
}

/// The name of the update of a resource without `update = Name`.
pub(crate) fn default_update_name(resource: &Ident) -> Ident {
    format_ident!("{}Update", resource.unraw())
}

/// The name of the creation of a resource without `create = Name`.
pub(crate) fn default_create_name(resource: &Ident) -> Ident {
    format_ident!("{}Create", resource.unraw())
}

/// The property whose setter has the name of the one that links `name`.
pub(crate) fn setter_of_link<'model>(name: &Ident, structure: &'model StructModel) -> Option<&'model PropertyModel> {
    let setter = format!("bind_{}", name.unraw());
    structure.properties.iter().find(|property| property.ident.unraw() == setter)
}
