use std::fmt;

use serde_json::{Map, Value};

use crate::redact::{Excerpt, Redactor, excerpt, excerpt_debug};

/// An entry of `details` in the error of a service.
#[derive(Clone, PartialEq, Default)]
pub struct ErrorDetail {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
}

impl ErrorDetail {
    /// Returns the code of this detail.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the target of this detail, for example a property.
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }
}

/// A level of `innerError` in the error of a service.
///
/// Deeper levels are more specific.
#[derive(Clone, PartialEq, Default)]
pub struct InnerError {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) date: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) client_request_id: Option<String>,
    pub(super) additional: Map<String, Value>,
    pub(super) inner: Option<Box<InnerError>>,
}

impl InnerError {
    /// Returns the code of this level.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the time of the error, as the service wrote it.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// Returns the service's id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the client's id of the request.
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// Returns the other members: the first 40 values of all levels, with texts truncated at 300 characters.
    pub fn additional(&self) -> &Map<String, Value> {
        &self.additional
    }

    /// Returns the next level.
    pub fn inner(&self) -> Option<&InnerError> {
        self.inner.as_deref()
    }
}

impl ErrorDetail {
    pub(super) fn redact(&mut self, redactor: &Redactor<'_>) {
        let texts = [&mut self.code, &mut self.message, &mut self.target];
        texts.into_iter().flatten().for_each(|text| redactor.redact(text));
    }
}

impl InnerError {
    /// The parser limits the depth of the recursion.
    pub(super) fn redact(&mut self, redactor: &Redactor<'_>) {
        let texts =
            [&mut self.code, &mut self.message, &mut self.date, &mut self.request_id, &mut self.client_request_id];
        texts.into_iter().flatten().for_each(|text| redactor.redact(text));
        let additional = std::mem::take(&mut self.additional);
        self.additional = redactor.redacted_members(additional);
        if let Some(inner) = &mut self.inner {
            inner.redact(redactor);
        }
    }
}

/// Truncates texts further, because they end up in logs.
impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDetail")
            .field("code", &excerpt_debug(self.code()))
            .field("message", &excerpt_debug(self.message()))
            .field("target", &excerpt_debug(self.target()))
            .finish()
    }
}

/// Truncates texts further, because they end up in logs. Of the other members it shows the names, of the levels below the number.
impl fmt::Debug for InnerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.additional.keys().map(|name| excerpt(name, 60)).collect();
        // `ServiceError` shows the levels below
        f.debug_struct("InnerError")
            .field("code", &excerpt_debug(self.code()))
            .field("message", &excerpt_debug(self.message()))
            .field("date", &excerpt_debug(self.date()))
            .field("request_id", &excerpt_debug(self.request_id()))
            .field("client_request_id", &excerpt_debug(self.client_request_id()))
            .field("additional", &Excerpt(&names))
            .field("levels_below", &std::iter::successors(self.inner.as_deref(), |inner| inner.inner()).count())
            .finish()
    }
}
