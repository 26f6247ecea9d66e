//! What the main shapes of declarations expand to.

use proc_macro2::TokenStream;
use quote::quote;

use super::{complex, enumeration, resource, union};
use crate::front::{self, Front};

/// The derive's output for what the attribute makes of `item`.
fn expanded(front: Front, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let item = front::expand(front, arguments, item);
    match front {
        Front::Resource => resource(item),
        Front::Complex => complex(item),
        Front::Enumeration => enumeration(item),
        Front::Union => union(item),
    }
}

fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("generated code is a sequence of items"))
}

fn assert_expansion(name: &str, front: Front, arguments: &TokenStream, item: &TokenStream) {
    let first = expanded(front, arguments.clone(), item);
    let second = expanded(front, arguments.clone(), item);
    assert_eq!(first.to_string(), second.to_string(), "the same input gives the same tokens");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, pretty(first));
    });
}

#[test]
fn attribute() {
    let item = quote! {
        #[derive(Debug)]
        pub struct Printer {
            #[graph(key)]
            pub id: String,
        }
    };
    let arguments = quote!(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer",);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("attribute", pretty(front::expand(Front::Resource, arguments, &item)));
    });
}

#[test]
fn resource_with_every_kind_of_property() {
    assert_expansion(
        "resource",
        Front::Resource,
        &quote!(path = "/users/{userId}/printers/{printerId}", odata_type = "#microsoft.graph.printer"),
        &quote! {
            /// A printer.
            #[derive(Debug, Clone, PartialEq)]
            pub struct Printer {
                /// Key of the entity.
                #[graph(key)]
                pub id: String,
                #[graph(read_only)]
                pub serial_number: Option<String>,
                /// Its name.
                ///
                /// As people call it.
                pub name: String,
                pub(crate) location: Option<String>,
                job_count: i32,
                #[deprecated(note = "count pages")]
                pub sheet_count: Option<i64>,
                #[graph(nullable, name = "minOSVersion")]
                pub version: Alias,
                #[graph(optional)]
                pub note: Option<String>,
                pub window: Nullable<Window>,
            }
        },
    );
}

#[test]
fn resource_of_beta_without_tag_with_further_paths() {
    assert_expansion(
        "untagged",
        Front::Resource,
        &quote! {
            path = "/drive/root:/{item-path}:/content",
            odata_type = "#microsoft.graph.driveItem",
            version = "beta",
            permissions = ["Files.ReadWrite", "Files.ReadWrite.All"],
            tag = never,
            update = DriveItemPatch,
            serde = false,
            crate = ::facade::graph,
            paths(by_id = "/drives/{id}/items/{id}", mine = "/me/drive/root/microsoft.graph.item/"),
        },
        &quote! {
            #[allow(missing_docs)]
            pub(crate) struct DriveItem {
                pub r#type: Option<Box<Self>>,
                #[graph(dynamic_properties)]
                pub more: DynamicProperties,
            }
        },
    );
}

#[test]
fn complex_type() {
    assert_expansion(
        "complex",
        Front::Complex,
        &quote!(odata_type = "#microsoft.graph.window"),
        &quote! {
            struct Window {
                start: Option<TimeOfDay>,
                length: Nullable<Duration>,
            }
        },
    );
}

#[test]
fn enumeration_with_given_names() {
    assert_expansion(
        "enumeration",
        Front::Enumeration,
        &TokenStream::new(),
        &quote! {
            pub enum PowerState {
                On,
                TurnedOff,
                #[graph(name = "macOS")]
                MacOs,
                #[graph(other)]
                Other(String),
            }
        },
    );
}

#[test]
fn union_with_base() {
    assert_expansion(
        "union",
        Front::Union,
        &TokenStream::new(),
        &quote! {
            pub enum AnyLocation {
                Address(Box<AddressLocation>),
                #[graph(base)]
                Location(Location),
                #[graph(other)]
                Other(UntypedObject),
            }
        },
    );
}

#[test]
fn implementations_remain_after_mistakes() {
    assert_expansion(
        "mistaken_resource",
        Front::Resource,
        &quote!(pth = "/printers", odata_type = "printer"),
        &quote! {
            pub struct Printer {
                #[graph(kee)]
                pub id: String,
            }
        },
    );
    assert_expansion(
        "mistaken_complex",
        Front::Complex,
        &quote!(odata_type = "#test.pair"),
        &quote! {
            struct Pair(i32, String);
        },
    );
    assert_expansion(
        "mistaken_enumeration",
        Front::Enumeration,
        &TokenStream::new(),
        &quote! {
            enum Colour {
                Red,
            }
        },
    );
}
