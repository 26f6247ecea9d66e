use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The position in a list, to continue it later with [`ListOperation::resume`](super::ListOperation::resume).
///
/// It has the link to the current page, the number of entities taken from it, and a hash of the query, so that another query refuses it. It is
/// serialized as a string. `Debug` does not show the link, which contains values of the query.
///
/// Services do not state how long a link is valid. An entity can be missed or returned twice if the collection changes meanwhile.
///
/// ```
/// use graph_core::operation::ResumeToken;
///
/// let stored = "1.c5b2a7a3dfb6c0f1.20.https://graph.microsoft.com/v1.0/users?$skiptoken=x";
/// let token: ResumeToken = stored.parse()?;
/// assert_eq!(token.to_string(), stored);
/// # Ok::<(), graph_core::operation::ParseResumeTokenError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ResumeToken {
    pub(super) query: u64,
    /// How many entities of the current page were taken.
    pub(super) taken: usize,
    /// The current page; `None` is the first one.
    pub(super) link: Option<String>,
}

/// The version of the format.
const VERSION: &str = "1";

impl fmt::Display for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}.{:016x}.{}.{}", self.query, self.taken, self.link.as_deref().unwrap_or(""))
    }
}

impl FromStr for ResumeToken {
    type Err = ParseResumeTokenError;

    fn from_str(text: &str) -> Result<Self, ParseResumeTokenError> {
        let mut parts = text.splitn(4, '.');
        let (Some(VERSION), Some(query), Some(taken), Some(link)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ParseResumeTokenError(()));
        };
        let query = u64::from_str_radix(query, 16).map_err(|_| ParseResumeTokenError(()))?;
        let taken = taken.parse().map_err(|_| ParseResumeTokenError(()))?;
        Ok(Self { query, taken, link: (!link.is_empty()).then(|| link.to_owned()) })
    }
}

impl fmt::Debug for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResumeToken")
            .field("taken", &self.taken)
            .field("is_first_page", &self.link.is_none())
            .finish_non_exhaustive()
    }
}

impl Serialize for ResumeToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ResumeToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why text is not a [`ResumeToken`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseResumeTokenError(());

impl fmt::Display for ParseResumeTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "expected the text of a resume token, found other text; store what the token displays or serializes",
        )
    }
}

impl std::error::Error for ParseResumeTokenError {}
