//! What an error is made of: its kind, and the attempts that failed before it.

mod attempt;
mod kind;
mod report;

pub use attempt::FailedAttempt;
pub use kind::ErrorKind;
pub(crate) use report::Report;
