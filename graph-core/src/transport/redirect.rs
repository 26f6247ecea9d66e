//! Sends the requests that follow a redirect to another origin.
//!
//! Services store files elsewhere, and redirect a download to a URL that is valid for a short time without an access token.

use std::sync::OnceLock;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue, USER_AGENT};
use url::Url;

use super::connection_error::BoxError;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;

/// A request extension that marks the request after a redirect. It has no access token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Redirected;

/// The headers that another origin may receive.
const HEADERS: [http::HeaderName; 3] = [ACCEPT, ACCEPT_ENCODING, USER_AGENT];

/// Creates builders for clients of an origin.
type ClientFactory = Box<dyn Fn(&Origin) -> reqwest::ClientBuilder + Send + Sync>;

/// The client of reqwest for other origins, which is created for the first redirect.
pub(super) struct RedirectClient {
    new_builder: ClientFactory,
    https: OnceLock<reqwest::Client>,
}

impl RedirectClient {
    pub(super) fn new(new_builder: ClientFactory) -> Self {
        Self { new_builder, https: OnceLock::new() }
    }

    /// Returns a client for the URL of a redirect.
    ///
    /// # Errors
    /// When the URL is neither `https`, nor `http` on loopback.
    pub(super) fn client(&self, url: &Url) -> Result<reqwest::Client, Error> {
        let failed = |error: BoxError| {
            Error::new(ErrorKind::Configuration, "the HTTP client for a redirect could not be created")
                .with_source(error)
        };
        let origin = Origin::from_url(url)?;
        if let Some(client) = self.https.get().filter(|_| origin.is_https()) {
            return Ok(client.clone());
        }
        let client = (self.new_builder)(&origin).build().map_err(|error| failed(error.into()))?;
        Ok(if origin.is_https() { self.https.get_or_init(|| client).clone() } else { client })
    }
}

/// Returns the request to the URL of a redirect, with the few headers that another origin may receive.
///
/// # Errors
/// When a layer changed the URL to one that cannot be sent.
pub(super) fn outgoing(request: http::Request<Bytes>) -> Result<reqwest::Request, Error> {
    let (parts, _) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string())
        .map_err(|_| Error::new(ErrorKind::Request, "the URL of a redirect cannot be sent, so it was not followed"))?;
    let mut headers = HeaderMap::with_capacity(HEADERS.len());
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    for name in HEADERS {
        if let Some(value) = parts.headers.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = headers;
    Ok(request)
}

/// Returns whether the request follows a redirect.
pub(super) fn is_redirected<B>(request: &http::Request<B>) -> bool {
    request.extensions().get::<Redirected>().is_some()
}
