//! The macros of `graph-core`, which re-exports them. Depend on `graph-core`, not on this crate.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod attr;
mod attribute;
mod cargo_manifest;
mod check;
mod declaration;
mod errors;
mod expand;
#[cfg(test)]
mod incomplete_input;
mod macro_kind;
mod model;
mod names;
mod path_template;
mod rust_type;

use macro_kind::MacroKind;
use proc_macro::TokenStream;

/// Declares a Microsoft Graph resource on a plain struct.
///
/// Generated are the facts (`Resource`), the typed address `T::at(..)`, the update builder `T::update()` with one setter a
/// writable property and one `clear_…` a nullable one, `T::diff(before, after)`, and `serde::Serialize` and
/// `serde::Deserialize` in the wire format. The struct itself is left as it is.
///
/// # Attributes
///
/// ## `path = "/…/{placeholder}"`
/// The path from the service root, without host and version. `T::at(..)` takes one value a placeholder, in order.
/// A placeholder after `:/` as in `/drive/root:/{path}:` takes a path of several segments. One between quotes as in
/// `/range(address='{address}')` takes any text, and one between parentheses without quotes as in `/itemAt(index={index})`
/// a value that is one argument. Quotes and parentheses are balanced within each segment.
///
/// ## `odata_type = "#microsoft.graph.…"`
/// The OData type, which is sent first in every update.
///
/// ## `version = "v1.0"` or `version = "beta"`
/// The version of the API; `v1.0` if not given.
///
/// ## `tag = always` or `tag = never`
/// Whether `@odata.type` is sent; `always` if not given.
///
/// ## `undeclared = drop`
/// Elements of a collection may be of this type although it has no field under `#[graph(dynamic_properties)]`: an update that sends
/// the collection removes their undeclared properties.
///
/// ## `paths(name = "/…", …)`
/// Further paths that lead to the same type: `T::at_name(..)` each.
///
/// ## `permissions = ["…", …]`
/// The permissions of which an update needs one, as the reference page lists them, for example
/// `"DeviceManagementConfiguration.ReadWrite.All"`: a refusal (403) then says which the token lacks.
///
/// ## `update = Name`
/// The name of the update builder. It defaults to the struct's name with `Update`, and is needed where another type has
/// that name.
///
/// ## `serde = false`
/// Leaves out `Serialize` and `Deserialize`, so that you can write or derive your own.
///
/// ## `crate = ::path`
/// Where `graph-core` is, if it was renamed or is re-exported by another crate.
///
/// # Field attributes
///
/// ## `#[graph(key)]`
/// Identifies the entity; never sent, no setter.
///
/// ## `#[graph(read_only)]`
/// Computed by the service; never sent, no setter.
///
/// ## `#[graph(name = "…")]`
/// The name on the wire, if it is not the field's name in lowerCamelCase.
///
/// ## `#[graph(nullable)]`
/// The type is an alias of `Option<_>`, which the macro cannot see: generates the `clear_…` method.
///
/// ## `#[graph(optional)]`
/// The type is an `Option<_>` because a response may leave the property out; it is never null, so there is no `clear_…`.
///
/// ## `#[graph(dynamic_properties)]`
/// The field, an `DynamicProperties`, keeps the properties that are not declared: those of an open type, and those that the service
/// added later. The setter takes name and value.
///
/// ## `#[graph(merge)]`
/// The property is of a complex type that the service merges: a difference sends only the members that changed. The default
/// is to send all declared members, which is right for services that replace complex values, too.
///
/// Types of fields must not be named by a path that begins with `__graph`, which is taken by generated code.
#[proc_macro_attribute]
pub fn graph_resource(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Resource, args.into(), &item.into()).into()
}

/// Declares a Microsoft Graph enumeration on a plain enum.
///
/// Members are unit variants; their wire name is the variant's name in lowerCamelCase unless `#[graph(name = "…")]` says
/// otherwise. One variant under `#[graph(other)]` keeps the text of members that are not declared, for services add
/// members at any time:
///
/// ```text
/// #[graph_enum]
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum PowerState {
///     On,
///     Off,
///     #[graph(other)]
///     Other(String),
/// }
/// ```
///
/// Generated are `as_str`, `From<&str>`, `Display`, `PathSegment`, and `serde::Serialize` and `serde::Deserialize`.
///
/// # Attributes
///
/// ## `serde = false`
/// Leaves out `Serialize` and `Deserialize`.
///
/// ## `crate = ::path`
/// Where `graph-core` is, if it was renamed or is re-exported by another crate.
#[proc_macro_attribute]
pub fn graph_enum(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Enum, args.into(), &item.into()).into()
}

/// Declares a structured type without an address of its own: a complex type, or an entity that is only part of others.
///
/// A member that is `None` is left out when the value is sent: the service keeps what it has. Where null and absence
/// must be told apart, the field is a `Nullable<_>`.
///
/// # Attributes
///
/// ## `odata_type = "#microsoft.graph.…"`
/// The OData type, which is sent first.
///
/// ## `tag = always` or `tag = never`
/// Whether `@odata.type` is sent; `always` if not given. In an enum under `#[graph_union]` it always is.
///
/// ## `undeclared = drop`
/// An update sends a collection as a whole, so each type that is an element of one must keep the properties that it does not
/// declare, in a field under `#[graph(dynamic_properties)]`. This key says that they are not needed: sending the collection removes
/// them.
///
/// ## `serde = false`
/// Leaves out `Serialize` and `Deserialize`, so that you can write or derive your own.
///
/// ## `crate = ::path`
/// Where `graph-core` is, if it was renamed or is re-exported by another crate.
///
/// The attributes of fields are those of `graph_resource`.
#[proc_macro_attribute]
pub fn graph_complex(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Complex, args.into(), &item.into()).into()
}

/// Declares the values of a base type on a plain enum: one variant a derived type, chosen by `@odata.type`.
///
/// ```text
/// #[graph_union]
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum AnyLocation {
///     Address(AddressLocation),
///     Site(Box<SiteLocation>),
///     #[graph(base)]
///     Location(Location),
///     #[graph(other)]
///     Other(graph_core::UntypedObject),
/// }
/// ```
///
/// A variant holds a struct under `graph_resource` or `graph_complex`, or a `Box` of it; its type is always sent. The
/// variant under `#[graph(base)]`, if there is one, is for objects that name no type, the one under `#[graph(other)]` keeps
/// objects of other types whole. Generated are `From` for each variant, and `serde::Serialize` and `serde::Deserialize`.
///
/// With a path, the union is an entity that can be read: `AnyConfiguration::at(id)` is its address, and
/// `graph.get(AnyConfiguration::at(id))` gives the variant that the service names. An update is made for the type that was
/// read, so that its tag is right: `IosConfiguration::update()` at `IosConfiguration::at(id)`.
///
/// # Attributes
///
/// ## `path = "/…/{placeholder}"`, `paths(name = "/…", …)`
/// Where entities of these types are, as in `graph_resource`.
///
/// ## `odata_type = "#microsoft.graph.…"`
/// The base type, of a union with a path.
///
/// ## `version = "v1.0"` or `version = "beta"`, `permissions = ["…", …]`
/// As in `graph_resource`, for a union with a path.
///
/// ## `serde = false`
/// Leaves out `Serialize` and `Deserialize`.
///
/// ## `crate = ::path`
/// Where `graph-core` is, if it was renamed or is re-exported by another crate.
#[proc_macro_attribute]
pub fn graph_union(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(MacroKind::Union, args.into(), &item.into()).into()
}

// `serde` is among the attributes so that ours is the only report of one that has no effect
#[doc(hidden)]
#[proc_macro_derive(GraphResource, attributes(graph, serde))]
pub fn derive_resource(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Resource, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphComplex, attributes(graph, serde))]
pub fn derive_complex(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Complex, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphUnion, attributes(graph, serde))]
pub fn derive_union(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Union, item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(GraphEnum, attributes(graph, serde))]
pub fn derive_enum(item: TokenStream) -> TokenStream {
    expand::derive(MacroKind::Enum, item.into()).into()
}
