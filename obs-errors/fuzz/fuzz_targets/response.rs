//! Any response is read, and shown in one line. The input is a status in two bytes,
//! headers a line each, an empty line, and the body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use obs_errors::{ObsError, limits};

fuzz_target!(|data: &[u8]| {
    let Some((status, rest)) = data.split_first_chunk() else { return };
    let status = u16::from_le_bytes(*status);
    let end = rest.windows(2).position(|two| two == b"\n\n");
    let (head, body) = end.map_or((&rest[..0], rest), |end| (&rest[..end], &rest[end + 2..]));
    let headers = head.split(|byte| *byte == b'\n').filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some((std::str::from_utf8(&line[..colon]).ok()?, &line[colon + 1..]))
    });
    let error = ObsError::from_parts(status, headers, body);
    assert_eq!(error.status(), Some(status));
    assert_eq!(
        error.code().is_some(),
        error.code_str().and_then(obs_errors::ObsErrorCode::from_code).is_some()
    );
    assert!(error.excerpt().is_none_or(|excerpt| excerpt.len() <= limits::EXCERPT_BYTES));
    let line = error.to_string();
    assert!(!line.contains(|c: char| c.is_control()));
    // What was read can be sent, whatever it is.
    let response = error.to_http();
    assert!(!response.body().is_empty());
    _ = (error.retry(), error.retry_after(), ObsError::in_success_body(body));
});
