use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, Visibility};

use super::{Shared, allowances, deprecation, docs};
use crate::attr::{FieldArgs, StructureArgs};
use crate::check;
use crate::errors::Errors;
use crate::front::Front;
use crate::property_type::{self, Argument};

/// A structured type: what resources and complex types have in common.
pub(crate) struct Structure {
    pub(crate) shared: Shared,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) odata_type: String,
    pub(crate) tagged: bool,
    pub(crate) properties: Vec<Property>,
    /// The field for members that are not declared.
    pub(crate) dynamic_properties: Option<DynamicProperties>,
    /// Whether a value keeps all members that it was read with, or need not.
    pub(crate) keeps: bool,
    /// Lints that the user allows in the struct, and in its fields.
    pub(crate) allowances: Vec<TokenStream>,
    pub(crate) field_allowances: Vec<TokenStream>,
    /// Whether the fields are all there is to build a value from; not so after some mistakes.
    pub(crate) is_whole: bool,
}

/// The field of an open type for members that are not declared.
pub(crate) struct DynamicProperties {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
}

/// One property.
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one property")]
pub(crate) struct Property {
    pub(crate) ident: Ident,
    /// Of the setter: the field's, but never wider than the struct's.
    pub(crate) vis: Visibility,
    /// With `Self` replaced, so that it means the same in every impl.
    pub(crate) ty: TokenStream,
    pub(crate) span: Span,
    /// The type need not be checked.
    pub(crate) is_well_known: bool,
    pub(crate) wire: String,
    /// What to underline for a wrong wire name.
    pub(crate) wire_span: Span,
    pub(crate) access: Access,
    pub(crate) argument: Argument,
    /// `clear_name`, if null can be sent.
    pub(crate) clear: Option<Ident>,
    /// Whether the type is an option although null is no value.
    pub(crate) never_null: bool,
    /// Whether a difference sends only what changed in the value.
    pub(crate) merge: bool,
    /// Whether the type is a collection of values that may be structured.
    pub(crate) is_collection: bool,
    /// The name of its type without options, boxes and collections.
    pub(crate) type_name: String,
    /// The type does not look like an option; the compiler must check that it is.
    pub(crate) nullable_by_word: bool,
    /// What the setter says after its first sentence: the first paragraph of the field's documentation.
    pub(crate) docs: String,
    pub(crate) deprecated: Option<Attribute>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Writable,
    ReadOnly,
    Key,
}

impl Structure {
    pub(crate) fn new(input: &DeriveInput, front: Front, args: &StructureArgs, errors: &mut Errors) -> Self {
        let shared = Shared::new(&args.shared);
        shared.refuse_serde(&input.attrs, errors);
        check::no_generics(&input.generics, errors);
        let fields = named_fields(input, front, errors);
        let mut properties = Vec::new();
        let mut dynamic_properties = None;
        for field in fields.into_iter().flatten() {
            shared.refuse_serde(&field.attrs, errors);
            let args = FieldArgs::read(&field.attrs, errors);
            let Some(ident) = field.ident.clone() else { continue };
            let Some(span) = args.dynamic_properties else {
                properties.extend(Property::new(field, &args, input, front, errors));
                continue;
            };
            check::dynamic_properties_alone(&args, errors);
            if dynamic_properties.is_some() {
                errors.at(span, "`dynamic_properties` is given twice: one field keeps what is not declared");
                continue;
            }
            if !check::is_dynamic_properties(&field.ty, errors) {
                continue;
            }
            dynamic_properties = Some(DynamicProperties { ident, vis: narrowed(&field.vis, input) });
        }
        let drops = check::drops_undeclared(args.undeclared.as_ref(), dynamic_properties.as_ref(), errors);
        check::names_differ(&properties, errors);
        check::methods_differ(&mut properties, dynamic_properties.as_ref(), errors);
        Self {
            odata_type: check::odata_type(&input.ident, args, errors),
            tagged: check::is_tagged(args.tag.as_ref(), errors),
            shared,
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            is_whole: fields
                .is_some_and(|fields| fields.len() == properties.len() + usize::from(dynamic_properties.is_some())),
            allowances: allowances(&input.attrs).collect(),
            field_allowances: fields.into_iter().flatten().flat_map(|field| allowances(&field.attrs)).collect(),
            properties,
            // after a mistake nothing more is asked of the type where it is used
            keeps: drops || dynamic_properties.is_some() || !errors.is_empty(),
            dynamic_properties,
        }
    }

    /// The path to what generated code calls.
    pub(crate) fn private(&self) -> TokenStream {
        self.shared.private()
    }
}

fn named_fields<'input>(
    input: &'input DeriveInput,
    front: Front,
    errors: &mut Errors,
) -> Option<&'input Punctuated<syn::Field, syn::Token![,]>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(_) | Fields::Unit => {
                let ident = &input.ident;
                errors.at(ident.span(), format!("its properties are named fields: write `struct {ident} {{ .. }}`"));
            }
        },
        Data::Enum(data) => errors.at(data.enum_token.span, front.refusal()),
        Data::Union(data) => errors.at(data.union_token.span, front.refusal()),
    }
    None
}

/// The visibility of a field, but never wider than the struct's.
fn narrowed(field: &Visibility, structure: &DeriveInput) -> Visibility {
    match field {
        Visibility::Public(_) => structure.vis.clone(),
        restricted => restricted.clone(),
    }
}

impl Property {
    fn new(
        field: &syn::Field,
        args: &FieldArgs,
        structure: &DeriveInput,
        front: Front,
        errors: &mut Errors,
    ) -> Option<Self> {
        let ident = field.ident.clone()?;
        let access = match (args.key, args.read_only) {
            (Some(key), Some(read_only)) => {
                let message = "a property is either `key` or `read_only`: a key is never sent, too";
                errors.at(key, message);
                errors.at(read_only, message);
                Access::Key
            }
            (Some(_), None) => Access::Key,
            (None, Some(_)) => Access::ReadOnly,
            (None, None) => Access::Writable,
        };
        if let (Some(nullable), false) = (args.nullable, access == Access::Writable) {
            errors.at(nullable, "`nullable` is for a property that an update can clear");
        }
        let (wire, wire_span) = match &args.name {
            Some(name) => (check::wire_name(name, &ident, errors), name.span()),
            None => (check::default_wire_name(&ident, errors), ident.span()),
        };
        check::one_option(&field.ty, errors);
        check::merge_fits(args, &field.ty, access, matches!(front, Front::Resource), errors);
        let never_null = args.optional.is_some();
        check::optional_fits(args, &field.ty, errors);
        let argument = property_type::argument(&field.ty, never_null, &structure.ident);
        let looks_nullable = matches!(argument, Argument::Nullable | Argument::NullableText | Argument::ThreeState(_));
        let nullable = !never_null && (looks_nullable || args.nullable.is_some());
        let clear = nullable.then(|| format_ident!("clear_{}", ident.unraw(), span = ident.span()));
        Some(Self {
            vis: narrowed(&field.vis, structure),
            span: first_span(&field.ty),
            is_well_known: property_type::is_well_known(&field.ty),
            ty: without_self(field.ty.to_token_stream(), &structure.ident),
            wire,
            wire_span,
            access,
            argument,
            clear,
            never_null,
            merge: args.merge.is_some(),
            is_collection: property_type::is_collection(&field.ty),
            type_name: property_type::innermost_name(&field.ty),
            nullable_by_word: !looks_nullable,
            docs: docs::first_paragraph(&field.attrs),
            deprecated: deprecation(&field.attrs),
            ident,
        })
    }
}

fn first_span(ty: &syn::Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// `Self` means the update in the update's impl.
pub(crate) fn without_self(tokens: TokenStream, resource: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let mut replaced = resource.clone();
                replaced.set_span(ident.span());
                TokenTree::Ident(replaced)
            }
            TokenTree::Group(group) => {
                let mut replaced = proc_macro2::Group::new(group.delimiter(), without_self(group.stream(), resource));
                replaced.set_span(group.span());
                TokenTree::Group(replaced)
            }
            other => other,
        })
        .collect()
}
