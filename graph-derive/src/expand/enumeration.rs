use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Enumeration;

/// ```text
/// impl GraphEnum for Status {
///     const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor { .. };
///     fn as_member(&self) -> &str { match self { Status::Unknown => "unknown", Status::Other(text) => text } }
///     fn from_member(member: &str) -> Self { match member { "unknown" => Status::Unknown, text => Status::Other(..) } }
/// }
/// impl Value, PropertyType, PathSegment, Display, From<&str> for Status { .. }
/// impl Status { pub fn as_str(&self) -> &str { .. } }
/// ```
pub(super) fn expand(enumeration: &Enumeration, blank: &TokenStream) -> TokenStream {
    let Enumeration { shared, ident, vis, members, other, .. } = enumeration;
    let private = shared.private();
    let name = super::plain(ident);
    let variants: Vec<_> = members.iter().map(|member| &member.ident).collect();
    let wires: Vec<_> = members.iter().map(|member| &member.wire).collect();
    let unknown = quote!(::core::unimplemented!());
    let (as_member, from_member) = match other {
        Some(other) => (
            quote! {
                match self {
                    #(#ident::#variants => #wires,)*
                    #ident::#other(member) => member,
                }
            },
            quote! {
                match member {
                    #(#wires => #ident::#variants,)*
                    member => #ident::#other(::core::convert::Into::into(member)),
                }
            },
        ),
        // after a mistake the bodies do not matter, but that they are there does
        None => (unknown.clone(), unknown),
    };
    quote! {
        #[automatically_derived]
        impl #private::Enumerated for #ident {
            const DESCRIPTOR: &'static #private::EnumDescriptor =
                &#private::EnumDescriptor { __name: #name, __members: &[#(#wires),*] };
            #[inline]
            fn as_member(&self) -> &::core::primitive::str {
                #as_member
            }
            #[inline]
            fn from_member(member: &::core::primitive::str) -> Self {
                #from_member
            }
        }
        #[automatically_derived]
        impl #private::Value for #ident {
            #[inline]
            fn type_info(&self) -> &'static #private::EdmTypeInfo {
                <#ident as #private::PropertyType>::TYPE
            }
            #[inline]
            fn read(&mut self, json: &mut #private::Reader<'_>) -> ::core::result::Result<(), #private::ReadError> {
                #private::read_enumerated(self, json)
            }
            #[inline]
            fn write(&self, json: &mut #private::Writer) {
                #private::write_member(<#ident as #private::Enumerated>::as_member(self), json);
            }
        }
        #[automatically_derived]
        impl #private::PropertyType for #ident {
            const TYPE: &'static #private::EdmTypeInfo = &#private::EdmTypeInfo::required(
                #private::EdmType::Enum(<#ident as #private::Enumerated>::DESCRIPTOR),
            );
            const BLANK: Self = #blank;
        }
        #[automatically_derived]
        impl #private::Element for #ident {
            const ELEMENT: &'static #private::EdmTypeInfo = <#ident as #private::PropertyType>::TYPE;
            #[inline]
            fn blank() -> Self {
                <#ident as #private::PropertyType>::BLANK
            }
        }
        #[automatically_derived]
        impl #private::PathSegment for #ident {
            #[inline]
            fn as_segment(&self) -> #private::Cow<'_, ::core::primitive::str> {
                #private::Cow::Borrowed(#ident::as_str(self))
            }
        }
        // a private enumeration may only be sent or only be read
        #[allow(dead_code)]
        impl #ident {
            /// The member as it is on the wire.
            #[inline]
            #vis fn as_str(&self) -> &::core::primitive::str {
                <#ident as #private::Enumerated>::as_member(self)
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Formatter::pad(f, <#ident as #private::Enumerated>::as_member(self))
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<&::core::primitive::str> for #ident {
            #[inline]
            fn from(member: &::core::primitive::str) -> Self {
                <#ident as #private::Enumerated>::from_member(member)
            }
        }
    }
}

/// The first member; none if there is none.
pub(super) fn blank(enumeration: &Enumeration) -> Option<TokenStream> {
    let (ident, first) = (&enumeration.ident, &enumeration.members.first()?.ident);
    Some(quote!(#ident::#first))
}
