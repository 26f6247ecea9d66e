use super::descriptor::{EdmTypeInfo, TypeDescriptor};
use super::object::Value;

/// A type that an `Option`, a `Vec` or a [`Nullable`](crate::Nullable) can hold: every [`PropertyType`], and a `Box` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the types in \
            `graph_core::value`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them"
)]
pub trait Element: Value + Sized {
    /// The Edm type, and what may be left out.
    const TYPE: &'static EdmTypeInfo;

    /// Whether a value keeps the undeclared properties that it was read with.
    #[doc(hidden)]
    const KEEPS_UNDECLARED: bool = true;

    /// The value that decoding starts from.
    #[doc(hidden)]
    fn blank() -> Self;
}

/// A type that a field of a resource can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the types in \
            `graph_core::value`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them"
)]
pub trait PropertyType: Element {
    /// [`Element::blank`] as a constant.
    #[doc(hidden)]
    const BLANK: Self;
}

/// Where the facts of a type stand.
#[doc(hidden)]
pub trait Structured {
    /// The facts that were declared.
    const DESCRIPTOR: &'static TypeDescriptor;
}

impl<T: Structured> Structured for Box<T> {
    const DESCRIPTOR: &'static TypeDescriptor = T::DESCRIPTOR;
}

/// A type of entity that has an address and can be read: a resource, or an enum under [`#[graph_union]`](macro@crate::graph_union)
/// with a path.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity that can be read",
    label = "it has no path",
    note = "declare it: `#[graph_resource(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above a struct, or \
            `#[graph_union(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above an enum of derived types"
)]
pub trait Readable: PropertyType {
    /// The declared type, version, paths and permissions. Those of a union have no properties.
    const ENTITY: &'static TypeDescriptor;
}
