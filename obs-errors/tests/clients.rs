//! The responses of moto, an independent implementation of S3: `obs-errors/tests/clients/run`
//! installs it, records its responses and runs this test.

use std::fs;
use std::path::{Path, PathBuf};

use obs_errors::{ObsError, Origin};
use serde_json::Value;

/// Compares what is read from each response with what boto3 read from it.
#[test]
#[ignore = "clients in other languages are needed; run with: bash obs-errors/tests/clients/run"]
fn the_responses_of_moto_are_read() {
    let directory = std::env::var("OBS_ERRORS_BODIES").expect("the script sets the variable");
    let mut responses: Vec<PathBuf> = fs::read_dir(directory)
        .expect("the script recorded them")
        .map(|entry| entry.expect("a response").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "http"))
        .collect();
    responses.sort();
    assert!(responses.len() > 10, "the responses are missing");
    for response in responses {
        let read = fs::read_to_string(response.with_extension("json")).expect("what boto3 read");
        compare(&response, &serde_json::from_str(&read).expect("JSON"));
    }
}

fn compare(response: &Path, boto3: &Value) {
    let bytes = fs::read(response).expect("a response");
    let end = bytes.windows(2).position(|two| two == b"\n\n").expect("an empty line");
    let head = std::str::from_utf8(&bytes[..end]).expect("UTF-8");
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let status = u16::try_from(boto3["status"].as_u64().expect("a status")).expect("a status");
    let error = ObsError::from_parts(status, headers, &bytes[end + 2..]);

    let name = response.display();
    assert_eq!(error.status(), Some(status), "{name}");
    // If there was no code, boto3 reports the status as the code: for the response to a HEAD
    // request, and for the HTML page that moto sends when it fails.
    if boto3["error"]["Code"] == *status.to_string() {
        assert_eq!((error.origin(), error.code_str()), (Origin::Status, None), "{name}");
        assert_eq!(error.excerpt().is_some(), boto3["body"] == true, "{name}");
        return;
    }
    assert_eq!(error.origin(), Origin::Xml, "{name}");
    assert_eq!(error.excerpt(), None, "{name}");
    // Every field that boto3 found in the body.
    for (field, value) in boto3["error"].as_object().expect("an object") {
        assert_eq!(error.field(field), value.as_str(), "{field} of {name}");
    }
    assert_eq!(error.code_str(), boto3["error"]["Code"].as_str(), "{name}");
}
