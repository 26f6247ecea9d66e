use std::fmt;

use http::HeaderMap;
use http::header::LINK;

use super::header_text::{MAX_DATE, header_text};
use crate::headers::{DEPRECATION, SUNSET};
use crate::redact::{Redactor, excerpt};

/// The announcement that an API will be removed.
///
/// Source: [RFC 9745](https://www.rfc-editor.org/rfc/rfc9745) (`Deprecation`), [RFC 8594](https://www.rfc-editor.org/rfc/rfc8594)
/// (`Sunset`), and [Microsoft Graph's policies](https://learn.microsoft.com/graph/versioning-and-support#deprecation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecation {
    since: Option<Box<str>>,
    sunset: Option<Box<str>>,
    link: Option<Box<str>>,
}

impl Deprecation {
    pub(crate) fn new(headers: &HeaderMap) -> Option<Self> {
        let since = header_text(headers, &DEPRECATION, MAX_DATE);
        let sunset = header_text(headers, &SUNSET, MAX_DATE);
        (since.is_some() || sunset.is_some()).then(|| Self {
            since,
            sunset,
            link: header_text(headers, &LINK, MAX_LINK),
        })
    }

    pub(crate) fn redact(&mut self, redactor: &Redactor<'_>) {
        let texts = [&mut self.since, &mut self.sunset, &mut self.link];
        texts.into_iter().flatten().for_each(|text| redactor.redact_box(text));
    }

    /// Returns since when the API is deprecated, as the service wrote it.
    ///
    /// It is a date, `@` and the seconds since 1970, or `true`.
    pub fn since(&self) -> Option<&str> {
        self.since.as_deref()
    }

    /// Returns from when on the API may be unavailable, as the service wrote it.
    pub fn sunset(&self) -> Option<&str> {
        self.sunset.as_deref()
    }

    /// Returns the header `Link`, which refers to more information.
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }
}

impl fmt::Display for Deprecation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: Option<&'_ str>| text.map(|text| excerpt(text, 200).into_owned());
        f.write_str("deprecated")?;
        if let Some(since) = shown(self.since()) {
            write!(f, " ({since})")?;
        }
        if let Some(sunset) = shown(self.sunset()) {
            write!(f, ", ends {sunset}")?;
        }
        if let Some(link) = shown(self.link()) {
            write!(f, ", see {link}")?;
        }
        Ok(())
    }
}

/// The length of one link; some services list several.
const MAX_LINK: usize = 500;
