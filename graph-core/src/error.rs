//! The error of every operation, with the error of the service as data.
//!
//! An operation fails when the client cannot do more: everything that can be retried has been [retried](crate::retry).
//!
//! # Handling errors
//!
//! | predicate | cause | what to do |
//! |---|---|---|
//! | [`is_throttled`](Error::is_throttled) | too many requests, for longer than the deadline of the call | retry at [`retry_at`](Error::retry_at) |
//! | [`is_precondition_failed`](Error::is_precondition_failed) | the entity has changed, possibly by an earlier attempt of the call | read it again, then decide |
//! | [`is_not_found`](Error::is_not_found), [`is_conflict`](Error::is_conflict) | the state of the service is not the expected one | depends on the program |
//! | [`is_bad_request`](Error::is_bad_request), [`is_decode`](Error::is_decode) | the declaration or a value is wrong | show the error; a retry does not help |
//! | [`is_unauthorized`](Error::is_unauthorized), [`is_credential`](Error::is_credential) | there is no valid access token | let the user sign in again |
//! | [`is_forbidden`](Error::is_forbidden) | a permission is missing | show the error; see [`permissions`](Error::permissions) |
//! | [`is_timeout`](Error::is_timeout), [`is_connect`](Error::is_connect), [`is_server_error`](Error::is_server_error) | the network or the service failed | retry later |
//!
//! `Display` is one line. For an update it states whether the update may have been made, and never more than is known: only a JSON
//! object with a status of success counts as a report that the update was made. [`Error::support`] is the text that Microsoft's
//! support needs. [`Error::failed_attempts`] returns the attempts before. [`Error::decode_error`], [`Error::address_error`] and
//! [`Error::update_error`] return the error in the response, the address or the update, and [`source`](std::error::Error::source) the error of another library.
//!
//! # Privacy
//!
//! An error contains nothing of the request: no token, no id in the address, no value. It contains the message of the service, because
//! that is the reason, without access tokens, which a gateway might echo. Every text of a service has a limited length, is on one line,
//! and has no characters that a terminal would interpret or hide. `Debug` and `Display` truncate further.

mod detail;
mod display;
pub(crate) mod graph_error;
mod outcome;
mod permissions;
mod predicates;
mod read;
mod reason;
mod repair;
mod service;
mod support;
mod wait;

pub use detail::{ErrorDetail, InnerError};
pub use permissions::Permissions;
pub use service::ServiceError;
pub use support::Support;

pub(crate) use graph_error::Error;
pub(crate) use read::read_service_error;
pub(crate) use wait::Wait;
