//! Any response is read, shown on one line, serialized and sent. The input is a status in two
//! bytes, headers a line each, an empty line, and the body.
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
    assert!(error.xml_error().is_none_or(|error| error.offset() <= body.len()));
    assert_is_line(&format!("{error}"), limits::MAX_LINE_BYTES);
    assert_is_line(&format!("{error:#}"), limits::MAX_LONG_LINE_BYTES);
    // What was read can be serialized, and is the same when it is read back.
    let json = serde_json::to_string(&error).expect("JSON");
    let again: ObsError = serde_json::from_str(&json).expect("an error");
    assert_eq!(format!("{again:?}"), format!("{error:?}"));
    // What was read can be sent, whatever it is.
    let response = error.to_http();
    assert_eq!(response.body().is_empty(), response.status() == 304);
});

fn assert_is_line(line: &str, limit: usize) {
    assert!(line.len() <= limit, "{} bytes", line.len());
    let is_unsafe =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!line.contains(is_unsafe), "{line}");
}
