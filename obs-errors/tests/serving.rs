//! Errors as they are sent, and the example servers that send them.
#![cfg(feature = "axum")]

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::response::IntoResponse;
use http::{HeaderMap, Response, StatusCode};
use obs_errors::limits::MAX_HEADER_BYTES;
use obs_errors::{HeaderStyle, ObsError, ObsErrorCode, Origin, field};
use proptest::prelude::*;

#[cfg(feature = "tower")]
#[allow(dead_code, reason = "its `main` is not called")]
#[path = "../examples/server.rs"]
mod server;

fn header<'a>(response: &'a Response<Vec<u8>>, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().expect("ASCII"))
}

/// The message with which a code is sent.
fn sent_message(code: ObsErrorCode) -> &'static str {
    code.sent_message().unwrap_or_else(|| code.message())
}

#[test]
fn every_code_is_sent_with_its_status_and_read_back() {
    for &code in ObsErrorCode::ALL {
        for style in [HeaderStyle::OBS, HeaderStyle::AMZ] {
            let error = ObsError::new(code)
                .with_request_id("R1")
                .with_host_id("H1")
                .with_resource("/b/k")
                .with_header_style(style);
            let response = error.to_http();
            assert_eq!(response.status().as_u16(), code.status());
            assert_eq!(header(&response, "content-type"), Some("application/xml"));
            let length = response.body().len().to_string();
            assert_eq!(header(&response, "content-length"), Some(length.as_str()));
            let prefix = if style == HeaderStyle::OBS { "x-obs-" } else { "x-amz-" };
            let named = |name: &str| header(&response, &format!("{prefix}{name}"));
            assert_eq!(named("error-code"), Some(code.as_str()));
            assert_eq!(named("error-message"), Some(sent_message(code)));
            assert_eq!(named("request-id"), Some("R1"));
            assert_eq!(named("id-2"), Some("H1"));
            assert_eq!(response.headers().len(), 6);
            assert_eq!(ObsError::from_http(&response), error);

            // A response to HEAD: the same without the body.
            let (parts, _) = response.into_parts();
            let head = ObsError::from_http(&Response::from_parts(parts, ""));
            assert_eq!((head.code(), head.origin()), (Some(code), Origin::Headers));
            assert_eq!((head.message(), head.request_id()), (Some(sent_message(code)), Some("R1")));
            assert_eq!((head.status(), head.header_style()), (Some(code.status()), style));
        }
    }
}

#[test]
fn the_status_falls_back_to_that_of_the_code_and_then_to_500() {
    let status = |error: &ObsError| error.to_http().status().as_u16();
    let error = ObsError::new(ObsErrorCode::RequestTimeout);
    assert_eq!(status(&error), 408);
    assert_eq!(status(&error.clone().with_status(400)), 400);
    assert_eq!(status(&error.clone().with_status(7)), 408);
    for status_of_no_error in [100, 101, 204, 206, 600, 999, 1000] {
        assert_eq!(status(&error.clone().with_status(status_of_no_error)), 408);
    }
    assert_eq!(status(&error.with_status(200)), 200);
    let arrived = ObsError::from_xml(b"<Error><Code>NoSuchKey</Code></Error>").expect("a document");
    assert_eq!(status(&arrived), 404);
    assert_eq!(status(&arrived.with_field(field::CODE, "Other")), 500);
}

#[test]
fn unset_headers_are_not_sent() {
    let response = ObsError::new(ObsErrorCode::NoSuchKey).with_host_id("").to_http();
    for name in ["x-obs-request-id", "x-obs-id-2", "retry-after", "location"] {
        assert_eq!(header(&response, name), None);
    }
}

#[test]
fn retry_after_and_location_are_sent_and_read() {
    let wait = |wait| {
        let response = ObsError::new(ObsErrorCode::SlowDown).with_retry_after(wait).to_http();
        header(&response, "retry-after").map(str::to_owned)
    };
    assert_eq!(wait(Duration::from_secs(120)).as_deref(), Some("120"));
    assert_eq!(wait(Duration::from_millis(1)).as_deref(), Some("1"));
    assert_eq!(wait(Duration::ZERO).as_deref(), Some("0"));
    assert_eq!(wait(Duration::MAX), Some(u64::MAX.to_string()));

    let error = ObsError::new(ObsErrorCode::TemporaryRedirect)
        .with_location("https://b.obs.example.com/k?a=b")
        .with_retry_after(Duration::from_secs(3));
    let response = error.to_http();
    assert_eq!(header(&response, "location"), Some("https://b.obs.example.com/k?a=b"));
    let read = ObsError::from_http(&response);
    assert_eq!(read.location(), Some("https://b.obs.example.com/k?a=b"));
    assert_eq!(read.retry_after(), Some(Duration::from_secs(3)));
}

#[test]
fn values_that_are_not_valid_in_headers_are_not_sent_there() {
    let long = "m".repeat(1 << 20);
    let longest = "m".repeat(MAX_HEADER_BYTES);
    for (message, is_sent) in [
        ("plain", true),
        ("it's <b>, & \"so\"", true),
        (longest.as_str(), true),
        (long.as_str(), false),
        ("a\r\nSet-Cookie: b", false),
        ("a\nb", false),
        ("a\0b", false),
        ("键", false),
        ("a\u{7f}", false),
    ] {
        let error = ObsError::new(ObsErrorCode::NoSuchKey).with_message(message);
        let response = error.to_http();
        let sent = header(&response, "x-obs-error-message");
        assert_eq!(sent, is_sent.then_some(message));
        assert!(header(&response, "set-cookie").is_none());
    }
}

#[tokio::test]
async fn codes_and_errors_are_responses() {
    let response = ObsErrorCode::AccessDenied.into_response();
    assert_eq!(response.status(), 403);
    let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    assert_eq!(body, ObsError::new(ObsErrorCode::AccessDenied).to_xml());
    let response = ObsError::new(ObsErrorCode::AccessDenied).with_status(401).into_response();
    assert_eq!((response.status(), response.headers().len()), (StatusCode::UNAUTHORIZED, 4));
}

/// Strings with everything that could end a header or break a document.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\r\n\0:;<>&\\]'\" a-z\u{80}-\u{ff}\u{2028}\u{fffe}]{0,16}",
        Just("]]></Message></Error>\r\n\r\nHTTP/1.1 200 OK".to_owned()),
        Just("é".repeat(1 << 13)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_from_outside_ends_a_header_or_breaks_the_document(
        texts in proptest::array::uniform6(hostile()),
        name in hostile(),
        status in any::<u16>(),
        style in proptest::sample::select(vec![HeaderStyle::OBS, HeaderStyle::AMZ]),
    ) {
        let [message, resource, request_id, host_id, value, location] = texts;
        let error = ObsError::new(ObsErrorCode::NoSuchKey)
            .with_status(status)
            .with_message(message)
            .with_resource(resource)
            .with_request_id(request_id)
            .with_host_id(host_id)
            .with_location(location)
            .with_field(&name, value)
            .with_header_style(style);
        let response = error.to_http();
        prop_assert!(response.headers().len() <= 7);
        prop_assert!(response.status() == 200 || response.status().as_u16() >= 300);
        for value in response.headers().values() {
            prop_assert!(value.as_bytes().iter().all(|byte| (b' '..=b'~').contains(byte)));
        }
        if response.status() == 304 {
            return Ok(());
        }
        let text = std::str::from_utf8(response.body()).expect("UTF-8");
        let document = roxmltree::Document::parse(text);
        prop_assert!(document.is_ok(), "{:?}", document.err());
        let document = document.expect("it is");
        let children: Vec<_> = document.root_element().children().collect();
        prop_assert_eq!(children.len(), error.fields().len());
        prop_assert!(children.iter().all(roxmltree::Node::is_element));
    }
}

/// Serves on loopback for as long as the test runs.
async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn read(response: reqwest::Response) -> (ObsError, Vec<u8>) {
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.bytes().await.expect("a body").to_vec();
    (ObsError::from_response(status, &headers, &body), body)
}

fn client() -> reqwest::Client {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.build().expect("a client")
}

#[cfg(feature = "tower")]
#[tokio::test]
async fn the_example_server_stores_objects() {
    let address = serve(server::router()).await;
    let url = format!("http://{address}/photos/a%20b.txt");
    let put = || client().put(&url).body("0123456789");
    let get = || client().get(&url);
    let created = put().send().await.expect("a response");
    let etag = created.headers()["etag"].clone();
    let modified = get().send().await.expect("a response").headers()["last-modified"].clone();
    for (request, status, code, body) in [
        (get(), 200, None, "0123456789"),
        (client().head(&url), 200, None, ""),
        (get().header("range", "bytes=2-4"), 206, None, "234"),
        (get().header("range", "bytes=-2"), 206, None, "89"),
        (get().header("range", "bytes=8-100"), 206, None, "89"),
        (get().header("range", "bytes=0-1,4-5"), 200, None, "0123456789"),
        (get().header("range", "lines=2"), 200, None, "0123456789"),
        (get().header("range", "bytes=10-"), 416, Some("InvalidRange"), ""),
        (get().header("if-match", &etag), 200, None, "0123456789"),
        (get().header("if-match", "\"other\""), 412, Some("PreconditionFailed"), ""),
        (get().header("if-none-match", &etag), 304, None, ""),
        (get().header("if-none-match", "\"other\""), 200, None, "0123456789"),
        (get().header("if-modified-since", &modified), 304, None, ""),
        (put().header("if-none-match", "*"), 412, Some("PreconditionFailed"), ""),
        (put().header("if-match", &etag), 200, None, ""),
        (client().delete(&url), 204, None, ""),
        (get(), 404, Some("NoSuchKey"), ""),
        (put().header("if-match", &etag), 412, Some("PreconditionFailed"), ""),
        (put().header("if-none-match", "*"), 200, None, ""),
        (client().post(&url), 405, Some("MethodNotAllowed"), ""),
        (client().get(format!("http://{address}/")), 404, Some("NoSuchKey"), ""),
        (put().body(vec![b'x'; (16 << 20) + 1]), 413, Some("EntityTooLarge"), ""),
    ] {
        let response = request.send().await.expect("a response");
        assert_eq!(response.headers()["x-obs-request-id"].len(), 32);
        let (error, found) = read(response).await;
        assert_eq!(error.status(), Some(status), "{error}");
        match code {
            Some(code) => assert_eq!(error.code_str(), Some(code)),
            None => assert_eq!(found, body.as_bytes(), "{status}"),
        }
    }
}

#[test]
fn a_response_with_304_has_no_body() {
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_status(304).with_request_id("R1");
    let response = error.to_http();
    assert_eq!((response.status().as_u16(), response.body().as_slice()), (304, &b""[..]));
    assert!(!response.headers().contains_key("content-type"));
    assert!(!response.headers().contains_key("content-length"));
    assert_eq!(response.headers()["x-obs-request-id"], "R1");
    assert_eq!(ObsError::from_http(&response).code(), Some(ObsErrorCode::NoSuchKey));
}

#[test]
fn an_indicator_is_sent_in_the_header_that_the_table_names() {
    let error = ObsError::new(ObsErrorCode::SlowDown).with_indicator("601");
    let response = error.to_http();
    assert_eq!(response.headers()["x-reserved-indicator"], "601");
    assert_eq!(ObsError::from_http(&response).indicator(), Some("601"));
    let response = error.with_header_style(HeaderStyle::AMZ).to_http();
    assert_eq!(response.headers()["x-amz-reserved-indicator"], "601");
    assert_eq!(ObsError::from_http(&response).indicator(), Some("601"));
}

#[test]
fn only_headers_of_one_style_are_sent() {
    let names = |style| {
        let error =
            ObsError::new(ObsErrorCode::NoSuchKey).with_request_id("R").with_header_style(style);
        let headers: HeaderMap = error.to_http().headers().clone();
        let of =
            |prefix: &str| headers.keys().filter(|name| name.as_str().starts_with(prefix)).count();
        (of("x-obs-"), of("x-amz-"))
    };
    assert_eq!((names(HeaderStyle::OBS), names(HeaderStyle::AMZ)), ((3, 0), (0, 3)));
}
