//! Primitive values of any type, to compare those of a row with those of a filter.

use std::cmp::Ordering;
use std::str::FromStr;

use crate::json_text::Reader;
use crate::schema::EdmType;
use crate::value::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};

/// A primitive value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    Null,
    Boolean(bool),
    Integer(i64),
    /// `Edm.Single`, `Edm.Double` and `Edm.Decimal`
    Number(f64),
    /// `Edm.String`, an enumeration member, or flags
    Text(Box<str>),
    Moment(time::OffsetDateTime),
    Date(time::Date),
    Time(time::Time),
    Duration(time::Duration),
    Guid(uuid::Uuid),
    /// What cannot be compared here.
    Unknown,
}

impl Scalar {
    /// Reads the JSON text of a value.
    pub(super) fn read(edm: EdmType, json: &str) -> Self {
        Self::try_read(edm, json).unwrap_or(Self::Unknown)
    }

    fn try_read(edm: EdmType, json: &str) -> Option<Self> {
        match json {
            "null" => return Some(Self::Null),
            "true" => return Some(Self::Boolean(true)),
            "false" => return Some(Self::Boolean(false)),
            _ => {}
        }
        let mut reader = Reader::new(json);
        Some(match edm {
            EdmType::Byte | EdmType::SByte | EdmType::Int16 | EdmType::Int32 | EdmType::Int64 => {
                Self::Integer(json.parse().ok()?)
            }
            EdmType::Single | EdmType::Double | EdmType::Decimal => Self::Number(json.parse().ok()?),
            EdmType::String | EdmType::Enum(_) | EdmType::Flags(_) => Self::Text(reader.string("text").ok()?.into()),
            EdmType::DateTimeOffset => Self::Moment(parsed::<DateTimeOffset>(&mut reader)?.to_offset_date_time()),
            EdmType::Date => Self::Date(parsed::<Date>(&mut reader)?.to_time_date()),
            EdmType::TimeOfDay => Self::Time(parsed::<TimeOfDay>(&mut reader)?.to_time()),
            EdmType::Duration => Self::Duration(parsed::<Duration>(&mut reader)?.to_time_duration()?),
            EdmType::Guid => Self::Guid(parsed::<Guid>(&mut reader)?.to_uuid()),
            _ => return None,
        })
    }

    /// Compares two values of one type; `None` if they have no order, or if it cannot be decided here.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(other)),
            // numbers that are equal here may differ in digits that the type does not have
            (Self::Number(one), Self::Number(other)) => one.partial_cmp(other),
            (Self::Moment(one), Self::Moment(other)) => Some(one.cmp(other)),
            (Self::Date(one), Self::Date(other)) => Some(one.cmp(other)),
            (Self::Time(one), Self::Time(other)) => Some(one.cmp(other)),
            (Self::Duration(one), Self::Duration(other)) => Some(one.cmp(other)),
            _ => None,
        }
    }
}

fn parsed<T: FromStr>(reader: &mut Reader<'_>) -> Option<T> {
    reader.string("a value").ok()?.parse().ok()
}
