use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::structure::{Tokens, asked, word};
use crate::model::{Access, DynamicProperties, Property, Resource, ResourcePath, Structure};
use crate::property_type::Argument;

/// ```text
/// pub struct UserUpdate(UpdateBody);
/// ```
pub(super) fn definition(resource: &Resource) -> TokenStream {
    let Resource { structure: Structure { ident, vis, allowances, .. }, update, .. } = resource;
    let private = resource.structure.private();
    let doc = format!("An update of [`{}`]: the properties that are set, and no others.", super::plain(ident));
    quote! {
        #[doc = #doc]
        #[must_use = "an update changes nothing until it is sent"]
        // the name was reported in the struct itself
        #[allow(non_camel_case_types)]
        #(#allowances)*
        #vis struct #update(#private::UpdateBody);
    }
}

/// What follows the implementations: the compiler says that two types have the name of the update, but not what to do.
///
/// ```text
/// __graph::update::is_update::<UserUpdate>("..")
/// ```
pub(super) fn check(resource: &Resource) -> TokenStream {
    let Resource { structure: Structure { ident, .. }, update, .. } = resource;
    let message = format!(
        "there is another `{}`, so the update of `{}` needs a name: write `update = Name`",
        super::plain(update),
        super::plain(ident)
    );
    quote_spanned!(update.span()=> __graph::update::is_update::<#update>(#message))
}

/// The addresses and setters of a resource, for the macro in `graph-core` that writes the implementations around them:
///
/// ```text
/// __graph::resource! {
///     self 0 value pub User UserUpdate "Starts an update of .."
///     [{ 0 "The address .." at user_id }]
///     [{ 1 "Sets `name`. .." [deprecated] pub name [] [&str] text [value] clear_name "Sends null .." [deprecated] [check] }]
///     [] [UserUpdate]                                                         additional members, serde
/// }
/// ```
pub(super) fn expand(resource: &Resource) -> TokenStream {
    let Resource { structure: Structure { ident, vis, properties, dynamic_properties, .. }, update, paths, .. } =
        resource;
    let mut facts = Tokens::default();
    facts.ident(word("self")).index(0).ident(value()).tokens(vis).ident(ident.clone()).ident(update.clone());
    facts.text(&format!("Starts an update of [`{0}`] that changes nothing yet.", super::plain(ident)));
    facts.list(|list| {
        for (number, path) in paths.iter().enumerate() {
            address(list, number, path);
        }
    });
    facts.list(|list| {
        for (index, property) in properties.iter().enumerate() {
            if property.access == Access::Writable {
                list.braces(|list| setter(list, index, property));
            }
        }
    });
    facts.list(|list| {
        if let Some(DynamicProperties { ident, vis, .. }) = dynamic_properties {
            list.tokens(vis).ident(ident.clone());
        }
    });
    facts.list(|list| {
        if resource.structure.shared.serde {
            list.ident(update.clone());
        }
    });
    let facts = facts.into_stream();
    quote!(__graph::resource! { #facts })
}

/// `{ 0 "The address .." at user_id }`
pub(super) fn address(list: &mut Tokens, number: usize, path: &ResourcePath) {
    list.braces(|list| {
        list.index(number).text(&format!("The address `{}`.", path.text)).ident(path.method.clone());
        for argument in &path.arguments {
            list.ident(argument.clone());
        }
    });
}

fn setter(list: &mut Tokens, index: usize, property: &Property) {
    let Property { ident, vis, docs, deprecated, wire, .. } = property;
    list.index(index).text(&format!("Sets `{wire}`.{docs}"));
    list.stream(deprecated.to_token_stream()).tokens(vis).ident(ident.clone());
    let Taken { generics, ty, function, value } = taken(property);
    list.stream(generics).stream(ty).ident(word(function)).stream(value);
    if let Some(clear) = &property.clear {
        list.ident(clear.clone());
        list.text(&format!("Sends null for `{wire}`, so that the service removes its value."));
        list.stream(deprecated.to_token_stream());
        list.stream(if property.nullable_by_word { null_check(property) } else { TokenStream::new() });
    }
}

/// How a setter takes its value, and which function of `__graph::update` it hands what to.
struct Taken {
    generics: TokenStream,
    ty: TokenStream,
    function: &'static str,
    value: TokenStream,
}

fn taken(property: &Property) -> Taken {
    let Property { ty, is_well_known, .. } = property;
    let value = value();
    let plain =
        |ty: TokenStream, function, value: TokenStream| Taken { generics: TokenStream::new(), ty, function, value };
    // the type is asked in the same words as elsewhere, see `asked`
    let viewed = |value: TokenStream| {
        let view = asked(property, "value");
        quote!(#view(#value))
    };
    match &property.argument {
        Argument::Text => plain(quote!(&__graph::str), "text", quote!(#value)),
        Argument::NullableText => Taken {
            generics: quote!(<'value>),
            ty: quote!(impl __graph::Into<__graph::Option<&'value __graph::str>>),
            function: "nullable_text",
            value: quote!(#value),
        },
        Argument::Nullable if *is_well_known => plain(quote!(impl __graph::Into<#ty>), "into", quote!(#value)),
        Argument::Nullable => {
            plain(quote!(impl __graph::Into<#ty>), "dynamic", viewed(quote!(&__graph::Into::<#ty>::into(#value))))
        }
        Argument::ThreeState(inner) => plain(
            quote!(impl __graph::Into<__graph::Option<#inner>>),
            "dynamic",
            viewed(quote!(&__graph::Into::<#ty>::into(__graph::Into::<__graph::Option<#inner>>::into(#value)))),
        ),
        Argument::Optional(inner) if *is_well_known => {
            plain(inner.clone(), "value", quote!(__graph::Option::Some(#value)))
        }
        Argument::Optional(inner) => plain(inner.clone(), "dynamic", viewed(quote!(&__graph::Option::Some(#value)))),
        Argument::Plain if *is_well_known => plain(ty.clone(), "value", quote!(#value)),
        Argument::Plain => plain(ty.clone(), "dynamic", viewed(quote!(&#value))),
    }
}

/// The argument of every setter.
fn value() -> Ident {
    Ident::new("value", Span::mixed_site())
}

/// Lets the compiler check that a type has null, which the macro cannot see.
fn null_check(property: &Property) -> TokenStream {
    let Property { ty, span, .. } = property;
    quote_spanned!(*span=> const _: () = <#ty as __graph::HasNull>::CHECK;)
}
