mod parse;
mod write;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use time::{OffsetDateTime, UtcOffset};

use super::{property_type, serde_by_text};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};
pub(super) use parse::year;

use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};

/// `Edm.DateTimeOffset`: a moment with the offset from UTC, which keeps the text that it was read from.
///
/// The number of fraction digits (up to 12), the offset, `Z` or `-00:00`, and seconds that were left out all come back as
/// they were. Two values are equal when they are the same moment, whatever their text; compare
/// [`to_string`](ToString::to_string) for the text.
///
/// Source: [OData ABNF 4.01, `dateTimeOffsetValue`](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html).
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
    /// The 10th to 12th fraction digit: picoseconds, beyond what `time` holds.
    picoseconds: u16,
    form: Form,
}

/// How the text looks, beyond the moment.
#[derive(Debug, Clone, Copy)]
struct Form {
    /// Number of fraction digits.
    digits: u8,
    seconds: bool,
    zone: Zone,
    /// A small `t`.
    lower_t: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    UpperZ,
    LowerZ,
    Numeric,
    /// `-00:00`
    NegativeZero,
}

/// Text that is not an `Edm.DateTimeOffset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseDateTimeOffsetError(());

impl DateTimeOffset {
    /// This moment in UTC, with seven fraction digits as Microsoft Graph writes them.
    pub fn now_utc() -> Self {
        let now = OffsetDateTime::now_utc();
        let whole = now.replace_nanosecond(now.nanosecond() / 100 * 100).unwrap_or(now);
        Self { form: Form { digits: 7, ..Form::Z }, ..Self::from(whole) }
    }

    /// The moment and offset for `time`. Digits beyond nanoseconds are left out.
    pub fn to_offset_date_time(self) -> OffsetDateTime {
        self.moment
    }

    /// Nanoseconds since 1970, for comparison; `time` panics where the UTC of a moment is beyond its years.
    fn instant(&self) -> (i128, u16) {
        (self.moment.unix_timestamp_nanos(), self.picoseconds)
    }
}

impl Form {
    const Z: Self = Self { digits: 0, seconds: true, zone: Zone::UpperZ, lower_t: false };
}

/// With as many fraction digits as the nanoseconds need, and `Z` for UTC. `Edm.DateTimeOffset` has no seconds in the
/// offset: such a moment is given in UTC.
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
        let zone = if moment.offset().is_utc() { Zone::UpperZ } else { Zone::Numeric };
        Self { moment, picoseconds: 0, form: Form { digits, zone, ..Form::Z } }
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
        parse::parse(text.as_bytes()).ok_or(ParseDateTimeOffsetError(()))
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
        f.pad(write::Text::of(self).as_str())
    }
}

impl fmt::Debug for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(write::Text::of(self).as_str())
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
        f.write_str("not a date and time with offset, such as 2016-12-31T23:58:21.6459442-08:00")
    }
}

impl std::error::Error for ParseDateTimeOffsetError {}

impl Value for DateTimeOffset {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        const EDM: &str = "Edm.DateTimeOffset";
        let at = json.position();
        let text = json.string(EDM)?;
        *self = parse::parse(text.as_bytes())
            .ok_or_else(|| ReadError::new(ReadErrorKind::Text("a value of Edm.DateTimeOffset"), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(write::Text::of(self).quoted());
    }
}

property_type!(
    DateTimeOffset,
    EdmTypeInfo::required(EdmType::DateTimeOffset),
    DateTimeOffset { moment: OffsetDateTime::UNIX_EPOCH, picoseconds: 0, form: Form::Z }
);
serde_by_text!(DateTimeOffset);
