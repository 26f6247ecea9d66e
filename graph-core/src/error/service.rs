use std::fmt;

use http::StatusCode;

use super::detail::{ErrorDetail, InnerError};
use crate::redact::{Excerpt, Redactor, excerpt_debug};

/// The error that the service sent.
///
/// Parts that the service left out, or sent in another form than documented, are `None` or empty: parsing never fails. The texts are on
/// one line, and characters that a terminal would interpret or hide are written as `\u{..}`. Long texts are truncated, a message at
/// 2,000 characters.
///
/// Source: [Microsoft Graph error responses](https://learn.microsoft.com/graph/errors).
#[derive(Clone, PartialEq)]
pub struct ServiceError {
    pub(super) status: StatusCode,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
    pub(super) details: Vec<ErrorDetail>,
    /// How many details the response had in addition.
    pub(super) further_details: usize,
    pub(super) inner: Option<InnerError>,
    pub(super) request_id: Option<String>,
    pub(super) client_request_id: Option<String>,
    pub(super) date: Option<String>,
    pub(super) note: Option<&'static str>,
}

impl ServiceError {
    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the code, for example `ResourceNotFound`.
    ///
    /// Codes are stable, messages change.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the message, or the beginning of a body that is not a Graph error.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the target of the error, for example a property.
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// Returns the first 50 details: the errors that led to this one.
    pub fn details(&self) -> &[ErrorDetail] {
        &self.details
    }

    /// Returns the first level of `innerError`.
    pub fn inner(&self) -> Option<&InnerError> {
        self.inner.as_ref()
    }

    /// Returns all levels of `innerError`, from the outermost to the most specific.
    pub fn inner_errors(&self) -> impl Iterator<Item = &InnerError> {
        std::iter::successors(self.inner.as_ref(), |inner| inner.inner())
    }

    /// Returns whether `code` is the code of this error or of a level of its `innerError`.
    ///
    /// Source: [Microsoft Graph error responses, code property](https://learn.microsoft.com/graph/errors#code-property):
    /// search all nested codes for the most specific one that your program knows.
    pub fn has_code(&self, code: &str) -> bool {
        self.code() == Some(code) || self.inner_errors().any(|inner| inner.code() == Some(code))
    }

    /// Returns the service's id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the client's id of the request.
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// Returns the time of the error, as the service wrote it.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }
}

impl ServiceError {
    pub(crate) fn redact(&mut self, redactor: &Redactor<'_>) {
        let texts = [
            &mut self.code,
            &mut self.message,
            &mut self.target,
            &mut self.request_id,
            &mut self.client_request_id,
            &mut self.date,
        ];
        texts.into_iter().flatten().for_each(|text| redactor.redact(text));
        self.details.iter_mut().for_each(|detail| detail.redact(redactor));
        if let Some(inner) = &mut self.inner {
            inner.redact(redactor);
        }
    }
}

/// Truncates texts further, because they end up in logs.
impl fmt::Debug for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError")
            .field("status", &self.status)
            .field("code", &excerpt_debug(self.code()))
            .field("message", &excerpt_debug(self.message()))
            .field("target", &excerpt_debug(self.target()))
            .field("details", &Excerpt(&self.details))
            .field("further_details", &self.further_details)
            .field("inner", &Excerpt(&self.inner_errors().collect::<Vec<_>>()))
            .field("request_id", &excerpt_debug(self.request_id()))
            .field("client_request_id", &excerpt_debug(self.client_request_id()))
            .field("date", &excerpt_debug(self.date()))
            .field("note", &self.note)
            .finish()
    }
}
