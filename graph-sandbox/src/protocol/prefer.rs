//! The preferences of a client for the response.

use http::{HeaderMap, HeaderName};

/// The preference `return` of the header `Prefer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReturnPreference {
    Minimal,
    Representation,
}

impl ReturnPreference {
    /// Parses the first `return` of the headers. An unknown value is ignored.
    ///
    /// Source: [RFC 7240, sections 2 and 4.2](https://www.rfc-editor.org/rfc/rfc7240#section-2).
    pub(crate) fn parse(headers: &HeaderMap) -> Option<Self> {
        let value =
            preferences(headers).find_map(|(name, value)| name.eq_ignore_ascii_case("return").then_some(value))?;
        match value {
            "minimal" => Some(Self::Minimal),
            "representation" => Some(Self::Representation),
            _ => None,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Minimal => "return=minimal",
            Self::Representation => "return=representation",
        }
    }
}

/// Returns the first `odata.maxpagesize` of the headers, also without the prefix. A value that is not a positive number is
/// ignored.
///
/// Source: [OData 4.01, section 8.2.8.6](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_Preferencemaxpagesizeodatamaxpagesize).
pub(crate) fn max_page_size(headers: &HeaderMap) -> Option<usize> {
    let is_page_size =
        |name: &str| ["odata.maxpagesize", "maxpagesize"].iter().any(|known| name.eq_ignore_ascii_case(known));
    let (_, value) = preferences(headers).find(|(name, _)| is_page_size(name))?;
    value.parse().ok().filter(|size| *size > 0)
}

/// Returns the preferences that have a value, without their parameters.
fn preferences(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(HeaderName::from_static("prefer")).iter();
    let preferences = lines.filter_map(|line| line.to_str().ok()).flat_map(split_list);
    preferences.filter_map(|preference| {
        let preference = preference.split_once(';').map_or(preference, |(preference, _)| preference);
        let (name, value) = preference.split_once('=')?;
        Some((name.trim(), value.trim().trim_matches('"')))
    })
}

/// Splits a header at the commas outside of quotes.
fn split_list(line: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    line.split(move |char| {
        quoted ^= char == '"';
        char == ',' && !quoted
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{ReturnPreference, max_page_size};

    fn headers(lines: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("prefer", HeaderValue::from_static(line));
        }
        headers
    }

    fn parse(lines: &[&'static str]) -> Option<ReturnPreference> {
        ReturnPreference::parse(&headers(lines))
    }

    #[test]
    fn the_first_page_size_is_used() {
        assert_eq!(max_page_size(&headers(&[])), None);
        assert_eq!(max_page_size(&headers(&["return=minimal, odata.maxpagesize=50"])), Some(50));
        assert_eq!(max_page_size(&headers(&["MaxPageSize=5", "odata.maxpagesize=6"])), Some(5));
        assert_eq!(max_page_size(&headers(&["odata.maxpagesize=0"])), None);
        assert_eq!(max_page_size(&headers(&["odata.maxpagesize=x"])), None);
    }

    #[test]
    fn the_first_return_preference_is_used() {
        assert_eq!(parse(&[]), None);
        assert_eq!(parse(&["return=minimal"]), Some(ReturnPreference::Minimal));
        assert_eq!(parse(&["respond-async, Return = \"representation\"; x=1"]), Some(ReturnPreference::Representation));
        assert_eq!(parse(&["return=minimal", "return=representation"]), Some(ReturnPreference::Minimal));
        assert_eq!(
            parse(&["outlook.timezone=\"a,return=minimal,b\", return=representation"]),
            Some(ReturnPreference::Representation)
        );
        assert_eq!(parse(&["return=everything"]), None);
    }
}
