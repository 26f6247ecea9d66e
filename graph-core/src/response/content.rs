//! Detects bodies that are not JSON.

use std::borrow::Cow;
use std::fmt;

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

use crate::redact::excerpt;

/// Returns the content encodings of a body, in the order in which they were applied, without `identity`.
pub(crate) fn encodings(headers: &HeaderMap) -> Vec<Cow<'_, str>> {
    let mut encodings = Vec::new();
    for line in headers.get_all(CONTENT_ENCODING) {
        let names = line.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        let names = names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"identity"));
        encodings.extend(names.map(String::from_utf8_lossy));
    }
    encodings
}

/// Returns whether the body is encoded with gzip, once and with nothing else.
///
/// Source: [RFC 9110, section 8.4.1.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.3), for `x-gzip` as well.
pub(crate) fn is_gzip(headers: &HeaderMap) -> bool {
    // Most responses have no such header.
    headers.contains_key(CONTENT_ENCODING)
        && matches!(&*encodings(headers), [one] if one.eq_ignore_ascii_case("gzip") || one.eq_ignore_ascii_case("x-gzip"))
}

/// A body that is not JSON, judged by its headers and its beginning.
#[derive(Debug, PartialEq)]
pub(crate) enum Content {
    /// The body has encodings that are not supported.
    Encoded(String),
    /// The headers state another media type.
    Type(String),
    HtmlPage,
    Markup,
}

impl Content {
    /// Returns `None` if the body is JSON, or may be.
    #[cold]
    pub(crate) fn other_than_json(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let beginning = String::from_utf8_lossy(body.get(..MAX_PREFIX).unwrap_or(body));
        let beginning = beginning.trim_start_matches(|character: char| character.is_whitespace() || character == BOM);
        if beginning.starts_with(['{', '[']) {
            return None;
        }
        let encodings = encodings(headers);
        if !encodings.is_empty() {
            return Some(Self::Encoded(excerpt(&encodings.join(", "), MAX_NAME).into_owned()));
        }
        let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().trim();
        if !media_type.is_empty() && !media_type.to_ascii_lowercase().contains("json") {
            return Some(Self::Type(excerpt(media_type, MAX_NAME).into_owned()));
        }
        let is_markup = |character: char| character.is_ascii_alphabetic() || matches!(character, '!' | '?');
        if !beginning.strip_prefix('<').is_some_and(|rest| rest.starts_with(is_markup)) {
            return None;
        }
        let beginning = beginning.to_ascii_lowercase();
        let is_page = beginning.contains("<!doctype html") || beginning.contains("<html");
        Some(if is_page { Self::HtmlPage } else { Self::Markup })
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoded(encodings) => write!(f, "a body with the content encoding `{encodings}`"),
            Self::Type(media_type) => write!(f, "`{media_type}`"),
            Self::HtmlPage => f.write_str("an HTML page"),
            Self::Markup => f.write_str("XML or HTML"),
        }
    }
}

/// Returns the body without a byte order mark, which
/// [RFC 8259, section 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1) allows to be ignored.
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

pub(crate) const BOM: char = '\u{feff}';
/// Enough for what precedes the first tag of a page.
const MAX_PREFIX: usize = 1_024;
const MAX_NAME: usize = 60;

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{Content, is_gzip};

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    fn of(lines: &[(&'static str, &'static str)], body: &str) -> Option<String> {
        Content::other_than_json(&headers(lines), body.as_bytes()).map(|content| content.to_string())
    }

    #[test]
    fn bodies_that_look_like_json_are_not_detected() {
        for body in ["{", " [1]", "\u{feff}\r\n{}", "", "nul", "< 5"] {
            assert_eq!(of(&[], body), None, "{body}");
        }
        assert_eq!(of(&[("content-type", "text/plain"), ("content-encoding", "gzip")], "{\"id\""), None);
    }

    #[test]
    fn headers_take_precedence_over_the_body() {
        assert_eq!(of(&[("content-type", "text/html; charset=utf-8")], "<a>").unwrap(), "`text/html; charset=utf-8`");
        let encoded = [("content-type", "application/json"), ("content-encoding", "br")];
        assert_eq!(of(&encoded, "\u{1}").unwrap(), "a body with the content encoding `br`");
        assert_eq!(of(&[("content-type", "application/problem+json")], "<HTML>").unwrap(), "an HTML page");
    }

    #[test]
    fn gzip_is_detected_if_it_is_the_only_encoding() {
        for (value, expected) in
            [("gzip", true), ("X-GZIP", true), ("identity, gzip ,", true), ("gzip, gzip", false), ("br", false)]
        {
            assert_eq!(is_gzip(&headers(&[("content-encoding", value)])), expected, "{value}");
        }
        assert!(!is_gzip(&HeaderMap::new()));
    }
}
