use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput};

/// The pattern of a variant that is neither read nor written because of an error.
pub(super) fn skipped_variant(input: &DeriveInput, variant: &Ident) -> TokenStream {
    let ident = &input.ident;
    quote!(#ident::#variant { .. })
}

/// The pattern of all values of an item that is not an enum.
pub(super) fn skipped_item(input: &DeriveInput) -> Vec<TokenStream> {
    match input.data {
        Data::Enum(_) => Vec::new(),
        Data::Struct(_) | Data::Union(_) => vec![quote!(_)],
    }
}
