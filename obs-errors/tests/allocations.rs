//! Counts memory allocations.

use allocation_counter::measure;
use obs_errors::{ObsError, ObsErrorCode};

const A: &[u8] = include_bytes!("documents/well-formed/documented.xml");

#[track_caller]
fn assert_allocations(expected: u64, run: impl FnOnce()) {
    assert_eq!(measure(run).count_total, expected);
}

/// A reused buffer has enough capacity after its first use.
#[test]
fn writing_into_a_buffer_with_capacity_does_not_allocate() {
    let plain = ObsError::new(ObsErrorCode::NoSuchKey).with_resource("/bucket/key");
    let escaped = plain.clone().with_message("a < b").with_field("Key", " padded\r");
    let out_of_order = ObsError::from_xml(
        b"<Error><HostId>H</HostId><Message>M</Message><Code>NoSuchKey</Code></Error>",
    );
    let mut buffer = Vec::with_capacity(1024);
    for error in [plain, escaped, out_of_order.expect("a document")] {
        assert_allocations(0, || {
            buffer.clear();
            error.write_xml(&mut buffer);
        });
    }
}

/// The allocations are the error itself, its text, and the ranges of its fields in the text.
#[test]
fn an_error_takes_three_allocations_however_many_fields_it_has() {
    assert_allocations(3, || drop(ObsError::from_xml(A).expect("a document")));
    assert_allocations(3, || {
        let error = ObsError::new(ObsErrorCode::NoSuchKey).with_resource("/bucket/key");
        drop(error.with_request_id("R").with_host_id("H").with_field("Key", "key"));
    });
}

#[test]
fn looking_up_a_code_does_not_allocate() {
    assert_allocations(0, || {
        let code: ObsErrorCode = "NoSuchKey".parse().expect("a code");
        assert_eq!((code.status(), code.as_str()), (404, "NoSuchKey"));
        assert_eq!(ObsErrorCode::from_code("NoSuchThing"), None);
    });
}
