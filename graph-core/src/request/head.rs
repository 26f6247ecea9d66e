//! From a request to what goes over the wire.

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MATCH, USER_AGENT};
use http::uri::{PathAndQuery, Uri};
use url::Url;
use uuid::Uuid;

use super::{Prefer, Request, Target};
use crate::context::OperationContext;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::headers::{CLIENT_REQUEST_ID, PREFER};
use crate::origin::{Origin, display_host};

/// Where a client sends its requests, parsed once.
#[derive(Debug)]
pub(crate) struct Endpoint {
    origin: Origin,
    /// The path of the endpoint without its last slash: empty for every known cloud.
    prefix: Box<str>,
}

impl Endpoint {
    pub(crate) fn parse(endpoint: &str) -> Result<Self, Error> {
        let url = Url::parse(endpoint)
            .map_err(|error| Error::new(ErrorKind::Configuration, format!("the endpoint is not a URL: {error}")))?;
        Ok(Self { origin: Origin::from_url(&url)?, prefix: url.path().trim_end_matches('/').into() })
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The URL of a request, which is within the origin or refused.
    fn uri(&self, target: Target, call: OperationContext) -> Result<Uri, Error> {
        let path = match target {
            Target::Path(path) if self.prefix.is_empty() => path,
            Target::Path(path) => [&*self.prefix, &*path].concat(),
            Target::Url(url) if !self.origin.allows(&url) => {
                return Err(self.stranger(&self.origin.describe_other(&url)));
            }
            Target::Url(url) => match url.query() {
                Some(query) => [url.path(), "?", query].concat(),
                None => url.path().to_owned(),
            },
        };
        if path.len() > LONGEST_PATH {
            return Err(too_long(path.len(), call));
        }
        let illegal = || Error::new(ErrorKind::Request, "the URL holds a character that cannot be sent");
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.origin.scheme().clone());
        parts.authority = Some(self.origin.authority().clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path)).map_err(|_| illegal())?);
        Uri::from_parts(parts).map_err(|_| illegal())
    }

    fn stranger(&self, origin: &str) -> Error {
        let own = &self.origin;
        let message = format!(
            "the URL leads to another origin ({origin}) than this client's `{}://{}`, so nothing was sent",
            own.scheme(),
            own.authority()
        );
        Error::new(ErrorKind::Origin, message)
    }
}

/// Says by how much, and what the values are put into; the values themselves are private.
#[cold]
fn too_long(length: usize, call: OperationContext) -> Error {
    let address =
        call.url_template().map_or_else(|| "the URL".to_owned(), |template| format!("the address `{template}`"));
    let message = format!(
        "{address} is too long to be sent: {length} bytes with its values, but at most {LONGEST_PATH} are possible"
    );
    Error::new(ErrorKind::Request, message)
}

/// What all attempts of a call have in common. Each writes its own request from it, so that none is copied.
pub(crate) struct Head {
    method: Method,
    uri: Uri,
    body: Bytes,
    if_match: Option<ETag>,
    prefer: Option<Prefer>,
    client_request_id: Uuid,
    call: OperationContext,
    retryable: bool,
}

impl Head {
    pub(crate) fn new(request: Request, endpoint: &Endpoint) -> Result<Self, Error> {
        let retryable = request.is_retryable();
        let Request { method, target, body, if_match, prefer, client_request_id, call, .. } = request;
        let call = call.of_request(&method, if_match.as_ref());
        let uri = endpoint.uri(target, call).map_err(|error| error.with_call(call))?;
        let client_request_id = client_request_id.unwrap_or_else(Uuid::new_v4);
        Ok(Self { method, uri, body, if_match, prefer, client_request_id, call, retryable })
    }

    pub(crate) fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    /// As it is sent.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    pub(crate) fn call(&self) -> OperationContext {
        self.call
    }

    /// Whether the request may be sent again where the service may have acted on it.
    pub(crate) fn is_retryable(&self) -> bool {
        self.retryable
    }

    /// The request of one attempt with its access token: the one place that adds it, after a last look at where the
    /// request goes.
    pub(crate) fn authorize(
        &self,
        token: HeaderValue,
        endpoint: &Endpoint,
        user_agent: &HeaderValue,
    ) -> Result<http::Request<Bytes>, Error> {
        if !endpoint.origin.allows_uri(&self.uri) {
            return Err(endpoint.stranger(&format!("`{}`", display_host(self.uri.host()))));
        }
        Ok(self.write(token, user_agent))
    }

    pub(super) fn write(&self, authorization: HeaderValue, user_agent: &HeaderValue) -> http::Request<Bytes> {
        let mut headers = HeaderMap::with_capacity(HEADERS);
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        headers.insert(USER_AGENT, user_agent.clone());
        let id = self.client_request_id.hyphenated();
        if let Ok(id) = HeaderValue::from_str(id.encode_lower(&mut Uuid::encode_buffer())) {
            headers.insert(&CLIENT_REQUEST_ID, id);
        }
        if !self.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        }
        if let Some(etag) = &self.if_match {
            headers.insert(IF_MATCH, etag.value().clone());
        }
        if let Some(prefer) = self.prefer {
            headers.insert(&PREFER, prefer.value());
        }
        headers.insert(AUTHORIZATION, authorization);
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        request
    }
}

/// Of a path and a query, in [`http::Uri`].
const LONGEST_PATH: usize = (u16::MAX - 1) as usize;

const JSON: &str = "application/json";

/// All headers that a request can have, so that the map never grows.
const HEADERS: usize = 8;
