use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::structure::viewed;
use crate::model::{Access, Additional, Property, Resource, Structure};
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

/// ```text
/// impl UserUpdate {
///     pub fn name(self, value: impl Into<Option<&str>>) -> Self { Self(self.0.__set_nullable_text(1, value.into())) }
///     pub fn clear_name(self) -> Self { Self(self.0.__clear(1)) }
/// }
/// impl Update for UserUpdate { .. }
/// impl Clone, Debug, PartialEq for UserUpdate { .. }
/// ```
pub(super) fn expand(resource: &Resource) -> TokenStream {
    let Resource { structure: Structure { ident, .. }, update, .. } = resource;
    let private = resource.structure.private();
    let setters = resource
        .structure
        .properties
        .iter()
        .enumerate()
        .filter(|(_, property)| property.access == Access::Writable)
        .map(|(index, property)| setters(index, property, &private));
    let additional = resource.structure.additional.as_ref().map(|field| additional(field, &private));
    quote! {
        // setters inherit the visibility of their fields, and not every property is set somewhere;
        // they are called as their properties are, `add` and `isEnabled` included
        #[allow(dead_code, clippy::should_implement_trait, clippy::wrong_self_convention)]
        #[automatically_derived]
        impl #update {
            #(#setters)*
            #additional
        }
        #[automatically_derived]
        impl #private::Update for #update {
            type Resource = #ident;
            #[inline]
            fn body(&self) -> &#private::UpdateBody {
                &self.0
            }
            #[inline]
            fn into_body(self) -> #private::UpdateBody {
                self.0
            }
            #[inline]
            fn __from_body(body: #private::UpdateBody) -> Self {
                Self(body)
            }
        }
        #[automatically_derived]
        impl ::core::clone::Clone for #update {
            #[inline]
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for #update {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }
        #[automatically_derived]
        impl ::core::cmp::PartialEq for #update {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                ::core::cmp::PartialEq::eq(&self.0, &other.0)
            }
        }
    }
}

/// The setter of an open type for members that are not declared.
fn additional(Additional { ident, vis, .. }: &Additional, private: &TokenStream) -> TokenStream {
    quote! {
        /// Sets a member that is not declared.
        #[inline]
        #vis fn #ident(
            self,
            name: &::core::primitive::str,
            value: impl ::core::convert::Into<#private::Untyped>,
        ) -> Self {
            let value: #private::Untyped = ::core::convert::Into::into(value);
            Self(self.0.__set_additional(name, &value))
        }
    }
}

fn setters(index: usize, property: &Property, private: &TokenStream) -> TokenStream {
    let Property { ident, vis, ty, docs, deprecated, wire, .. } = property;
    let doc = format!("Sets `{wire}`.");
    let gap = (!docs.is_empty()).then(|| quote!(#[doc = ""]));
    let option = quote!(::core::option::Option);
    let into = quote!(::core::convert::Into);
    // the field's own place, so that an editor jumps from a setter to the field
    let span = ident.span();
    let signature = match &property.argument {
        Argument::Text => quote_spanned!(span=> #ident(self, value: &::core::primitive::str)),
        Argument::NullableText => {
            quote_spanned!(span=> #ident<'value>(self, value: impl #into<#option<&'value ::core::primitive::str>>))
        }
        Argument::Nullable => quote_spanned!(span=> #ident(self, value: impl #into<#ty>)),
        Argument::ThreeState(inner) => quote_spanned!(span=> #ident(self, value: impl #into<#option<#inner>>)),
        Argument::Optional(inner) => quote_spanned!(span=> #ident(self, value: #inner)),
        Argument::Plain => quote_spanned!(span=> #ident(self, value: #ty)),
    };
    let set = |value: TokenStream| {
        let value = viewed(property, &quote!(value), &value, private);
        quote_spanned!(span=> Self(self.0.__set(#index, #value)))
    };
    let body = match &property.argument {
        Argument::Text => quote_spanned!(span=> Self(self.0.__set_text(#index, value))),
        Argument::NullableText => {
            quote_spanned!(span=> Self(self.0.__set_nullable_text(#index, #into::into(value))))
        }
        Argument::Nullable => set(quote_spanned!(span=> &#into::<#ty>::into(value))),
        Argument::ThreeState(inner) => {
            set(quote_spanned!(span=> &#into::<#ty>::into(#into::<#option<#inner>>::into(value))))
        }
        Argument::Optional(_) => set(quote_spanned!(span=> &#option::Some(value))),
        Argument::Plain => set(quote_spanned!(span=> &value)),
    };
    let clear = property.clear.as_ref().map(|clear| {
        let doc = format!("Sends null for `{wire}`, so that the service removes its value.");
        let body = if property.nullable_by_word {
            let place = property.span;
            let check = quote_spanned!(place=> <#ty as #private::HasNull>::CHECK);
            quote! {
                const _: () = #check;
                Self(self.0.__clear(#index))
            }
        } else {
            quote!(Self(self.0.__clear(#index)))
        };
        quote! {
            #[doc = #doc]
            #deprecated
            #[inline]
            #vis fn #clear(self) -> Self { #body }
        }
    });
    quote! {
        #[doc = #doc]
        #gap
        #(#docs)*
        #deprecated
        #[inline]
        #vis fn #signature -> Self { #body }
        #clear
    }
}
