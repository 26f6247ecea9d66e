//! The pieces of work that are measured.

use std::hint::black_box;

use bytes::Bytes;
use graph_core::{DateTimeOffset, Update as _, json};

use crate::by_hand::{self, Moment, OverviewUpdate, StatusUpdate, Time};
use crate::declared::{Compliance, Overview, Status};
use crate::documented;
use crate::failure::Failure;

/// One way to do one thing with one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Probe {
    pub(crate) operation: Operation,
    pub(crate) resource: Resource,
    pub(crate) side: Side,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// From three values to the bytes of the body.
    Write,
    /// From the documented response to the resource.
    Decode,
    /// From two resources that differ in one property to the bytes of the body.
    Diff,
}

/// The resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resource {
    /// A key, six numbers, a time.
    Overview,
    /// A key, two nullable strings, a number, an enumeration, a time.
    Status,
}

/// Whose code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Ours,
    /// By hand, a time kept as `String`.
    Text,
    /// By hand, a time as `time::OffsetDateTime`.
    Moment,
}

impl Operation {
    pub(crate) const ALL: [Self; 3] = [Self::Write, Self::Decode, Self::Diff];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Decode => "decode",
            Self::Diff => "diff",
        }
    }
}

impl Resource {
    pub(crate) const ALL: [Self; 2] = [Self::Overview, Self::Status];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Status => "status",
        }
    }
}

impl Side {
    pub(crate) const ALL: [Self; 3] = [Self::Ours, Self::Text, Self::Moment];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Text => "serde-text",
            Self::Moment => "serde-time",
        }
    }
}

/// A piece of work, ready to be repeated.
pub(crate) type Work = Box<dyn FnMut()>;

impl Probe {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Operation::ALL.into_iter().flat_map(|operation| {
            Resource::ALL.into_iter().flat_map(move |resource| {
                Side::ALL.into_iter().map(move |side| Self { operation, resource, side })
            })
        })
    }

    /// For example `write-overview-ours`.
    pub(crate) fn name(self) -> String {
        [self.operation.name(), self.resource.name(), self.side.name()].join("-")
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().find(|probe| probe.name() == name)
    }

    /// Makes ready what the work begins with.
    ///
    /// # Errors
    /// When the documented response cannot be read.
    pub(crate) fn prepare(self) -> Result<Work, Failure> {
        use {Operation as O, Resource as R, Side as S};
        Ok(match (self.operation, self.resource, self.side) {
            (O::Write, R::Overview, S::Ours) => {
                let time = documented::TIME.parse::<DateTimeOffset>().map_err(cannot_read)?;
                repeat(move || {
                    Overview::update()
                        .pending_count(black_box(12))
                        .error_count(black_box(10))
                        .last_update_date_time(black_box(time))
                        .into_bytes()
                })
            }
            (O::Write, R::Overview, S::Text) => repeat(|| write_overview(documented::TIME)),
            (O::Write, R::Overview, S::Moment) => {
                let time = moment()?;
                repeat(move || write_overview(time))
            }
            (O::Write, R::Status, S::Ours) => repeat(|| {
                Status::update()
                    .devices_count(black_box(12))
                    .status(black_box(Compliance::NotApplicable))
                    .user_display_name(black_box("User Display Name value"))
                    .into_bytes()
            }),
            // no time in this one
            (O::Write, R::Status, S::Text | S::Moment) => repeat(|| {
                body(&StatusUpdate::<&str> {
                    devices_count: black_box(Some(12)),
                    status: black_box(Some(by_hand::Compliance::NotApplicable)),
                    user_display_name: black_box(Some(Some("User Display Name value"))),
                    ..StatusUpdate::default()
                })
            }),
            (O::Decode, R::Overview, S::Ours) => {
                repeat(|| json::from_slice::<Overview>(black_box(documented::OVERVIEW.as_bytes())))
            }
            (O::Decode, R::Overview, S::Text) => decode::<by_hand::Overview<String>>(documented::OVERVIEW),
            (O::Decode, R::Overview, S::Moment) => decode::<by_hand::Overview<Moment>>(documented::OVERVIEW),
            (O::Decode, R::Status, S::Ours) => {
                repeat(|| json::from_slice::<Status>(black_box(documented::STATUS.as_bytes())))
            }
            (O::Decode, R::Status, S::Text) => decode::<by_hand::Status<String>>(documented::STATUS),
            (O::Decode, R::Status, S::Moment) => decode::<by_hand::Status<Moment>>(documented::STATUS),
            (O::Diff, R::Overview, S::Ours) => {
                let before: Overview = json::from_str(documented::OVERVIEW).map_err(cannot_read)?;
                let after = Overview { pending_count: 13, ..before.clone() };
                repeat(move || Overview::diff(black_box(&before), black_box(&after)).into_bytes())
            }
            (O::Diff, R::Overview, S::Text) => diff_overview::<String>()?,
            (O::Diff, R::Overview, S::Moment) => diff_overview::<Moment>()?,
            (O::Diff, R::Status, S::Ours) => {
                let before: Status = json::from_str(documented::STATUS).map_err(cannot_read)?;
                let after = Status { status: Compliance::Conflict, ..before.clone() };
                repeat(move || Status::diff(black_box(&before), black_box(&after)).into_bytes())
            }
            (O::Diff, R::Status, S::Text) => diff_status::<String>()?,
            (O::Diff, R::Status, S::Moment) => diff_status::<Moment>()?,
        })
    }
}

fn repeat<T: 'static>(mut work: impl FnMut() -> T + 'static) -> Work {
    Box::new(move || {
        black_box(work());
    })
}

fn body(update: &impl serde::Serialize) -> Bytes {
    Bytes::from(serde_json::to_vec(update).unwrap_or_default())
}

fn write_overview<T: serde::Serialize>(time: T) -> Bytes {
    body(&OverviewUpdate {
        pending_count: black_box(Some(12)),
        error_count: black_box(Some(10)),
        last_update_date_time: black_box(Some(time)),
        ..OverviewUpdate::default()
    })
}

fn decode<T: serde::de::DeserializeOwned + 'static>(text: &'static str) -> Work {
    repeat(move || serde_json::from_slice::<T>(black_box(text.as_bytes())))
}

fn diff_overview<T: Time>() -> Result<Work, Failure> {
    let before: by_hand::Overview<T> = serde_json::from_str(documented::OVERVIEW).map_err(cannot_read)?;
    let after = by_hand::Overview { pending_count: 13, ..before.clone() };
    Ok(repeat(move || body(&black_box(&before).difference(black_box(&after)))))
}

fn diff_status<T: Time>() -> Result<Work, Failure> {
    let before: by_hand::Status<T> = serde_json::from_str(documented::STATUS).map_err(cannot_read)?;
    let after = by_hand::Status { status: by_hand::Compliance::Conflict, ..before.clone() };
    Ok(repeat(move || body(&black_box(&before).difference(black_box(&after)))))
}

fn moment() -> Result<Moment, Failure> {
    time::OffsetDateTime::parse(documented::TIME, &time::format_description::well_known::Rfc3339)
        .map(Moment)
        .map_err(cannot_read)
}

fn cannot_read(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::new("cannot read what the measurement begins with").because(error)
}
