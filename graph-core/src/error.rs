//! The error of every operation, with what the service said as data.
//!
//! An [`Error`] comes when nothing more can be done: what may be repeated was repeated before, see [`retry`](crate::retry).
//!
//! # What to do with it
//!
//! | what it is | what it means | what a program does |
//! |---|---|---|
//! | [`is_throttled`](Error::is_throttled) | too many requests, for longer than the call may take | comes again at [`retry_at`](Error::retry_at) |
//! | [`is_precondition_failed`](Error::is_precondition_failed) | the entity changed, maybe by an earlier attempt of the same call | reads again, decides again |
//! | [`is_not_found`](Error::is_not_found), [`is_conflict`](Error::is_conflict) | the service holds something else than expected | depends on the program |
//! | [`is_bad_request`](Error::is_bad_request), [`is_decode`](Error::is_decode) | the declaration or the values are wrong | shows it; a repetition is of no use |
//! | [`is_unauthorized`](Error::is_unauthorized), [`is_credential`](Error::is_credential) | no token that the service takes | lets a person sign in again |
//! | [`is_forbidden`](Error::is_forbidden) | a permission is missing | shows it: [`permissions`](Error::permissions) says which |
//! | [`is_timeout`](Error::is_timeout), [`is_connect`](Error::is_connect), [`is_server_error`](Error::is_server_error) | trouble on the way or in the service | comes again later |
//!
//! `Display` is one line for a person. Of an update it says whether it may have been made, and never more than is known: only a
//! JSON object with a status of success is a report of the service that the update was made. [`Error::support`] is the block of
//! lines that Microsoft's support asks for. [`Error::failed_attempts`] has what happened before.
//!
//! # What it does not hold
//!
//! Nothing of the request: no token, no id of the address, no value. What the service says is there, because it is the reason, with
//! access tokens taken out in case that a gateway repeats them. Every text of a service is bounded when it is read, on one line,
//! and without characters that a terminal would act on or hide; `Debug` and `Display` cut further.
//! (Tests: those of `leaks` and `shown`.)

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
