//! What a client wants to get back.

use http::{HeaderMap, HeaderName};

/// `return=..` of the header `Prefer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Return {
    Minimal,
    Representation,
}

impl Return {
    /// Reads the preference. The first one counts, and one that means nothing is none.
    ///
    /// Source: [RFC 7240, sections 2 and 4.2](https://www.rfc-editor.org/rfc/rfc7240#section-2).
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(HeaderName::from_static("prefer")).iter();
        let mut preferences = lines.filter_map(|line| line.to_str().ok()).flat_map(split);
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

/// The parts between commas that are not quoted.
fn split(line: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    line.split(move |char| {
        quoted ^= char == '"';
        char == ',' && !quoted
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::Return;

    fn read(lines: &[&'static str]) -> Option<Return> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("prefer", HeaderValue::from_static(line));
        }
        Return::of(&headers)
    }

    #[test]
    fn the_first_return_counts() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&["return=minimal"]), Some(Return::Minimal));
        assert_eq!(read(&["respond-async, Return = \"representation\"; x=1"]), Some(Return::Representation));
        assert_eq!(read(&["return=minimal", "return=representation"]), Some(Return::Minimal));
        assert_eq!(
            read(&["outlook.timezone=\"a,return=minimal,b\", return=representation"]),
            Some(Return::Representation)
        );
        assert_eq!(read(&["return=everything"]), None);
    }
}
