//! Any body in JSON, whole or truncated, is read within the limits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use obs_errors::limits::MAX_FIELDS;
use obs_errors::{NO_HEADERS, ObsError, Origin};

fuzz_target!(|data: &[u8]| {
    let end = data.windows(2).position(|two| two == b"\n\n");
    let body = end.map_or(data, |end| &data[end + 2..]);
    for end in [body.len(), body.len() / 2, body.len().saturating_sub(1)] {
        let error = ObsError::from_parts(503, NO_HEADERS, &body[..end]);
        assert!(error.fields().len() <= MAX_FIELDS);
        // Values are strings of the body, or parts of it: a list that has more than one error is
        // kept beside its first one, and there may be such a list in each of two levels. What is
        // not UTF-8 has become longer.
        let size: usize = error.fields().map(|(name, value)| name.len() + value.len()).sum();
        let text = String::from_utf8_lossy(&body[..end]).len();
        assert!(size <= 3 * text + 64, "{size} of {text}");
        if error.origin() == Origin::Json {
            assert!(error.code_str().is_some_and(|code| !code.is_empty()));
        }
    }
});
