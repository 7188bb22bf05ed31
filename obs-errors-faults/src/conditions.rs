//! Conditions and ranges of requests.

use std::ops::Range;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use obs_errors::{ObsError, ObsErrorCode};

use crate::store::Object;

/// Whether the conditions of a request hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Holds,
    /// The client has the object already.
    NotModified,
    Failed,
}

/// Checks the conditions whose headers begin with a prefix, which is empty for those about the object
/// itself.
pub(crate) fn check(headers: &HeaderMap, prefix: &str, object: Option<&Object>) -> Condition {
    let value = |name: &str| {
        let value = headers.get(format!("{prefix}{name}"))?;
        value.to_str().ok()
    };
    let time = |name: &str| value(name).and_then(|value| httpdate::parse_http_date(value).ok());
    let is_listed = |list: &str, object: &Object| {
        let mut tags =
            list.split(',').map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'));
        tags.any(|tag| tag == "*" || tag == object.etag)
    };
    let modified = object.map(|object| seconds(object.modified));
    match (value("if-match"), object) {
        (Some(list), Some(object)) if !is_listed(list, object) => return Condition::Failed,
        (Some(_), None) => return Condition::Failed,
        (None, _)
            if time("if-unmodified-since").zip(modified).is_some_and(|(limit, it)| it > limit) =>
        {
            return Condition::Failed;
        }
        _ => {}
    }
    match (value("if-none-match"), object) {
        (Some(list), Some(object)) if is_listed(list, object) => Condition::NotModified,
        (None, _)
            if time("if-modified-since").zip(modified).is_some_and(|(limit, it)| it <= limit) =>
        {
            Condition::NotModified
        }
        _ => Condition::Holds,
    }
}

/// The time as headers state it.
pub(crate) fn seconds(time: SystemTime) -> SystemTime {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// The range that a header asks for, of content with this length; `None` for all of it, which is also
/// sent if the header is malformed or lists several ranges.
pub(crate) fn range(header: Option<&str>, length: u64) -> Result<Option<Range<u64>>, ObsError> {
    let Some(range) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return Ok(None);
    };
    let Some((first, last)) = range.split_once('-') else { return Ok(None) };
    let (first, last) = (first.trim(), last.trim());
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(suffix)) if first.is_empty() => {
            if suffix == 0 {
                return Err(ObsErrorCode::InvalidRange.into());
            }
            length.saturating_sub(suffix)..length
        }
        _ => return Ok(None),
    };
    if range.start >= length {
        return Err(ObsErrorCode::InvalidRange.into());
    }
    Ok(Some(range))
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_are_read_as_http_defines_them() {
        for (header, expected) in [
            ("bytes=0-0", Some(0..1)),
            ("bytes=2-", Some(2..10)),
            ("bytes=2-4", Some(2..5)),
            ("bytes=2-99", Some(2..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-30", Some(0..10)),
            ("bytes=4-2", None),
            ("bytes=0-1,3-4", None),
            ("bytes=", None),
            ("chunks=0-1", None),
        ] {
            assert_eq!(range(Some(header), 10).ok(), Some(expected), "{header}");
        }
        for header in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert!(range(Some(header), 10).is_err(), "{header}");
        }
        assert!(range(Some("bytes=0-"), 0).is_err() && range(None, 0).is_ok());
    }
}
