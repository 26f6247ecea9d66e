//! The position of a page, as an opaque text in its link.

use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The position of a page in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageToken {
    /// The position in the store after which the page starts, or for a sorted list the number of items before it.
    pub(crate) position: u64,
    /// The number of the page, from 1.
    pub(crate) page: u32,
    /// Whether a page without items preceded it.
    pub(crate) is_after_empty_page: bool,
}

/// The beginning of the option. Links contain it after all other options.
const OPTION: &str = "$skiptoken=";

/// The end of a token. A client that encodes or decodes the link changes it.
const END: &str = "%3d";

impl PageToken {
    pub(crate) const FIRST: Self = Self { position: 0, page: 1, is_after_empty_page: false };

    /// Parses the token of a request, whose query is as it was sent.
    ///
    /// The result is `None` if the query does not have a token.
    ///
    /// # Errors
    /// Returns an error if the token was not created for exactly this path and query.
    pub(crate) fn parse(path: &str, query: &str) -> Option<Result<Self, InvalidPageToken>> {
        let (options, token) = split(query)?;
        Some(Self::decode(token).filter(|known| known.encode(path, options) == token).ok_or(InvalidPageToken))
    }

    /// Returns the number of the page that a request is for, without checking the token.
    pub(crate) fn page_of(query: &str) -> u32 {
        split(query).and_then(|(_, token)| Self::decode(token)).map_or(1, |token| token.page)
    }

    /// Returns the path and the query of the page, from those of the request for another page of the same list.
    pub(crate) fn link(self, path: &str, query: &str) -> String {
        let options = split(query).map_or(query, |(options, _)| options);
        let separator = if options.is_empty() { "" } else { "&" };
        format!("{path}?{options}{separator}{OPTION}{}", self.encode(path, options))
    }

    fn encode(self, path: &str, options: &str) -> String {
        let mut hasher = DefaultHasher::new();
        (path, options, self.position, self.page, self.is_after_empty_page).hash(&mut hasher);
        let Self { position, page, is_after_empty_page } = self;
        format!("m~{position:016X}{page:08X}{}{:016X}{END}", u8::from(is_after_empty_page), hasher.finish())
    }

    fn decode(token: &str) -> Option<Self> {
        let digits = token.strip_prefix("m~")?.strip_suffix(END)?;
        let field = |range| u64::from_str_radix(digits.get(range)?, 16).ok();
        Some(Self {
            position: field(0..16)?,
            page: u32::try_from(field(16..24)?).ok()?,
            is_after_empty_page: field(24..25)? == 1,
        })
    }
}

/// Splits a query into its other options and the token.
fn split(query: &str) -> Option<(&str, &str)> {
    let start = query.find(OPTION)?;
    let (options, token) = query.split_at_checked(start)?;
    Some((options.strip_suffix('&').unwrap_or(options), token.strip_prefix(OPTION)?))
}

/// The token of a page is not one of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InvalidPageToken;

impl fmt::Display for InvalidPageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The $skiptoken of the request was not created for this URL. A link must be used exactly as it was returned.")
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidPageToken, PageToken};

    const PATH: &str = "/v1.0/users";

    #[test]
    fn a_link_is_valid_as_it_is_only() {
        let token = PageToken { position: 20, page: 3, is_after_empty_page: true };
        for query in ["", "$top=5&$filter=a%20eq%20%27x%27"] {
            let link = token.link(PATH, query);
            let (path, query) = link.split_once('?').expect("a query");
            assert_eq!(PageToken::parse(path, query), Some(Ok(token)));
            assert_eq!(PageToken::page_of(query), 3);
            assert_eq!(PageToken { page: 4, ..token }.link(path, query).matches("skiptoken").count(), 1);
            for other in [
                query.replace("%3d", "%3D"),
                query.replace("%3d", "="),
                format!("{query}&$top=6"),
                format!("$top=6&{query}"),
                query.replace("m~0", "m~1"),
                query.replace("m~", "m%7E"),
            ] {
                assert_eq!(PageToken::parse(path, &other), Some(Err(InvalidPageToken)), "{other}");
            }
            assert_eq!(PageToken::parse("/v1.0/groups", query), Some(Err(InvalidPageToken)));
        }
        assert_eq!(PageToken::parse(PATH, "$top=5"), None);
        assert_eq!(PageToken::page_of("$top=5"), 1);
    }
}
