use proc_macro2::{Ident, Span, TokenStream};
use syn::{Fields, Variant, Visibility};

use super::common_model::{CommonModel, allowed_lints, wire_name};
use super::skipped::{skipped_item, skipped_variant};
use crate::declaration::Declaration;
use crate::rust_type;

/// An enum under `#[graph_enum]`.
pub(crate) struct EnumModel {
    pub(crate) common: CommonModel,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) members: Vec<EnumMemberModel>,
    /// The variant that holds the text of undeclared members. Only an enum with errors has none.
    pub(crate) other: Option<Ident>,
    /// The patterns of variants with errors, which are neither read nor written.
    pub(crate) skipped: Vec<TokenStream>,
    /// The lints that the user allows in the enum.
    pub(crate) allowed_lints: Vec<TokenStream>,
}

/// A declared member.
pub(crate) struct EnumMemberModel {
    pub(crate) ident: Ident,
    pub(crate) wire: String,
    pub(crate) wire_span: Span,
}

impl EnumModel {
    pub(crate) fn new(declaration: &Declaration<'_>) -> Self {
        let Declaration { input, arguments, variants, .. } = declaration;
        let mut model = Self {
            common: CommonModel::new(arguments),
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            members: Vec::new(),
            other: None,
            skipped: skipped_item(input),
            allowed_lints: allowed_lints(&input.attrs).collect(),
        };
        for declaration in variants {
            let ident = declaration.variant.ident.clone();
            if declaration.arguments.other.is_given() {
                if model.other.is_none() && holds_text(declaration.variant) {
                    model.other = Some(ident);
                } else {
                    model.skipped.push(skipped_variant(input, &ident));
                }
            } else if matches!(declaration.variant.fields, Fields::Unit) {
                let (wire, wire_span) = wire_name(&declaration.arguments.name, &ident);
                model.members.push(EnumMemberModel { ident, wire, wire_span });
            } else {
                model.skipped.push(skipped_variant(input, &ident));
            }
        }
        model
    }
}

/// Whether the variant is `Name(String)`.
fn holds_text(variant: &Variant) -> bool {
    matches!(&variant.fields, Fields::Unnamed(fields)
        if fields.unnamed.len() == 1 && fields.unnamed.iter().all(|field| rust_type::is_string(&field.ty)))
}
