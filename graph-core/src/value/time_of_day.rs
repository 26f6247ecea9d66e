use std::fmt;
use std::str::FromStr;

use time::Time;

use super::{property_type, serde_by_text};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

/// A time without day and offset, the type `Edm.TimeOfDay`: `hh:mm:ss.fffffff`.
///
/// The number of fraction digits (up to 12) and omitted seconds are preserved. Two values are equal if they are the same time.
///
/// Source: [OData ABNF 4.01](https://docs.oasis-open.org/odata/odata/v4.01/cs02/abnf/odata-abnf-construction-rules.txt), `timeOfDayValue`.
///
/// ```
/// use graph_core::TimeOfDay;
///
/// assert_eq!("08:30:00.000".parse::<TimeOfDay>()?.to_string(), "08:30:00.000");
/// assert_eq!(TimeOfDay::from(time::Time::MIDNIGHT).to_string(), "00:00:00.0000000", "as Microsoft Graph writes it");
/// # Ok::<(), graph_core::value::ParseTimeOfDayError>(())
/// ```
#[derive(Clone, Copy)]
pub struct TimeOfDay {
    time: Time,
    picoseconds: u16,
    precision: Precision,
}

/// What is written after the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    Minutes,
    /// Seconds, with this many fraction digits.
    Seconds(u8),
}

/// Why text could not be parsed as a [`TimeOfDay`].
///
/// ```
/// use graph_core::TimeOfDay;
///
/// let error = "8:30".parse::<TimeOfDay>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an `Edm.TimeOfDay` such as `08:30:00`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseTimeOfDayError(());

/// What an error expects.
const EXPECTED: &str = "an `Edm.TimeOfDay` such as `08:30:00`";

impl TimeOfDay {
    /// Returns the time as a [`time::Time`]. Digits after the nanoseconds are dropped.
    pub const fn to_time(self) -> Time {
        self.time
    }

    fn parse(text: &str) -> Option<Self> {
        let two = |text: &str| match text.as_bytes() {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some((tens - b'0') * 10 + (ones - b'0')),
            _ => None,
        };
        let mut fields = text.split(':');
        let (hour, minute) = (two(fields.next()?)?, two(fields.next()?)?);
        let Some(rest) = fields.next() else {
            return Some(Self {
                time: Time::from_hms(hour, minute, 0).ok()?,
                picoseconds: 0,
                precision: Precision::Minutes,
            });
        };
        if fields.next().is_some() {
            return None;
        }
        let (second, fraction) = match rest.split_once('.') {
            Some((second, fraction)) => (second, Some(fraction)),
            None => (rest, None),
        };
        let digits = fraction.map_or(0, str::len);
        let fraction = fraction.unwrap_or("0");
        if !(1..=12).contains(&fraction.len()) || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let fraction: u64 = format!("{fraction:0<12}").parse().ok()?;
        Some(Self {
            time: Time::from_hms_nano(hour, minute, two(second)?, u32::try_from(fraction / 1000).ok()?).ok()?,
            picoseconds: u16::try_from(fraction % 1000).ok()?,
            precision: Precision::Seconds(u8::try_from(digits).ok()?),
        })
    }

    fn instant(&self) -> (Time, u16) {
        (self.time, self.picoseconds)
    }
}

/// Midnight.
impl Default for TimeOfDay {
    fn default() -> Self {
        <Self as crate::schema::PropertyType>::BLANK
    }
}

/// Uses seven fraction digits, or nine if seven would lose digits.
impl From<Time> for TimeOfDay {
    fn from(time: Time) -> Self {
        let digits = if time.nanosecond().is_multiple_of(100) { 7 } else { 9 };
        Self { time, picoseconds: 0, precision: Precision::Seconds(digits) }
    }
}

impl From<TimeOfDay> for Time {
    fn from(value: TimeOfDay) -> Self {
        value.time
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseTimeOfDayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(ParseTimeOfDayError(()))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second, nanosecond) = self.time.as_hms_nano();
        f.pad(&match self.precision {
            Precision::Minutes => format!("{hour:02}:{minute:02}"),
            Precision::Seconds(0) => format!("{hour:02}:{minute:02}:{second:02}"),
            Precision::Seconds(digits) => {
                let fraction = format!("{nanosecond:09}{:03}", self.picoseconds);
                let fraction = fraction.get(..usize::from(digits)).unwrap_or(&fraction);
                format!("{hour:02}:{minute:02}:{second:02}.{fraction}")
            }
        })
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for TimeOfDay {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for TimeOfDay {}

impl PartialOrd for TimeOfDay {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TimeOfDay {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl std::hash::Hash for TimeOfDay {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl fmt::Display for ParseTimeOfDayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {EXPECTED}")
    }
}

impl std::error::Error for ParseTimeOfDayError {}

impl Value for TimeOfDay {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        let text = json.string("`Edm.TimeOfDay`")?;
        *self = text.parse().map_err(|_| ReadError::new(ReadErrorKind::Format(EXPECTED), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(&self.to_string());
    }
}

property_type!(
    TimeOfDay,
    EdmTypeInfo::required(EdmType::TimeOfDay),
    TimeOfDay { time: Time::MIDNIGHT, picoseconds: 0, precision: Precision::Seconds(7) }
);
serde_by_text!(TimeOfDay);
