//! An error that was read or built is the same after it has been written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use obs_errors::{ObsError, ObsErrorCode};

fuzz_target!(|data: &[u8]| {
    if let Ok(error) = ObsError::from_xml(data) {
        let document = error.to_xml();
        // Documented fields are written first, and writing again changes nothing.
        let again =
            ObsError::from_xml(document.as_bytes()).expect("what is written is well-formed");
        assert_eq!(again.to_xml(), document);
        let sorted = |error: &ObsError| {
            let fields = error.fields().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let mut fields: Vec<_> = fields.collect();
            fields.sort();
            fields
        };
        assert_eq!(sorted(&again), sorted(&error));
        assert_eq!(again.code(), error.code());
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_message(text).with_field("Key", text);
    let read =
        ObsError::from_xml(error.to_xml().as_bytes()).expect("what is written is well-formed");
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    let expected: String =
        text.chars().map(|c| if is_allowed(c) { c } else { '\u{FFFD}' }).collect();
    assert_eq!((read.message(), read.field("Key")), (Some(&*expected), Some(&*expected)));
});
