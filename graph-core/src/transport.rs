//! Transports requests: a [`tower::Service`] that a program can replace or wrap.
//!
//! The children import from each other and from lower modules, never from here.

mod body;
mod body_stream;
mod connection_error;
mod connections;
mod deadline;
mod gunzip;
mod http_chunks;
mod http_transport;
mod proxy;
mod read_body;
mod redirect;
mod root_certificates;
mod service;

pub use body::ResponseBody;
pub use connection_error::BoxError;
pub use connections::NewConnection;
pub use http_transport::TransportFuture;
pub use service::Transport;

pub(crate) use body_stream::{BodyStream, Chunks, StreamedBody};
pub(crate) use connection_error::is_unprocessed;
pub(crate) use deadline::Deadline;
pub(crate) use http_transport::{HttpTransport, Timeouts};
pub(crate) use read_body::BodyLimits;
pub(crate) use redirect::Redirected;
pub(crate) use root_certificates::RootCertificates;
