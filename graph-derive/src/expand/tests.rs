//! Snapshots of the expansion of the main shapes of declarations.

use proc_macro2::TokenStream;
use quote::quote;

use super::derive;
use crate::attribute;
use crate::macro_kind::MacroKind;

/// Expands the attribute on `item`, then its derive.
fn expanded(macro_kind: MacroKind, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    derive(macro_kind, attribute::expand(macro_kind, arguments, item))
}

fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("generated code is a sequence of items"))
}

fn assert_expansion(name: &str, macro_kind: MacroKind, arguments: &TokenStream, item: &TokenStream) {
    let first = expanded(macro_kind, arguments.clone(), item);
    let second = expanded(macro_kind, arguments.clone(), item);
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
        insta::assert_snapshot!("attribute", pretty(attribute::expand(MacroKind::Resource, arguments, &item)));
    });
}

#[test]
fn resource_with_every_kind_of_property() {
    assert_expansion(
        "resource",
        MacroKind::Resource,
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
        MacroKind::Resource,
        &quote! {
            path = "/drive/root:/{item-path}:/content",
            odata_type = "#microsoft.graph.driveItem",
            version = "beta",
            permissions = ["Files.ReadWrite", "Files.ReadWrite.All"],
            tag = never,
            update = DriveItemPatch,
            serde = false,
            crate = ::facade::graph,
            paths(by_id = "/drives/{driveId}/items/{id}", mine = "/me/drive/root/microsoft.graph.item/"),
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
        MacroKind::Complex,
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
        MacroKind::Enum,
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
        MacroKind::Union,
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
fn action_on_an_entity() {
    assert_expansion(
        "action",
        MacroKind::Action,
        &quote!(
            name = "wipe",
            on = devices::Device,
            returns = Job,
            danger = destructive,
            permissions = ["Device.Wipe"]
        ),
        &quote! {
            /// Resets a device.
            #[derive(Debug, Clone, Default)]
            pub struct Wipe {
                keep_user_data: Option<bool>,
                #[graph(name = "UnlockCode")]
                unlock_code: Nullable<String>,
                targets: Vec<Target>,
            }
        },
    );
}

#[test]
fn unbound_function_without_parameters() {
    assert_expansion(
        "function",
        MacroKind::Function,
        &quote!(path = "/reports/getUsage", version = "beta", returns = [String], serde = false),
        &quote! {
            pub struct GetUsage;
        },
    );
}

#[test]
fn unbound_function_that_returns_bytes() {
    assert_expansion(
        "function_stream",
        MacroKind::Function,
        &quote!(path = "/reports/getUsage", returns = stream, serde = false),
        &quote! {
            pub struct GetUsage {
                period: String,
            }
        },
    );
}

#[test]
fn implementations_remain_after_errors() {
    assert_expansion(
        "invalid_resource",
        MacroKind::Resource,
        &quote!(pth = "/printers", odata_type = "printer"),
        &quote! {
            pub struct Printer {
                #[graph(kee)]
                pub id: String,
            }
        },
    );
    assert_expansion(
        "invalid_complex",
        MacroKind::Complex,
        &quote!(odata_type = "#test.pair"),
        &quote! {
            struct Pair(i32, String);
        },
    );
    assert_expansion(
        "invalid_function",
        MacroKind::Function,
        &quote!(on = [User]),
        &quote! {
            struct Delta(String);
        },
    );
    assert_expansion(
        "invalid_enumeration",
        MacroKind::Enum,
        &TokenStream::new(),
        &quote! {
            enum Colour {
                Red,
            }
        },
    );
}
