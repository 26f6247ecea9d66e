//! Data without a declared type: untyped values, and the dynamic properties of an open type.

mod properties;
mod untyped;

pub use properties::{DynamicProperties, PropertyNameError};
pub(crate) use properties::{TYPE_SUFFIX, is_property_name};
pub use untyped::{Untyped, UntypedObject};
