use std::fmt;

use http::StatusCode;

use super::detail::{ErrorDetail, InnerError};
use crate::redact::{Excerpt, Scrub, excerpt_debug};

/// The error that the service sent.
///
/// What the service left out, or sent in another shape than documented, is `None` or empty; reading it never fails. Its texts are
/// on one line, and what a terminal would act on or hide is written as `\u{..}`. Long ones are cut, a message at 2,000 characters.
///
/// Source: [Microsoft Graph error responses](https://learn.microsoft.com/graph/errors).
#[derive(Clone, PartialEq)]
pub struct ServiceError {
    pub(super) status: StatusCode,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
    pub(super) details: Vec<ErrorDetail>,
    /// How many more there were than are kept.
    pub(super) further_details: usize,
    pub(super) inner: Option<InnerError>,
    pub(super) request_id: Option<String>,
    pub(super) client_request_id: Option<String>,
    pub(super) date: Option<String>,
    pub(super) note: Option<&'static str>,
}

impl ServiceError {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The code, for example `ResourceNotFound`. Codes are what a program may rely on; messages change.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The text for a person: the service's message, or the beginning of an answer that is not a Graph error at all.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What the error is about, for example a property.
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// The single errors that led to this one: the first 50.
    pub fn details(&self) -> &[ErrorDetail] {
        &self.details
    }

    /// The first level of `innerError`.
    pub fn inner(&self) -> Option<&InnerError> {
        self.inner.as_ref()
    }

    /// All levels of `innerError`, from the outermost to the most specific.
    pub fn inner_errors(&self) -> impl Iterator<Item = &InnerError> {
        std::iter::successors(self.inner.as_ref(), |inner| inner.inner())
    }

    /// Whether `code` is the code of this error or of a level of its `innerError`.
    ///
    /// Source: [Microsoft Graph error responses, code property](https://learn.microsoft.com/graph/errors#code-property):
    /// look through all nested codes for the most detailed one that you understand.
    pub fn has_code(&self, code: &str) -> bool {
        self.code() == Some(code) || self.inner_errors().any(|inner| inner.code() == Some(code))
    }

    /// The service's id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The client's id of the request.
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// When it happened, as the service wrote it.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }
}

impl ServiceError {
    pub(crate) fn scrub(&mut self, scrub: &Scrub<'_>) {
        let texts = [
            &mut self.code,
            &mut self.message,
            &mut self.target,
            &mut self.request_id,
            &mut self.client_request_id,
            &mut self.date,
        ];
        texts.into_iter().flatten().for_each(|text| scrub.clean(text));
        self.details.iter_mut().for_each(|detail| detail.scrub(scrub));
        if let Some(inner) = &mut self.inner {
            inner.scrub(scrub);
        }
    }
}

/// Long texts are cut further, because they end up in logs.
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
