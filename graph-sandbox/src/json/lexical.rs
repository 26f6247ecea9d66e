//! The grammar of primitive values that JSON represents as strings.
//!
//! The source is the
//! [OData 4.01 ABNF](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt), within the
//! ranges of the service. Deviations are documented at each function.

mod binary;
mod date_time;
mod duration;

use uuid::Uuid;

pub(crate) use binary::binary;
pub(crate) use date_time::{date, date_time_offset, time_of_day};
pub(crate) use duration::duration;

/// Returns whether `text` is an `Edm.Guid`: `8-4-4-4-12` hexadecimal digits, without braces.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// Returns whether `text` is an `Edm.Decimal`: `decimalValue`.
pub(crate) fn is_decimal(text: &str) -> bool {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent),
        None => (text, "0"),
    };
    let (whole, fraction) = unsigned(number).split_once('.').unwrap_or((unsigned(number), "0"));
    matches!(text, "INF" | "-INF" | "NaN") || [whole, fraction, unsigned(exponent)].into_iter().all(is_digits)
}

fn unsigned(number: &str) -> &str {
    number.strip_prefix(['+', '-']).unwrap_or(number)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_decimal, is_guid};

    #[test]
    fn guids() {
        assert!(is_guid("000e52d7-52d7-000e-d752-0e00d7520e00"));
        assert!(is_guid("000E52D7-52D7-000E-D752-0E00D7520E00"));
        for text in ["", "000e52d752d7000ed7520e00d7520e00", "{000e52d7-52d7-000e-d752-0e00d7520e0}", "not-a-guid"] {
            assert!(!is_guid(text), "{text}");
        }
    }

    #[test]
    fn decimals() {
        for text in
            ["0", "-0", "+1.50", "007", "79228162514264337593543950335.10", "1e5", "1.5E-7", "INF", "-INF", "NaN"]
        {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", "-", ".5", "5.", "1,5", "1e", "1e+", "1e5.0", "--1", "1.2.3", "0x1", " 1", "+INF", "inf", "١"]
        {
            assert!(!is_decimal(text), "{text}");
        }
    }
}
