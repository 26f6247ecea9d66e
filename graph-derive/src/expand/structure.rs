use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::{Access, Additional, Property, ResourcePath, Structure};
use crate::path::Part;

/// ```text
/// const FACTS: &Facts = &Facts { .. };
/// #[automatically_derived]
/// impl Object for User {
///     fn facts(&self) -> &'static Facts { FACTS }
///     fn property(&self, index: usize) -> &dyn Value { match index { 0 => &self.id, _ => &self.name } }
///     fn property_mut(&mut self, index: usize) -> &mut dyn Value { .. }
/// }
/// impl Value, PropertyType, Element for User { .. }
/// ```
pub(super) fn expand(structure: &Structure, paths: &[ResourcePath], beta: bool, blank: &TokenStream) -> TokenStream {
    let Structure { ident, odata_type, .. } = structure;
    let private = structure.private();
    let opening = if structure.tagged { format!("{{\"@odata.type\":\"{odata_type}\"") } else { String::from("{") };
    let version = if beta { quote!(Beta) } else { quote!(V1) };
    let paths = paths.iter().map(|path| path_facts(path, &private));
    let properties = structure.properties.iter().map(|property| property_facts(property, &private));
    let shared = arms(structure, &quote!(value), &quote!(&self), &private);
    let unique = arms(structure, &quote!(value_mut), &quote!(&mut self), &private);
    let open = structure.additional.is_some();
    let additional = structure.additional.as_ref().map(|field| additional(field, &private));
    quote! {
        const FACTS: &#private::Facts = &#private::Facts {
            __opening: #opening,
            __odata_type: #odata_type,
            __version: #private::Version::#version,
            __paths: &[#(#paths),*],
            __properties: &[#(#properties),*],
            __open: #open,
        };
        #[automatically_derived]
        impl #private::Object for #ident {
            #[inline]
            fn facts(&self) -> &'static #private::Facts {
                FACTS
            }
            #[inline]
            fn property(&self, index: ::core::primitive::usize) -> &dyn #private::Value {
                match index { #shared }
            }
            #[inline]
            fn property_mut(&mut self, index: ::core::primitive::usize) -> &mut dyn #private::Value {
                match index { #unique }
            }
            #additional
        }
        #[automatically_derived]
        impl #private::Value for #ident {
            #[inline]
            fn read(&mut self, json: &mut #private::Reader<'_>) -> ::core::result::Result<(), #private::ReadError> {
                #private::structure::read_structure(self, json)
            }
            #[inline]
            fn write(&self, json: &mut #private::Writer) {
                #private::structure::write(self, json);
            }
            #[inline]
            fn write_tagged(&self, json: &mut #private::Writer) {
                #private::structure::write_tagged(self, json);
            }
            #[inline]
            fn as_object(&self) -> ::core::option::Option<&dyn #private::Object> {
                ::core::option::Option::Some(self)
            }
        }
        #[automatically_derived]
        impl #private::PropertyType for #ident {
            const TYPE: &'static #private::TypeFacts = &#private::structure::structured(|| FACTS);
            const BLANK: Self = #blank;
        }
        #[automatically_derived]
        impl #private::Element for #ident {
            const ELEMENT: &'static #private::TypeFacts = <#ident as #private::PropertyType>::TYPE;
            #[inline]
            fn blank() -> Self {
                <#ident as #private::PropertyType>::BLANK
            }
        }
    }
}

/// `User { id: <String as Field>::BLANK, .. }`; none after a mistake in what the fields are.
pub(super) fn blank(structure: &Structure) -> Option<TokenStream> {
    let ident = &structure.ident;
    let private = structure.private();
    let blanks = structure.properties.iter().map(|property| {
        let ident = &property.ident;
        let blank = asked(property, &quote!(BLANK), &private);
        quote!(#ident: #blank)
    });
    let no_additional =
        structure.additional.iter().map(|Additional { ident, .. }| quote!(#ident: #private::Additional::new()));
    let blanks = blanks.chain(no_additional);
    structure.is_whole.then(|| quote!(#ident { #(#blanks),* }))
}

/// The two methods of an open type.
fn additional(Additional { ident, .. }: &Additional, private: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn additional(&self) -> ::core::option::Option<&#private::Additional> {
            ::core::option::Option::Some(&self.#ident)
        }
        #[inline]
        fn additional_mut(&mut self) -> ::core::option::Option<&mut #private::Additional> {
            ::core::option::Option::Some(&mut self.#ident)
        }
    }
}

/// `Property { __member: ",\"name\":", __type: <String as Field>::TYPE, __access: Access::Writable }`
fn property_facts(property: &Property, private: &TokenStream) -> TokenStream {
    let Property { wire, never_null, .. } = property;
    let member = format!(",\"{wire}\":");
    let type_facts = asked(property, &quote!(TYPE), private);
    let access = match property.access {
        Access::Writable => quote!(Writable),
        Access::ReadOnly => quote!(ReadOnly),
        Access::Key => quote!(Key),
    };
    quote! {
        #private::Property {
            __member: #member,
            __type: #type_facts,
            __access: #private::Access::#access,
            __never_null: #never_null,
        }
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

/// `0 => &self.id, _ => <Colour as Field>::value(&self.colour)`
fn arms(structure: &Structure, view: &TokenStream, receiver: &TokenStream, private: &TokenStream) -> TokenStream {
    let last = structure.properties.len().saturating_sub(1);
    if structure.properties.is_empty() {
        return quote!(_ => #private::no_property());
    }
    let arms = structure.properties.iter().enumerate().map(|(index, property)| {
        let ident = &property.ident;
        let value = viewed(property, view, &quote!(#receiver.#ident), private);
        if index == last { quote!(_ => #value) } else { quote!(#index => #value) }
    });
    quote!(#(#arms),*)
}

/// `value` as `&dyn Value`: `<Colour as Field>::value(&self.colour)`, or just `&self.id`, which is cheaper to compile.
pub(super) fn viewed(
    property: &Property,
    view: &TokenStream,
    value: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    if property.is_well_known {
        return value.clone();
    }
    let view = asked(property, view, private);
    quote!(#view(#value))
}

/// `<Colour as Field>::TYPE`: always the same words at the same place, so that the compiler drops all reports of a wrong type
/// but one. For a type that needs no check it is `<i32 as PropertyType>::TYPE`, which is cheaper to compile.
fn asked(property: &Property, item: &TokenStream, private: &TokenStream) -> TokenStream {
    let Property { ty, span, is_well_known, .. } = property;
    let asked = if *is_well_known { quote!(PropertyType) } else { quote!(Field) };
    quote_spanned!(*span=> <#ty as #private::#asked>::#item)
}
