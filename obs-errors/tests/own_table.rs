//! Feature `macros`: a custom table has everything that `ObsErrorCode` has.
#![cfg(feature = "macros")]

mod odd {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("tests/tables/odd.yaml");
}

#[allow(dead_code, reason = "its `main` is not called")]
#[path = "../examples/own_table/main.rs"]
mod archive;

mod other {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("tests/tables/other.yaml");
}

mod minimal {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("tests/tables/minimal.yaml");
}

mod chained {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("tests/tables/chained.yaml");
}

use archive::{ArchiveError, ArchiveErrorCode};
use chained::{ChainedError, ChainedErrorCode};
use minimal::{MinimalError, MinimalErrorCode};
use obs_errors::{ErrorCode, HeaderStyle, ObsErrorCode, Retry};
use odd::{OddError, OddErrorCode};
use other::{DepotError, DepotErrorCode};

#[test]
fn unusual_codes_and_names_are_supported() {
    let code = OddErrorCode::RequestUriTooLarge;
    assert_eq!(code.as_str(), "Request-URI Too Large");
    assert_eq!(OddErrorCode::from_code("<>&"), Some(code));
    assert_eq!(OddErrorCode::from_code("`"), Some(code));
    assert_eq!(code.note(), Some("# no heading\n\n1. no list\n\n- none https://example.com"));
    assert_eq!(odd::field::CONTENT_MD5, "Content-MD5");
    assert_eq!("Error".parse(), Ok(OddErrorCode::Error));
}

/// The compiler warns about code that names the variant, and about nothing else here.
/// Beside the names that every table has; those of the table come first.
#[cfg(feature = "json")]
#[test]
fn members_in_json_have_the_names_of_the_table() {
    let read = |body: &str| DepotError::from_parts(400, obs_errors::NO_HEADERS, body.as_bytes());
    for body in [
        r#"{"faultId": "Bad Checksum", "explanation": "No.", "trace": "T1"}"#,
        r#"{"fault_id": "Bad Checksum", "Explanation": "No.", "correlationId": "T1"}"#,
        r#"{"error": {"faultId": "Bad Checksum", "explanation": "No."}, "trace": "T1"}"#,
        r#"[{"faultId": "Bad Checksum", "message": "No.", "TraceId": "T1"}]"#,
        r#"{"code": "Bad Checksum", "message": "No.", "trace": "T1"}"#,
    ] {
        let error = read(body);
        assert_eq!(error.code(), Some(DepotErrorCode::BadChecksum), "{body}");
        assert_eq!(error.message(), Some("No."), "{body}");
        assert_eq!(error.field(other::field::TRACE_ID), Some("T1"), "{body}");
        assert_eq!(error.origin(), obs_errors::Origin::Json, "{body}");
    }
    // The name of another table means nothing.
    let error = OddError::from_parts(400, obs_errors::NO_HEADERS, br#"{"faultId": "Ok"}"#);
    assert_eq!((error.code_str(), error.field("faultId")), (None, Some("Ok")));
}

#[test]
fn a_deprecated_code_is_read_and_explained() {
    #[expect(deprecated, reason = "this is what is tested")]
    let code = OddErrorCode::Ok;
    assert_eq!("Ok".parse(), Ok(code));
    let deprecation = code.deprecation().expect("it is deprecated");
    assert_eq!(deprecation.since(), "0.2.0");
    assert_eq!(deprecation.note(), "nothing is \"ok\" <here>");
    assert_eq!(deprecation.replacement(), Some("Request-URI Too Large"));
    assert_eq!(
        deprecation.to_string(),
        "since 0.2.0: nothing is \"ok\" <here>; use Request-URI Too Large"
    );
    let without = OddErrorCode::from_code("Option").and_then(ErrorCode::deprecation);
    assert_eq!(without.expect("it is deprecated").to_string(), "since 1.10.0: it is none");
    assert_eq!(OddErrorCode::RequestUriTooLarge.deprecation(), None);
}

/// A code of the table and an unknown code are written alike, and are escaped.
#[test]
fn codes_are_escaped() {
    for &code in OddErrorCode::ALL {
        let error = OddError::new(code);
        let known = error.to_xml();
        let unknown = error.with_field("Code", "Unknown").to_xml();
        let escaped = code.as_str().replace('<', "&lt;").replace('>', "&gt;");
        assert_eq!(known, unknown.replace("Unknown", &escaped));
        let read = OddError::from_xml(known.as_bytes()).expect("a document");
        assert_eq!((read.code(), read.message()), (Some(code), Some(code.message())));
    }
}

#[cfg(feature = "axum")]
#[test]
fn custom_codes_and_errors_are_responses() {
    use axum_core::response::IntoResponse;

    let code = OddErrorCode::RequestUriTooLarge;
    let response = code.into_response();
    assert_eq!(response.status(), code.status());
    assert_eq!(response.headers()["x-odd-code"], "Request-URI Too Large");
    let response = OddError::from(code).with_status(301).into_response();
    assert_eq!(response.status(), 301);
}

#[test]
fn a_custom_table_has_its_own_headers() {
    let code = "Request-URI Too Large";
    for (headers, style) in [
        ([("x-odd-code", code), ("id", "R1")], HeaderStyle::default()),
        ([("X-MS-Request-Id", "R1"), ("x-ms-error-code", code)], HeaderStyle::new(1)),
        ([("id", "R1"), ("Error", code)], HeaderStyle::new(2)),
        // One name serves every style, so it does not determine the style.
        ([("x-odd-message", "m"), ("id", "R1")], HeaderStyle::new(2)),
    ] {
        let error = OddError::from_parts(300, headers, b"");
        assert_eq!(error.header_style(), style);
        assert_eq!(error.request_id(), Some("R1"));
    }
    let error = OddError::from_parts(300, [("x-obs-error-code", "Err")], b"");
    assert_eq!(error.code_str(), None);
}

#[cfg(feature = "http")]
#[test]
fn custom_headers_are_sent_in_each_style() {
    let error = OddError::new(OddErrorCode::Err).with_message("m");
    let error = error.with_request_id("R1").with_host_id("H1");
    // A style that the table does not have falls back to the first.
    for (style, code, request_id) in [
        (0, "x-odd-code", "x-odd-id"),
        (1, "x-ms-error-code", "x-ms-request-id"),
        (2, "error", "id"),
        (3, "x-odd-code", "x-odd-id"),
        (u8::MAX, "x-odd-code", "x-odd-id"),
    ] {
        let style = HeaderStyle::new(style);
        let response = error.clone().with_header_style(style).to_http();
        let mut names: Vec<_> = response.headers().keys().map(ToString::to_string).collect();
        names.retain(|name| !name.starts_with("content-"));
        assert_eq!(names, [code, "x-odd-message", request_id]);
        assert_eq!(response.headers()[code], "Err");
    }
}

/// A table without the section `headers` neither reads nor sends such headers.
#[cfg(feature = "http")]
#[test]
fn a_table_may_have_no_headers() {
    let error = DepotError::new(DepotErrorCode::BadChecksum).with_request_id("R1");
    let response = error.to_http();
    assert!(response.headers().keys().all(|name| !name.as_str().starts_with("x-")));
    let error = DepotError::from_parts(400, [("x-obs-error-code", "Bad Checksum")], b"");
    assert_eq!(error.code(), None);
}

#[test]
fn custom_codes_are_read_from_responses_and_batch_deletes() {
    let body = "<Error><Code>a|b</Code></Error>";
    let error = OddError::from_parts(300, [("x-odd-id", "R1")], body.as_bytes());
    assert_eq!(error.code(), Some(OddErrorCode::RequestUriTooLarge));
    let body = "<DeleteResult><Error><Key>k</Key><Code>Err</Code></Error></DeleteResult>";
    let error = OddError::delete_errors(body.as_bytes()).next().expect("an entry");
    assert_eq!(error.map(|error| error.code()), Ok(Some(OddErrorCode::Err)));
}

#[test]
fn a_table_that_extends_has_every_code_of_obs() {
    for &code in ObsErrorCode::ALL {
        let own = ArchiveErrorCode::from(code);
        assert_eq!(own.as_str(), code.as_str());
        assert_eq!(format!("{own:?}"), format!("{code:?}"));
        assert_eq!((own.status(), own.retry()), (code.status(), code.retry()));
        assert_eq!((own.reason(), own.note()), (code.reason(), code.note()));
        assert_eq!(own.message() == code.message(), code != ObsErrorCode::NoSuchBucket);
        assert_eq!(ObsErrorCode::try_from(own), Ok(code));
        assert_eq!(ArchiveErrorCode::from_code(code.as_str()), Some(own));
    }
    assert_eq!(ArchiveErrorCode::ALL.len(), ObsErrorCode::ALL.len() + 3);
    assert!(ArchiveErrorCode::ALL.is_sorted_by_key(|code| (code.status(), code.as_str())));
    let alias = "IncorrectNumberOfFilesInPost Request";
    assert_eq!(ArchiveErrorCode::from_code(alias).map(ErrorCode::status), Some(400));
}

#[test]
fn added_codes_are_not_codes_of_obs() {
    for own in [
        ArchiveErrorCode::AlbumQuotaExceeded,
        ArchiveErrorCode::PhotoWithdrawn,
        ArchiveErrorCode::ThumbnailNotReady,
    ] {
        let error = ObsErrorCode::try_from(own).unwrap_err();
        assert_eq!(error.as_str(), own.as_str());
    }
}

#[test]
fn the_product_of_the_example_returns_its_own_errors() {
    let error = archive::withdrawn("/album/1.jpg");
    assert_eq!((error.status(), error.resource()), (Some(451), Some("/album/1.jpg")));
    assert_eq!(archive::busy().retry(), Retry::Transient);
    let error = archive::from_obs(ObsErrorCode::NoSuchBucket);
    assert_eq!(error.to_string(), "NoSuchBucket (404): There is no such album.");
    let read = ArchiveError::from_xml(error.to_xml().as_bytes()).expect("a document");
    assert_eq!(read.code(), Some(ArchiveErrorCode::NoSuchBucket));
}

#[test]
fn a_table_may_extend_one_that_extends_another() {
    let own = ChainedErrorCode::from(ObsErrorCode::NoSuchKey);
    assert_eq!((own.status(), own.retry()), (503, Retry::Throttling));
    assert_eq!((own.reason(), own.message()), ("Try Later", "No such key, twice changed."));
    assert_eq!(ChainedErrorCode::Middle.reason(), "Gone For Good");
    assert_eq!(ChainedErrorCode::Last.status(), 404);
    assert_eq!(ChainedErrorCode::from(ObsErrorCode::SlowDown).reason(), "Try Later");
    assert_eq!(ObsErrorCode::try_from(own), Ok(ObsErrorCode::NoSuchKey));
    assert!(ObsErrorCode::try_from(ChainedErrorCode::Middle).is_err());
    assert_eq!(chained::field::TRACE_ID, "TraceId");
}

/// What a table does not state is that of HTTP and of OBS.
#[test]
fn a_table_may_state_little() {
    let missing = MinimalErrorCode::Missing;
    assert_eq!(
        (missing.reason(), missing.solution(), missing.sources().len()),
        ("Not Found", "", 0)
    );
    assert_eq!(MinimalErrorCode::Down.solution(), "Wait.");
    assert_eq!((minimal::field::REQUEST_ID, minimal::field::RESOURCE), ("RequestId", "Resource"));
    // The reason phrase is sent in place of a message.
    assert_eq!(MinimalErrorCode::Silent.message(), "");
    assert_eq!(MinimalError::new(MinimalErrorCode::Silent).message(), Some("Gone"));

    // A failure with the status of a success, as that of a callback.
    let error = MinimalError::new(MinimalErrorCode::CallbackFailed);
    assert_eq!(error.code().map(MinimalErrorCode::reason), Some("Non-Authoritative Information"));
    #[cfg(feature = "http")]
    assert_eq!(error.to_http().status(), 203);
    let read =
        MinimalError::in_success_parts(203, obs_errors::NO_HEADERS, error.to_xml().as_bytes());
    assert_eq!(read.and_then(|read| read.code()), Some(MinimalErrorCode::CallbackFailed));
}

/// `?` converts codes and errors of OBS.
#[test]
fn codes_of_obs_become_errors_of_a_table_that_extends_it() {
    fn handler(is_code: bool) -> Result<(), ArchiveError> {
        if is_code {
            Err(ObsErrorCode::NoSuchBucket)?;
        }
        Err(obs_errors::ObsError::new(ObsErrorCode::SlowDown).with_request_id("R"))?
    }
    let error = handler(true).expect_err("it fails");
    assert_eq!(error.code(), Some(ArchiveErrorCode::NoSuchBucket));
    assert_eq!(error.message(), Some("There is no such album."));
    let error = handler(false).expect_err("it fails");
    assert_eq!((error.code(), error.request_id()), (Some(ArchiveErrorCode::SlowDown), Some("R")));
}

/// A layer of one table completes the errors of another; what its table does not document is not added.
#[cfg(all(feature = "axum", feature = "tower"))]
#[tokio::test]
async fn a_layer_takes_errors_of_any_table() {
    use axum::Router;
    use axum::routing::get;
    use obs_errors::layer::ErrorDocumentLayer;
    use tower::ServiceExt;

    let router: Router = Router::new()
        .route("/obs", get(|| async { ObsErrorCode::NoSuchBucket }))
        .route("/archive", get(|| async { ArchiveErrorCode::PhotoWithdrawn }))
        .layer(ErrorDocumentLayer::<ChainedErrorCode>::new());
    for (path, status, code) in
        [("/obs", 404, "NoSuchBucket"), ("/archive", 451, "PhotoWithdrawn"), ("/no", 404, "Last")]
    {
        let request = axum::http::Request::get(path).body(axum::body::Body::empty());
        let response = router.clone().oneshot(request.expect("a request")).await;
        let response = response.expect("a router has no errors");
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["x-obs-request-id"].len(), 32);
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        let error = obs_errors::RawError::from_xml(&body).expect("a document");
        assert_eq!((error.code_str(), error.fields().len()), (Some(code), 2));
    }
}

#[test]
fn default_codes_are_inherited_one_by_one() {
    let code = |status| ChainedError::for_status(status).code();
    assert_eq!(code(404), Some(ChainedErrorCode::Last));
    assert_eq!(code(418), Some(ChainedErrorCode::Middle));
    assert_eq!(code(599), Some(ChainedErrorCode::NoSuchKey));
    assert_eq!(code(403), Some(ChainedErrorCode::AccessDenied));
    assert_eq!(code(499), Some(ChainedErrorCode::InvalidRequest));
    assert_eq!(ArchiveError::for_status(404).code(), Some(ArchiveErrorCode::NoSuchKey));
}

/// A service that is not OBS: codes with dots and whitespace, and other elements.
#[test]
fn a_table_of_another_service() {
    assert_eq!(DepotErrorCode::ALL.len(), 30);
    for &code in DepotErrorCode::ALL {
        let error = DepotError::new(code).with_field(other::field::TRACE_ID, "T 1");
        let body = error.to_xml();
        assert!(body.ends_with("<TraceId>T 1</TraceId></Error>"), "{body}");
        let read = DepotError::from_parts(code.status(), [("x", "y")], body.as_bytes());
        assert_eq!((read.code(), &read), (Some(code), &error));
        assert_eq!(code.as_str().parse(), Ok(code));
    }
    assert_eq!(DepotErrorCode::from_code("Depot.Lock.Held"), Some(DepotErrorCode::DepotLockHeld));
    assert_eq!(DepotErrorCode::from_code("Range Not Aligned").map(ErrorCode::status), Some(416));
    assert_eq!(ObsErrorCode::from_code("Depot.Lock.Held"), None);
}
