//! Numbers of any size, compared exactly.

use std::cmp::Ordering;

/// A number. Two texts of one value are equal: `1`, `1.0` and `10e-1`.
#[derive(Debug, Clone)]
pub(crate) enum Number {
    Exact(Decimal),
    /// A value of `Edm.Single` or `Edm.Double`.
    Float(f64),
}

/// The digits of a number without zeros at either end, and the position of the decimal point relative to the first digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decimal {
    is_negative: bool,
    digits: Vec<u8>,
    point: i64,
}

impl Number {
    /// Parses `decimalValue`.
    pub(crate) fn parse(text: &str, is_float: bool) -> Option<Self> {
        match text {
            "INF" => Some(Self::Float(f64::INFINITY)),
            "-INF" => Some(Self::Float(f64::NEG_INFINITY)),
            "NaN" => Some(Self::Float(f64::NAN)),
            _ if is_float => text.parse().ok().map(Self::Float),
            _ => Decimal::parse(text).map(Self::Exact),
        }
    }

    /// Compares as .NET does: exactly, unless one of the values is floating-point. `NaN` is not equal to any number.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Exact(left), Self::Exact(right)) => Some(left.compare(right)),
            _ => self.to_float().partial_cmp(&other.to_float()),
        }
    }

    pub(crate) fn negate(self) -> Self {
        match self {
            Self::Exact(decimal) if decimal.digits.is_empty() => Self::Exact(decimal),
            Self::Exact(decimal) => Self::Exact(Decimal { is_negative: !decimal.is_negative, ..decimal }),
            Self::Float(value) => Self::Float(-value),
        }
    }

    fn to_float(&self) -> f64 {
        match self {
            Self::Exact(decimal) => decimal.to_float(),
            Self::Float(value) => *value,
        }
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Decimal::parse(&value.to_string()).map_or(Self::Float(f64::NAN), Self::Exact)
    }
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i64 = exponent.parse().ok()?;
        let unsigned = number.strip_prefix(['+', '-']).unwrap_or(number);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let point = exponent.checked_add(i64::try_from(whole.len()).ok()?)?;
        let leading = digits.iter().take_while(|digit| **digit == b'0').count();
        let end = digits.iter().rposition(|digit| *digit != b'0').map_or(leading, |last| last + 1);
        let significant = digits.get(leading..end).unwrap_or(&[]).to_vec();
        if significant.is_empty() {
            return Some(Self { is_negative: false, digits: significant, point: 0 });
        }
        let point = point.checked_sub(i64::try_from(leading).ok()?)?;
        Some(Self { is_negative: number.starts_with('-'), digits: significant, point })
    }

    fn compare(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| if number.digits.is_empty() { 0 } else { 1 - 2 * i32::from(number.is_negative) };
        let by_sign = sign(self).cmp(&sign(other));
        let by_magnitude = self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        by_sign.then(if self.is_negative { by_magnitude.reverse() } else { by_magnitude })
    }

    fn to_float(&self) -> f64 {
        let sign = if self.is_negative { "-" } else { "" };
        let digits = String::from_utf8_lossy(&self.digits);
        format!("{sign}0.{digits}e{}", self.point).parse().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{self, Equal, Greater, Less};

    use super::Number;

    fn compare(left: &str, right: &str) -> Ordering {
        let parse = |text| Number::parse(text, false).expect("a number");
        parse(left).compare(&parse(right)).expect("an order")
    }

    #[test]
    fn numbers_are_compared_exactly() {
        for (left, right, expected) in [
            ("1", "1.0", Equal),
            ("10e-1", "0.01E2", Equal),
            ("-0", "0.0", Equal),
            ("0e99", "0", Equal),
            ("007", "7", Equal),
            ("+5", "5", Equal),
            ("9007199254740993", "9007199254740992", Greater),
            ("0.1", "0.10000000000000000000001", Less),
            ("-2", "-1", Less),
            ("-1", "0", Less),
            ("0", "0.001", Less),
            ("10", "9", Greater),
            ("100", "1e2", Equal),
            ("1e9000000", "1e8999999", Greater),
        ] {
            assert_eq!(compare(left, right), expected, "{left} {right}");
            assert_eq!(compare(right, left), expected.reverse(), "{right} {left}");
        }
    }

    #[test]
    fn a_floating_point_number_is_compared_as_such() {
        let float = |text| Number::parse(text, true).expect("a number");
        let exact = |text| Number::parse(text, false).expect("a number");
        assert_eq!(float("0.1").compare(&exact("0.1")), Some(Equal));
        assert_eq!(float("1e300").compare(&exact("INF")), Some(Less));
        assert_eq!(float("NaN").compare(&exact("1")), None);
        assert_eq!(exact("5").negate().compare(&exact("-5")), Some(Equal));
        assert_eq!(exact("0").negate().compare(&exact("0")), Some(Equal));
    }
}
