use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use super::entity;
use super::tokens::Tokens;
use crate::model::{ClearMethod, LinkModel, PropertyModel, PropertyRole, ResourceModel, SetterArgument, StructModel};
use crate::names::plain;

/// ```text
/// pub struct UserUpdate<__Purpose = ForUpdate>(WriteBody, PhantomData<__Purpose>);
/// pub type UserCreate = UserUpdate<ForCreate>;
/// ```
pub(super) fn builder_types(model: &ResourceModel) -> TokenStream {
    let ResourceModel { structure: StructModel { ident, vis, allowed_lints, .. }, update, create, .. } = model;
    let private = model.structure.common.private();
    let doc = format!("An update of [`{}`]: the properties that are set, and no others.", plain(ident));
    let create_doc = format!("A creation of [`{}`]: the properties of a new entity.", plain(ident));
    quote! {
        #[doc = #doc]
        #[must_use = "it changes nothing until it is sent"]
        // the name was reported in the struct itself
        #[allow(non_camel_case_types)]
        #(#allowed_lints)*
        #vis struct #update<__Purpose = #private::ForUpdate>(#private::WriteBody, #private::PhantomData<__Purpose>);
        #[doc = #create_doc]
        // not every resource is created by the program
        #[allow(dead_code, non_camel_case_types)]
        #(#allowed_lints)*
        #vis type #create = #update<#private::ForCreate>;
    }
}

/// ```text
/// __graph::resource! {
///     resource User vis pub
///     update UserUpdate "Starts an update of .."
///     create "Starts a creation of .."
///     argument value
///     body 0
///     addresses [0 at(user_id) ".."]
///     collections [0 collection() ".."]
///     singleton []
///     setters [
///         { 1 pub name (impl __graph::IntoNullableText) nullable_text [value] ".." [] clear clear_name ".." [] [] }
///     ]
///     dynamic_setter []
/// }
/// __graph::serde_impls! { UserUpdate<__Purpose> serialize_update }
/// const _: () = __graph::update::is_update::<UserUpdate>("..");
/// ```
///
/// The compiler reports that two types have the name of the update. The last call adds what to write.
pub(super) fn expand(model: &ResourceModel) -> TokenStream {
    let ResourceModel { structure: StructModel { ident, vis, properties, dynamic_field, common, .. }, update, .. } =
        model;
    let mut tokens = Tokens::default();
    tokens.label("resource").ident(ident).label("vis").tokens(vis);
    tokens.label("update").ident(update);
    tokens.text(&format!("Starts an update of [`{}`] that changes nothing yet.", plain(ident)));
    tokens.label("create").text(&format!("Starts a creation of [`{}`] that sets nothing yet.", plain(ident)));
    tokens.label("argument").ident(&argument());
    tokens.label("body").index(0);
    entity::addresses(&mut tokens, &model.entity);
    tokens.list("setters", |list| {
        for (index, property) in properties.iter().enumerate() {
            if property.role == PropertyRole::Writable {
                list.braces(|list| setter(list, index, property));
            }
        }
    });
    tokens.list("dynamic_setter", |list| {
        if let Some(field) = dynamic_field {
            list.tokens(&field.vis).ident(&field.ident);
        }
    });
    let tokens = tokens.into_stream();
    let serde = common.serde.then(|| quote!(__graph::serde_impls! { #update<__Purpose> serialize_update }));
    let message = format!(
        "there is another type `{}`, so the update of `{}` needs a name of its own: write `update = Name`",
        plain(update),
        plain(ident)
    );
    let check = quote_spanned!(update.span()=> __graph::update::is_update::<#update>(#message));
    let related = related(model);
    quote! {
        __graph::resource! { #tokens }
        #related
        #serde
        #check
    }
}

/// ```text
/// __graph::related! {
///     resource Group vis pub
///     update GroupUpdate
///     argument value
///     create_setters [{ 2 pub kind (impl __graph::IntoText) text [value] ".." [] }]
///     links [{ members "members" Links ".." bind_members bind_many IntoReferences ".." [DirectoryObject] }]
///     bases [[DirectoryObject]]
/// }
/// ```
///
/// There is nothing if a resource has none of them.
fn related(model: &ResourceModel) -> Option<TokenStream> {
    let ResourceModel { structure, update, links, bases, .. } = model;
    let is_creatable = |property: &PropertyModel| property.is_create_only || property.is_expanded;
    if links.is_empty() && bases.is_empty() && !structure.properties.iter().any(is_creatable) {
        return None;
    }
    let mut tokens = Tokens::default();
    tokens.label("resource").ident(&structure.ident).label("vis").tokens(&structure.vis);
    tokens.label("update").ident(update);
    tokens.label("argument").ident(&argument());
    tokens.list("create_setters", |list| {
        for (index, property) in structure.properties.iter().enumerate().filter(|(_, property)| is_creatable(property))
        {
            list.braces(|list| create_setter(list, index, property));
        }
    });
    tokens.list("links", |list| {
        for link in links {
            list.braces(|list| self::link(list, link));
        }
    });
    tokens.list("bases", |list| {
        for base in bases {
            list.brackets(base.clone());
        }
    });
    let tokens = tokens.into_stream();
    Some(quote!(__graph::related! { #tokens }))
}

/// The setter of a property that only a creation can set.
fn create_setter(list: &mut Tokens, index: usize, property: &PropertyModel) {
    let PropertyModel { ident, vis, docs, deprecated, wire, .. } = property;
    let Setter { ty, function, value } = match &property.related_ty {
        Some(ty) => Setter {
            ty: quote!(impl __graph::IntoRelated<#ty>),
            function: "related",
            value: argument().to_token_stream(),
        },
        None => Setter::new(property),
    };
    list.index(index).tokens(vis).ident(ident).parentheses(ty).label(function).brackets(value);
    list.text(&format!("Sets `{wire}`.{docs}")).brackets(deprecated.to_token_stream());
}

fn link(list: &mut Tokens, link: &LinkModel) {
    let LinkModel { ident, wire, ty, is_collection } = link;
    list.ident(ident).text(wire);
    let (kind, function, argument, entities) = if *is_collection {
        ("Links", "bind_many", "IntoReferences", "entities")
    } else {
        ("Link", "bind_one", "IntoReference", "the entity")
    };
    list.label(kind).text(&format!("Returns the navigation property `{wire}`, to link and unlink entities."));
    list.ident(&format_ident!("bind_{}", ident.unraw(), span = ident.span())).label(function).label(argument);
    list.text(&format!("Links {entities} as `{wire}`.")).brackets(ty.clone());
}

fn setter(list: &mut Tokens, index: usize, property: &PropertyModel) {
    let PropertyModel { ident, vis, docs, deprecated, wire, .. } = property;
    let Setter { ty, function, value } = Setter::new(property);
    list.index(index).tokens(vis).ident(ident).parentheses(ty).label(function).brackets(value);
    list.text(&format!("Sets `{wire}`.{docs}")).brackets(deprecated.to_token_stream());
    if let ClearMethod::Named(clear) = &property.clear {
        list.label("clear").ident(clear);
        list.text(&format!("Sends null for `{wire}`, so that the service removes its value."));
        list.brackets(deprecated.to_token_stream());
        list.brackets(if property.must_have_null { null_check(property) } else { TokenStream::new() });
    }
}

/// How a setter takes its value, and which function of `__graph::update` takes it from there.
struct Setter {
    ty: TokenStream,
    function: &'static str,
    value: TokenStream,
}

impl Setter {
    fn new(property: &PropertyModel) -> Self {
        let PropertyModel { value_ty: ty, span, is_well_known, .. } = property;
        let argument = argument();
        let value = || quote!(#argument);
        let passed = |ty: TokenStream, function| Self { ty, function, value: value() };
        // for the reason in `of_field`, these are the tokens that check the type
        let view = quote_spanned!(*span=> <#ty as __graph::Field>::value);
        let checked =
            |ty: TokenStream, value: TokenStream| Self { ty, function: "dynamic", value: quote!(#view(#value)) };
        let into = |ty: &TokenStream| quote!(impl __graph::IntoProperty<#ty>);
        match &property.argument {
            SetterArgument::Text => passed(quote!(impl __graph::IntoText), "text"),
            SetterArgument::NullableText => passed(quote!(impl __graph::IntoNullableText), "nullable_text"),
            SetterArgument::Texts => passed(quote!(impl __graph::IntoTexts), "texts"),
            SetterArgument::NullableTexts => passed(quote!(impl __graph::IntoNullableTexts), "nullable_texts"),
            SetterArgument::Nullable | SetterArgument::Converted if *is_well_known => passed(into(ty), "property"),
            SetterArgument::Nullable | SetterArgument::Converted => {
                checked(into(ty), quote!(&__graph::update::converted(#argument)))
            }
            SetterArgument::ThreeState(inner) => {
                checked(into(&quote!(__graph::Option<#inner>)), quote!(&__graph::update::three_state(#argument)))
            }
            SetterArgument::ConvertedItems(item) if *is_well_known => {
                passed(quote!(impl __graph::IntoCollection<#item>), "collection")
            }
            SetterArgument::ConvertedItems(item) => checked(
                quote!(impl __graph::IntoCollection<#item>),
                quote!(&__graph::update::converted_items(#argument)),
            ),
            SetterArgument::Items(item) => {
                checked(quote!(impl __graph::IntoItems<#item>), quote!(&__graph::update::items(#argument)))
            }
            SetterArgument::Optional(inner) if *is_well_known => {
                Self { ty: inner.clone(), function: "value", value: quote!(__graph::Option::Some(#argument)) }
            }
            SetterArgument::Optional(inner) => checked(inner.clone(), quote!(&__graph::Option::Some(#argument))),
            SetterArgument::Plain if *is_well_known => passed(ty.clone(), "value"),
            SetterArgument::Plain => checked(ty.clone(), quote!(&#argument)),
        }
    }
}

/// The argument of every setter.
fn argument() -> Ident {
    Ident::new("value", Span::mixed_site())
}

/// Lets the compiler check that a type has null, which its tokens do not show.
fn null_check(property: &PropertyModel) -> TokenStream {
    let PropertyModel { ty, span, .. } = property;
    quote_spanned!(*span=> const _: () = <#ty as __graph::HasNull>::CHECK;)
}
