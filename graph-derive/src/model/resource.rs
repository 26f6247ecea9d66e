use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Visibility};

use super::{Shared, allowances, deprecation, docs};
use crate::attr::{FieldArgs, ResourceArgs};
use crate::check;
use crate::errors::Errors;
use crate::front::Front;
use crate::names;
use crate::path::{self, Part};
use crate::property_type::{self, Argument};

/// A resource.
pub(crate) struct Resource {
    pub(crate) shared: Shared,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) odata_type: String,
    pub(crate) beta: bool,
    pub(crate) tagged: bool,
    pub(crate) update: Ident,
    pub(crate) paths: Vec<ResourcePath>,
    pub(crate) properties: Vec<Property>,
    /// Lints that the user allows in the struct, and in its fields.
    pub(crate) allowances: Vec<TokenStream>,
    pub(crate) field_allowances: Vec<TokenStream>,
    /// Whether the properties are all there is to build a value from; not so after some mistakes.
    pub(crate) is_whole: bool,
}

/// One path to the resource.
pub(crate) struct ResourcePath {
    /// Empty for `path = ".."`.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
    /// `at` or `at_name`
    pub(crate) method: Ident,
    /// One a placeholder.
    pub(crate) arguments: Vec<Ident>,
}

/// One property.
pub(crate) struct Property {
    pub(crate) ident: Ident,
    /// Of the setter: the field's, but never wider than the struct's.
    pub(crate) vis: Visibility,
    /// With `Self` replaced, so that it means the same in every impl.
    pub(crate) ty: TokenStream,
    pub(crate) span: Span,
    pub(crate) wire: String,
    /// What to underline for a wrong wire name.
    pub(crate) wire_span: Span,
    pub(crate) access: Access,
    pub(crate) argument: Argument,
    /// `clear_name`, if null can be sent.
    pub(crate) clear: Option<Ident>,
    /// The type does not look like an option; the compiler must check that it is.
    pub(crate) nullable_by_word: bool,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) deprecated: Option<Attribute>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Writable,
    ReadOnly,
    Key,
}

impl Resource {
    /// None if nothing can be generated.
    pub(crate) fn new(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let args = ResourceArgs::read(&input.attrs, errors);
        let shared = Shared::new(&args.shared);
        shared.refuse_serde(&input.attrs, errors);
        check::no_generics(&input.generics, errors);
        let fields = named_fields(input, errors);
        let mut properties: Vec<_> = fields
            .into_iter()
            .flatten()
            .filter_map(|field| {
                shared.refuse_serde(&field.attrs, errors);
                Property::new(field, input, errors)
            })
            .collect();
        check::names_differ(&properties, errors);
        check::methods_differ(&mut properties, errors);
        let resource = Self {
            paths: paths(&input.ident, &args, errors),
            odata_type: check::odata_type(&input.ident, &args, errors),
            beta: check::is_beta(args.version.as_ref(), errors),
            tagged: check::is_tagged(args.tag.as_ref(), errors),
            update: check::update_name(&input.ident, args.update.as_ref(), errors),
            shared,
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            is_whole: fields.is_some_and(|fields| fields.len() == properties.len()),
            allowances: allowances(&input.attrs).collect(),
            field_allowances: fields.into_iter().flatten().flat_map(|field| allowances(&field.attrs)).collect(),
            properties,
        };
        // a generic type is refused above, and its impls would only bring further reports
        input.generics.params.is_empty().then_some(resource)
    }
}

fn named_fields<'input>(
    input: &'input DeriveInput,
    errors: &mut Errors,
) -> Option<&'input Punctuated<syn::Field, syn::Token![,]>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(_) | Fields::Unit => {
                let ident = &input.ident;
                errors.at(ident.span(), format!("a resource has named fields: write `struct {ident} {{ .. }}`"));
            }
        },
        Data::Enum(data) => errors.at(data.enum_token.span, Front::Resource.refusal()),
        Data::Union(data) => errors.at(data.union_token.span, Front::Resource.refusal()),
    }
    None
}

fn paths(resource: &Ident, args: &ResourceArgs, errors: &mut Errors) -> Vec<ResourcePath> {
    let mut paths = Vec::new();
    match &args.path {
        Some(path) => paths.push(ResourcePath::new("", format_ident!("at"), path, errors)),
        None if args.lacks("path") => errors.at(
            resource.span(),
            "a resource needs a path: write `#[graph_resource(path = \"/users/{userId}\", odata_type = \"..\")]`",
        ),
        None => {}
    }
    let mut names: Vec<String> = Vec::new();
    for (ident, path) in &args.paths {
        let name = ident.unraw().to_string();
        if names.contains(&name) {
            errors.at(ident.span(), format!("the path `{name}` is given twice"));
            continue;
        }
        paths.push(ResourcePath::new(&name, format_ident!("at_{name}", span = ident.span()), path, errors));
        names.push(name);
    }
    paths
}

impl ResourcePath {
    fn new(name: &str, method: Ident, literal: &LitStr, errors: &mut Errors) -> Self {
        let text = literal.value();
        let (parts, mistakes) = path::parse(&text);
        for mistake in mistakes {
            errors.at(check::part_of(literal, &mistake.place), mistake.message);
        }
        let arguments = names::arguments(&path::placeholders(&parts), Span::mixed_site());
        Self { name: name.to_owned(), text, parts, method, arguments }
    }
}

impl Property {
    fn new(field: &syn::Field, resource: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let args = FieldArgs::read(&field.attrs, errors);
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
        let argument = property_type::argument(&field.ty);
        let looks_nullable = matches!(argument, Argument::Nullable | Argument::NullableText);
        let nullable = looks_nullable || args.nullable.is_some();
        let clear = nullable.then(|| format_ident!("clear_{}", ident.unraw(), span = ident.span()));
        Some(Self {
            vis: match &field.vis {
                Visibility::Public(_) => resource.vis.clone(),
                restricted => restricted.clone(),
            },
            span: first_span(&field.ty),
            ty: without_self(field.ty.to_token_stream(), &resource.ident),
            wire,
            wire_span,
            access,
            argument,
            clear,
            nullable_by_word: !looks_nullable,
            docs: docs(&field.attrs),
            deprecated: deprecation(&field.attrs),
            ident,
        })
    }
}

fn first_span(ty: &syn::Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// `Self` means the update in the update's impl.
fn without_self(tokens: TokenStream, resource: &Ident) -> TokenStream {
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
