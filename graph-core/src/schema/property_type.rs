use super::descriptor::{EdmTypeInfo, EnumDescriptor, TypeDescriptor};
use super::object::Value;
use crate::json_text::{ReadError, Reader};

/// A type of values in an `Option`, a `Vec` or a [`Nullable`](crate::Nullable).
///
/// These are every [`PropertyType`], and a `Box` of one.
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the value types \
            of `graph_core`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them; `DynamicProperties` needs `#[graph(dynamic_properties)]`"
)]
pub trait Element: Value + Sized {
    /// The Edm type, and whether a value may be null or absent.
    const TYPE: &'static EdmTypeInfo;

    /// Whether a value stores the undeclared properties that it was read with.
    #[doc(hidden)]
    const KEEPS_UNDECLARED: bool = true;

    /// Returns the value from which decoding starts.
    #[doc(hidden)]
    fn blank() -> Self;
}

/// A type that a field of a resource can have.
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the value types \
            of `graph_core`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them; `DynamicProperties` needs `#[graph(dynamic_properties)]`"
)]
pub trait PropertyType: Element {
    /// [`Element::blank`] as a constant.
    #[doc(hidden)]
    const BLANK: Self;
}

/// A type with a descriptor: a struct under `#[graph_resource]` or `#[graph_complex]`.
#[doc(hidden)]
pub trait Structured {
    /// The descriptor of the type.
    const DESCRIPTOR: &'static TypeDescriptor;
}

impl<T: Structured> Structured for Box<T> {
    const DESCRIPTOR: &'static TypeDescriptor = T::DESCRIPTOR;
}

/// A type of entity that can be read.
///
/// These are resources, and enums under [`#[graph_union]`](macro@crate::graph_union) with a path.
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity that can be read",
    label = "this type does not have a path",
    note = "declare it: `#[graph_resource(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above a struct, or \
            `#[graph_union(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above an enum of derived types"
)]
pub trait Readable: PropertyType {
    /// The declared type, version, paths and permissions. The descriptor of a union does not have properties.
    const ENTITY: &'static TypeDescriptor;
}

/// An enumeration type: an enum under [`#[graph_enum]`](macro@crate::graph_enum).
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared enumeration",
    label = "not an enumeration",
    note = "declare it: `#[graph_enum]` above an enum, with `#[graph(other)] Other(String)` as its last variant"
)]
pub trait GraphEnum: Value + Sized {
    /// The descriptor of the enumeration.
    const DESCRIPTOR: &'static EnumDescriptor;

    /// Returns the wire name of the member.
    fn as_member(&self) -> &str;

    /// Returns the value for a wire name. The text of an undeclared member is preserved.
    fn from_member(member: &str) -> Self;
}

/// A union: an enum under [`#[graph_union]`](macro@crate::graph_union).
pub trait UnionType: Sized {
    /// The types of the alternatives, in the order of declaration.
    const TYPES: &'static [&'static EdmTypeInfo];

    /// The index of the alternative for objects without `@odata.type`.
    const BASE: Option<usize>;

    /// Reads the object that comes next as the alternative at `index`; `None` is the one for undeclared types.
    ///
    /// # Errors
    /// If it is not a value of that type.
    fn read_alternative(index: Option<usize>, json: &mut Reader<'_>) -> Result<Self, ReadError>;

    /// Returns the value of the alternative.
    fn value(&self) -> &dyn Value;
}
