//! When the service wants to be asked again.
//!
//! Source: [RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3) has whole seconds and dates. Services
//! and the gateways before them also send decimals, lists and repeated lines, and the milliseconds of
//! [Azure's guidelines](https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-response-headers).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::headers::{RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS};

/// The longest wait that any of the headers names, counted from the answer's own `Date` if it has one, else from `now`.
/// What is neither a time nor a number is ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let date = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let base = date.unwrap_or(now);
    let lines = headers.get_all(RETRY_AFTER).into_iter().filter_map(|line| line.to_str().ok());
    let named = lines.filter_map(|line| longest(line, base));
    let milliseconds =
        [&RETRY_AFTER_MS, &X_MS_RETRY_AFTER_MS].into_iter().flat_map(|name| headers.get_all(name)).filter_map(|line| {
            let seconds = line.to_str().ok()?.split(',').filter_map(decimal).max();
            seconds.map(|wait| wait / 1000)
        });
    named.chain(milliseconds).max().map(|wait| wait.min(LONGEST))
}

/// The longest wait in a list, in which dates have commas of their own.
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

/// `120`, `2.128`; neither signs nor exponents.
fn decimal(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // more digits than fit are still a very long time
    Some(text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).unwrap_or(TOO_LONG))
}

/// A wait above a year is a year: longer than any deadline, and sums of times do not overflow.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);
const TOO_LONG: Duration = Duration::from_secs(u64::MAX / 2);

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{LONGEST, retry_after};

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
            assert_eq!(after(date), Some(seconds(90.0)), "without a date, by the clock: {date}");
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
            "a date that is none"
        );
    }

    #[test]
    fn milliseconds() {
        assert_eq!(wait(&[("retry-after-ms", "1500")]), Some(seconds(1.5)));
        assert_eq!(wait(&[("x-ms-retry-after-ms", "250")]), Some(seconds(0.25)));
        assert_eq!(
            wait(&[("retry-after", "2"), ("retry-after-ms", "1500")]),
            Some(seconds(2.0)),
            "a floor: the longer one"
        );
    }

    #[test]
    fn nonsense_is_ignored() {
        for nonsense in
            ["", " ", "soon", "-5", "+5", "1e3", "NaN", "inf", ".5", "5.", "1.2.3", "5s", "0x10", "Fri, 99 Nov"]
        {
            assert_eq!(after(nonsense), None, "{nonsense}");
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
            assert_eq!(after(long), Some(LONGEST), "{long}");
        }
    }
}
