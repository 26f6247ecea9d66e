use std::ops::Deref;

use super::info::ResponseInfo;
use crate::etag::ETag;

/// The result of a successful call of an action or a function: the value that it returned, `()` if it returns nothing.
///
/// It dereferences to the value. With status 202 the service has accepted an action, and completes it later.
#[derive(Debug, Clone, PartialEq)]
pub struct Called<T = ()> {
    value: T,
    info: ResponseInfo,
}

impl<T> Called<T> {
    pub(crate) fn new(value: T, info: ResponseInfo) -> Self {
        Self { value, info }
    }

    /// Returns the value that was returned.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Converts the result into the value that was returned.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the ETag of an entity that was returned, if the service sent it.
    pub fn etag(&self) -> Option<&ETag> {
        self.info.etag()
    }

    /// Returns the URL in the header `Location`, if the service sent it: after an action that takes time, where to look for its progress.
    pub fn location(&self) -> Option<&str> {
        self.info.location()
    }

    /// Returns the metadata of the response.
    pub fn info(&self) -> &ResponseInfo {
        &self.info
    }
}

impl<T> Deref for Called<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
