use proc_macro2::Span;

use super::argument::RawArgument;
use super::value::ValueKind;
use crate::errors::Errors;

/// What an attribute states for one key.
pub(crate) struct Given<T> {
    /// The span of the key, also where its value was rejected.
    key: Option<Span>,
    value: Option<T>,
}

impl<T> Given<T> {
    /// Reads the value of `argument`, if the key is given.
    pub(super) fn read<K: ValueKind<Value = T>>(
        argument: Option<&RawArgument>,
        example: &str,
        errors: &mut Errors,
    ) -> Self {
        Self {
            key: argument.map(|argument| argument.key.span()),
            value: argument.and_then(|argument| K::read(argument, example, errors)),
        }
    }

    /// Whether the key is given. A key whose value was rejected is given: it is not reported as missing as well.
    pub(crate) fn is_given(&self) -> bool {
        self.key.is_some()
    }

    /// The span of the key, if it is given.
    pub(crate) fn key_span(&self) -> Option<Span> {
        self.key
    }

    /// The value, if it is given and could be read.
    pub(crate) fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }
}
