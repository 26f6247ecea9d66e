//! Descriptors of declared types in static memory, and the traits over them.
//!
//! A program needs this module to inspect declarations at run time, as `graph-sandbox` does, and for bounds of generic functions.
//!
//! ```
//! use graph_core::schema::{Access, Version};
//! use graph_core::{Resource as _, graph_resource};
//!
//! #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", version = "beta")]
//! struct Printer {
//!     #[graph(key)]
//!     id: String,
//!     job_count: i32,
//! }
//!
//! let descriptor = Printer::DESCRIPTOR;
//! assert_eq!((descriptor.name(), descriptor.version()), ("printer", Version::Beta));
//! assert_eq!(descriptor.paths()[0].as_str(), "/printers/{printerId}");
//! let access: Vec<_> = descriptor.properties().map(|property| (property.name(), property.access())).collect();
//! assert_eq!(access, [("id", Access::Key), ("jobCount", Access::Writable)]);
//! ```

mod alternative;
mod callable;
mod declared;
mod descriptor;
mod field;
mod link;
mod object;
mod property_type;
mod template;
mod version;

#[doc(hidden)]
pub use alternative::{Alternative, AlternativeInfo};
pub use callable::{
    Binding, Callable, CallableDescriptor, CallableKind, Danger, Harmless, Many, OnCollection, OnEntity, One, Returned,
    Returns, Stream, Unbound,
};
#[doc(hidden)]
pub use declared::{Declared, Kind};
pub(crate) use descriptor::member_name;
pub use descriptor::{
    Access, EdmType, EdmTypeInfo, EnumDescriptor, Properties, PropertyDescriptor, Tag, TypeDescriptor,
};
#[doc(hidden)]
pub use field::Field;
pub use link::LinkDescriptor;
pub use object::{Collection, Object, Value};
pub use property_type::{Element, GraphEnum, PropertyType, Readable};
#[doc(hidden)]
pub use property_type::{Structured, UnionType};
pub use template::{PathTemplate, TemplatePart};
pub use version::Version;
