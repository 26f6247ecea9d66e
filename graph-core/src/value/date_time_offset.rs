mod notation;
mod parse;
mod write;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use time::{OffsetDateTime, UtcOffset};

use super::{property_type, serde_by_text};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};
use notation::{Notation, OffsetNotation};
pub(super) use parse::parse_year;

use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};

/// A moment with an offset from UTC, the type `Edm.DateTimeOffset`.
///
/// The text that was read is preserved: the number of fraction digits (up to 12), the offset, `Z` or `-00:00`, and omitted seconds.
/// Two values are equal if they are the same moment. Compare the results of [`to_string`](ToString::to_string) to compare texts.
///
/// Source: [OData ABNF 4.01](https://docs.oasis-open.org/odata/odata/v4.01/cs02/abnf/odata-abnf-construction-rules.txt), `dateTimeOffsetValue`.
///
/// ```
/// use graph_core::DateTimeOffset;
///
/// let text = "2016-12-31T23:58:21.6459442-08:00";
/// let moment: DateTimeOffset = text.parse()?;
/// assert_eq!(moment.to_string(), text);
/// assert_eq!(moment, "2017-01-01T07:58:21.6459442Z".parse()?);
/// # Ok::<(), graph_core::value::ParseDateTimeOffsetError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTimeOffset {
    moment: OffsetDateTime,
    /// The 10th to 12th fraction digits, which `time` does not represent.
    picoseconds: u16,
    notation: Notation,
}

/// Why text could not be parsed as a [`DateTimeOffset`].
///
/// ```
/// use graph_core::DateTimeOffset;
///
/// let error = "yesterday".parse::<DateTimeOffset>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an `Edm.DateTimeOffset` such as `2016-12-31T23:58:21.6459442-08:00`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseDateTimeOffsetError(());

/// What an error expects.
const EXPECTED: &str = "an `Edm.DateTimeOffset` such as `2016-12-31T23:58:21.6459442-08:00`";

impl DateTimeOffset {
    /// Returns the current moment in UTC, with seven fraction digits as Microsoft Graph writes them.
    pub fn now_utc() -> Self {
        let now = OffsetDateTime::now_utc();
        let whole = now.replace_nanosecond(now.nanosecond() / 100 * 100).unwrap_or(now);
        Self { notation: Notation { digits: 7, ..Notation::UTC }, ..Self::from(whole) }
    }

    /// Returns the moment and the offset as a [`time::OffsetDateTime`]. Digits after the nanoseconds are dropped.
    pub const fn to_offset_date_time(self) -> OffsetDateTime {
        self.moment
    }

    fn parse(text: &str) -> Option<Self> {
        let (moment, picoseconds, notation) = parse::parse(text.as_bytes())?;
        Some(Self { moment, picoseconds, notation })
    }

    fn text(&self) -> write::Text {
        write::Text::new(self.moment, self.picoseconds, self.notation)
    }

    /// Returns the nanoseconds since 1970 and the picoseconds, for comparison: `time` panics if the year in UTC is out of its range.
    fn instant(&self) -> (i128, u16) {
        (self.moment.unix_timestamp_nanos(), self.picoseconds)
    }
}

/// `0001-01-01T00:00:00Z`, which Microsoft Graph sends for a moment that was never set.
impl Default for DateTimeOffset {
    fn default() -> Self {
        let first_day = time::Date::from_ordinal_date(1, 1).unwrap_or(time::Date::MIN);
        Self::from(OffsetDateTime::new_utc(first_day, time::Time::MIDNIGHT))
    }
}

/// Uses as many fraction digits as the nanoseconds need, and `Z` for UTC.
///
/// An offset with seconds is converted to UTC, because `Edm.DateTimeOffset` cannot represent it.
impl From<OffsetDateTime> for DateTimeOffset {
    fn from(moment: OffsetDateTime) -> Self {
        let moment = if moment.offset().seconds_past_minute() == 0 {
            moment
        } else {
            moment.checked_to_offset(UtcOffset::UTC).unwrap_or(moment)
        };
        let mut digits = 9;
        let mut rest = moment.nanosecond();
        while digits > 0 && rest % 10 == 0 {
            rest /= 10;
            digits -= 1;
        }
        let offset = if moment.offset().is_utc() { OffsetNotation::UpperZ } else { OffsetNotation::Numeric };
        Self { moment, picoseconds: 0, notation: Notation { digits, offset, ..Notation::UTC } }
    }
}

impl From<DateTimeOffset> for OffsetDateTime {
    fn from(value: DateTimeOffset) -> Self {
        value.moment
    }
}

impl FromStr for DateTimeOffset {
    type Err = ParseDateTimeOffsetError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(ParseDateTimeOffsetError(()))
    }
}

impl TryFrom<&str> for DateTimeOffset {
    type Error = ParseDateTimeOffsetError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl fmt::Debug for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for DateTimeOffset {}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for DateTimeOffset {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl fmt::Display for ParseDateTimeOffsetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {EXPECTED}")
    }
}

impl std::error::Error for ParseDateTimeOffsetError {}

impl Value for DateTimeOffset {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        let text = json.string("`Edm.DateTimeOffset`")?;
        *self = Self::parse(&text).ok_or_else(|| ReadError::new(ReadErrorKind::Format(EXPECTED), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(self.text().quoted());
    }
}

property_type!(
    DateTimeOffset,
    EdmTypeInfo::required(EdmType::DateTimeOffset),
    DateTimeOffset { moment: OffsetDateTime::UNIX_EPOCH, picoseconds: 0, notation: Notation::UTC }
);
serde_by_text!(DateTimeOffset);
