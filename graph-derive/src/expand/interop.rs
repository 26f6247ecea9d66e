use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::Shared;

/// ```text
/// impl Serialize for User { .. }
/// impl<'de> Deserialize<'de> for User { .. }
/// ```
pub(super) fn expand(shared: &Shared, ident: &Ident) -> TokenStream {
    if !shared.serde {
        return TokenStream::new();
    }
    let private = shared.private();
    let serde = quote!(#private::serde);
    quote! {
        #[automatically_derived]
        impl #serde::Serialize for #ident {
            #[inline]
            fn serialize<__S: #serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #private::serialize_value(self, serializer)
            }
        }
        #[automatically_derived]
        impl<'de> #serde::Deserialize<'de> for #ident {
            #[inline]
            fn deserialize<__D: #serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #private::deserialize_value(deserializer)
            }
        }
    }
}
