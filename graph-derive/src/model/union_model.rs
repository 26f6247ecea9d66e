use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Fields, LitStr, Type, Variant, Visibility};

use super::common_model::{CommonModel, allowed_lints};
use super::entity_model::EntityModel;
use super::skipped::{skipped_item, skipped_variant};
use crate::declaration::Declaration;
use crate::rust_type;

/// An enum under `#[graph_union]`.
pub(crate) struct UnionModel {
    pub(crate) common: CommonModel,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) alternatives: Vec<AlternativeModel>,
    /// The index of the alternative for objects without `@odata.type`.
    pub(crate) base: Option<usize>,
    /// The alternative for objects of undeclared types. Only a union with errors has none.
    pub(crate) other: Option<AlternativeModel>,
    /// The patterns of variants with errors, which are neither read nor written.
    pub(crate) skipped: Vec<TokenStream>,
    /// What makes the union an entity that can be read, if it has a path.
    pub(crate) entity: Option<EntityModel>,
    /// The base type of a union with a path.
    pub(crate) odata_type: String,
    /// The lints that the user allows in the enum.
    pub(crate) allowed_lints: Vec<TokenStream>,
}

/// A variant with one type: `Name(Type)`.
pub(crate) struct AlternativeModel {
    pub(crate) ident: Ident,
    pub(crate) ty: TokenStream,
    /// The span of the type.
    pub(crate) span: Span,
}

impl UnionModel {
    pub(crate) fn new(declaration: &Declaration<'_>) -> Self {
        let Declaration { input, arguments, variants, .. } = declaration;
        let mut model = Self {
            common: CommonModel::new(arguments),
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            alternatives: Vec::new(),
            base: None,
            other: None,
            skipped: skipped_item(input),
            entity: arguments.path.is_given().then(|| EntityModel::new(arguments, true)),
            odata_type: arguments.odata_type.value().map_or_else(String::new, LitStr::value),
            allowed_lints: allowed_lints(&input.attrs).collect(),
        };
        // the text of types compares faster than their tokens
        let mut types: Vec<String> = Vec::new();
        for declaration in variants {
            let variant = declaration.variant;
            let (is_base, is_other) = (declaration.arguments.base.is_given(), declaration.arguments.other.is_given());
            match held_type(variant) {
                Some(ty) if is_other && !is_base && model.other.is_none() && rust_type::is_untyped_object(ty) => {
                    model.other = Some(AlternativeModel::new(&variant.ident, ty));
                }
                // a second alternative with one type would implement `From` again
                Some(ty) if !is_other && !types.contains(&ty.to_token_stream().to_string()) => {
                    types.push(ty.to_token_stream().to_string());
                    if is_base && model.base.is_none() {
                        model.base = Some(model.alternatives.len());
                    }
                    model.alternatives.push(AlternativeModel::new(&variant.ident, ty));
                }
                _ => model.skipped.push(skipped_variant(input, &variant.ident)),
            }
        }
        model
    }
}

impl AlternativeModel {
    fn new(ident: &Ident, ty: &Type) -> Self {
        Self { ident: ident.clone(), ty: ty.to_token_stream(), span: rust_type::first_span(ty) }
    }
}

/// The type that the variant holds, if it is `Name(Type)`.
pub(crate) fn held_type(variant: &Variant) -> Option<&Type> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
        _ => None,
    }
}
