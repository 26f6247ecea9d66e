//! Parses `Retry-After`.
//!
//! Source: [RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3) defines whole seconds and dates. Services
//! and gateways also send decimals, lists and repeated lines, and the milliseconds of
//! [Azure's guidelines](https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-response-headers).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::headers::{RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS};

/// Returns the maximum of the waits in the headers, relative to the `Date` of the response or, without one, to `now`. Values that are neither
/// times nor numbers are ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let date = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let base = date.unwrap_or(now);
    let lines = headers.get_all(RETRY_AFTER).into_iter().filter_map(|line| line.to_str().ok());
    let waits = lines.filter_map(|line| longest(line, base));
    let milliseconds =
        [&RETRY_AFTER_MS, &X_MS_RETRY_AFTER_MS].into_iter().flat_map(|name| headers.get_all(name)).filter_map(|line| {
            let seconds = line.to_str().ok()?.split(',').filter_map(decimal).max();
            seconds.map(|wait| wait / 1000)
        });
    waits.chain(milliseconds).max().map(|wait| wait.min(MAX_WAIT))
}

/// Returns the maximum of the waits in a list, in which dates contain commas.
fn longest(line: &str, base: SystemTime) -> Option<Duration> {
    let until = |date: &str| {
        let date = httpdate::parse_http_date(date.trim()).ok()?;
        Some(date.duration_since(base).unwrap_or(Duration::ZERO))
    };
    let parts = line.split(',').collect::<Vec<_>>();
    let single = parts.iter().filter_map(|part| decimal(part).or_else(|| until(part)));
    let pairs = parts.windows(2).filter_map(|pair| until(&pair.join(",")));
    single.chain(pairs).max()
}

/// Parses `120` and `2.128`, without signs and exponents.
fn decimal(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // a number that is too large is a very long time
    Some(text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).unwrap_or(TOO_LONG))
}

/// The maximum wait is a year, which is longer than any deadline and does not overflow when it is added to a time.
const MAX_WAIT: Duration = Duration::from_secs(366 * 24 * 60 * 60);
const TOO_LONG: Duration = Duration::from_secs(u64::MAX / 2);

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{MAX_WAIT, retry_after};

    const DATE: &str = "Fri, 20 Nov 2026 10:00:00 GMT";

    fn wait(lines: &[(&'static str, &str)]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        retry_after(&headers, httpdate::parse_http_date("Fri, 20 Nov 2026 09:59:00 GMT").unwrap())
    }

    fn after(value: &str) -> Option<Duration> {
        wait(&[("retry-after", value)])
    }

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn seconds_decimals_and_lists() {
        assert_eq!(after("120"), Some(seconds(120.0)));
        assert_eq!(after(" 0 "), Some(seconds(0.0)));
        assert_eq!(after("2.128"), Some(seconds(2.128)));
        assert_eq!(after("30,120"), Some(seconds(120.0)));
        assert_eq!(after("30 , 2.5, 7"), Some(seconds(30.0)));
        assert_eq!(wait(&[("retry-after", "3"), ("retry-after", "11"), ("retry-after", "5")]), Some(seconds(11.0)));
    }

    #[test]
    fn three_forms_of_dates() {
        for date in ["Fri, 20 Nov 2026 10:00:30 GMT", "Friday, 20-Nov-26 10:00:30 GMT", "Fri Nov 20 10:00:30 2026"] {
            assert_eq!(wait(&[("retry-after", date), ("date", DATE)]), Some(seconds(30.0)), "{date}");
            assert_eq!(after(date), Some(seconds(90.0)), "without a `Date`, relative to the clock: {date}");
            let list = format!("10, {date}, 20");
            assert_eq!(wait(&[("retry-after", &list), ("date", DATE)]), Some(seconds(30.0)), "{list}");
        }
        assert_eq!(
            wait(&[("retry-after", "Fri, 20 Nov 2026 09:00:00 GMT"), ("date", DATE)]),
            Some(seconds(0.0)),
            "past"
        );
        assert_eq!(
            wait(&[("retry-after", "Fri, 20 Nov 2026 10:00:30 GMT"), ("date", "soon")]),
            Some(seconds(90.0)),
            "a `Date` that is not a date"
        );
    }

    #[test]
    fn milliseconds() {
        assert_eq!(wait(&[("retry-after-ms", "1500")]), Some(seconds(1.5)));
        assert_eq!(wait(&[("x-ms-retry-after-ms", "250")]), Some(seconds(0.25)));
        assert_eq!(wait(&[("retry-after", "2"), ("retry-after-ms", "1500")]), Some(seconds(2.0)), "the longer one");
    }

    #[test]
    fn malformed_values_are_ignored() {
        for malformed in
            ["", " ", "soon", "-5", "+5", "1e3", "NaN", "inf", ".5", "5.", "1.2.3", "5s", "0x10", "Fri, 99 Nov"]
        {
            assert_eq!(after(malformed), None, "{malformed}");
        }
        assert_eq!(after("soon, 5, -7"), Some(seconds(5.0)));
        assert_eq!(retry_after(&HeaderMap::new(), SystemTime::now()), None);
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_bytes(b"\xff5").unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), None);
    }

    #[test]
    fn very_long_waits_do_not_overflow() {
        for long in ["99999999999999999999999999999999", &"9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"] {
            assert_eq!(after(long), Some(MAX_WAIT), "{long}");
        }
    }
}
