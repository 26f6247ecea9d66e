//! What the macros declare of a type: descriptors in static memory, and the traits over them.
//!
//! Nothing here reads, writes or sends anything.

mod alternative;
mod declared;
mod descriptor;
mod enum_descriptor;
mod field;
mod graph_enum;
mod object;
mod property_type;
mod template;
mod union_type;
mod version;

pub use alternative::{Alternative, AlternativeInfo};
pub use declared::{Declared, Kind};
pub(crate) use descriptor::member_name;
pub use descriptor::{Access, EdmType, EdmTypeInfo, Properties, PropertyDescriptor, Tag, TypeDescriptor};
pub use enum_descriptor::EnumDescriptor;
pub use field::Field;
pub use graph_enum::GraphEnum;
pub use object::{Object, Value};
pub use property_type::{Element, PropertyType, Readable, Structured};
pub use template::{PathTemplate, TemplatePart};
pub use union_type::UnionType;
pub use version::Version;
