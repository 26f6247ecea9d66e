//! Follows the redirects of downloads, without the access token.
//!
//! A service that stores bytes elsewhere redirects to a URL that needs no token, and is a secret itself: it is never shown.

use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderValue, LOCATION, USER_AGENT};
use http::{HeaderMap, Response, StatusCode, Uri};
use url::Url;

use super::call::Call;
use crate::error::{Error, read_service_error};
use crate::failure::ErrorKind;
use crate::headers::REQUEST_ID;
use crate::origin::{Origin, display_host};
use crate::redact::Redactor;
use crate::response::ResponseInfo;
use crate::retry::retry_after;
use crate::transport::{Redirected, ResponseBody, StreamedBody};

/// How many redirects of one attempt are followed.
const MAX_REDIRECTS: usize = 2;

/// Returns whether a response redirects to another URL.
pub(super) fn is_redirect(response: &Response<ResponseBody>) -> bool {
    let status = response.status();
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) && response.headers().contains_key(LOCATION)
}

/// Follows the redirect of a download, and returns the successful response at its end.
///
/// # Errors
/// When a redirect must not be followed, or its target does not respond with success.
pub(super) async fn follow(
    mut response: Response<ResponseBody>,
    call: &Call,
    authorization: &HeaderValue,
) -> Result<Response<ResponseBody>, Error> {
    let request_id = response.headers().get(&REQUEST_ID).cloned();
    let redactor = Redactor::new(authorization);
    let mut url = call.request.url().map_err(|()| invalid_location(&response))?;
    for _ in 0..MAX_REDIRECTS {
        url = target(&url, &response, call, &redactor)?;
        response = call.client().transport.send(request(&url, call, &response)?, call.deadline).await?;
        if !is_redirect(&response) {
            let host = display_host(url.host_str());
            if !response.status().is_success() {
                return Err(target_error(&response, &host));
            }
            if let Some(id) = request_id {
                // The id of the service, and not of the storage, which Microsoft's support needs.
                response.headers_mut().insert(REQUEST_ID.clone(), id);
            }
            return Ok(response);
        }
    }
    let message = format!("the service redirected more than {MAX_REDIRECTS} times, which no download needs");
    Err(redirect_error(&response, message))
}

/// Returns the URL in `Location`, if it may be followed.
fn target(base: &Url, response: &Response<ResponseBody>, call: &Call, redactor: &Redactor<'_>) -> Result<Url, Error> {
    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
    let url = location.and_then(|location| base.join(location).ok()).ok_or_else(|| invalid_location(response))?;
    if matches!(redactor.redacted(url.as_str()), Cow::Owned(_)) {
        let message = "the service redirected to a URL that contains the access token, which was not followed";
        return Err(redirect_error(response, message));
    }
    let host = display_host(url.host_str());
    if !url.username().is_empty() || url.password().is_some() {
        let message = format!("the service redirected to `{host}` with a user name, which was not followed");
        return Err(redirect_error(response, message));
    }
    let may_be_http = call.client().endpoint.origin().is_loopback();
    match Origin::from_url(&url) {
        Ok(origin) if origin.is_https() || may_be_http => Ok(url),
        _ => {
            let message = format!("the service redirected to `{host}` without `https`, which was not followed");
            Err(redirect_error(response, message))
        }
    }
}

/// Returns the request to a URL, without the access token and everything else that is meant for the service.
fn request(url: &Url, call: &Call, response: &Response<ResponseBody>) -> Result<http::Request<Bytes>, Error> {
    let uri = url.as_str().split('#').next().unwrap_or_default();
    let uri = uri.parse::<Uri>().map_err(|_| invalid_location(response))?;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(USER_AGENT, call.client().user_agent.clone());
    let mut request = http::Request::new(Bytes::new());
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    request.extensions_mut().insert(StreamedBody);
    request.extensions_mut().insert(Redirected);
    Ok(request)
}

/// Returns the error of a target that does not respond with success. The download is retried if the target may recover.
#[cold]
fn target_error(response: &Response<ResponseBody>, host: &str) -> Error {
    let (status, headers) = (response.status(), response.headers());
    let is_temporary =
        status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    if !is_temporary {
        let message = format!(
            "the service redirected to `{host}`, which responded with {status}; such a URL is valid for a short time, so \
             download again"
        );
        return redirect_error(response, message);
    }
    let body = response.body();
    let service = read_service_error(status, headers, body.bytes(), body.is_truncated());
    let mut error = Error::from_service(service, ResponseInfo::new(status, headers));
    if let Some(wait) = retry_after(headers, SystemTime::now()) {
        error.set_retry_after(wait);
    }
    error
}

#[cold]
fn invalid_location(response: &Response<ResponseBody>) -> Error {
    redirect_error(response, "the service redirected, but `Location` is not a URL that can be sent")
}

#[cold]
fn redirect_error(response: &Response<ResponseBody>, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Redirect, message).with_info(ResponseInfo::new(response.status(), response.headers()))
}
