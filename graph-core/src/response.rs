//! The results of operations.

mod called;
mod content;
mod created;
mod created_unless_exists;
mod deleted;
mod deprecation;
mod entity;
mod error_body;
mod header_text;
mod info;
mod page;
mod settled;
mod uploaded;

pub use called::Called;
pub use created::Created;
pub use created_unless_exists::CreatedUnlessExists;
pub use deleted::Deleted;
pub use deprecation::Deprecation;
pub use entity::{Entity, Updated};
pub use info::ResponseInfo;
pub use page::Page;
pub use settled::Settled;
pub use uploaded::Uploaded;

pub(crate) use content::{BOM, Content, encodings, is_gzip, without_byte_order_mark};
pub(crate) use error_body::ErrorBody;
pub(crate) use header_text::{MAX_DATE, MAX_ID, header_text};
