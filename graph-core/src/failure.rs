//! The parts of an error: its kind, and the attempts that failed before it.

mod attempt;
mod kind;

pub use attempt::FailedAttempt;
pub use kind::ErrorKind;
