use super::descriptor::EdmTypeInfo;
use super::object::Value;
use crate::json_text::{ReadError, Reader};

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
