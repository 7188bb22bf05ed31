//! How long a `Retry-After` header asks to wait.

use std::time::Duration;

use obs_errors_core::chars::WHITESPACE;

use crate::{clock, date};

/// The longest wait, in seconds: 136 years, so that it can be added to a clock.
const MAX_SECONDS: u64 = u32::MAX as u64;

/// Returns how long to wait, by the first usable value of a header, which may be a list.
///
/// A date is relative to the `Date` of the response, if any: its clock and ours may differ.
/// Without a clock, such a date is not usable.
pub(crate) fn parse(value: &str, date: Option<&str>) -> Option<Duration> {
    let starts = [0].into_iter().chain(value.match_indices(',').map(|(comma, _)| comma + 1));
    starts.map(|start| &value[start..]).find_map(|rest| {
        // Most forms of a date have a comma, too.
        let ends = rest.match_indices(',').map(|(comma, _)| comma).chain([rest.len()]).take(2);
        let mut parts = ends.map(|end| rest[..end].trim_matches(WHITESPACE));
        parts.find_map(|part| seconds(part).or_else(|| until(part, date)))
    })
}

/// Whole seconds, or a decimal fraction, which is rounded up.
fn seconds(value: &str) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // A number that overflows is clamped below.
    let whole = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(u64::MAX) };
    let is_more = fraction.bytes().any(|digit| digit != b'0');
    Some(Duration::from_secs(whole.saturating_add(is_more.into()).min(MAX_SECONDS)))
}

/// The time until a date; zero if it has passed. `None` if it is not a date.
fn until(value: &str, date: Option<&str>) -> Option<Duration> {
    let until = date::parse(value)?;
    let now = date.and_then(date::parse).or_else(clock::now)?;
    let wait = until.duration_since(now).unwrap_or_default();
    Some(wait.min(Duration::from_secs(MAX_SECONDS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The date of the responses.
    const DATE: &str = "Wed, 21 Oct 2026 07:28:00 GMT";

    #[test]
    fn values_are_read_leniently() {
        for (value, expected) in [
            ("0", Some(0)),
            ("30", Some(30)),
            ("0.493", Some(1)),
            ("120.0", Some(120)),
            ("1.", Some(1)),
            (".5", Some(1)),
            ("18446744073709551615.5", Some(MAX_SECONDS)),
            ("99999999999999999999999", Some(MAX_SECONDS)),
            ("120, 60", Some(120)),
            ("soon, 30", Some(30)),
            (",, 7", Some(7)),
            ("Wed, 21 Oct 2026 07:28:05 GMT", Some(5)),
            ("Wed, 21 Oct 2026 07:28:05 UTC", Some(5)),
            ("Wed, 21 Oct 2026 07:28:05 +0000", Some(5)),
            ("Wednesday, 21-Oct-26 07:28:05 GMT", Some(5)),
            ("Wed, 21-Oct-26 07:28:05 GMT", Some(5)),
            ("Wed, 21-Oct-2026 07:28:05 GMT", Some(5)),
            ("Wed, 21 Oct 2026 07:28:05 utc", Some(5)),
            ("Wed, 21 Oct 2026 07:28:05 -0000", Some(5)),
            ("Wed, 21 Oct 2026 07:28:05 UT", Some(5)),
            ("Mon, 21 Oct 2026 07:28:05 GMT", Some(5)),
            ("Sun, 1 Nov 2026 07:28:00 GMT", Some(11 * 24 * 3600)),
            ("Wed, 21 Oct 2026 07:28:05 CET", None),
            ("Wed, 41 Oct 2026 07:28:05 GMT", None),
            ("Wed Oct 21 07:28:05 2026", Some(5)),
            ("soon, Wed, 21 Oct 2026 07:28:05 GMT", Some(5)),
            ("soon, Wed Oct 21 07:28:05 2026", Some(5)),
            ("Wed, 21 Oct 2026 07:28:05 GMT, 30", Some(5)),
            ("Wed Oct 21 07:28:05 2026, 30", Some(5)),
            ("Wed, 21 Oct 2020 07:28:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(MAX_SECONDS)),
            ("", None),
            (".", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            ("soon", None),
            ("Wed, 21 Oct", None),
        ] {
            let expected = expected.map(Duration::from_secs);
            assert_eq!(parse(value, Some(DATE)), expected, "{value}");
        }
    }

    #[test]
    fn an_invalid_date_header_is_ignored() {
        let past = "Wed, 21 Oct 2020 07:28:00 GMT";
        for date in [None, Some("today"), Some("")] {
            assert_eq!(parse(past, date), Some(Duration::ZERO), "{date:?}");
        }
    }
}
