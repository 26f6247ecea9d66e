//! Reads and validates JSON values of declared types, without the code of `graph-core`.
//!
//! A text passes two stages: [`check_syntax`] accepts JSON, and [`Validator`] reads it as a [`TypedObject`] and collects
//! [`ValidationErrors`]. Values keep their text, so that the sandbox returns every digit as it was sent.

pub(crate) mod lexical;
mod literal;
mod text;
mod typed;
mod validation_errors;
mod validator;

pub(crate) use literal::parse_string;
pub(crate) use text::{array_elements, check_syntax, object_members};
pub(crate) use typed::{Author, Creation, TypedObject, TypedValue, write_name};
pub(crate) use validation_errors::{ValidationErrors, excerpt};
pub(crate) use validator::Validator;
