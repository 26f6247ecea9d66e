use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::{Access, Property, Resource, ResourcePath};
use crate::path::Part;

/// ```text
/// #[automatically_derived]
/// impl Object for User {
///     fn facts(&self) -> &'static Facts { <User as Resource>::FACTS }
///     fn property(&self, index: usize) -> &dyn Value { match index { 0 => &self.id, _ => &self.name } }
///     fn property_mut(&mut self, index: usize) -> &mut dyn Value { .. }
/// }
/// #[automatically_derived]
/// impl Resource for User {
///     const FACTS: &'static Facts = &Facts { .. };
///     const BLANK: Self = Self { id: <String as Field>::BLANK, .. };
///     type Update = UserUpdate;
/// }
/// ```
pub(super) fn expand(resource: &Resource) -> TokenStream {
    let Resource { ident, update, odata_type, .. } = resource;
    let private = private(resource);
    let opening = if resource.tagged { format!("{{\"@odata.type\":\"{odata_type}\"") } else { String::from("{") };
    let version = if resource.beta { quote!(Beta) } else { quote!(V1) };
    let paths = resource.paths.iter().map(|path| path_facts(path, &private));
    let properties = resource.properties.iter().map(|property| property_facts(property, &private));
    let blanks = resource.properties.iter().map(|Property { ident, ty, span, .. }| {
        let blank = quote_spanned!(*span=> <#ty as #private::Field>::BLANK);
        quote!(#ident: #blank)
    });
    let blank = if resource.is_whole { quote!(#ident { #(#blanks),* }) } else { quote!(::core::unimplemented!()) };
    let shared = arms(resource, &quote!(value), &quote!(&self), &private);
    let unique = arms(resource, &quote!(value_mut), &quote!(&mut self), &private);
    quote! {
        #[automatically_derived]
        impl #private::Object for #ident {
            #[inline]
            fn facts(&self) -> &'static #private::Facts {
                <#ident as #private::Resource>::FACTS
            }
            #[inline]
            fn property(&self, index: ::core::primitive::usize) -> &dyn #private::Value {
                match index { #shared }
            }
            #[inline]
            fn property_mut(&mut self, index: ::core::primitive::usize) -> &mut dyn #private::Value {
                match index { #unique }
            }
        }
        #[automatically_derived]
        impl #private::Resource for #ident {
            const FACTS: &'static #private::Facts = &#private::Facts {
                __opening: #opening,
                __odata_type: #odata_type,
                __version: #private::Version::#version,
                __paths: &[#(#paths),*],
                __properties: &[#(#properties),*],
            };
            const BLANK: Self = #blank;
            type Update = #update;
        }
    }
}

pub(super) fn private(resource: &Resource) -> TokenStream {
    let krate = &resource.shared.krate;
    quote!(#krate::__private)
}

/// `Property { __member: ",\"name\":", __type: <String as Field>::TYPE, __access: Access::Writable }`
fn property_facts(property: &Property, private: &TokenStream) -> TokenStream {
    let Property { ty, span, wire, .. } = property;
    let member = format!(",\"{wire}\":");
    let type_facts = quote_spanned!(*span=> <#ty as #private::Field>::TYPE);
    let access = match property.access {
        Access::Writable => quote!(Writable),
        Access::ReadOnly => quote!(ReadOnly),
        Access::Key => quote!(Key),
    };
    quote! {
        #private::Property { __member: #member, __type: #type_facts, __access: #private::Access::#access }
    }
}

/// `PathTemplate { __name: "", __text: "/users/{id}", __parts: &[TemplatePart::Literal("/users/"), ..] }`
fn path_facts(path: &ResourcePath, private: &TokenStream) -> TokenStream {
    let ResourcePath { name, text, parts, .. } = path;
    let parts = parts.iter().map(|part| match part {
        Part::Literal(text) => quote!(#private::TemplatePart::Literal(#text)),
        Part::Segment(name) => quote!(#private::TemplatePart::Segment(#name)),
        Part::Path(name) => quote!(#private::TemplatePart::Path(#name)),
    });
    quote!(#private::PathTemplate { __name: #name, __text: #text, __parts: &[#(#parts),*] })
}

/// `0 => <String as Field>::value(&self.id), _ => <i32 as Field>::value(&self.size)`
fn arms(resource: &Resource, view: &TokenStream, receiver: &TokenStream, private: &TokenStream) -> TokenStream {
    let last = resource.properties.len().saturating_sub(1);
    if resource.properties.is_empty() {
        return quote!(_ => #private::no_property());
    }
    let arms = resource.properties.iter().enumerate().map(|(index, Property { ident, ty, span, .. })| {
        // the same words at the same place as in the facts, so that the compiler drops all reports but one
        let view = quote_spanned!(*span=> <#ty as #private::Field>::#view);
        let value = quote!(#view(#receiver.#ident));
        if index == last { quote!(_ => #value) } else { quote!(#index => #value) }
    });
    quote!(#(#arms),*)
}
