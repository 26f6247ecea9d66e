//! An item and its members with all attribute arguments read: what `model` and `check` work on.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Field, Fields, Variant};

use crate::attr::{ItemArguments, MemberArguments};
use crate::errors::Errors;
use crate::macro_kind::MacroKind;

/// An item under one of the attribute macros.
pub(crate) struct Declaration<'input> {
    pub(crate) macro_kind: MacroKind,
    pub(crate) input: &'input DeriveInput,
    pub(crate) arguments: ItemArguments,
    /// The named fields of a struct, empty for every other item.
    pub(crate) fields: Vec<FieldDeclaration<'input>>,
    /// The variants of an enum, empty for every other item.
    pub(crate) variants: Vec<VariantDeclaration<'input>>,
}

/// A named field.
pub(crate) struct FieldDeclaration<'input> {
    pub(crate) field: &'input Field,
    pub(crate) ident: &'input Ident,
    pub(crate) arguments: MemberArguments,
}

/// A variant.
pub(crate) struct VariantDeclaration<'input> {
    pub(crate) variant: &'input Variant,
    pub(crate) arguments: MemberArguments,
}

impl<'input> Declaration<'input> {
    /// Reads the attributes of `input` and of its fields or variants.
    pub(crate) fn read(macro_kind: MacroKind, input: &'input DeriveInput, errors: &mut Errors) -> Self {
        let arguments = ItemArguments::read(&input.attrs, macro_kind, errors);
        let (mut fields, mut variants) = (Vec::new(), Vec::new());
        match (macro_kind, &input.data) {
            (
                MacroKind::Resource | MacroKind::Complex | MacroKind::Action | MacroKind::Function,
                Data::Struct(data),
            ) => {
                if let Fields::Named(named) = &data.fields {
                    fields.extend(named.named.iter().filter_map(|field| {
                        let ident = field.ident.as_ref()?;
                        let arguments = MemberArguments::read(&field.attrs, macro_kind, errors);
                        Some(FieldDeclaration { field, ident, arguments })
                    }));
                }
            }
            (MacroKind::Enum | MacroKind::Union, Data::Enum(data)) => {
                variants.extend(data.variants.iter().map(|variant| {
                    let arguments = MemberArguments::read(&variant.attrs, macro_kind, errors);
                    VariantDeclaration { variant, arguments }
                }));
            }
            _ => {}
        }
        Self { macro_kind, input, arguments, fields, variants }
    }
}
