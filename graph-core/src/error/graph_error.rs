use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::{Duration, SystemTime};

use http::StatusCode;
use uuid::Uuid;

use crate::address::AddressError;
use crate::context::OperationContext;
use crate::etag::ParseETagError;
use crate::failure::{ErrorKind, FailedAttempt};
use crate::json::DecodeError;
use crate::query::QueryError;
use crate::redact::{Excerpt, Redactor, excerpt_of_debug, is_long};
use crate::response::ResponseInfo;
use crate::update::UpdateError;

use super::permissions::Permissions;
use super::service::ServiceError;

/// The error of an operation.
///
/// `Display` is one line that names the operation and the resource, what went wrong, and what to do about it. An error of another
/// library is available as [`source`](StdError::source). Neither contains the request: no token, address or body. The message of
/// the service is part of the text.
///
/// ```
/// use graph_core::{Cloud, ErrorKind};
///
/// let error = Cloud::custom("http://graph.example.com").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Configuration);
/// assert_eq!(error.to_string(), "the endpoint is `http` on a host that is not loopback; use `https`");
/// ```
pub struct Error(pub(super) Box<Inner>);

pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    /// A clause without the operation; empty if `service` states what happened.
    pub(super) message: String,
    /// The error of this crate whose text is the message.
    pub(super) cause: Option<Cause>,
    pub(super) context: Option<OperationContext>,
    pub(super) info: Option<ResponseInfo>,
    pub(super) service: Option<Box<ServiceError>>,
    pub(super) client_request_id: Option<Uuid>,
    pub(super) failed_attempts: Vec<FailedAttempt>,
    pub(super) retry_after: Option<Duration>,
    pub(super) retry_at: Option<SystemTime>,
    pub(super) io_error_kind: Option<io::ErrorKind>,
    pub(super) permissions: Option<Box<Permissions>>,
    /// A clause about the outcome of the operation, if the response states it.
    pub(super) outcome: Option<&'static str>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

pub(super) enum Cause {
    Address(AddressError),
    Decode(DecodeError),
    Update(UpdateError),
    Query(QueryError),
}

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the HTTP status, if the service responded.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.info.as_ref().map(ResponseInfo::status)
    }

    /// Returns the code of the service's error, for example `ResourceNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.service()?.code()
    }

    /// Returns the error that the service sent.
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_deref()
    }

    /// Returns why the response is not the declared resource, with the location in the JSON text.
    ///
    /// Its text is part of the message. It is not the [`source`](StdError::source), so that a chain of errors does not repeat it.
    ///
    /// ```
    /// # use graph_core::graph_resource;
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # #[derive(Debug)]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// let decoded = graph_core::json::from_str::<Printer>(r#"{"id":"1","jobCount":"2"}"#);
    /// let error = graph_core::Error::from(decoded.unwrap_err());
    /// assert_eq!(error.decode_error().unwrap().pointer(), "/jobCount");
    /// ```
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.0.cause {
            Some(Cause::Decode(error)) => Some(error),
            _ => None,
        }
    }

    /// Returns why a value is not valid in the address, with its placeholder.
    ///
    /// Its text is part of the message. It is not the [`source`](StdError::source), so that a chain of errors does not repeat it.
    pub fn address_error(&self) -> Option<&AddressError> {
        match &self.0.cause {
            Some(Cause::Address(error)) => Some(error),
            _ => None,
        }
    }

    /// Returns why the update cannot be sent, with the name of the property.
    ///
    /// Its text is part of the message. It is not the [`source`](StdError::source), so that a chain of errors does not repeat it.
    pub fn update_error(&self) -> Option<&UpdateError> {
        match &self.0.cause {
            Some(Cause::Update(error)) => Some(error),
            _ => None,
        }
    }

    /// Returns why the query cannot be sent.
    ///
    /// Its text is part of the message. It is not the [`source`](StdError::source), so that a chain of errors does not repeat it.
    pub fn query_error(&self) -> Option<&QueryError> {
        match &self.0.cause {
            Some(Cause::Query(error)) => Some(error),
            _ => None,
        }
    }

    /// Returns the service's id of the request, which Microsoft's support needs.
    pub fn request_id(&self) -> Option<&str> {
        self.service().and_then(ServiceError::request_id).or_else(|| self.0.info.as_ref()?.request_id())
    }

    /// Returns the client's id of the request.
    ///
    /// Every error that arose after the request was built has one, even if the service did not respond.
    pub fn client_request_id(&self) -> Option<Uuid> {
        self.0.client_request_id
    }

    /// Returns the time of the response, as the service wrote it.
    pub fn date(&self) -> Option<&str> {
        self.service().and_then(ServiceError::date).or_else(|| self.0.info.as_ref()?.date())
    }

    /// Returns the OData type of the resource, for example `#microsoft.graph.deviceConfigurationUserStatus`.
    pub fn resource(&self) -> Option<&'static str> {
        self.0.context?.resource()
    }

    /// Returns the name of the operation, such as `update`, `create` or `list`, or `request` for a custom one.
    pub fn operation(&self) -> Option<&'static str> {
        Some(self.0.context?.operation())
    }

    /// Returns which servers responded (`x-ms-ags-diagnostic`), which Microsoft's support needs.
    pub fn diagnostic(&self) -> Option<&str> {
        self.0.info.as_ref()?.diagnostic()
    }

    /// Returns the failed attempts of the call, oldest first.
    ///
    /// The last of them is this error, unless it arose before or between attempts.
    pub fn failed_attempts(&self) -> &[FailedAttempt] {
        &self.0.failed_attempts
    }

    /// Returns how long to wait before the next request.
    ///
    /// It is the wait that the service requires, or how long the client would have waited.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the time of the next request: [`retry_after`](Self::retry_after), counted from the response on.
    pub fn retry_at(&self) -> Option<SystemTime> {
        self.0.retry_at
    }

    /// Returns the kind of the I/O error, if the connection failed.
    pub fn io_error_kind(&self) -> Option<io::ErrorKind> {
        self.0.io_error_kind
    }

    /// Returns the permissions that the operation needs and the token grants, if the status is 403.
    pub fn permissions(&self) -> Option<&Permissions> {
        self.0.permissions.as_deref()
    }
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            cause: None,
            context: None,
            info: None,
            service: None,
            client_request_id: None,
            failed_attempts: Vec::new(),
            retry_after: None,
            retry_at: None,
            io_error_kind: None,
            permissions: None,
            outcome: None,
            source: None,
        }))
    }

    /// Creates the error of a response with an error status.
    #[cold]
    pub(crate) fn from_service(service: ServiceError, info: ResponseInfo) -> Self {
        Self::new(ErrorKind::Service, "").with_info(info).with_service(service)
    }

    /// Returns the summary of the error that the call keeps when it makes another attempt.
    #[cold]
    pub(crate) fn to_failed_attempt(&self, waited: Duration, is_unprocessed: bool) -> FailedAttempt {
        FailedAttempt {
            kind: self.kind(),
            status: self.status(),
            code: self.code().map(Box::from),
            request_id: self.request_id().map(Box::from),
            io_error_kind: self.io_error_kind(),
            waited,
            is_unprocessed,
        }
    }

    /// Turns the error into that of a call that has no time left for the wait.
    pub(crate) fn set_throttled(&mut self, wait: Duration) {
        self.0.kind = ErrorKind::Throttled;
        self.set_retry_after(wait);
    }

    pub(crate) fn set_retry_after(&mut self, wait: Duration) {
        self.0.retry_after = Some(wait);
        self.0.retry_at = SystemTime::now().checked_add(wait);
    }

    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_io_error_kind(mut self, kind: Option<io::ErrorKind>) -> Self {
        self.0.io_error_kind = kind;
        self
    }

    pub(crate) fn with_permissions(mut self, permissions: Permissions) -> Self {
        self.0.permissions = Some(Box::new(permissions));
        self
    }

    pub(crate) fn with_failed_attempts(mut self, failed: Vec<FailedAttempt>) -> Self {
        self.0.failed_attempts = failed;
        self
    }

    pub(crate) fn with_service(mut self, service: ServiceError) -> Self {
        self.0.service = Some(Box::new(service));
        self
    }

    /// Adds how many bytes of a body were received before the error.
    pub(crate) fn with_received(mut self, bytes: u64) -> Self {
        self.0.message = format!("{}, after {bytes} bytes", self.0.message);
        self
    }

    /// Sets a clause about the outcome of the operation, which the response states.
    pub(crate) fn with_outcome(mut self, outcome: Option<&'static str>) -> Self {
        self.0.outcome = outcome;
        self
    }

    /// Removes an access token that the service echoed.
    pub(crate) fn redacted(mut self, redactor: &Redactor<'_>) -> Self {
        let inner = &mut *self.0;
        redactor.redact(&mut inner.message);
        // The text of a decode error may contain a name that the service chose.
        inner.cause.take_if(|cause| matches!(redactor.redacted(&cause.to_string()), Cow::Owned(_)));
        if let Some(info) = &mut inner.info {
            info.redact(redactor);
        }
        if let Some(service) = &mut inner.service {
            service.redact(redactor);
        }
        // The errors of other libraries may quote the service, for example the debug data at the end of an HTTP/2 connection.
        if let Some(source) = &inner.source
            && let Some(clean) = redacted_source(&**source, redactor)
        {
            inner.source = Some(clean.into());
        }
        self
    }

    /// Adds which item of a page could not be decoded.
    pub(crate) fn with_item(mut self, index: usize, id: Option<String>) -> Self {
        let id = id.map_or_else(String::new, |id| format!(" with the id `{id}`"));
        self.0.message = format!("the entity at index {index}{id} cannot be decoded: {}", self.0.message);
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

    /// Sets the operation, unless it is known already.
    pub(crate) fn with_context(mut self, context: OperationContext) -> Self {
        self.0.context.get_or_insert(context);
        self
    }

    /// Sets the operation, even if another one is known.
    pub(crate) fn in_context(mut self, context: OperationContext) -> Self {
        self.0.context = Some(context);
        self
    }

    pub(crate) fn with_client_request_id(mut self, id: Uuid) -> Self {
        self.0.client_request_id = Some(id);
        if let Some(info) = &mut self.0.info {
            info.set_client_request_id(id);
        }
        self
    }

    /// Converts the error into the metadata of its response, if the service responded.
    ///
    /// The failed attempts of the metadata are those before the response.
    ///
    /// # Errors
    /// The error itself, if the service did not respond.
    pub(crate) fn into_info(mut self) -> Result<ResponseInfo, Self> {
        match self.0.info.take() {
            Some(info) => {
                let mut failed_attempts = std::mem::take(&mut self.0.failed_attempts);
                failed_attempts.pop();
                Ok(info.with_failed_attempts(failed_attempts))
            }
            None => Err(self),
        }
    }

    fn with_cause(mut self, cause: Cause) -> Self {
        self.0.message = cause.to_string();
        self.0.cause = Some(cause);
        self
    }
}

impl From<AddressError> for Error {
    fn from(error: AddressError) -> Self {
        Self::new(ErrorKind::Address, "").with_cause(Cause::Address(error))
    }
}

impl From<ParseETagError> for Error {
    fn from(error: ParseETagError) -> Self {
        Self::new(ErrorKind::Request, error.to_string())
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::new(ErrorKind::Decode, "").with_cause(Cause::Decode(error))
    }
}

impl From<UpdateError> for Error {
    fn from(error: UpdateError) -> Self {
        Self::new(ErrorKind::Request, "").with_cause(Cause::Update(error))
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        Self::new(ErrorKind::Request, "").with_cause(Cause::Query(error))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Update(error) => error.fmt(f),
            Self::Query(error) => error.fmt(f),
        }
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

/// Returns the text that replaces an error of another library, if that error contains the token or is too long.
fn redacted_source(source: &(dyn StdError + Send + Sync + 'static), redactor: &Redactor<'_>) -> Option<String> {
    let shown = excerpt_of_debug(&source);
    if let Cow::Owned(clean) = redactor.redacted(&shown) {
        return Some(clean);
    }
    let mut chain = std::iter::successors(Some(source as &(dyn StdError + 'static)), |error| (*error).source());
    let is_long = |error: &dyn StdError| is_long(&format_args!("{error}")) || is_long(&format_args!("{error:?}"));
    let holds_token = |error: &dyn StdError| matches!(redactor.redacted(&error.to_string()), Cow::Owned(_));
    let must_be_replaced = chain.any(|error| is_long(error) || holds_token(error));
    must_be_replaced.then_some(shown)
}
