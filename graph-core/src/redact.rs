//! Makes text of a service or of another library safe to show.
//!
//! Such text is bounded, on one line, and without access tokens.

mod excerpt;
mod redactor;
mod secret;

pub(crate) use excerpt::{Excerpt, excerpt, excerpt_debug, excerpt_of_debug, is_long};
pub(crate) use redactor::Redactor;
pub(crate) use secret::{Secrets, without_secrets};
