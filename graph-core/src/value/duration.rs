use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::{property_type, serde_by_text};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

/// A length of time, the type `Edm.Duration`: its text is preserved.
///
/// Two values are equal if their texts are: `PT60M` and `PT1H` differ. Years, months and weeks are accepted, because services send
/// them although `Edm.Duration` does not have them. Years and months do not have a length in seconds.
///
/// Source: [OData ABNF 4.01](https://docs.oasis-open.org/odata/odata/v4.01/cs02/abnf/odata-abnf-construction-rules.txt),
/// `durationValue`; ISO 8601 for years, months and weeks.
///
/// ```
/// use graph_core::Duration;
///
/// let wait: Duration = "-P1DT2H30M5.25S".parse()?;
/// assert_eq!(wait.to_string(), "-P1DT2H30M5.25S");
/// assert_eq!(wait.to_time_duration(), Some(time::Duration::milliseconds(-95_405_250)));
/// assert_eq!("P1M".parse::<Duration>()?.to_time_duration(), None);
/// assert_eq!(Duration::from(std::time::Duration::from_millis(90_500)).to_string(), "PT1M30.5S");
/// # Ok::<(), graph_core::value::ParseDurationError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Duration(Cow<'static, str>);

/// Why text could not be parsed as a [`Duration`].
///
/// ```
/// use graph_core::Duration;
///
/// let error = "one hour".parse::<Duration>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an `Edm.Duration` such as `P1DT12H30M5.5S`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseDurationError(());

/// What an error expects.
const EXPECTED: &str = "an `Edm.Duration` such as `P1DT12H30M5.5S`";

impl Duration {
    /// A duration of zero seconds: `PT0S`.
    pub const ZERO: Self = Self(Cow::Borrowed("PT0S"));

    /// Returns the text on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the length as a [`time::Duration`].
    ///
    /// It is `None` if the duration has years or months, or is out of range. Digits after the nanoseconds are dropped.
    pub fn to_time_duration(&self) -> Option<time::Duration> {
        parse(&self.0).and_then(|parsed| parsed.length)
    }
}

struct Parsed {
    length: Option<time::Duration>,
}

/// Parses `[-]P[nY][nM][nW][nD][T[nH][nM][n[.n]S]]` with at least one component.
fn parse(text: &str) -> Option<Parsed> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let mut seconds = Some(0_i64);
    let mut add = |number: &str, unit: Option<i64>| {
        let number: Option<i64> = number.parse().ok();
        seconds =
            seconds.zip(number.zip(unit)).and_then(|(sum, (number, unit))| sum.checked_add(number.checked_mul(unit)?));
    };
    components(date, &[('Y', None), ('M', None), ('W', Some(604_800)), ('D', Some(86_400))], &mut add)?;
    let (whole, nanoseconds) =
        match time.strip_suffix('S').and_then(|time| time.split_once('.').map(|split| (time, split))) {
            Some((_, (whole, fraction))) => {
                if fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
                    return None;
                }
                let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
                (format!("{whole}S"), digits.parse::<i32>().ok()?)
            }
            None => (time.to_owned(), 0),
        };
    components(&whole, &[('H', Some(3_600)), ('M', Some(60)), ('S', Some(1))], &mut add)?;
    let length = seconds.and_then(|seconds| {
        let length = time::Duration::new(seconds, nanoseconds);
        if negative { length.checked_neg() } else { Some(length) }
    });
    Some(Parsed { length })
}

/// Parses numbers with units in the order of `units`, each at most once.
fn components(mut text: &str, units: &[(char, Option<i64>)], add: &mut impl FnMut(&str, Option<i64>)) -> Option<()> {
    let mut units = units.iter();
    while !text.is_empty() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = text.split_at_checked(digits)?;
        let unit = rest.chars().next()?;
        if number.is_empty() {
            return None;
        }
        let (_, seconds) = units.by_ref().find(|(name, _)| *name == unit)?;
        add(number, *seconds);
        text = rest.get(1..)?;
    }
    Some(())
}

/// Returns [`ZERO`](Duration::ZERO).
impl Default for Duration {
    fn default() -> Self {
        Self::ZERO
    }
}

impl FromStr for Duration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map(|_| Self(text.to_owned().into())).ok_or(ParseDurationError(()))
    }
}

impl From<time::Duration> for Duration {
    fn from(length: time::Duration) -> Self {
        use std::fmt::Write as _;

        if length.is_zero() {
            return Self::ZERO;
        }
        let mut text = String::from(if length.is_negative() { "-P" } else { "P" });
        let seconds = length.whole_seconds().unsigned_abs();
        let nanoseconds = length.subsec_nanoseconds().unsigned_abs();
        let part = |text: &mut String, number: u64, unit: char| {
            if number > 0 {
                // writing to a string cannot fail
                let _ = write!(text, "{number}{unit}");
            }
        };
        part(&mut text, seconds / 86_400, 'D');
        if !seconds.is_multiple_of(86_400) || nanoseconds > 0 {
            text.push('T');
            part(&mut text, seconds / 3_600 % 24, 'H');
            part(&mut text, seconds / 60 % 60, 'M');
            if nanoseconds > 0 {
                let fraction = format!("{nanoseconds:09}");
                let _ = write!(text, "{}.{}S", seconds % 60, fraction.trim_end_matches('0'));
            } else {
                part(&mut text, seconds % 60, 'S');
            }
        }
        Self(text.into())
    }
}

/// Saturates at the longest [`time::Duration`].
impl From<std::time::Duration> for Duration {
    fn from(length: std::time::Duration) -> Self {
        Self::from(time::Duration::try_from(length).unwrap_or(time::Duration::MAX))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ParseDurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {EXPECTED}")
    }
}

impl std::error::Error for ParseDurationError {}

impl Value for Duration {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        let text = json.string("`Edm.Duration`")?;
        *self = text.parse().map_err(|_| ReadError::new(ReadErrorKind::Format(EXPECTED), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(&self.0);
    }
}

property_type!(Duration, EdmTypeInfo::required(EdmType::Duration), Duration::ZERO);
serde_by_text!(Duration);
