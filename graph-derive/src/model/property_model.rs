use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::{Attribute, DeriveInput, Visibility};

use super::common_model::wire_name;
use super::docs;
use super::setter_argument::SetterArgument;
use crate::attr::MemberArguments;
use crate::declaration::FieldDeclaration;
use crate::rust_type;

/// A declared property.
#[expect(clippy::struct_excessive_bools, reason = "independent features of one property")]
pub(crate) struct PropertyModel {
    pub(crate) ident: Ident,
    /// The visibility of the setter: the field's, but never wider than the struct's.
    pub(crate) vis: Visibility,
    /// The type with `Self` replaced, so that it has one meaning in every impl.
    pub(crate) ty: TokenStream,
    /// The type of the values that a setter takes: without `OnRequest<_>`.
    pub(crate) value_ty: TokenStream,
    /// The type of related entities: without `Box<_>`.
    pub(crate) related_ty: Option<TokenStream>,
    /// The span of the type.
    pub(crate) span: Span,
    /// Whether the compiler need not check that the type is a property type.
    pub(crate) is_well_known: bool,
    pub(crate) wire: String,
    /// What to underline for a wrong wire name.
    pub(crate) wire_span: Span,
    pub(crate) role: PropertyRole,
    pub(crate) argument: SetterArgument,
    pub(crate) clear: ClearMethod,
    /// Whether null is not a value, although the type is an option.
    pub(crate) never_null: bool,
    /// Whether a diff sends only what changed in the value.
    pub(crate) merge: bool,
    /// Whether the property is a navigation property that reads expand.
    pub(crate) is_expanded: bool,
    /// Whether collections do not contain the property.
    pub(crate) is_on_request: bool,
    /// Whether a creation can send the property, and an update cannot.
    pub(crate) is_create_only: bool,
    /// Whether the type is a collection of values that may be structured.
    pub(crate) is_collection: bool,
    /// The name of the type inside options, boxes and collections.
    pub(crate) type_name: String,
    /// Whether the compiler must check that the type is an option, because its tokens do not show it.
    pub(crate) must_have_null: bool,
    /// The first paragraph of the field's documentation, for the setter.
    pub(crate) docs: String,
    pub(crate) deprecated: Option<Attribute>,
}

/// Who assigns the value of a property.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PropertyRole {
    /// An update can send the property.
    Writable,
    /// Only a creation can send the property.
    CreateOnly,
    /// The service computes the property.
    ReadOnly,
    /// The property identifies the entity.
    Key,
    /// The field is a parameter of an action or a function.
    Parameter,
}

impl PropertyRole {
    fn new(arguments: &MemberArguments) -> Self {
        // an update does not send related entities
        match (arguments.key.is_given(), arguments.read_only.is_given() || arguments.expand.is_given()) {
            (true, _) => Self::Key,
            (false, true) => Self::ReadOnly,
            (false, false) if arguments.create_only.is_given() => Self::CreateOnly,
            (false, false) => Self::Writable,
        }
    }
}

/// The method that sends null for a property.
pub(crate) enum ClearMethod {
    /// Null cannot be sent.
    None,
    /// `clear_name`.
    Named(Ident),
    /// `clear_name` is the name of this setter, too, so only the setter is generated.
    Conflict { setter: Ident, wire: Option<String> },
}

impl PropertyModel {
    pub(super) fn new(declaration: &FieldDeclaration<'_>, structure: &DeriveInput) -> Self {
        let FieldDeclaration { field, ident, arguments } = declaration;
        let (wire, wire_span) = wire_name(&arguments.name, ident);
        let never_null = arguments.optional.is_given();
        let value_type = rust_type::on_request_inner(&field.ty).unwrap_or(&field.ty);
        let argument = SetterArgument::new(value_type, never_null, &structure.ident);
        let shows_null = argument.has_null();
        let can_be_null = !never_null && (shows_null || arguments.nullable.is_given());
        let role = PropertyRole::new(arguments);
        Self {
            vis: visibility_within(&field.vis, &structure.vis),
            span: rust_type::first_span(&field.ty),
            is_well_known: rust_type::is_well_known(&field.ty),
            ty: rust_type::without_self(field.ty.to_token_stream(), &structure.ident),
            value_ty: rust_type::without_self(value_type.to_token_stream(), &structure.ident),
            related_ty: (arguments.expand.is_given())
                .then(|| rust_type::without_self(rust_type::without_box(&field.ty), &structure.ident)),
            wire,
            wire_span,
            role,
            argument,
            clear: if can_be_null && role == PropertyRole::Writable {
                ClearMethod::Named(format_ident!("clear_{}", ident.unraw(), span = ident.span()))
            } else {
                ClearMethod::None
            },
            never_null,
            merge: arguments.merge.is_given(),
            is_expanded: arguments.expand.is_given(),
            is_on_request: arguments.on_request.is_given(),
            is_create_only: arguments.create_only.is_given(),
            is_collection: rust_type::is_collection(&field.ty),
            type_name: rust_type::innermost_name(&field.ty),
            must_have_null: !shows_null,
            docs: docs::first_paragraph(&field.attrs),
            deprecated: field.attrs.iter().find(|attribute| attribute.path().is_ident("deprecated")).cloned(),
            ident: Ident::clone(ident),
        }
    }

    /// Marks the clearers that have the same name as the setter of a property or of `dynamic_field`.
    pub(super) fn find_conflicts(properties: &mut [Self], dynamic_field: Option<&Ident>) {
        let has_setter = |property: &&Self| {
            property.role == PropertyRole::Writable || property.is_create_only || property.is_expanded
        };
        let setters =
            properties.iter().filter(has_setter).map(|property| (property.ident.clone(), Some(property.wire.clone())));
        let setters: Vec<_> = setters.chain(dynamic_field.map(|ident| (ident.clone(), None))).collect();
        for property in properties {
            if let ClearMethod::Named(clear) = &property.clear
                && let Some((setter, wire)) = setters.iter().find(|(setter, _)| setter.unraw() == *clear)
            {
                property.clear = ClearMethod::Conflict { setter: setter.clone(), wire: wire.clone() };
            }
        }
    }
}

/// The visibility of a field, but never wider than that of its struct.
pub(super) fn visibility_within(field: &Visibility, structure: &Visibility) -> Visibility {
    match field {
        Visibility::Public(_) => structure.clone(),
        restricted => restricted.clone(),
    }
}
