//! The preference of a client for the response to an update.

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
        let lines = headers.get_all(HeaderName::from_static("prefer")).iter();
        let mut preferences = lines.filter_map(|line| line.to_str().ok()).flat_map(split_list);
        let value = preferences.find_map(|preference| {
            let preference = preference.split_once(';').map_or(preference, |(preference, _)| preference);
            let (name, value) = preference.split_once('=')?;
            name.trim().eq_ignore_ascii_case("return").then(|| value.trim().trim_matches('"'))
        })?;
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

    use super::ReturnPreference;

    fn parse(lines: &[&'static str]) -> Option<ReturnPreference> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("prefer", HeaderValue::from_static(line));
        }
        ReturnPreference::parse(&headers)
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
