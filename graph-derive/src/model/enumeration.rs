use proc_macro2::{Ident, Span};
use syn::{Data, DeriveInput, Fields, Visibility};

use super::{Shared, deprecation};
use crate::attr::{SharedArgs, VariantArgs};
use crate::check;
use crate::errors::Errors;
use crate::names;

/// An enumeration.
pub(crate) struct Enumeration {
    pub(crate) shared: Shared,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) members: Vec<Member>,
    /// The variant that keeps the text of undeclared members.
    pub(crate) other: Ident,
    pub(crate) mentions_deprecated: bool,
}

/// One declared member.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    pub(crate) wire: String,
    pub(crate) wire_span: Span,
}

impl Enumeration {
    /// None if nothing can be generated.
    pub(crate) fn new(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let shared = Shared::new(&SharedArgs::of_enumeration(&input.attrs, errors));
        shared.refuse_serde(&input.attrs, errors);
        check::no_generics(&input.generics, errors);
        let Data::Enum(data) = &input.data else {
            errors.at(input.ident.span(), "an enumeration is an enum");
            return None;
        };
        let mut members = Vec::new();
        let mut other: Option<Ident> = None;
        for variant in &data.variants {
            shared.refuse_serde(&variant.attrs, errors);
            let args = VariantArgs::read(&variant.attrs, errors);
            if let Some(span) = args.other {
                check::other_variant(variant, args.name.as_ref(), errors);
                if other.is_some() {
                    errors.at(span, "`other` is given twice: one variant keeps what is not declared");
                }
                other.get_or_insert_with(|| variant.ident.clone());
                continue;
            }
            if !matches!(variant.fields, Fields::Unit) {
                let ident = &variant.ident;
                errors.at(
                    ident.span(),
                    format!("a member has no fields: write `{ident}`, or `#[graph(other)] {ident}(String)` once"),
                );
                continue;
            }
            let (wire, wire_span) = match &args.name {
                Some(name) => (check::wire_name(name, &variant.ident, errors), name.span()),
                None => (names::wire_name(&variant.ident), variant.ident.span()),
            };
            members.push(Member { ident: variant.ident.clone(), wire, wire_span });
        }
        if members.is_empty() {
            errors.at(input.ident.span(), "an enumeration needs a member: write one unit variant for each");
        }
        if other.is_none() {
            errors.at(
                input.ident.span(),
                "an enumeration must keep members that are not declared, for services add them at any time: write \
                 `#[graph(other)] Other(String)` as its last variant",
            );
        }
        check::members_differ(&members, errors);
        if !input.generics.params.is_empty() {
            return None;
        }
        Some(Self {
            shared,
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            other: other?,
            mentions_deprecated: deprecation(&input.attrs).is_some()
                || data.variants.iter().any(|variant| deprecation(&variant.attrs).is_some()),
            members,
        })
    }
}
