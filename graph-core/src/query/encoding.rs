//! Percent-encoding of query options.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Appends the value of a query option, percent-encoded.
pub(super) fn push_encoded(out: &mut String, value: &str) {
    if value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        out.push_str(value);
        return;
    }
    // every second part is inside quotes: a quote in a literal is doubled
    for (index, part) in value.split('\'').enumerate() {
        out.push_str(if index == 0 { "" } else { "%27" });
        out.extend(utf8_percent_encode(part, if index % 2 == 0 { QUERY } else { LITERAL }));
    }
}

/// A slash in a string literal is encoded, because one outside separates the segments of a path.
///
/// Source: [OData ABNF 4.01](https://docs.oasis-open.org/odata/odata/v4.01/abnf/odata-abnf-construction-rules.txt), `pchar-no-SQUOTE`.
const LITERAL: &AsciiSet = &QUERY.add(b'/');

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
