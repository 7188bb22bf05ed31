//! Feature `macros`: a table of one's own is what `ObsErrorCode` is.
#![cfg(feature = "macros")]

mod own {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("../obs-errors-spec/obs.yaml");
}

mod odd {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("tests/tables/odd.yaml");
}

use obs_errors::ObsErrorCode;
use odd::{OddError, OddErrorCode};
use own::ObsErrorCode as Own;

#[test]
fn the_macro_gives_what_the_command_wrote() {
    assert_eq!(Own::ALL.len(), ObsErrorCode::ALL.len());
    for (own, code) in Own::ALL.iter().zip(ObsErrorCode::ALL) {
        assert_eq!(format!("{own:?}"), format!("{code:?}"));
        assert_eq!(own.as_str(), code.as_str());
        assert_eq!(own.status(), code.status());
        assert_eq!(own.retry(), code.retry());
        assert_eq!(Own::from_code(code.as_str()), Some(*own));
        let (own, error) = (own::ObsError::new(*own), obs_errors::ObsError::new(*code));
        assert_eq!(own.to_xml(), error.to_xml());
    }
    assert_eq!(own::field::CODE, obs_errors::field::CODE);
}

#[test]
fn a_table_with_whatever_is_allowed() {
    let code = OddErrorCode::RequestUriTooLarge;
    assert_eq!(code.as_str(), "Request-URI Too Large");
    assert_eq!(OddErrorCode::from_code("<>&"), Some(code));
    assert_eq!(OddErrorCode::from_code("`"), Some(code));
    assert_eq!(code.note(), Some("# no heading\n\n1. no list\n\n- none https://example.com"));
    assert_eq!(odd::field::CONTENT_MD5, "Content-MD5");
    assert_eq!("Ok".parse(), Ok(OddErrorCode::Ok));
}

/// The start that is generated for a code, and the one that is written for a
/// code that the table does not know, are escaped alike.
#[test]
fn the_generated_start_is_escaped() {
    for &code in OddErrorCode::ALL {
        let error = OddError::new(code);
        let known = error.to_xml();
        let spelled = error.with_field("Code", "Unknown").to_xml();
        let spelling = code.as_str().replace('<', "&lt;").replace('>', "&gt;");
        assert_eq!(known, spelled.replace("Unknown", &spelling));
        let read = OddError::from_xml(known.as_bytes()).expect("a document");
        assert_eq!((read.code(), read.message()), (Some(code), Some(code.message())));
    }
}
