//! Any response of a service is a valid response behind the layer, and a failure an error document.
//! The input is a byte of flags, a status in two bytes, headers a line each, an empty line, and the
//! body.
#![no_main]

use std::convert::Infallible;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body as _;
use http_body_util::{BodyExt, Full};
use libfuzzer_sys::fuzz_target;
use obs_errors::layer::ErrorDocumentLayer;
use obs_errors::{ObsError, ObsErrorCode};
use tower::{Layer, ServiceExt, service_fn};

fuzz_target!(|data: &[u8]| {
    let Some((&[flags, low, high], rest)) = data.split_first_chunk() else { return };
    let Ok(status) = StatusCode::from_u16(u16::from_le_bytes([low, high])) else { return };
    let end = rest.windows(2).position(|two| two == b"\n\n");
    let (head, body) = end.map_or((&rest[..0], rest), |end| (&rest[..end], &rest[end + 2..]));
    let mut response = Response::new(Full::new(bytes::Bytes::copy_from_slice(body)));
    *response.status_mut() = status;
    for line in head.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = HeaderName::from_bytes(&line[..colon]);
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers_mut().append(name, value);
        }
    }
    let is_encoded = response.headers().contains_key("content-encoding");
    if flags & 1 != 0 {
        let error = ObsError::from_response(status, response.headers(), body);
        response = error.into_http().map(|body| Full::new(body.into()));
    }
    let is_failure = (400..600).contains(&response.status().as_u16());
    let sent = response.clone();

    let mut request = Request::new(());
    *request.method_mut() = if flags & 2 != 0 { Method::HEAD } else { Method::GET };
    *request.uri_mut() =
        http::Uri::from_static(if flags & 4 != 0 { "/b/%FF?X-Amz-A" } else { "*" });
    let service = service_fn(|_: Request<()>| {
        let response = response.clone();
        async move { Ok::<_, Infallible>(response) }
    });
    let Ok(response) =
        now(ErrorDocumentLayer::<ObsErrorCode>::new().layer(service).oneshot(request));

    assert_eq!(response.status(), sent.status());
    let ids = ["x-obs-request-id", "x-amz-request-id"];
    assert!(ids.iter().any(|name| response.headers().contains_key(*name)));
    for name in ["allow", "location", "retry-after", "www-authenticate", "vary"] {
        assert_eq!(response.headers().get(name), sent.headers().get(name), "{name}");
    }
    let length = response.body().size_hint().exact().expect("a length");
    let stated = response.headers().get("content-length").cloned();
    let is_event_stream = response.headers().get("content-type").is_some_and(|kind| {
        kind.as_bytes().starts_with(b"text/event") || kind.as_bytes().starts_with(b"multipart/x")
    });
    let body = now(response.into_body().collect()).expect("a body").to_bytes();
    assert_eq!(length, body.len() as u64);
    if !is_failure || is_encoded || is_event_stream || flags & 2 != 0 {
        return;
    }
    let error = ObsError::from_xml(&body).expect("a document");
    assert!(error.code_str().is_some_and(|code| !code.is_empty()));
    // A document that passes keeps the length that was stated, which may be wrong.
    if body != now(sent.into_body().collect()).expect("a body").to_bytes() {
        let length = HeaderValue::from(body.len());
        assert_eq!(stated, Some(length));
    }
});

/// The result of a future that waits for nothing.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing is waited for"),
    }
}
