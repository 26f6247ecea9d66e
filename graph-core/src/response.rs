//! What an operation gives back.

mod content;
mod deprecation;
mod error_body;
mod etag_annotation;

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use http::header::{DATE, ETAG};
use http::{HeaderMap, HeaderName, StatusCode};
use uuid::Uuid;

use crate::etag::ETag;
use crate::failure::FailedAttempt;
use crate::headers::{DIAGNOSTIC, REQUEST_ID};
use crate::redact::{Excerpt, Scrub, excerpt};

pub use deprecation::Deprecation;

pub(crate) use content::{BOM, Content, is_gzip, without_byte_order_mark};
pub(crate) use error_body::ErrorBody;
pub(crate) use etag_annotation::etag_annotation;

/// The outcome of an update that was not refused.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Updated<T> {
    /// The service reported success and sent this entity: the update was made, or with status 202, accepted.
    Entity(Entity<T>),
    /// The service reported success without an entity: the update was made, or with status 202, accepted.
    NoContent(ResponseInfo),
    /// The update was empty, so nothing was sent.
    Unchanged,
}

impl<T> Updated<T> {
    /// The entity, if the service sent it.
    pub fn entity(&self) -> Option<&Entity<T>> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::NoContent(_) | Self::Unchanged => None,
        }
    }

    /// The entity alone, if the service sent it.
    pub fn into_entity(self) -> Option<Entity<T>> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::NoContent(_) | Self::Unchanged => None,
        }
    }

    /// The ETag of the entity after the update, if the service said it.
    pub fn etag(&self) -> Option<&ETag> {
        match self {
            Self::Entity(entity) => entity.etag(),
            Self::NoContent(info) => info.etag(),
            Self::Unchanged => None,
        }
    }

    /// What the service said about the response; nothing if nothing was sent.
    pub fn info(&self) -> Option<&ResponseInfo> {
        match self {
            Self::Entity(entity) => Some(entity.info()),
            Self::NoContent(info) => Some(info),
            Self::Unchanged => None,
        }
    }
}

/// An entity that the service sent, with its ETag. It derefs to the resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity<T> {
    value: T,
    info: ResponseInfo,
}

impl<T> Entity<T> {
    pub(crate) fn new(value: T, info: ResponseInfo) -> Self {
        Self { value, info }
    }

    /// The resource.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The resource alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The ETag, from the `ETag` header or else the `@odata.etag` annotation: give it to `if_match` to update only if
    /// nobody else did meanwhile.
    pub fn etag(&self) -> Option<&ETag> {
        self.info.etag()
    }

    /// What the service said about the response.
    pub fn info(&self) -> &ResponseInfo {
        &self.info
    }
}

impl<T> Deref for Entity<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What the service said about a response.
///
/// Its texts are on one line and bounded, and what a terminal would act on or hide is written as `\u{..}`.
#[derive(Clone, PartialEq)]
pub struct ResponseInfo {
    status: StatusCode,
    etag: Option<ETag>,
    request_id: Option<Box<str>>,
    client_request_id: Uuid,
    date: Option<Box<str>>,
    diagnostic: Option<Box<str>>,
    deprecation: Option<Box<Deprecation>>,
    failed_attempts: Box<[FailedAttempt]>,
}

impl ResponseInfo {
    /// Copies what is kept, so that the connection's buffer is not held by it.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap) -> Self {
        Self {
            status,
            etag: headers.get(ETAG).and_then(ETag::received),
            request_id: header_text(headers, &REQUEST_ID, LONGEST_ID),
            client_request_id: Uuid::nil(),
            date: header_text(headers, &DATE, LONGEST_DATE),
            // long, and of use to support alone
            diagnostic: if status.is_success() { None } else { header_text(headers, &DIAGNOSTIC, LONGEST_DIAGNOSTIC) },
            deprecation: Deprecation::new(headers).map(Box::new),
            failed_attempts: Box::default(),
        }
    }

    pub(crate) fn set_failed_attempts(&mut self, failed: Vec<FailedAttempt>) {
        self.failed_attempts = failed.into();
    }

    /// Removes an access token that came back.
    pub(crate) fn scrub(&mut self, scrub: &Scrub<'_>) {
        let texts = [&mut self.request_id, &mut self.date, &mut self.diagnostic];
        texts.into_iter().flatten().for_each(|text| scrub.clean_box(text));
        if let Some(deprecation) = &mut self.deprecation {
            deprecation.scrub(scrub);
        }
        // One with a part missing is none.
        self.etag.take_if(|etag| matches!(scrub.cleaned(etag.as_str()), Cow::Owned(_)));
    }

    /// Every answer that leaves the client has passed here.
    pub(crate) fn set_client_request_id(&mut self, id: Uuid) {
        self.client_request_id = id;
    }

    pub(crate) fn with_etag(mut self, etag: ETag) -> Self {
        self.etag = Some(etag);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The ETag of the entity, if there is one that can be sent back.
    pub fn etag(&self) -> Option<&ETag> {
        self.etag.as_ref()
    }

    /// The service's id of the request, which Microsoft's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The id that the client gave the request.
    pub fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }

    /// When the service answered, as it wrote it.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// Which servers answered (`x-ms-ags-diagnostic`), which Microsoft's support asks for. It is kept of errors alone.
    pub fn diagnostic(&self) -> Option<&str> {
        self.diagnostic.as_deref()
    }

    /// That what was asked for will end, if the service says so.
    pub fn deprecation(&self) -> Option<&Deprecation> {
        self.deprecation.as_deref()
    }

    /// The attempts that failed before this answer, oldest first; none if the first one did it.
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
            .field("failed_attempts", &Excerpt(&self.failed_attempts))
            .finish()
    }
}

/// The text of a header, [cleaned and bounded](excerpt).
fn header_text(headers: &HeaderMap, name: &HeaderName, limit: usize) -> Option<Box<str>> {
    Some(Box::from(excerpt(headers.get(name)?.to_str().ok()?, limit)))
}

/// Ids are GUIDs, dates 29 characters; a diagnostic is some 300.
pub(crate) const LONGEST_ID: usize = 128;
pub(crate) const LONGEST_DATE: usize = 64;
const LONGEST_DIAGNOSTIC: usize = 1_000;
