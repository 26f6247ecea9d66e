use proc_macro2::{Ident, Span, TokenStream};
use syn::{Data, DataEnum, DeriveInput, Fields, Visibility};

use super::{Shared, allowances};
use crate::attr::{SharedArgs, VariantArgs};
use crate::check;
use crate::errors::Errors;
use crate::front::Front;

/// An enumeration.
pub(crate) struct Enumeration {
    pub(crate) shared: Shared,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) members: Vec<Member>,
    /// The variant that keeps the text of undeclared members; none after a mistake, whichever.
    pub(crate) other: Option<Ident>,
    /// Lints that the user allows in the enum.
    pub(crate) allowances: Vec<TokenStream>,
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
        let shared = Shared::new(&SharedArgs::of_enum(&input.attrs, errors));
        shared.refuse_serde(&input.attrs, errors);
        check::no_generics(&input.generics, errors);
        let (members, other) = match &input.data {
            Data::Enum(data) => members(&input.ident, data, &shared, errors),
            Data::Struct(data) => {
                errors.at(data.struct_token.span, Front::Enumeration.refusal());
                (Vec::new(), None)
            }
            Data::Union(data) => {
                errors.at(data.union_token.span, Front::Enumeration.refusal());
                (Vec::new(), None)
            }
        };
        let enumeration = Self {
            shared,
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            members,
            allowances: allowances(&input.attrs).collect(),
            other: other.filter(|_| errors.is_empty()),
        };
        input.generics.params.is_empty().then_some(enumeration)
    }
}

/// The members, and the variant for what is no member.
fn members(ident: &Ident, data: &DataEnum, shared: &Shared, errors: &mut Errors) -> (Vec<Member>, Option<Ident>) {
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
            None => (check::default_wire_name(&variant.ident, errors), variant.ident.span()),
        };
        members.push(Member { ident: variant.ident.clone(), wire, wire_span });
    }
    if members.is_empty() {
        errors.at(ident.span(), "an enumeration needs a member: write one unit variant for each");
    }
    if other.is_none() {
        errors.at(
            ident.span(),
            "an enumeration must keep members that are not declared, for services add them at any time: write \
                 `#[graph(other)] Other(String)` as its last variant",
        );
    }
    check::members_differ(&members, errors);
    (members, other)
}
