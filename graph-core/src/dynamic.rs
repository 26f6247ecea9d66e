//! Data without a declared type: untyped values, and dynamic properties of open types.

mod properties;
mod untyped;

pub use properties::{DynamicProperties, DynamicPropertiesIntoIter, DynamicPropertiesIter, PropertyNameError};
pub(crate) use properties::{TYPE_SUFFIX, is_property_name};
pub use untyped::{Untyped, UntypedObject};
