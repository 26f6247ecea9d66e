use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Resource, Shared};

/// ```text
/// impl Serialize for User { .. }
/// impl<'de> Deserialize<'de> for User { .. }
/// ```
pub(super) fn expand_resource(resource: &Resource) -> TokenStream {
    expand(&resource.shared, &resource.ident, &quote!(serialize), &quote!(deserialize))
}

/// The same for a value.
pub(super) fn expand_value(shared: &Shared, ident: &Ident) -> TokenStream {
    expand(shared, ident, &quote!(serialize_value), &quote!(deserialize_value))
}

fn expand(shared: &Shared, ident: &Ident, serialize: &TokenStream, deserialize: &TokenStream) -> TokenStream {
    if !shared.serde {
        return TokenStream::new();
    }
    let krate = &shared.krate;
    let private = quote!(#krate::__private);
    let serde = quote!(#private::serde);
    quote! {
        #[automatically_derived]
        impl #serde::Serialize for #ident {
            #[inline]
            fn serialize<__S: #serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #private::#serialize(self, serializer)
            }
        }
        #[automatically_derived]
        impl<'de> #serde::Deserialize<'de> for #ident {
            #[inline]
            fn deserialize<__D: #serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #private::#deserialize(deserializer)
            }
        }
    }
}
