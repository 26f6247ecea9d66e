//! The causes of an error in one short line.

use std::error::Error as StdError;

use super::graph_error::Error;
use crate::failure::ErrorKind;
use crate::redact::{excerpt, without_secrets};

impl Error {
    /// An error of a [`TokenProvider`](crate::credential::TokenProvider), which could not acquire an access token.
    ///
    /// The line that it shows has the reason: the first line of `source`, and what caused it. [`source`](StdError::source) has it whole.
    ///
    /// ```
    /// use graph_core::Error;
    ///
    /// let error = Error::credential(std::io::Error::other("the vault is sealed"));
    /// assert!(error.is_credential());
    /// assert_eq!(error.to_string(), "no access token could be acquired: the vault is sealed");
    /// ```
    pub fn credential(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let source = source.into();
        let reason = reason(&*source);
        let message = if reason.is_empty() { NO_TOKEN.to_owned() } else { format!("{NO_TOKEN}: {reason}") };
        Self::new(ErrorKind::Credential, message).with_source(source)
    }
}

/// Returns one line for a chain of causes: the first cause, every [`Error`] of this crate, and then the code and the first line of
/// the description if Microsoft Entra refused, or else the last cause. Each is bounded, cleaned, and shown once.
fn reason(error: &(dyn StdError + 'static)) -> String {
    let chain = || std::iter::successors(Some(error), |error| (*error).source()).take(LONGEST_CHAIN);
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
    let refusal = texts.iter().find_map(|text| refusal(text));
    for (at, (link, text)) in chain().zip(&texts).enumerate() {
        let is_own = link.is::<Error>();
        if at == 0 || is_own || at == last && refusal.is_none() {
            // One error of a credential can be the cause of another.
            add(text.strip_prefix(NO_TOKEN).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(text));
        }
    }
    if let Some(refusal) = refusal {
        add(refusal);
    }
    excerpt(&without_secrets(&reason), LONGEST).into_owned()
}

/// Limits the work: only the beginning of a text is searched and shown.
fn beginning(mut text: String) -> String {
    let end = (0..=LONGEST_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text
}

/// Returns the text from the code of a refusal on.
///
/// Source: [Microsoft Entra authentication and authorization error
/// codes](https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
fn refusal(text: &str) -> Option<&str> {
    text.match_indices(CODE).find_map(|(at, _)| {
        let code = text.get(at..)?;
        code.as_bytes().get(CODE.len()).is_some_and(u8::is_ascii_digit).then_some(code)
    })
}

/// Descriptions continue with ids, on the same line or on the next.
fn first_line(text: &str) -> &str {
    let line = text.trim().lines().next().unwrap_or_default();
    let line = line.split_once("Trace ID:").map_or(line, |(line, _)| line);
    line.trim_end().trim_end_matches('.')
}

/// How the text of a credential's error begins.
const NO_TOKEN: &str = "no access token could be acquired";

const CODE: &str = "AADSTS";
const LONGEST: usize = 400;
const LONGEST_TEXT: usize = 8 << 10;
const LONGEST_CHAIN: usize = 16;

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::fmt;

    use crate::error::Error;
    use crate::failure::ErrorKind;

    /// A cause with this text and another cause.
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
        text.strip_prefix("no access token could be acquired: ").unwrap_or_else(|| panic!("{text}")).to_owned()
    }

    #[test]
    fn a_chain_is_one_short_line() {
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
    fn what_this_crate_says_on_the_way_stays() {
        let broken = Error::new(ErrorKind::Connect, "no connection").with_source(Link("x", Some("refused".into())));
        let late = Error::new(ErrorKind::Timeout, "too late").with_source(broken);
        let error = Error::credential(Error::credential(late));
        assert_eq!(error.to_string(), "no access token could be acquired: too late: no connection: refused");
        assert_eq!(Error::credential("").to_string(), "no access token could be acquired");
    }
}
