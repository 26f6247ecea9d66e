//! Environment variables, read in one way: what is set is never taken for not set.

use std::ffi::OsString;

use crate::error::{Error, ErrorKind};

/// An environment; tests have one of their own.
#[derive(Clone, Copy)]
pub(crate) struct Variables<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl Variables<'static> {
    /// The environment of this process.
    pub(crate) const PROCESS: Self = Self(&|name| std::env::var_os(name));
}

impl<'a> Variables<'a> {
    #[cfg(test)]
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self(lookup)
    }

    /// The value of a variable, unless it is empty. One that is not UTF-8 is an error, which holds no part of the value.
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

    /// Whether a variable is there at all, be it empty.
    pub(crate) fn is_set(self, name: &str) -> bool {
        (self.0)(name).is_some()
    }
}
