//! What the macros declare of a type: descriptors in static memory, and the traits over them.
//!
//! Nothing here reads, writes or sends anything.

mod alternative;
mod descriptor;
mod enum_descriptor;
mod field;
mod graph_enum;
mod object;
mod property_type;
mod template;
mod version;

pub use alternative::Alternative;
pub(crate) use descriptor::member_name;
pub use descriptor::{Access, EdmType, EdmTypeInfo, Properties, PropertyDescriptor, Tag, TypeDescriptor};
pub use enum_descriptor::EnumDescriptor;
pub use field::Field;
pub use graph_enum::GraphEnum;
pub use object::{Object, Value};
pub use property_type::{Element, PropertyType, Readable, Structured};
pub use template::{PathTemplate, TemplatePart};
pub use version::Version;
