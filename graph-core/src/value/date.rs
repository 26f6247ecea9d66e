use std::fmt;
use std::str::FromStr;

use time::Month;

use super::{date_time_offset, property_type, serde_by_text};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

/// A day without time and offset, the type `Edm.Date`: `YYYY-MM-DD`.
///
/// Years before 0 have a minus sign, and years after 9999 more digits, as far as [`time::Date`] represents them.
///
/// Source: [OData ABNF 4.01](https://docs.oasis-open.org/odata/odata/v4.01/cs02/abnf/odata-abnf-construction-rules.txt), `dateValue`.
///
/// ```
/// use graph_core::Date;
///
/// let day: Date = "2024-02-29".parse()?;
/// assert_eq!(day.to_string(), "2024-02-29");
/// assert!(day < "2024-03-01".parse()?);
/// assert_eq!(day.to_time_date().weekday(), time::Weekday::Thursday);
/// # Ok::<(), graph_core::value::ParseDateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(time::Date);

/// Why text could not be parsed as a [`Date`].
///
/// ```
/// use graph_core::Date;
///
/// let error = "29 February 2024".parse::<Date>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an `Edm.Date` such as `2024-02-29`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseDateError(());

/// What an error expects.
const EXPECTED: &str = "an `Edm.Date` such as `2024-02-29`";

impl Date {
    /// Returns the day as a [`time::Date`].
    pub const fn to_time_date(self) -> time::Date {
        self.0
    }
}

/// `0001-01-01`, the date of a [`DateTimeOffset`](crate::DateTimeOffset) that was never set.
impl Default for Date {
    fn default() -> Self {
        Self(time::Date::from_ordinal_date(1, 1).unwrap_or(time::Date::MIN))
    }
}

impl From<time::Date> for Date {
    fn from(date: time::Date) -> Self {
        Self(date)
    }
}

impl From<Date> for time::Date {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year_sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let parse = || {
            let (year, rest) = date_time_offset::parse_year(rest.as_bytes())?;
            let [b'-', m1, m2, b'-', d1, d2] = *<&[u8; 6]>::try_from(rest).ok()? else {
                return None;
            };
            let number = |digits: &[u8]| {
                digits
                    .iter()
                    .try_fold(0_u16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0')))
            };
            let year = year * year_sign;
            let month = Month::try_from(u8::try_from(number(&[m1, m2])?).ok()?).ok()?;
            time::Date::from_calendar_date(year, month, u8::try_from(number(&[d1, d2])?).ok()?).ok()
        };
        // year 0 does not have a minus sign
        parse().filter(|date| year_sign == 1 || date.year() < 0).map(Self).ok_or(ParseDateError(()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        let sign = if year < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{:04}-{:02}-{day:02}", year.unsigned_abs(), u8::from(month)))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {EXPECTED}")
    }
}

impl std::error::Error for ParseDateError {}

impl Value for Date {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        let text = json.string("`Edm.Date`")?;
        *self = text.parse().map_err(|_| ReadError::new(ReadErrorKind::Format(EXPECTED), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(&self.to_string());
    }
}

property_type!(Date, EdmTypeInfo::required(EdmType::Date), Date(time::OffsetDateTime::UNIX_EPOCH.date()));
serde_by_text!(Date);
