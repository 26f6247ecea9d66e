//! Reads environment variables. A variable that is set and not UTF-8 is an error.

use std::ffi::OsString;

use crate::error::Error;
use crate::failure::ErrorKind;

/// A set of environment variables: those of the process, or those of a test.
#[derive(Clone, Copy)]
pub(crate) struct Variables<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl Variables<'static> {
    /// The environment variables of this process.
    pub(crate) const PROCESS: Self = Self(&|name| std::env::var_os(name));
}

#[cfg(test)]
impl<'a> Variables<'a> {
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self(lookup)
    }
}

impl Variables<'_> {
    /// Returns the value of a variable, or `None` if it is empty.
    ///
    /// # Errors
    /// When the value is not UTF-8. The error does not show it.
    pub(crate) fn get(self, name: &str) -> Result<Option<String>, Error> {
        match (self.0)(name).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(value).filter(|value| !value.is_empty())),
            Some(Err(_)) => {
                let message = format!("the environment variable `{name}` is not valid UTF-8; correct or remove it");
                Err(Error::new(ErrorKind::Configuration, message))
            }
        }
    }

    /// Returns whether a variable is set, even if it is empty.
    pub(crate) fn is_set(self, name: &str) -> bool {
        (self.0)(name).is_some()
    }
}
