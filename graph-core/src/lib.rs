//! Declare Microsoft Graph resources with one attribute and update exactly the properties you mean.

pub mod address;
pub mod json;
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod resource;
pub mod update;
pub mod value;

pub use address::Address;
pub use graph_derive::{graph_enum, graph_resource};
pub use resource::{Resource, Version};
pub use update::Update;
pub use value::DateTimeOffset;
