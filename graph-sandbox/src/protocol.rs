//! What HTTP and OData prescribe for requests and responses: errors, entity tags, preferences, bodies.

mod error_response;
mod etag;
mod prefer;
mod request_body;
pub(crate) mod response;

pub(crate) use error_response::{ErrorResponse, RequestIds};
pub(crate) use etag::{EntityTag, IfMatch};
pub(crate) use prefer::{ReturnPreference, max_page_size};
pub(crate) use request_body::{ReceivedBody, receive};
pub(crate) use response::{ConnectionClosed, OutgoingBody};
