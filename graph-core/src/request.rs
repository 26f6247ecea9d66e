//! Requests, built without any input or output: what would be sent is a value that can be looked at.

mod dry_run;
mod head;
mod prefer;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use url::Url;
use uuid::Uuid;

use crate::address::{Address, AddressError};
use crate::context::OperationContext;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::schema::{Readable, Version};
use crate::update::{Resource, Update};

pub use dry_run::DryRun;
pub use prefer::Prefer;

pub(crate) use head::{Endpoint, Head};

/// One request to Microsoft Graph, not bound to a client.
///
/// [`GraphClient::update`](crate::GraphClient::update) and [`GraphClient::get`](crate::GraphClient::get) build it for
/// you; it is public for code that makes requests in one place and sends them in another.
#[derive(Clone)]
#[must_use = "a request does nothing until a client sends it"]
pub struct Request {
    method: Method,
    target: Target,
    body: Bytes,
    if_match: Option<ETag>,
    prefer: Option<Prefer>,
    client_request_id: Option<Uuid>,
    retryable: Option<bool>,
    deadline: Option<Duration>,
    call: OperationContext,
}

impl Request {
    /// Updates the entity at `address`: `PATCH`.
    ///
    /// # Errors
    /// [`ErrorKind::Address`] if the address has an error; [`ErrorKind::Request`] if the update cannot be sent, see
    /// [`UpdateBody::check`](crate::update::UpdateBody::check).
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an address is made for one request, in the place of the argument"
    )]
    pub fn patch<T: Resource>(address: Address<T>, update: T::Update) -> Result<Self, Error> {
        let call = OperationContext::update(T::DESCRIPTOR, address.template().as_str());
        let target = Target::path(T::DESCRIPTOR.version(), address.path(), call)?;
        if let Err(error) = update.body().check() {
            return Err(Error::new(ErrorKind::Request, error.to_string()).with_call(call));
        }
        Ok(Self { body: update.into_body().into_bytes(), ..Self::new(Method::PATCH, target, call) })
    }

    /// Reads the entity at `address`: `GET`.
    ///
    /// # Errors
    /// [`ErrorKind::Address`] when a segment of the address was refused.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an address is made for one request, in the place of the argument"
    )]
    pub fn get<T: Readable>(address: Address<T>) -> Result<Self, Error> {
        let call = OperationContext::get(T::ENTITY, address.template().as_str());
        let target = Target::path(T::ENTITY.version(), address.path(), call)?;
        Ok(Self::new(Method::GET, target, call))
    }

    /// Reads a URL that the service gave, such as an `@odata.nextLink`.
    ///
    /// Whether the access token may go there is decided by the client that sends it.
    ///
    /// # Errors
    /// [`ErrorKind::Request`] when it is no absolute URL.
    pub fn get_url(url: &str) -> Result<Self, Error> {
        let fault = |why: String| Error::new(ErrorKind::Request, why).with_call(OperationContext::LINK);
        // A URL parser removes tabs and line breaks silently.
        if url.chars().any(char::is_control) {
            return Err(fault("the URL holds a control character".into()));
        }
        let url = Url::parse(url).map_err(|error| fault(format!("not an absolute URL: {error}")))?;
        Ok(Self::new(Method::GET, Target::Url(Box::new(url)), OperationContext::LINK))
    }

    /// Sends it by another method: a few entities are updated by `PUT` or `POST`, with the same body.
    pub fn with_method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Acts only if the entity still has this ETag; else the service refuses with 412.
    pub fn if_match(mut self, etag: ETag) -> Self {
        self.if_match = Some(etag);
        self
    }

    /// Asks for the entity in the answer, or for an empty one.
    pub fn prefer(mut self, prefer: Prefer) -> Self {
        self.prefer = Some(prefer);
        self
    }

    /// Says whether the request may be sent again where the service may have acted on it already, for example when the
    /// connection broke.
    ///
    /// Unless said, a read may, and an update that has no [`if_match`](Self::if_match): it sets the same values again. With
    /// `if_match`, the second try of an update that was made would be refused, as if somebody else had made it.
    /// See [`retry`](crate::retry).
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.retryable = Some(retryable);
        self
    }

    /// How long the whole call may take, waits and repetitions included, instead of the client's
    /// [`deadline`](crate::GraphClientBuilder::deadline).
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Gives the request this id instead of a random one. All attempts of a call carry the same.
    pub fn client_request_id(mut self, id: Uuid) -> Self {
        self.client_request_id = Some(id);
        self
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The body; empty for a `GET`.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl Request {
    fn new(method: Method, target: Target, call: OperationContext) -> Self {
        Self {
            method,
            target,
            body: Bytes::new(),
            if_match: None,
            prefer: None,
            client_request_id: None,
            retryable: None,
            deadline: None,
            call,
        }
    }

    /// Source: [RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2); a PATCH is idempotent if its
    /// values are absolute, and an update has no others.
    pub(crate) fn is_retryable(&self) -> bool {
        self.retryable.unwrap_or_else(|| match self.method {
            Method::GET | Method::PUT | Method::DELETE => true,
            Method::PATCH => self.if_match.is_none(),
            _ => false,
        })
    }

    pub(crate) fn own_deadline(&self) -> Option<Duration> {
        self.deadline
    }
}

/// Shows what kind of request it is; not the ids in its address, nor its body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("call", &format_args!("{}", self.call))
            .field("body_bytes", &self.body.len())
            .field("if_match", &self.if_match)
            .field("prefer", &self.prefer)
            .field("client_request_id", &self.client_request_id)
            .field("retryable", &self.is_retryable())
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

#[derive(Clone)]
enum Target {
    /// Version and path, below the endpoint of whichever client sends it.
    Path(String),
    Url(Box<Url>),
}

impl Target {
    fn path(version: Version, path: Result<&str, AddressError>, call: OperationContext) -> Result<Self, Error> {
        match path {
            Ok(path) => Ok(Self::Path(["/", version.as_str(), path].concat())),
            Err(fault) => Err(Error::from(fault).with_call(call)),
        }
    }
}

#[cfg(test)]
mod tests;
