//! Percent-encoding of query options.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Appends the value of a query option, percent-encoded.
pub(super) fn push_encoded(out: &mut String, value: &str) {
    if value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        out.push_str(value);
    } else {
        out.extend(utf8_percent_encode(value, QUERY));
    }
}

/// Everything except the unreserved characters of [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3), and
/// those delimiters of OData that a query string may contain.
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
    .remove(b';')
    .remove(b'=')
    .remove(b'@')
    .remove(b'*');
