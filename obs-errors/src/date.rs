//! Dates in headers and fields.

use std::time::SystemTime;

use crate::{ErrorCode, ErrorResponse};

/// The field of `RequestTimeTooSkewed` that has the time of the service.
const SERVER_TIME: &str = "ServerTime";

impl<C: ErrorCode> ErrorResponse<C> {
    /// Returns the time of the service when it responded: that of the field `ServerTime`, which
    /// `RequestTimeTooSkewed` has, or else of the `Date` header. It shows how far the clock of the
    /// client is off.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    ///
    /// use obs_errors::ObsError;
    ///
    /// let error = ObsError::from_parts(403, [("Date", "Thu, 26 Nov 2026 18:00:00 GMT")], b"");
    /// assert_eq!(error.server_time(), Some(UNIX_EPOCH + Duration::from_secs(1_795_716_000)));
    /// ```
    #[must_use]
    pub fn server_time(&self) -> Option<SystemTime> {
        let field = self.field(SERVER_TIME).and_then(parse_iso);
        field.or_else(|| parse(self.details().date.as_deref()?))
    }
}

/// A date of HTTP in one of its three forms, or one that differs from the first as servers do: in
/// the name of the zone, the separators, the digits of day and year, and the weekday.
pub(crate) fn parse(value: &str) -> Option<SystemTime> {
    if let Ok(date) = httpdate::parse_http_date(value) {
        return Some(date);
    }
    let (_, rest) = value.split_once(',')?;
    let mut parts = rest.split([' ', '-']).filter(|part| !part.is_empty());
    let [day, month, year, time] = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    let zone = parts.next().unwrap_or("GMT");
    let is_utc = ["GMT", "UTC", "UT", "Z", "+0000", "0000"];
    if !is_utc.iter().any(|utc| zone.eq_ignore_ascii_case(utc)) || parts.next().is_some() {
        return None;
    }
    let year = match (year.len(), year.parse::<u16>().ok()?) {
        (2, year) => year + if year < 70 { 2000 } else { 1900 },
        (_, year) => year,
    };
    // One of the weekdays is the right one.
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().find_map(|weekday| {
        httpdate::parse_http_date(&format!("{weekday}, {day:0>2} {month} {year} {time} GMT")).ok()
    })
}

/// A date and time of ISO 8601 in UTC: `2026-11-26T18:00:00Z`, with a fraction or without
/// separators.
fn parse_iso(value: &str) -> Option<SystemTime> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (date, time) = value.trim().strip_suffix(['Z', 'z'])?.split_once(['T', 't'])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // The digits, if the separators are at their places or left out.
    let digits = |text: &str, separator: char, length: usize| {
        let lengths: Vec<usize> = text.split(separator).map(str::len).collect();
        let digits = text.replace(separator, "");
        let is_complete = lengths == [length] || lengths == [length - 4, 2, 2];
        (is_complete && is_number(&digits)).then_some(digits)
    };
    let (date, time) = (digits(date, '-', 8)?, digits(time, ':', 6)?);
    if !is_number(fraction) {
        return None;
    }
    let month = MONTHS.get(date[4..6].parse::<usize>().ok()?.checked_sub(1)?)?;
    let (year, day) = (&date[..4], &date[6..]);
    let (hour, minute, second) = (&time[..2], &time[2..4], &time[4..]);
    parse(&format!("Day, {day} {month} {year} {hour}:{minute}:{second} GMT"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn times_of_the_service_are_read() {
        let time = Some(UNIX_EPOCH + Duration::from_secs(1_795_716_000));
        for (value, expected) in [
            ("2026-11-26T18:00:00Z", time),
            ("2026-11-26T18:00:00.123Z", time),
            (" 20261126T180000Z ", time),
            ("2026-11-26t18:00:00z", time),
            ("2026-11-26T18:00:00", None),
            ("2026-11-26 18:00:00Z", None),
            ("2026-11-26T18:00:00.junkZ", None),
            ("20-261-126T180000Z", None),
            ("2026-1126T1-80000Z", None),
            ("2026-13-26T18:00:00Z", None),
            ("2026-00-26T18:00:00Z", None),
            ("2026-11-31T18:00:00Z", None),
            ("2026-11-26T25:00:00Z", None),
            ("+026-11-26T18:00:00Z", None),
            ("\u{e9}026-11-26T18:00:0Z", None),
            ("now", None),
            ("", None),
        ] {
            assert_eq!(parse_iso(value), expected, "{value}");
        }
    }
}
