//! From a request to what goes over the wire.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH, USER_AGENT};
use http::uri::{PathAndQuery, Uri};
use url::Url;
use uuid::Uuid;

use super::{Request, Target};
use crate::error::{Error, ErrorKind};
use crate::origin::Origin;
use crate::response::CLIENT_REQUEST_ID;

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
        Ok(Self { origin: Origin::of(&url)?, prefix: url.path().trim_end_matches('/').into() })
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The URL of a request, which is within the origin or refused.
    fn uri(&self, target: Target) -> Result<Uri, Error> {
        let path = match target {
            Target::Path(path) if self.prefix.is_empty() => path,
            Target::Path(path) => [&*self.prefix, &*path].concat(),
            Target::Url(url) if !self.origin.allows(&url) => return Err(self.stranger(url.host_str())),
            Target::Url(url) => match url.query() {
                Some(query) => [url.path(), "?", query].concat(),
                None => url.path().to_owned(),
            },
        };
        let illegal = || Error::new(ErrorKind::Request, "the URL holds a character that cannot be sent");
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.origin.scheme().clone());
        parts.authority = Some(self.origin.authority().clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path)).map_err(|_| illegal())?);
        Uri::from_parts(parts).map_err(|_| illegal())
    }

    fn stranger(&self, host: Option<&str>) -> Error {
        let (own, host) = (self.origin.host(), host.unwrap_or("no host"));
        Error::new(
            ErrorKind::Origin,
            format!("the URL leads to another origin (`{host}`) than this client's `{own}`, so nothing was sent"),
        )
    }
}

/// A request with everything but its access token.
pub(crate) struct Head {
    request: http::Request<Bytes>,
    client_request_id: Uuid,
}

impl Head {
    pub(crate) fn new(request: Request, endpoint: &Endpoint, user_agent: &HeaderValue) -> Result<Self, Error> {
        let call = request.call;
        let uri = endpoint.uri(request.target).map_err(|error| error.with_call(call))?;
        let client_request_id = request.client_request_id.unwrap_or_else(Uuid::new_v4);
        let mut headers = HeaderMap::with_capacity(HEADERS);
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        headers.insert(USER_AGENT, user_agent.clone());
        if let Ok(id) = HeaderValue::from_str(client_request_id.hyphenated().encode_lower(&mut Uuid::encode_buffer())) {
            headers.insert(&CLIENT_REQUEST_ID, id);
        }
        if !request.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        }
        if let Some(etag) = &request.if_match {
            headers.insert(IF_MATCH, etag.value().clone());
        }
        if let Some(prefer) = request.prefer {
            headers.insert(&PREFER, prefer.value());
        }
        let mut head = http::Request::new(request.body);
        *head.method_mut() = request.method;
        *head.uri_mut() = uri;
        *head.headers_mut() = headers;
        Ok(Self { request: head, client_request_id })
    }

    pub(crate) fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }

    pub(crate) fn request(&self) -> &http::Request<Bytes> {
        &self.request
    }

    pub(crate) fn into_request(self) -> http::Request<Bytes> {
        self.request
    }

    /// Adds the access token: the one place that does, after a last look at where the request goes.
    pub(crate) fn authorize(mut self, token: HeaderValue, endpoint: &Endpoint) -> Result<http::Request<Bytes>, Error> {
        if !endpoint.origin.allows_uri(self.request.uri()) {
            return Err(endpoint.stranger(self.request.uri().host()));
        }
        self.request.headers_mut().insert(AUTHORIZATION, token);
        Ok(self.request)
    }
}

static PREFER: HeaderName = HeaderName::from_static("prefer");
const JSON: &str = "application/json";

/// All headers that a request can have, so that the map never grows.
const HEADERS: usize = 8;
