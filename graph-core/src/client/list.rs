//! Reads collections: one call per page.
//!
//! - `list_operation` has the options. It becomes a `page_stream` or, entity by entity, an `entity_stream`. `call_list_operation` is the same
//!   for the collection that an action or a function returns.
//! - `page_items` receives the items of a page, and checks them against the filter.
//! - `progress` detects lists without end. `resume_token` is the position in a list.
//! - `completion` reads the properties that lists do not contain.

mod call_list_operation;
mod completion;
mod entity_stream;
mod list_operation;
mod page_items;
mod page_stream;
mod progress;
mod resume_token;

pub use call_list_operation::CallListOperation;
pub(super) use completion::key_of;
pub use entity_stream::EntityStream;
pub use list_operation::ListOperation;
pub use page_items::InvalidItems;
pub use page_stream::PageStream;
pub use resume_token::{ParseResumeTokenError, ResumeToken};
