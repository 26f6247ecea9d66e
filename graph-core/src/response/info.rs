use std::borrow::Cow;
use std::fmt;

use http::header::{DATE, ETAG, LOCATION};
use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::deprecation::Deprecation;
use super::header_text::{MAX_DATE, MAX_ID, header_text};
use crate::etag::ETag;
use crate::failure::FailedAttempt;
use crate::headers::{DIAGNOSTIC, REQUEST_ID};
use crate::redact::{Excerpt, Redactor};

/// The metadata of a response.
///
/// Its texts are on one line and have a limited length. Characters that a terminal would interpret or hide are written as `\u{..}`.
#[derive(Clone, PartialEq)]
pub struct ResponseInfo {
    status: StatusCode,
    etag: Option<ETag>,
    request_id: Option<Box<str>>,
    client_request_id: Uuid,
    date: Option<Box<str>>,
    diagnostic: Option<Box<str>>,
    deprecation: Option<Box<Deprecation>>,
    location: Option<Box<str>>,
    failed_attempts: Box<[FailedAttempt]>,
}

impl ResponseInfo {
    /// Copies the texts, so that they do not keep the buffer of the connection alive.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap) -> Self {
        Self {
            status,
            etag: headers.get(ETAG).and_then(ETag::received),
            request_id: header_text(headers, &REQUEST_ID, MAX_ID),
            client_request_id: Uuid::nil(),
            date: header_text(headers, &DATE, MAX_DATE),
            // It is long, and needed for support requests only.
            diagnostic: if status.is_success() { None } else { header_text(headers, &DIAGNOSTIC, MAX_DIAGNOSTIC) },
            deprecation: Deprecation::new(headers).map(Box::new),
            location: header_text(headers, &LOCATION, MAX_LOCATION),
            failed_attempts: Box::default(),
        }
    }

    pub(crate) fn with_failed_attempts(mut self, failed: Vec<FailedAttempt>) -> Self {
        self.failed_attempts = failed.into();
        self
    }

    pub(crate) fn set_client_request_id(&mut self, id: Uuid) {
        self.client_request_id = id;
    }

    /// Sets the ETag in the body, if the response has no `ETag` header.
    pub(crate) fn set_etag_annotation(&mut self, etag: ETag, redactor: &Redactor<'_>) {
        if self.etag.is_none() {
            self.etag = Some(etag);
            self.redact_etag(redactor);
        }
    }

    /// Removes an access token that the service echoed.
    pub(crate) fn redact(&mut self, redactor: &Redactor<'_>) {
        let texts = [&mut self.request_id, &mut self.date, &mut self.diagnostic, &mut self.location];
        texts.into_iter().flatten().for_each(|text| redactor.redact_box(text));
        if let Some(deprecation) = &mut self.deprecation {
            deprecation.redact(redactor);
        }
        self.redact_etag(redactor);
    }

    /// Removes an ETag that contains the access token, because a part of an ETag is not valid.
    fn redact_etag(&mut self, redactor: &Redactor<'_>) {
        self.etag.take_if(|etag| matches!(redactor.redacted(etag.as_str()), Cow::Owned(_)));
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the ETag of the entity, if it is valid in a request.
    pub fn etag(&self) -> Option<&ETag> {
        self.etag.as_ref()
    }

    /// Returns the service's id of the request, which Microsoft's support needs.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the client's id of the request.
    pub fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }

    /// Returns the time of the response, as the service wrote it.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// Returns which servers responded (`x-ms-ags-diagnostic`), which Microsoft's support needs.
    ///
    /// Only errors have it.
    pub fn diagnostic(&self) -> Option<&str> {
        self.diagnostic.as_deref()
    }

    /// Returns the deprecation of the API, if the service announced it.
    pub fn deprecation(&self) -> Option<&Deprecation> {
        self.deprecation.as_deref()
    }

    /// Returns the URL of the created entity, or of an operation that the service accepted (`Location`).
    ///
    /// It may be on another host than the service. [`Request::get_url`](crate::request::Request::get_url) reads it only if it is not, so that
    /// the access token cannot leave the origin.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Returns the failed attempts before this response, oldest first.
    pub fn failed_attempts(&self) -> &[FailedAttempt] {
        &self.failed_attempts
    }
}

impl fmt::Debug for ResponseInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseInfo")
            .field("status", &self.status)
            .field("etag", &self.etag)
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("date", &self.date)
            .field("diagnostic", &self.diagnostic)
            .field("deprecation", &self.deprecation)
            .field("has_location", &self.location.is_some())
            .field("failed_attempts", &Excerpt(&self.failed_attempts))
            .finish()
    }
}

/// A longer URL is not shown, because a part of it is another URL.
const MAX_LOCATION: usize = 4_096;
/// Diagnostics have about 300 characters.
const MAX_DIAGNOSTIC: usize = 1_000;
