//! The parts of a request that no declaration describes, checked.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderName, HeaderValue, IF_MATCH,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::headers::CLIENT_REQUEST_ID;

/// What a custom request has besides a method, a path and a body.
#[derive(Debug, Clone, Default)]
pub(super) struct CustomParts {
    pub(super) headers: HeaderMap,
    /// The first thing that cannot be sent. It does not contain values of the request.
    pub(super) invalid: Option<Cow<'static, str>>,
}

impl CustomParts {
    pub(super) fn reject(&mut self, message: impl Into<Cow<'static, str>>) {
        self.invalid.get_or_insert_with(|| message.into());
    }
}

/// Characters of a path that are encoded: all that are not in `pchar` of
/// [RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3). A percent sign is checked before.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Everything except unreserved characters and those that OData uses between options, which remain readable.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b'/')
    .remove(b':')
    .remove(b'@');

/// Appends a query option to a path.
pub(super) fn push_option(path: &mut String, name: &str, value: &str) {
    path.push(if path.contains('?') { '&' } else { '?' });
    path.extend(utf8_percent_encode(name, QUERY));
    path.push('=');
    path.extend(utf8_percent_encode(value, QUERY));
}

/// Returns the path as it is sent. Messages do not quote it, because it contains ids.
pub(super) fn checked_path(path: &str) -> Result<String, Cow<'static, str>> {
    if path.contains("://") {
        return Err("a path must not contain a host; write what follows the version, or use `Request::get_url`".into());
    }
    if !path.starts_with('/') || path.len() < 2 {
        return Err("the path does not start with a slash and a segment; write for example `/users`".into());
    }
    if let Some(illegal) = path.chars().find(|c| c.is_control() || matches!(c, '?' | '#' | '\\')) {
        let advice = if illegal == '?' { "; add query options with `query`" } else { "; encode it as part of a value" };
        return Err(format!("the path contains `{}`{advice}", illegal.escape_debug()).into());
    }
    let mut segments = path.split('/').skip(1).peekable();
    let mut is_first = true;
    while let Some(segment) = segments.next() {
        let escapes = segment.split('%').skip(1);
        if escapes
            .into_iter()
            .any(|rest| !rest.bytes().take(2).all(|digit| digit.is_ascii_hexdigit()) || rest.len() < 2)
        {
            return Err("the path contains `%` without two hexadecimal digits; write `%25` for a percent sign".into());
        }
        let decoded = percent_decode_str(segment).decode_utf8_lossy();
        if decoded.is_empty() && segments.peek().is_some() {
            return Err("the path contains an empty segment, as an empty id makes one; check the values in it".into());
        }
        if matches!(&*decoded, "." | "..") || decoded.chars().any(char::is_control) {
            return Err("the path contains a segment that addresses another resource; check the values in it".into());
        }
        if is_first && (decoded.eq_ignore_ascii_case("v1.0") || decoded.eq_ignore_ascii_case("beta")) {
            return Err(format!(
                "the path contains the version `{decoded}`, which is an argument of its own; remove it"
            )
            .into());
        }
        is_first = false;
    }
    Ok(utf8_percent_encode(path, PATH).to_string())
}

pub(super) fn checked_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Cow<'static, str>> {
    let Ok(name) = HeaderName::try_from(name) else {
        return Err("the name of a header contains a character that it cannot have".into());
    };
    if name == IF_MATCH {
        return Err("the header `if-match` decides what is retried; set it with `Request::if_match`".into());
    }
    if name == CLIENT_REQUEST_ID {
        return Err("all attempts have one `client-request-id`; set it with `Request::client_request_id`".into());
    }
    let is_reserved = [
        &AUTHORIZATION,
        &HOST,
        &CONTENT_LENGTH,
        &TRANSFER_ENCODING,
        &CONNECTION,
        &UPGRADE,
        &TE,
        &TRAILER,
        &EXPECT,
        &PROXY_AUTHORIZATION,
        &ACCEPT_ENCODING,
    ]
    .contains(&&name)
        || ["keep-alive", "proxy-connection", "retry-attempt"].contains(&name.as_str());
    if is_reserved {
        return Err(format!("the client writes the header `{name}` itself; remove it").into());
    }
    match HeaderValue::try_from(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => Err(format!("the value of the header `{name}` contains a character that it cannot have").into()),
    }
}
