//! The best code that a person would write with `serde` for the same requests.
//!
//! Generic over the type of a time, which makes no difference to the compiled code: text, which is cheapest, and
//! `time::OffsetDateTime`, which can be calculated with, but loses the form of the text.

mod overview;
mod status;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub(crate) use overview::{Overview, OverviewUpdate};
pub(crate) use status::{Compliance, Status, StatusUpdate};

/// The type of a time in a resource.
pub(crate) trait Time: DeserializeOwned + PartialEq + Clone + 'static {
    /// How it stands in an update.
    type Sent<'a>: Serialize;

    fn sent(&self) -> Self::Sent<'_>;
}

impl Time for String {
    type Sent<'a> = &'a str;

    fn sent(&self) -> &str {
        self
    }
}

/// A time as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Moment(#[serde(with = "time::serde::rfc3339")] pub(crate) OffsetDateTime);

impl Time for Moment {
    type Sent<'a> = Self;

    fn sent(&self) -> Self {
        *self
    }
}
