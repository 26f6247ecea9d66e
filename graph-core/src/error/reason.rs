//! Summarizes the causes of an error in one short line.

use std::error::Error as StdError;

use super::graph_error::Error;
use crate::failure::ErrorKind;
use crate::redact::{excerpt, without_secrets};

impl Error {
    /// Creates the error of a [`TokenProvider`](crate::credential::TokenProvider) that could not acquire an access token.
    ///
    /// The message contains the first line of `source` and of its causes. [`source`](StdError::source) returns all of it.
    ///
    /// ```
    /// use graph_core::Error;
    ///
    /// let error = Error::credential(std::io::Error::other("the vault is sealed"));
    /// assert!(error.is_credential());
    /// assert_eq!(error.to_string(), "failed to acquire an access token: the vault is sealed");
    /// ```
    pub fn credential(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let source = source.into();
        let reason = reason(&*source);
        let message =
            if reason.is_empty() { NO_ACCESS_TOKEN.to_owned() } else { format!("{NO_ACCESS_TOKEN}: {reason}") };
        Self::new(ErrorKind::Credential, message).with_source(source)
    }
}

/// Returns one line for a chain of causes: the first cause, every [`Error`] of this crate, and then the error of Microsoft Entra with its
/// code and the first line of its description, or else the last cause. Each is bounded, escaped, and shown once.
fn reason(error: &(dyn StdError + 'static)) -> String {
    let chain = || std::iter::successors(Some(error), |error| (*error).source()).take(MAX_CHAIN);
    let texts: Vec<String> = chain().map(|error| beginning(error.to_string())).collect();
    let last = texts.len().saturating_sub(1);
    let mut reason = String::new();
    let mut add = |text: &str| {
        let line = first_line(text);
        if !line.is_empty() && !reason.contains(line) {
            reason.push_str(if reason.is_empty() { "" } else { ": " });
            reason.push_str(line);
        }
    };
    let entra_error = texts.iter().find_map(|text| entra_error(text));
    for (at, (link, text)) in chain().zip(&texts).enumerate() {
        let is_own = link.is::<Error>();
        if at == 0 || is_own || at == last && entra_error.is_none() {
            // The error of a credential can be the cause of another one.
            add(text.strip_prefix(NO_ACCESS_TOKEN).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(text));
        }
    }
    if let Some(entra_error) = entra_error {
        add(entra_error);
    }
    excerpt(&without_secrets(&reason), MAX_REASON).into_owned()
}

/// Truncates a text, which limits the work: only its beginning is searched and shown.
fn beginning(mut text: String) -> String {
    let end = (0..=MAX_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text
}

/// Returns the text from an error code of Microsoft Entra on.
///
/// Source: [Microsoft Entra authentication and authorization error
/// codes](https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
fn entra_error(text: &str) -> Option<&str> {
    text.match_indices(CODE).find_map(|(at, _)| {
        let code = text.get(at..)?;
        code.as_bytes().get(CODE.len()).is_some_and(u8::is_ascii_digit).then_some(code)
    })
}

/// Returns the first line of a description without the ids that follow.
fn first_line(text: &str) -> &str {
    let line = text.trim().lines().next().unwrap_or_default();
    let line = line.split_once("Trace ID:").map_or(line, |(line, _)| line);
    line.trim_end().trim_end_matches('.')
}

/// The beginning of the message of a credential error.
const NO_ACCESS_TOKEN: &str = "failed to acquire an access token";

const CODE: &str = "AADSTS";
const MAX_REASON: usize = 400;
const MAX_TEXT: usize = 8 << 10;
const MAX_CHAIN: usize = 16;

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::fmt;

    use crate::error::Error;
    use crate::failure::ErrorKind;

    /// An error with this text and another cause.
    #[derive(Debug)]
    struct Link(&'static str, Option<Box<dyn StdError + Send + Sync>>);

    impl fmt::Display for Link {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Link {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    fn shown(causes: impl IntoIterator<Item = &'static str, IntoIter: DoubleEndedIterator>) -> String {
        let fold = |source, text| Some(Box::new(Link(text, source)) as Box<dyn StdError + Send + Sync>);
        let chain = causes.into_iter().rev().fold(None, fold).unwrap();
        let text = Error::credential(chain).to_string();
        text.strip_prefix("failed to acquire an access token: ").unwrap_or_else(|| panic!("{text}")).to_owned()
    }

    #[test]
    fn a_chain_becomes_one_short_line() {
        for (causes, expected) in [
            (&["broken."][..], "broken"),
            (&["a", "b", "c"], "a: c"),
            (&["a: c failed", "b", "c"], "a: c failed"),
            (&["\n first \r\nsecond", " third\nfourth"], "first: third"),
            (
                &["failed. AADSTS7000215: Invalid. Trace ID: 1", "AADSTS7000215: Invalid"],
                "failed. AADSTS7000215: Invalid",
            ),
            (&["failed", "said: AADSTS70043: Expired.\r\nTrace ID: 1", "last"], "failed: AADSTS70043: Expired"),
            (&["AADSTS is a prefix", "last"], "AADSTS is a prefix: last"),
            (&["a\u{1b}[31m\u{202e}b"], "a\\u{1b}[31m\\u{202e}b"),
        ] {
            assert_eq!(shown(causes.iter().copied()), expected);
        }
        let long = shown(["x".repeat(1000).leak() as &'static str]);
        assert_eq!(long.chars().count(), 401);
        assert_eq!(shown(["client_secret=abc&d=e"]), "client_secret=[redacted]&d=e");
    }

    #[test]
    fn errors_of_this_crate_are_included() {
        let broken = Error::new(ErrorKind::Connect, "no connection").with_source(Link("x", Some("refused".into())));
        let late = Error::new(ErrorKind::Timeout, "too late").with_source(broken);
        let error = Error::credential(Error::credential(late));
        assert_eq!(error.to_string(), "failed to acquire an access token: too late: no connection: refused");
        assert_eq!(Error::credential("").to_string(), "failed to acquire an access token");
    }
}
