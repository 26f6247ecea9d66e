//! Converts responses with an error status.

use std::time::SystemTime;

use http::header::{HeaderValue, LOCATION};
use http::{Response, StatusCode};
use url::Url;

use super::call::{AttemptError, Call, TokenChallenge};
use super::challenge::claims;
use super::inner::ClientInner;
use crate::error::{Error, Permissions, read_service_error};
use crate::failure::ErrorKind;
use crate::redact::Redactor;
use crate::response::ResponseInfo;
use crate::retry::retry_after;
use crate::transport::ResponseBody;

/// Returns the error of a response with an error status.
#[cold]
pub(super) fn response_error(
    response: &Response<ResponseBody>,
    call: &Call,
    authorization: &HeaderValue,
) -> AttemptError {
    let (status, headers) = (response.status(), response.headers());
    let info = ResponseInfo::new(status, headers);
    let mut error = if let Some(location) = headers.get(LOCATION).filter(|_| status.is_redirection()) {
        redirect_error(status, location.as_bytes(), call.client()).with_info(info)
    } else {
        let body = response.body();
        Error::from_service(read_service_error(status, headers, body.bytes(), body.is_truncated()), info)
    };
    if let Some(wait) = retry_after(headers, SystemTime::now()) {
        error.set_retry_after(wait);
    }
    let mut challenge = None;
    match status {
        StatusCode::UNAUTHORIZED => {
            challenge = Some(Box::new(TokenChallenge { claims: claims(headers), rejected: authorization.clone() }));
        }
        StatusCode::FORBIDDEN => {
            if let Some(permissions) = Permissions::of(authorization, call.request.context().permissions()) {
                error = error.with_permissions(permissions);
            }
        }
        _ => {}
    }
    AttemptError { error: error.redacted(&Redactor::new(authorization)), is_unprocessed: false, challenge }
}

/// Returns an error with the host of a redirect. The path and the query may contain ids and secrets.
fn redirect_error(status: StatusCode, location: &[u8], client: &ClientInner) -> Error {
    let origin = client.endpoint.origin();
    let target = String::from_utf8_lossy(location);
    let base = Url::parse(client.cloud.endpoint());
    let url = base.and_then(|base| base.join(&target)).ok();
    let target = match &url {
        Some(url) if origin.allows(url) => {
            let message = format!(
                "the service redirected to another path of `{}` ({status}); redirects are not followed, so check the declared path",
                origin.host()
            );
            return Error::new(ErrorKind::Redirect, message);
        }
        Some(url) => origin.describe_other(url),
        None => "a URL without a host".to_owned(),
    };
    let message = format!(
        "the service redirected to {target} ({status}); redirects are not followed, because the access token is for `{}` only",
        origin.authority()
    );
    Error::new(ErrorKind::Redirect, message)
}
