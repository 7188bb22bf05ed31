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

#[cfg(feature = "axum")]
#[test]
fn its_codes_and_errors_are_answers() {
    use axum_core::response::IntoResponse;

    let code = OddErrorCode::RequestUriTooLarge;
    let response = code.into_response();
    assert_eq!(response.status(), code.status());
    assert_eq!(response.headers()["x-obs-error-code"], "Request-URI Too Large");
    let response = OddError::from(code).with_status(301).into_response();
    assert_eq!(response.status(), 301);
}

#[test]
fn its_errors_are_read_from_anything() {
    let body = "<Error><Code>a|b</Code></Error>";
    let error = OddError::from_parts(300, [("x-obs-request-id", "R1")], body.as_bytes());
    assert_eq!(error.code(), Some(OddErrorCode::RequestUriTooLarge));
    let body = "<DeleteResult><Error><Key>k</Key><Code>Err</Code></Error></DeleteResult>";
    let error = OddError::delete_errors(body.as_bytes()).next().expect("an entry");
    assert_eq!(error.map(|error| error.code()), Ok(Some(OddErrorCode::Err)));
}
