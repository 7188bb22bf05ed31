//! What the headers of a response say about an error, and how they are named.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use crate::fields::{BLANKS, CODE, HOST_ID, MESSAGE, REQUEST_ID};

/// How the headers of a response are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderStyle {
    /// `x-obs-request-id` and the like.
    Obs,
    /// `x-amz-request-id` and the like, for clients that sign the S3 way.
    Amz,
}

/// The headers that stand in for a child of the error document, in either style.
/// Of those for one child the first that has a value counts.
///
/// `x-reserved-indicator` is none of them: it comes with successes too.
pub(crate) const STAND_INS: [(&str, [&str; 2]); 4] = [
    (CODE, ["x-obs-error-code", "x-amz-error-code"]),
    (MESSAGE, ["x-obs-error-message", "x-amz-error-message"]),
    (REQUEST_ID, ["x-obs-request-id", "x-amz-request-id"]),
    (HOST_ID, ["x-obs-id-2", "x-amz-id-2"]),
];

#[derive(Default)]
pub(crate) struct Headers {
    stand_ins: [[Option<String>; 2]; STAND_INS.len()],
    retry_after: Option<String>,
    location: Option<String>,
    date: Option<String>,
}

impl Headers {
    pub(crate) fn of<N: AsRef<str>, V: AsRef<[u8]>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let mut headers = Self::default();
        for (name, value) in pairs {
            let Some(place) = headers.place(name.as_ref()) else { continue };
            let value = text(value.as_ref());
            let value = value.trim_matches(BLANKS);
            if place.is_none() && !value.is_empty() {
                *place = Some(value.to_owned());
            }
        }
        headers
    }

    fn place(&mut self, name: &str) -> Option<&mut Option<String>> {
        match name {
            name if name.eq_ignore_ascii_case("retry-after") => return Some(&mut self.retry_after),
            name if name.eq_ignore_ascii_case("location") => return Some(&mut self.location),
            name if name.eq_ignore_ascii_case("date") => return Some(&mut self.date),
            _ => {}
        }
        let names = STAND_INS.iter().flat_map(|(_, names)| names);
        let places = self.stand_ins.iter_mut().flatten();
        let mut pairs = names.zip(places);
        pairs.find(|(other, _)| name.eq_ignore_ascii_case(other)).map(|(_, place)| place)
    }

    /// The children that the headers stand in for, with their values.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let values = self.stand_ins.iter().map(|values| values.iter().flatten().next());
        let names = STAND_INS.iter().map(|(child, _)| *child);
        names.zip(values).filter_map(|(child, value)| Some((child, value?.as_str())))
    }

    /// That of the headers that are there; the service's own where both are.
    pub(crate) fn style(&self) -> HeaderStyle {
        let has = |style: usize| self.stand_ins.iter().any(|values| values[style].is_some());
        if has(1) && !has(0) { HeaderStyle::Amz } else { HeaderStyle::Obs }
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// How long to wait: 136 years at most, for whoever adds it to a clock. A date counts from that of the response, where there is
    /// one: its clock and ours may differ.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let value = self.retry_after.as_deref()?;
        if value.bytes().all(|byte| byte.is_ascii_digit()) {
            let seconds = value.parse().unwrap_or(u64::MAX).min(u64::from(u32::MAX));
            return Some(Duration::from_secs(seconds));
        }
        let until = httpdate::parse_http_date(value).ok()?;
        let date = self.date.as_deref().and_then(|date| httpdate::parse_http_date(date).ok());
        let now = date.unwrap_or_else(SystemTime::now);
        Some(until.duration_since(now).unwrap_or_default())
    }
}

/// UTF-8, as the service sends it, or else what HTTP once meant: ISO 8859-1, whose
/// bytes are the first characters of Unicode.
fn text(value: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(value) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}
