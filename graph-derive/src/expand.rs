//! The generated code: facts and one-line calls. What it does is in `graph-core`, compiled once.

mod address;
mod enumeration;
mod facts;
mod interop;
mod update;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::DeriveInput;

use crate::errors::Errors;
use crate::model::{Enumeration, Resource};

pub(crate) fn resource(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let resource = Resource::new(&input, &mut errors);
    let errors = errors.into_tokens();
    let Some(resource) = resource else { return errors };

    let update_type = update::definition(&resource);
    let facts = facts::expand(&resource);
    let address = address::expand(&resource);
    let update = update::expand(&resource);
    let serde = interop::expand_resource(&resource);
    let Resource { allowances, field_allowances, .. } = &resource;
    quote! {
        #errors
        #update_type
        // deprecated types and names of odd case were reported in the struct itself
        #[allow(deprecated, non_snake_case)]
        #(#allowances)*
        #(#field_allowances)*
        const _: () = {
            #facts
            #address
            #update
            #serde
        };
    }
}

pub(crate) fn enumeration(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let enumeration = Enumeration::new(&input, &mut errors);
    let errors = errors.into_tokens();
    let Some(enumeration) = enumeration else { return errors };

    let values = enumeration::expand(&enumeration);
    let serde = interop::expand_value(&enumeration.shared, &enumeration.ident);
    let allowances = &enumeration.allowances;
    quote! {
        #errors
        // what is deprecated was reported in the enum itself
        #[allow(deprecated)]
        #(#allowances)*
        const _: () = {
            #values
            #serde
        };
    }
}

/// Without `r#`, for messages and documentation.
fn plain(ident: &Ident) -> String {
    syn::ext::IdentExt::unraw(ident).to_string()
}
