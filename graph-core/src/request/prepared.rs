//! Writes the requests of attempts.

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MATCH, USER_AGENT};
use http::uri::Uri;
use url::Url;
use uuid::Uuid;

use super::endpoint::Endpoint;
use super::prefer::Prefer;
use super::{Accept, Paging, Request};
use crate::context::OperationContext;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::headers::{CLIENT_REQUEST_ID, CONSISTENCY_LEVEL, PREFER};
use crate::origin::display_host;

/// A request with its URL and id, from which each attempt writes its own HTTP request without copying the body.
pub(crate) struct PreparedRequest {
    method: Method,
    uri: Uri,
    body: Bytes,
    if_match: Option<ETag>,
    prefer: Option<Prefer>,
    paging: Paging,
    accept: Accept,
    client_request_id: Uuid,
    context: OperationContext,
    is_retryable: bool,
    /// The headers of a custom request.
    headers: HeaderMap,
}

impl PreparedRequest {
    pub(crate) fn new(request: Request, endpoint: &Endpoint) -> Result<Self, Error> {
        let is_retryable = request.is_retryable();
        let Request {
            method,
            target,
            mut body,
            links,
            if_match,
            prefer,
            paging,
            accept,
            client_request_id,
            context,
            custom,
            ..
        } = request;
        let context = context.with_request(&method, if_match.as_ref());
        if let Some(message) = custom.invalid {
            return Err(Error::new(ErrorKind::Request, message).with_context(context));
        }
        if let Some(links) = links {
            body = links.body(&endpoint.url());
        }
        let uri = endpoint.uri(target, context).map_err(|error| error.with_context(context))?;
        let client_request_id = client_request_id.unwrap_or_else(Uuid::new_v4);
        Ok(Self {
            method,
            uri,
            body,
            if_match,
            prefer,
            paging,
            accept,
            client_request_id,
            context,
            is_retryable,
            headers: custom.headers,
        })
    }

    pub(crate) fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path as it is sent.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the URL, to resolve the target of a redirect.
    pub(crate) fn url(&self) -> Result<Url, ()> {
        Url::parse(&self.uri.to_string()).map_err(drop)
    }

    /// Returns whether the body of the response is a stream.
    pub(crate) fn is_download(&self) -> bool {
        self.accept == Accept::Media
    }

    /// Returns whether redirects are followed: those of downloads, except for actions that return bytes.
    pub(crate) fn follows_redirects(&self) -> bool {
        self.is_download() && self.method == Method::GET
    }

    pub(crate) fn context(&self) -> OperationContext {
        self.context
    }

    /// Returns whether the request is retried even if the service may have processed it.
    pub(crate) fn is_retryable(&self) -> bool {
        self.is_retryable
    }

    /// Returns whether a second request could do something twice.
    ///
    /// Source: [RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2).
    pub(crate) fn must_not_be_repeated(&self) -> bool {
        self.method == Method::POST && !self.is_retryable && !self.context.is_update()
    }

    /// Writes the HTTP request of an attempt with its access token.
    ///
    /// This is the only function that adds the token, and it checks the origin of the URL before.
    pub(crate) fn authorize(
        &self,
        token: HeaderValue,
        endpoint: &Endpoint,
        user_agent: &HeaderValue,
    ) -> Result<http::Request<Bytes>, Error> {
        if !endpoint.origin().allows_uri(&self.uri) {
            return Err(endpoint.other_origin_error(&format!("`{}`", display_host(self.uri.host()))));
        }
        Ok(self.write(token, user_agent))
    }

    pub(super) fn write(&self, authorization: HeaderValue, user_agent: &HeaderValue) -> http::Request<Bytes> {
        let mut headers = HeaderMap::with_capacity(MAX_HEADERS + self.headers.len());
        headers.insert(
            ACCEPT,
            HeaderValue::from_static(match self.accept {
                Accept::Json => JSON,
                Accept::Text => TEXT,
                Accept::Media => "*/*",
            }),
        );
        headers.insert(USER_AGENT, user_agent.clone());
        let id = self.client_request_id.hyphenated();
        if let Ok(id) = HeaderValue::from_str(id.encode_lower(&mut Uuid::encode_buffer())) {
            headers.insert(&CLIENT_REQUEST_ID, id);
        }
        if !self.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        } else if matches!(self.method, Method::POST | Method::PUT | Method::PATCH) {
            // without it, some gateways respond with 411 (RFC 9110, section 8.6)
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if let Some(etag) = &self.if_match {
            headers.insert(IF_MATCH, etag.value().clone());
        }
        if let Some(prefer) = self.prefer {
            headers.insert(&PREFER, prefer.value());
        }
        if let Some(size) = self.paging.max_page_size
            && let Ok(value) = HeaderValue::try_from(format!("odata.maxpagesize={size}"))
        {
            headers.append(&PREFER, value);
        }
        if self.paging.is_eventual {
            headers.insert(&CONSISTENCY_LEVEL, HeaderValue::from_static("eventual"));
        }
        for name in self.headers.keys() {
            headers.remove(name);
        }
        headers.extend(self.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        headers.insert(AUTHORIZATION, authorization);
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        request
    }
}

const JSON: &str = "application/json";
const TEXT: &str = "text/plain";

/// The number of headers that a request can have, so that the map never grows.
const MAX_HEADERS: usize = 9;
