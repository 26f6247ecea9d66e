use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::{Duration, SystemTime};

use http::{HeaderValue, StatusCode};
use uuid::Uuid;

use crate::address::AddressError;
use crate::context::OperationContext;
use crate::etag::ParseETagError;
use crate::failure::{ErrorKind, FailedAttempt, Report};
use crate::json::DecodeError;
use crate::redact::{Excerpt, Scrub, excerpt_of_debug, is_long};
use crate::response::ResponseInfo;

use super::permissions::Permissions;
use super::service::ServiceError;

/// Why an operation failed.
///
/// `Display` is one line that says what to do and names the resource and the operation; what caused it, if another
/// library is involved, follows as [`source`](StdError::source). Neither holds the request: no token, address or body of it. What
/// the service says of it, its message, is part of the text.
///
/// ```
/// use graph_core::{Cloud, ErrorKind};
///
/// let error = Cloud::custom("http://graph.example.com").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Configuration);
/// assert_eq!(error.to_string(), "the endpoint is `http` on a host that is not loopback; use `https`");
/// ```
pub struct Error(pub(super) Box<Inner>);

impl Error {
    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, if the service answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.info.as_ref().map(ResponseInfo::status)
    }

    /// The code of the service's error, for example `ResourceNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.service()?.code()
    }

    /// The error that the service sent.
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_deref()
    }

    /// The service's id of the request, which Microsoft's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.service().and_then(ServiceError::request_id).or_else(|| self.0.info.as_ref()?.request_id())
    }

    /// The id that the client gave the request. It is there as soon as a request was made, even if nothing came back.
    pub fn client_request_id(&self) -> Option<Uuid> {
        self.0.client_request_id
    }

    /// When the service answered, as it wrote it.
    pub fn date(&self) -> Option<&str> {
        self.service().and_then(ServiceError::date).or_else(|| self.0.info.as_ref()?.date())
    }

    /// The OData type of the resource that was asked for, for example `#microsoft.graph.deviceConfigurationUserStatus`.
    pub fn resource(&self) -> Option<&'static str> {
        self.0.call?.resource()
    }

    /// What was being done: `update`, `get` or `request`.
    pub fn operation(&self) -> Option<&'static str> {
        Some(self.0.call?.operation())
    }

    /// Which servers answered (`x-ms-ags-diagnostic`), which Microsoft's support asks for.
    pub fn diagnostic(&self) -> Option<&str> {
        self.0.info.as_ref()?.diagnostic()
    }

    /// The attempts of the call that failed, oldest first; the last of them is this error, unless it arose before or between
    /// attempts.
    pub fn failed_attempts(&self) -> &[FailedAttempt] {
        &self.0.failed_attempts
    }

    /// How long the service asked to wait before the next request, or how long the client would have waited.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// When the service may be asked again: [`retry_after`](Self::retry_after), counted from the answer on.
    pub fn retry_at(&self) -> Option<SystemTime> {
        self.0.until
    }

    /// What happened to the connection, if it broke or could not be made and the reason is known.
    pub fn io_error_kind(&self) -> Option<io::ErrorKind> {
        self.0.io_error_kind
    }

    /// What the operation needs beside what the token grants, if the service refused it for lack of a permission (403).
    pub fn permissions(&self) -> Option<&Permissions> {
        self.0.permissions.as_deref()
    }
}

impl Error {
    /// Returns what is kept of the error when the call goes on.
    #[cold]
    pub(crate) fn to_failed_attempt(&self, waited: Duration) -> FailedAttempt {
        FailedAttempt {
            kind: self.kind(),
            status: self.status(),
            code: self.code().map(Box::from),
            request_id: self.request_id().map(Box::from),
            io_error_kind: self.io_error_kind(),
            waited,
            unprocessed: self.is_unprocessed(),
        }
    }

    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            call: None,
            info: None,
            service: None,
            client_request_id: None,
            failed_attempts: Vec::new(),
            retry_after: None,
            until: None,
            io_error_kind: None,
            unprocessed: false,
            permissions: None,
            report: None,
            challenge: None,
            source: None,
        }))
    }

    /// What the service sent instead of an answer.
    #[cold]
    pub(crate) fn refused(service: ServiceError, info: ResponseInfo) -> Self {
        let mut error = Self::new(ErrorKind::Service, "").with_info(info);
        error.0.service = Some(Box::new(service));
        error
    }

    /// Turns an answer that asked to wait longer than there is time into what it means for the call.
    pub(crate) fn throttle(&mut self, wait: Duration) {
        self.0.kind = ErrorKind::Throttled;
        self.set_retry_after(wait);
    }

    pub(crate) fn set_retry_after(&mut self, wait: Duration) {
        self.0.retry_after = Some(wait);
        self.0.until = SystemTime::now().checked_add(wait);
    }

    pub(crate) fn with_io_error_kind(mut self, kind: Option<io::ErrorKind>) -> Self {
        self.0.io_error_kind = kind;
        self
    }

    pub(crate) fn with_unprocessed(mut self) -> Self {
        self.0.unprocessed = true;
        self
    }

    /// Whether the service said that it did not process the request. After the head of a response that is not true.
    pub(crate) fn is_unprocessed(&self) -> bool {
        self.0.unprocessed && self.0.info.is_none()
    }

    pub(crate) fn set_challenge(&mut self, claims: Option<Box<str>>, refused: HeaderValue) {
        self.0.challenge = Some(Box::new((claims, refused)));
    }

    pub(crate) fn take_challenge(&mut self) -> Option<(Option<Box<str>>, HeaderValue)> {
        self.0.challenge.take().map(|challenge| *challenge)
    }

    /// Stands in the place of an error that is kept elsewhere until the next attempt ends.
    pub(crate) fn replaced() -> Self {
        Self::new(ErrorKind::Service, "the access token was refused")
    }

    pub(crate) fn with_permissions(mut self, permissions: Permissions) -> Self {
        self.0.permissions = Some(Box::new(permissions));
        self
    }

    pub(crate) fn with_failed_attempts(mut self, failed: Vec<FailedAttempt>) -> Self {
        self.0.failed_attempts = failed;
        self
    }

    /// What the service sent with a status of success, where an entity was expected.
    pub(crate) fn with_service(mut self, service: ServiceError) -> Self {
        self.0.service = Some(Box::new(service));
        self
    }

    pub(crate) fn with_report(mut self, report: Option<Report>) -> Self {
        self.0.report = report;
        self
    }

    /// Removes an access token that came back from outside.
    pub(crate) fn scrubbed(mut self, scrub: &Scrub<'_>) -> Self {
        let inner = &mut *self.0;
        scrub.clean(&mut inner.message);
        if let Some(info) = &mut inner.info {
            info.scrub(scrub);
        }
        if let Some(service) = &mut inner.service {
            service.scrub(scrub);
        }
        // What libraries below quote of the service, such as the last words of an HTTP/2 connection, is not ours to clean.
        if let Some(source) = &inner.source
            && let Some(clean) = cleaned_source(&**source, scrub)
        {
            inner.source = Some(clean.into());
        }
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_info(mut self, info: ResponseInfo) -> Self {
        self.0.info = Some(info);
        self
    }

    /// Says what was being done, unless that is known from deeper down.
    pub(crate) fn with_call(mut self, call: OperationContext) -> Self {
        self.0.call.get_or_insert(call);
        self
    }

    pub(crate) fn with_client_request_id(mut self, id: Uuid) -> Self {
        self.0.client_request_id = Some(id);
        if let Some(info) = &mut self.0.info {
            info.set_client_request_id(id);
        }
        self
    }
}

impl From<AddressError> for Error {
    fn from(error: AddressError) -> Self {
        Self::new(ErrorKind::Address, error.to_string())
    }
}

impl From<ParseETagError> for Error {
    fn from(error: ParseETagError) -> Self {
        Self::new(ErrorKind::Request, error.to_string())
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::new(ErrorKind::Decode, error.to_string())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &inner.kind).field("message", &format_args!("\"{self}\""));
        if let Some(info) = &inner.info {
            shown.field("info", info);
        }
        if let Some(service) = &inner.service {
            shown.field("service", service);
        }
        if let Some(wait) = &inner.retry_after {
            shown.field("retry_after", wait);
        }
        if let Some(permissions) = &inner.permissions {
            shown.field("permissions", permissions);
        }
        if !inner.failed_attempts.is_empty() {
            shown.field("failed_attempts", &Excerpt(&inner.failed_attempts));
        }
        if let Some(source) = &inner.source {
            shown.field("source", source);
        }
        shown.finish()
    }
}

/// What to show instead of an error of another library that holds the token or is long; none if it may stay.
fn cleaned_source(source: &(dyn StdError + Send + Sync + 'static), scrub: &Scrub<'_>) -> Option<String> {
    let shown = excerpt_of_debug(&source);
    if let Cow::Owned(clean) = scrub.cleaned(&shown) {
        return Some(clean);
    }
    let mut chain = std::iter::successors(Some(source as &(dyn StdError + 'static)), |error| (*error).source());
    let is_long = |error: &dyn StdError| is_long(&format_args!("{error}")) || is_long(&format_args!("{error:?}"));
    let holds_token = |error: &dyn StdError| matches!(scrub.cleaned(&error.to_string()), Cow::Owned(_));
    let is_unfit = chain.any(|error| is_long(error) || holds_token(error));
    is_unfit.then_some(shown)
}

pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    /// What happened, without the call; empty where `service` says it.
    pub(super) message: String,
    pub(super) call: Option<OperationContext>,
    pub(super) info: Option<ResponseInfo>,
    pub(super) service: Option<Box<ServiceError>>,
    pub(super) client_request_id: Option<Uuid>,
    pub(super) failed_attempts: Vec<FailedAttempt>,
    pub(super) retry_after: Option<Duration>,
    pub(super) until: Option<SystemTime>,
    pub(super) io_error_kind: Option<io::ErrorKind>,
    /// Whether the service said that it did not process the request, without a response.
    pub(super) unprocessed: bool,
    pub(super) permissions: Option<Box<Permissions>>,
    pub(super) report: Option<Report>,
    /// The claims that a new token must have, and the token that was refused; gone before anybody else sees the error.
    pub(super) challenge: Option<Box<(Option<Box<str>>, HeaderValue)>>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}
