use proc_macro2::{Ident, TokenStream};
use syn::{Data, DataStruct, Fields, LitStr, Visibility};

use super::common_model::{CommonModel, allowed_lints};
use super::property_model::{PropertyModel, visibility_within};
use crate::attr::Tag;
use crate::declaration::Declaration;
use crate::names;
use crate::rust_type::is_dynamic_properties;

/// A structured type: what resources and complex types have in common.
pub(crate) struct StructModel {
    pub(crate) common: CommonModel,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) odata_type: String,
    pub(crate) tag: Tag,
    pub(crate) properties: Vec<PropertyModel>,
    pub(crate) dynamic_field: Option<DynamicField>,
    /// Whether a value keeps its undeclared properties, or states that it need not.
    pub(crate) keeps_undeclared: bool,
    /// The lints that the user allows in the struct.
    pub(crate) allowed_lints: Vec<TokenStream>,
    /// The lints that the user allows in its fields.
    pub(crate) field_allowed_lints: Vec<TokenStream>,
    /// Whether a value can be built from `properties` and `dynamic_field`. After some errors it cannot.
    pub(crate) is_complete: bool,
}

/// The field under `#[graph(dynamic_properties)]`.
pub(crate) struct DynamicField {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
}

impl StructModel {
    pub(crate) fn new(declaration: &Declaration<'_>) -> Self {
        let Declaration { input, arguments, fields, .. } = declaration;
        let (dynamic, declared): (Vec<_>, Vec<_>) =
            fields.iter().partition(|field| field.arguments.dynamic_properties.is_given());
        let dynamic_field = dynamic.into_iter().find(|field| is_dynamic_properties(&field.field.ty));
        let dynamic_field = dynamic_field.map(|field| DynamicField {
            ident: field.ident.clone(),
            vis: visibility_within(&field.field.vis, &input.vis),
        });
        let mut properties: Vec<_> = declared.iter().map(|field| PropertyModel::new(field, input)).collect();
        PropertyModel::find_conflicts(&mut properties, dynamic_field.as_ref().map(|field| &field.ident));
        let odata_type =
            arguments.odata_type.value().map_or_else(|| names::default_odata_type(&input.ident), LitStr::value);
        Self {
            common: CommonModel::new(arguments),
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            odata_type,
            tag: arguments.tag.value().copied().unwrap_or(Tag::Always),
            is_complete: has_fields(declaration)
                && fields.len() == properties.len() + usize::from(dynamic_field.is_some()),
            keeps_undeclared: dynamic_field.is_some() || arguments.undeclared.is_given(),
            properties,
            dynamic_field,
            allowed_lints: allowed_lints(&input.attrs).collect(),
            field_allowed_lints: fields.iter().flat_map(|field| allowed_lints(&field.field.attrs)).collect(),
        }
    }
}

/// Whether a value can be written as `Name { .. }`.
fn has_fields(declaration: &Declaration<'_>) -> bool {
    match &declaration.input.data {
        Data::Struct(DataStruct { fields: Fields::Named(_), .. }) => true,
        Data::Struct(DataStruct { fields: Fields::Unit, .. }) => declaration.macro_kind.is_callable(),
        _ => false,
    }
}
