//! Single responses of a service behind the layer.

use std::convert::Infallible;
use std::error::Error;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, Full, StreamBody};
use obs_errors::layer::{ErrorDocumentBody, ErrorDocumentLayer, RequestId};
use obs_errors::limits::MAX_BODY_BYTES;
use obs_errors::{HeaderStyle, NoCode, ObsError, ObsErrorCode, RawError};
use proptest::prelude::*;
use tower::{Layer, Service, ServiceExt, service_fn};

type Answer = Response<ErrorDocumentBody<Body>>;

fn layer() -> ErrorDocumentLayer<ObsErrorCode> {
    ErrorDocumentLayer::new()
}

fn get() -> Request<()> {
    Request::get("/bucket/a%20b?c").body(()).expect("a request")
}

/// What a layer makes of a response.
async fn through(
    layer: &ErrorDocumentLayer<ObsErrorCode>,
    request: Request<()>,
    response: impl IntoResponse,
) -> Answer {
    let mut response = Some(response.into_response());
    let service = service_fn(move |_: Request<()>| {
        let response = response.take().expect("one request");
        async move { Ok::<_, Infallible>(response) }
    });
    let Ok(response) = layer.layer(service).oneshot(request).await;
    response
}

async fn text(response: Answer) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[tokio::test]
async fn a_success_passes_with_an_id() {
    let response = ([("x-own", "1"), ("content-type", "text/plain")], "content");
    let response = through(&layer().with_host_id("H"), get(), response).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-own"], "1");
    assert_eq!(response.headers()["content-type"], "text/plain");
    assert_eq!(response.headers()["x-obs-request-id"].len(), 32);
    assert_eq!(response.headers()["x-obs-id-2"], "H");
    assert_eq!(response.body().size_hint().exact(), Some(7));
    assert_eq!(text(response).await, "content");
}

#[tokio::test]
async fn ids_that_are_there_are_kept() {
    for name in ["x-obs-request-id", "x-amz-request-id"] {
        let response = through(&layer(), get(), [(name, "theirs")]).await;
        assert_eq!(response.headers().len(), 1, "{response:?}");
        assert_eq!(response.headers()[name], "theirs");
    }
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_request_id("own").with_resource("/r");
    let response = through(&layer(), get(), error).await;
    assert_eq!(response.headers()["x-obs-request-id"], "own");
    let error = ObsError::from_xml(text(response).await.as_bytes()).expect("a document");
    assert_eq!((error.request_id(), error.resource()), (Some("own"), Some("/r")));

    // An id that a header cannot have is replaced, so that header and document agree.
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_request_id("键");
    let response = through(&layer(), get(), error).await;
    let id = response.headers()["x-obs-request-id"].clone();
    let error = ObsError::from_xml(text(response).await.as_bytes()).expect("a document");
    assert_eq!(error.request_id().map(str::as_bytes), Some(id.as_bytes()));

    // A response without a code, whose handler knows the id.
    let response = (StatusCode::BAD_GATEWAY, [("x-obs-request-id", "theirs")]);
    let response = through(&layer(), get(), response).await;
    assert_eq!(response.headers()["x-obs-request-id"], "theirs");
    assert!(text(response).await.contains("<RequestId>theirs</RequestId>"));
}

#[tokio::test]
async fn the_id_of_a_request_comes_from_where_it_should() {
    async fn id(layer: ErrorDocumentLayer<ObsErrorCode>, request: Request<()>) -> (String, String) {
        let service = service_fn(|request: Request<()>| async move {
            let id = request.extensions().get::<RequestId>().expect("an id").to_string();
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(id))))
        });
        let Ok(response) = layer.layer(service).oneshot(request).await;
        let sent = response.headers()["x-obs-request-id"].to_str().expect("ASCII").to_owned();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (sent, String::from_utf8(body.to_vec()).expect("UTF-8"))
    }
    let with_header = |value: &'static str| {
        let mut request = get();
        request.headers_mut().insert("x-trace", HeaderValue::from_static(value));
        request
    };
    let by_header = || layer().with_request_id_header(HeaderName::from_static("x-trace"));
    let same = |id: &str| (id.to_owned(), id.to_owned());
    assert_eq!(id(by_header(), with_header("T-1")).await, same("T-1"));
    // An id that is not valid is not trusted.
    let (sent, handler) = id(by_header(), with_header("a b")).await;
    assert_eq!((sent.len(), &sent), (32, &handler));
    // Without a setting, no header is trusted.
    assert_eq!(id(layer(), with_header("T-1")).await.0.len(), 32);

    let own = RequestId::new("outer").expect("an id");
    let mut request = get();
    request.extensions_mut().insert(own.clone());
    assert_eq!(id(layer(), request.clone()).await, same("outer"));
    let generate = layer().with_request_id(|request| RequestId::new(&request.uri.path()[1..7]));
    assert_eq!(id(generate, request).await, same("bucket"));
}

#[tokio::test]
async fn the_style_is_that_of_the_request() {
    let with = |name: &'static str, value: &'static str| {
        let mut request = get();
        request.headers_mut().insert(name, HeaderValue::from_static(value));
        request
    };
    let at = |uri: &str| Request::get(uri).body(()).expect("a request");
    for (request, style) in [
        (get(), HeaderStyle::OBS),
        (with("authorization", "OBS access:signature"), HeaderStyle::OBS),
        (with("authorization", "AWS access:signature"), HeaderStyle::AMZ),
        (with("authorization", "AWS4-HMAC-SHA256 Credential=a"), HeaderStyle::AMZ),
        (with("authorization", "Bearer AWS"), HeaderStyle::OBS),
        (with("x-amz-date", "20260101T000000Z"), HeaderStyle::AMZ),
        (with("x-obs-date", "20260101T000000Z"), HeaderStyle::OBS),
        (at("/b/k?AWSAccessKeyId=a&Signature=b&Expires=1"), HeaderStyle::AMZ),
        (at("/b/k?acl&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=b"), HeaderStyle::AMZ),
        (at("/b/k?x-amz-signature=b"), HeaderStyle::AMZ),
        (at("/b/k?AccessKeyId=a&Signature=b&Expires=1"), HeaderStyle::OBS),
        (at("/b/X-Amz-Signature=b?prefix=X-Amz-Signature="), HeaderStyle::OBS),
    ] {
        let prefix = if style == HeaderStyle::AMZ { "x-amz-" } else { "x-obs-" };
        for response in [
            ObsErrorCode::NoSuchKey.into_response(),
            StatusCode::NOT_FOUND.into_response(),
            StatusCode::OK.into_response(),
        ] {
            let is_error = response.status() == 404;
            let case = format!("{request:?}");
            let response = through(&layer(), request.clone(), response).await;
            let names = response.headers().keys().filter(|name| name.as_str().starts_with("x-"));
            let names: Vec<&HeaderName> = names.collect();
            assert_eq!(names.len(), if is_error { 3 } else { 1 }, "{case}: {names:?}");
            assert!(
                names.iter().all(|name| name.as_str().starts_with(prefix)),
                "{case}: {names:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_no_failure_passes_untouched() {
    for status in [100, 101, 103, 200, 204, 206, 301, 302, 304, 307, 399, 600, 999] {
        let mut response = Response::new(Body::from("as it was"));
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        response.headers_mut().insert("location", HeaderValue::from_static("/there"));
        response.extensions_mut().insert("an extension, such as that of an upgrade");
        let response = through(&layer(), get(), response).await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["location"], "/there");
        assert_eq!(response.headers().len(), 2);
        assert!(response.extensions().get::<&str>().is_some());
        assert_eq!(text(response).await, "as it was");
    }
}

#[tokio::test]
async fn errors_of_handlers_have_any_status() {
    for status in [200, 301, 304, 307, 400, 404, 500, 599] {
        let error = ObsError::new(ObsErrorCode::TemporaryRedirect).with_status(status);
        let response = through(&layer(), get(), error.with_location("/there")).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["location"]),
            (status, &HeaderValue::from_static("/there"))
        );
        let id = response.headers()["x-obs-request-id"].to_str().expect("ASCII").to_owned();
        let body = text(response).await;
        assert_eq!(body.is_empty(), status == 304, "{body}");
        assert!(
            body.is_empty() || body.contains(&format!("<RequestId>{id}</RequestId>")),
            "{body}"
        );
    }
}

/// Handlers of axum set another status with a tuple.
#[tokio::test]
async fn an_error_may_be_sent_with_another_status() {
    let error = ObsError::new(ObsErrorCode::AccessDenied).with_source("a secret");
    for method in [Method::GET, Method::HEAD] {
        let (layer, log) = logging();
        let mut request = get();
        *request.method_mut() = method.clone();
        let response = through(&layer, request, (StatusCode::CONFLICT, error.clone())).await;
        assert_eq!(response.status(), 409);
        assert_eq!(response.headers()["x-obs-request-id"], "I");
        let document = text(response).await;
        assert!(method == Method::HEAD || document.contains("<RequestId>I</RequestId>"));
        assert_eq!(log.lock().expect("no panic")[0].1.as_deref(), Some("a secret"));
    }
}

#[tokio::test]
async fn ids_that_are_set_beside_an_error_are_kept() {
    let ids = [("x-obs-request-id", "R"), ("x-amz-id-2", "H")];
    let response =
        through(&layer().with_host_id("own"), get(), (ids, ObsErrorCode::NoSuchKey)).await;
    assert_eq!(response.headers()["x-obs-request-id"], "R");
    let error = ObsError::from_xml(text(response).await.as_bytes()).expect("a document");
    assert_eq!((error.request_id(), error.host_id()), (Some("R"), Some("H")));
    // An empty header is no id.
    let response = through(&layer(), get(), [("x-obs-request-id", "")]).await;
    assert_eq!(response.headers()["x-obs-request-id"].len(), 32);
}

#[tokio::test]
async fn the_resource_may_be_found_elsewhere() {
    let layer = layer()
        .with_resource(|request| request.uri.query().map(|query| format!("/virtual/{query}")));
    let response = through(&layer, get(), StatusCode::NOT_FOUND).await;
    assert!(text(response).await.contains("<Resource>/virtual/c</Resource>"));
    let request = Request::get("/b").body(()).expect("a request");
    let response = through(&layer, request, StatusCode::NOT_FOUND).await;
    assert!(text(response).await.contains("<Resource>/b</Resource>"));
    let request = Request::options("*").body(()).expect("a request");
    let response = through(&layer, request, StatusCode::NOT_FOUND).await;
    assert!(!text(response).await.contains("Resource"));
}

/// A document that arrived in chunks, or with another length, has the length that it has.
#[tokio::test]
async fn the_length_of_a_document_is_stated() {
    let document = "<Error><Code>NoSuchUpload</Code></Error>";
    for (name, value) in [("transfer-encoding", "chunked"), ("content-length", "100")] {
        let response = (StatusCode::NOT_FOUND, [(name, value)], document);
        let response = through(&layer(), get(), response).await;
        assert!(!response.headers().contains_key("transfer-encoding"));
        assert_eq!(response.headers()["content-length"], document.len().to_string().as_str());
        assert_eq!(text(response).await, document);
    }
}

/// The length of what GET responds with is not known if the response to HEAD only describes it.
#[tokio::test]
async fn a_length_that_is_not_known_is_not_stated() {
    for (name, value, is_known) in [
        ("content-length", "40", false),
        ("content-type", "text/html", false),
        ("content-length", "0", true),
        ("x-own", "1", true),
    ] {
        let request = Request::head("/b").body(()).expect("a request");
        let response = through(&layer(), request, (StatusCode::NOT_FOUND, [(name, value)])).await;
        assert_eq!(response.headers().contains_key("content-length"), is_known, "{name}");
        assert_eq!(text(response).await, "");
    }
}

/// Headers that tell one body from another go with the body, unless they may be about the object.
#[tokio::test]
async fn validators_of_a_replaced_body_are_not_sent() {
    for (status, is_kept) in [(404, false), (412, true), (416, true), (500, false)] {
        let status = StatusCode::from_u16(status).expect("a status");
        let response = (status, [("etag", "\"1\""), ("last-modified", "x")], "<html></html>");
        let response = through(&layer(), get(), response).await;
        assert_eq!(response.headers().contains_key("etag"), is_kept, "{status}");
        assert_eq!(response.headers().contains_key("last-modified"), is_kept, "{status}");
    }
}

/// A middleware between handler and layer has changed the response.
#[tokio::test]
async fn an_error_that_was_replaced_is_not_sent() {
    let response = (StatusCode::OK, ObsErrorCode::NoSuchKey.into_response());
    let mut response = response.into_response();
    *response.body_mut() = Body::from("the page for every path");
    let response = through(&layer(), get(), response).await;
    assert_eq!(
        (response.status().as_u16(), text(response).await.as_str()),
        (200, "the page for every path")
    );

    let mut response = ObsErrorCode::NoSuchKey.into_response();
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    *response.body_mut() = Body::empty();
    response.headers_mut().remove("x-obs-error-code");
    let response = through(&layer(), get(), response).await;
    assert!(text(response).await.contains("<Code>ServiceUnavailable</Code>"));
}

#[tokio::test]
async fn headers_that_do_not_describe_the_body_are_kept() {
    let kept = [
        ("allow", "GET"),
        ("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"),
        ("location", "/there"),
        ("www-authenticate", "Basic"),
        ("access-control-allow-origin", "*"),
        ("vary", "origin"),
        ("set-cookie", "a=b"),
        ("content-range", "bytes */9"),
        ("connection", "close"),
        ("x-reserved-indicator", "601"),
    ];
    let dropped = [
        ("content-encoding", "br"),
        ("content-language", "en"),
        ("content-disposition", "attachment"),
        ("content-md5", "x"),
        ("transfer-encoding", "chunked"),
        ("trailer", "x-checksum"),
        ("content-type", "text/html"),
        ("content-length", "4"),
    ];
    let headers: HeaderMap = kept
        .iter()
        .chain(&dropped)
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    let response =
        through(&layer(), get(), (StatusCode::SERVICE_UNAVAILABLE, headers, "page")).await;
    for (name, value) in kept {
        assert_eq!(response.headers()[name], value);
    }
    assert_eq!(response.headers()["content-type"], "application/xml");
    let length = response.headers()["content-length"].to_str().expect("ASCII").to_owned();
    for (name, _) in
        dropped.iter().filter(|(name, _)| !["content-type", "content-length"].contains(name))
    {
        assert!(!response.headers().contains_key(*name), "{name}");
    }
    assert_eq!(text(response).await.len().to_string(), length);
}

/// A document, whatever its table and its headers, is sent byte for byte.
#[tokio::test]
async fn documents_pass_byte_for_byte() {
    for document in [
        "<Error><Code>NoSuchKey</Code></Error>",
        "\n<?xml version=\"1.0\"?>\n<Error>\n  <Code>Unheard.Of</Code>\n</Error>\n",
        "<ErrorResponse><Error><Code>NoSuchKey</Code></Error><RequestId>R</RequestId></ErrorResponse>",
        &ObsError::new(ObsErrorCode::SlowDown).with_request_id("R").to_xml(),
    ] {
        let response = (
            StatusCode::NOT_FOUND,
            [("content-type", "text/xml"), ("etag", "1")],
            document.to_owned(),
        );
        let response = through(&layer(), get(), response).await;
        let error = ObsError::from_xml(document.as_bytes()).expect("a document");
        assert_eq!(response.headers()["content-type"], "text/xml");
        assert_eq!(response.headers()["etag"], "1");
        assert_eq!(response.headers()["x-obs-error-code"], error.code_str().expect("a code"));
        let id = response.headers()["x-obs-request-id"].to_str().expect("ASCII");
        assert!(error.request_id().map_or(id.len() == 32, |own| own == id), "{id}");
        assert_eq!(text(response).await, document);
    }
}

/// A response that a document is read from, and the document.
struct Read {
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    /// The code, the message and the id, if it is not a generated one.
    expected: (&'static str, &'static str, Option<&'static str>),
}

const INTERNAL: &str = "An internal error occurs. Retry later.";

const READ: &[Read] = &[
    Read {
        status: 404,
        headers: &[],
        body: "<Error><Code>NoSuchKey</Code><RequestId>R</RequestId><Mes",
        expected: ("NoSuchKey", "The specified key does not exist.", Some("R")),
    },
    Read {
        status: 404,
        headers: &[("x-obs-error-code", "NoSuchUpload"), ("x-obs-error-message", "Aborted.")],
        body: "",
        expected: ("NoSuchUpload", "Aborted.", None),
    },
    Read {
        status: 404,
        headers: &[("x-amz-error-code", "NoSuchKey")],
        body: "<html></html>",
        expected: ("NoSuchKey", "The specified key does not exist.", None),
    },
    Read {
        status: 400,
        headers: &[],
        body: "<Error><Message>Wrong.</Message></Error>",
        expected: ("InvalidRequest", "Wrong.", None),
    },
    Read {
        status: 500,
        headers: &[],
        body: "<Error><Message>secret</Message><HostId>secret</HostId><Resource>secret</Resource></Error>",
        expected: ("InternalError", INTERNAL, None),
    },
    Read {
        status: 400,
        headers: &[("content-type", "text/plain; charset=utf-8")],
        body: " It is wrong.\n",
        expected: ("InvalidRequest", "It is wrong.", None),
    },
    Read {
        status: 400,
        headers: &[("content-type", "text/html")],
        body: "secret",
        expected: ("InvalidRequest", "Invalid request.", None),
    },
    // What a proxy says of the request may come from the client.
    Read {
        status: 404,
        headers: &[("x-request-id", "secret")],
        body: "",
        expected: ("NoSuchKey", "The specified key does not exist.", None),
    },
    #[cfg(feature = "json")]
    Read {
        status: 400,
        headers: &[("content-type", "application/json")],
        body: r#"{"code":"InvalidArgument","message":"It is wrong.","request_id":"R"}"#,
        expected: ("InvalidArgument", "It is wrong.", Some("R")),
    },
    #[cfg(feature = "json")]
    Read {
        status: 503,
        headers: &[],
        body: r#"{"code":"SlowDown","message":"Slow down.","request_id":"R","trace":"secret"}"#,
        expected: ("SlowDown", "Slow down.", Some("R")),
    },
    #[cfg(feature = "json")]
    Read {
        status: 500,
        headers: &[],
        body: r#"{"message":"secret","stack":"secret","host_id":"secret","resource":"secret"}"#,
        expected: ("InternalError", INTERNAL, None),
    },
    #[cfg(feature = "json")]
    Read {
        status: 500,
        headers: &[],
        body: r#"{"error":{"code":13,"message":"secret","details":["secret"]}}"#,
        expected: ("InternalError", INTERNAL, None),
    },
];

#[tokio::test]
async fn what_can_be_read_of_other_documents_is_sent() {
    for Read { status, headers, body, expected: (code, message, id) } in READ {
        let mut response =
            (StatusCode::from_u16(*status).expect("a status"), *body).into_response();
        response.headers_mut().remove(CONTENT_TYPE);
        for (name, value) in *headers {
            response.headers_mut().insert(*name, HeaderValue::from_static(value));
        }
        let (layer, log) = logging();
        let response = through(&layer, get(), response).await;
        assert_eq!(response.status().as_u16(), *status);
        let headers = response.headers().clone();
        let document = text(response).await;
        let error = ObsError::from_xml(document.as_bytes()).expect("a document");
        assert_eq!((error.code_str(), error.message()), (Some(*code), Some(*message)), "{body}");
        let sent = error.request_id().expect("an id");
        assert_eq!(sent, id.unwrap_or("I"), "{body}");
        assert_eq!(headers["x-obs-request-id"].as_bytes(), sent.as_bytes());
        assert!(!document.contains("secret"), "{document}");
        assert_eq!(headers.get_all("x-amz-error-code").iter().count(), 0);
        // What is not sent is reported.
        let reported = &log.lock().expect("no panic")[0].1;
        assert_eq!(reported.as_deref(), Some(body.trim_start()).filter(|it| !it.is_empty()));
    }
}

fn frames(frames: Vec<Frame<Bytes>>) -> Response<Body> {
    let frames = stream::iter(frames.into_iter().map(Ok::<_, Infallible>));
    let mut response = Response::new(Body::new(StreamBody::new(frames)));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

fn data(bytes: impl Into<Bytes>) -> Frame<Bytes> {
    Frame::data(bytes.into())
}

fn trailers() -> Frame<Bytes> {
    let sum = (HeaderName::from_static("x-sum"), HeaderValue::from_static("1"));
    Frame::trailers(HeaderMap::from_iter([sum]))
}

#[tokio::test]
async fn long_bodies_pass_and_trailers_are_kept() {
    let chunk = Bytes::from(vec![b'x'; MAX_BODY_BYTES / 2 + 1]);
    let response = frames(vec![data(chunk.clone()), data(chunk.clone()), data("end"), trailers()]);
    let response = through(&layer(), get(), response).await;
    assert_eq!(response.headers().len(), 1);
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(
        body.trailers().map(|trailers| trailers["x-sum"].clone()),
        Some(HeaderValue::from_static("1"))
    );
    assert_eq!(body.to_bytes().len(), 2 * chunk.len() + 3);

    // The length is known beforehand.
    let long = vec![b'<'; MAX_BODY_BYTES + 1];
    let response = through(&layer(), get(), (StatusCode::NOT_FOUND, long.clone())).await;
    assert_eq!(response.body().size_hint().exact(), Some(long.len() as u64));
    assert_eq!(text(response).await.len(), long.len());
    let longest = vec![b'x'; MAX_BODY_BYTES];
    let response = through(&layer(), get(), (StatusCode::NOT_FOUND, longest)).await;
    assert!(text(response).await.contains("<Code>NoSuchKey</Code>"));

    let parts = vec![data("<Error><Co"), data(""), data("de>A</Code></Error>"), trailers()];
    let response = through(&layer(), get(), frames(parts)).await;
    assert_eq!(response.body().size_hint().exact(), None, "trailers follow");
    let body = response.into_body().collect().await.expect("a body");
    assert!(body.trailers().is_some());
    assert_eq!(body.to_bytes(), "<Error><Code>A</Code></Error>");
}

/// Frames that are empty or short cost time and memory, too.
#[tokio::test]
async fn the_number_of_frames_is_limited() {
    let response = frames((0..100_000).map(|_| data("")).chain([data("end")]).collect());
    assert_eq!(text(through(&layer(), get(), response).await).await, "end");
    let endless = stream::repeat_with(|| Ok::<_, Infallible>(data("")));
    let response = (StatusCode::BAD_GATEWAY, Body::new(StreamBody::new(endless)));
    let response = through(&layer(), get(), response).await;
    assert_eq!(response.headers().len(), 1);
}

#[tokio::test]
async fn why_a_body_broke_off_is_reported() {
    let lost = stream::iter([Ok(data("<Error>")), Err(io::Error::other("the connection is lost"))]);
    let (layer, log) = logging();
    let response = (StatusCode::BAD_GATEWAY, Body::new(StreamBody::new(lost)));
    assert!(text(through(&layer, get(), response).await).await.contains("ServiceUnavailable"));
    let log = log.lock().expect("no panic");
    assert_eq!(log[0].1.as_deref(), Some("the connection is lost"));
}

#[tokio::test]
async fn a_stream_is_not_waited_for() {
    let body = Body::new(StreamBody::new(stream::pending::<Result<Frame<Bytes>, io::Error>>()));
    let response =
        (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "text/event-stream; charset=utf-8")], body);
    let response = through(&layer(), get(), response).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream; charset=utf-8");
}

#[tokio::test]
async fn encoded_bodies_pass_if_the_headers_have_the_code() {
    let encoded = [("content-encoding", "gzip"), ("x-obs-error-code", "NoSuchKey")];
    let response =
        through(&layer(), get(), (StatusCode::NOT_FOUND, encoded, vec![31_u8, 139])).await;
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert_eq!(response.into_body().collect().await.expect("a body").to_bytes(), vec![31, 139]);
    let response =
        through(&layer(), get(), (StatusCode::NOT_FOUND, [encoded[0]], vec![31_u8, 139])).await;
    assert!(text(response).await.contains("<Code>NoSuchKey</Code>"));
}

/// What `on_error` was called with.
type Log = Arc<Mutex<Vec<(String, Option<String>)>>>;

fn logging() -> (ErrorDocumentLayer<ObsErrorCode>, Log) {
    let log = Log::default();
    let own = Arc::clone(&log);
    let layer = layer().on_error(move |failed| {
        let error = failed.error();
        let line =
            format!("{} {} {}: {error}", failed.method(), failed.uri(), failed.request_id().len());
        let cause = error.source().map(ToString::to_string);
        let cause = cause.or_else(|| error.excerpt().map(str::to_owned));
        own.lock().expect("no panic").push((line, cause));
    });
    (layer.with_request_id(|_| RequestId::new("I")), log)
}

#[tokio::test]
async fn causes_are_reported_and_not_sent() {
    let (layer, log) = logging();
    let error = ObsError::new(ObsErrorCode::InternalError).with_source("a secret");
    let sent = text(through(&layer, get(), error).await).await;
    let page = (StatusCode::BAD_GATEWAY, "<html>a secret</html>");
    let sent = sent + &text(through(&layer, get(), page).await).await;
    assert!(!sent.contains("secret"), "{sent}");
    through(&layer, get(), "a success").await;
    let log = log.lock().expect("no panic");
    let internal = "GET /bucket/a%20b?c 1: InternalError (500): An internal error occurs. Retry later. [request id I]";
    let unavailable = "GET /bucket/a%20b?c 1: ServiceUnavailable (502): The server is overloaded or has internal errors. [request id I]";
    assert_eq!(log[0], (internal.to_owned(), Some("a secret".to_owned())));
    assert_eq!(log[1], (unavailable.to_owned(), Some("<html>a secret</html>".to_owned())));
    assert_eq!(log.len(), 2);
}

/// A service that fails in one of the ways in which a service can.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Broken {
    NotReady,
    PanicsWhenPolled,
    PanicsWhenCalled,
    PanicsInTheFuture,
    PanicsInTheBody,
    Fails,
    FailsWithACode,
    FailsWithAnotherTable,
}

impl Service<Request<()>> for Broken {
    type Response = Response<
        StreamBody<
            stream::PollFn<
                fn(&mut std::task::Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>>,
            >,
        >,
    >;
    type Error = io::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, io::Error>>>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> Poll<Result<(), io::Error>> {
        match self {
            Self::NotReady => Poll::Ready(Err(io::Error::other("a secret"))),
            Self::PanicsWhenPolled => panic!("a secret"),
            _ => Poll::Ready(Ok(())),
        }
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let way = *self;
        assert!(way != Self::PanicsWhenCalled, "a secret");
        Box::pin(async move {
            match way {
                Self::PanicsInTheFuture => std::panic::panic_any(7),
                Self::Fails => Err(io::Error::other(Wrapped(ObsErrorCode::SlowDown))),
                Self::FailsWithACode => Err(io::Error::other(ObsErrorCode::SlowDown)),
                Self::FailsWithAnotherTable => Err(io::Error::other(
                    ObsError::new(ObsErrorCode::SlowDown).with_codes::<NoCode>(),
                )),
                _ => {
                    let poll: fn(&mut std::task::Context<'_>) -> _ = |_| panic!("{}", "a secret");
                    let mut response = Response::new(StreamBody::new(stream::poll_fn(poll)));
                    *response.status_mut() = StatusCode::BAD_REQUEST;
                    Ok(response)
                }
            }
        })
    }
}

/// An error that was caused by a code.
#[derive(Debug)]
struct Wrapped(ObsErrorCode);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a secret")
    }
}

impl Error for Wrapped {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[tokio::test]
async fn failures_of_the_service_are_responses() {
    std::panic::set_hook(Box::new(|_| ()));
    for (way, code, cause) in [
        (Broken::NotReady, "InternalError", "a secret"),
        (Broken::PanicsWhenPolled, "InternalError", "the service panicked: a secret"),
        (Broken::PanicsWhenCalled, "InternalError", "the service panicked: a secret"),
        (
            Broken::PanicsInTheFuture,
            "InternalError",
            "the service panicked: with a value that is not a string",
        ),
        (Broken::PanicsInTheBody, "InternalError", "the service panicked: a secret"),
        (Broken::Fails, "SlowDown", "a secret"),
        (Broken::FailsWithACode, "SlowDown", "SlowDown"),
        (Broken::FailsWithAnotherTable, "SlowDown", "SlowDown (503)"),
    ] {
        let (layer, log) = logging();
        let Ok(response) = layer.layer(way).oneshot(get()).await;
        let status = if code == "SlowDown" { 503 } else { 500 };
        assert_eq!(response.status().as_u16(), status, "{way:?}");
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let error = ObsError::from_xml(&body).expect("a document");
        assert_eq!(error.code_str(), Some(code), "{way:?}");
        assert!(!error.to_xml().contains("secret"), "{way:?}");
        let log = log.lock().expect("no panic");
        assert_eq!(log.len(), 1);
        assert!(log[0].1.as_deref().is_some_and(|found| found.starts_with(cause)), "{way:?}");
    }
    let _ = std::panic::take_hook();
}

/// A panic is not an error of the service: what is a reason to retry an error may not be one here.
#[tokio::test]
async fn panics_are_not_mapped() {
    std::panic::set_hook(Box::new(|_| ()));
    let layer = layer().map_error(|_| Some(ObsErrorCode::SlowDown.into()));
    let Ok(response) = layer.layer(Broken::PanicsInTheFuture).oneshot(get()).await;
    assert_eq!(response.status(), 500);
    let Ok(response) = layer.layer(Broken::NotReady).oneshot(get()).await;
    assert_eq!(response.status(), 503);
    let _ = std::panic::take_hook();
}

/// A service that has failed to become ready is not polled or called again.
#[tokio::test]
async fn a_service_that_failed_is_not_used_again() {
    struct Once(usize);

    impl Service<Request<()>> for Once {
        type Response = Response<Full<Bytes>>;
        type Error = io::Error;
        type Future = std::future::Ready<Result<Self::Response, io::Error>>;

        fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> Poll<Result<(), io::Error>> {
            self.0 += 1;
            assert!(self.0 < 2, "it is polled again");
            Poll::Ready(Err(io::Error::other("it broke")))
        }

        fn call(&mut self, _: Request<()>) -> Self::Future {
            unreachable!("it is not ready")
        }
    }

    let (layer, log) = logging();
    let mut service = layer.layer(Once(0));
    for _ in 0..3 {
        let Ok(ready) = service.ready().await;
        let Ok(response) = ready.call(get()).await;
        assert_eq!(response.status(), 500);
    }
    let log = log.lock().expect("no panic");
    let causes: Vec<&str> = log.iter().filter_map(|(_, cause)| cause.as_deref()).collect();
    assert_eq!(causes[0], "it broke");
    assert_eq!(causes[1..], ["the service has failed before"; 2]);
}

#[tokio::test]
async fn errors_are_mapped_or_found() {
    async fn sent(
        error: impl Into<Box<dyn Error + Send + Sync>>,
        layer: ErrorDocumentLayer<ObsErrorCode>,
    ) -> (u16, String) {
        let mut error = Some(error.into());
        let service = service_fn(move |_: Request<()>| {
            let error = error.take().expect("one request");
            async move { Err::<Response<Body>, _>(error) }
        });
        let Ok(response) = layer.layer(service).oneshot(get()).await;
        (response.status().as_u16(), text(response).await)
    }
    let (status, document) = sent(ObsErrorCode::NoSuchKey, layer()).await;
    assert!(status == 404 && document.contains("<Code>NoSuchKey</Code>"), "{status} {document}");
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_field("Key", "k").with_status(410);
    let (status, document) = sent(error.clone(), layer()).await;
    assert!(status == 410 && document.contains("<Key>k</Key>"), "{status} {document}");
    let map = |error: &(dyn Error + Send + Sync + 'static)| {
        error.is::<ObsError>().then(|| ObsErrorCode::SlowDown.into())
    };
    let (status, document) = sent(error, layer().map_error(map)).await;
    assert!(status == 503 && document.contains("<Code>SlowDown</Code>"), "{status} {document}");
}

#[tokio::test]
async fn two_layers_do_what_one_does() {
    let inner = layer().with_host_id("inner");
    for response in [StatusCode::NOT_FOUND.into_response(), ObsErrorCode::NoSuchKey.into_response()]
    {
        let mut response = Some(response);
        let service = service_fn(move |_: Request<()>| {
            let response = response.take().expect("one request");
            async move { Ok::<_, Infallible>(response) }
        });
        let outer = layer().with_host_id("outer").layer(inner.layer(service));
        let Ok(response) = outer.oneshot(get()).await;
        assert_eq!(response.headers()["x-obs-id-2"], "inner");
        let id = response.headers()["x-obs-request-id"].to_str().expect("ASCII").to_owned();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let error = ObsError::from_xml(&body).expect("a document");
        assert_eq!((error.request_id(), error.host_id()), (Some(id.as_str()), Some("inner")));
    }
}

/// Other middleware can read the error that is sent.
#[tokio::test]
async fn the_error_is_among_the_extensions() {
    let response = through(&layer(), get(), StatusCode::NOT_FOUND).await;
    let error = response.extensions().get::<RawError>().expect("an error");
    assert_eq!((error.code_str(), error.resource()), (Some("NoSuchKey"), Some("/bucket/a b")));
    let response = through(&layer(), get(), "a success").await;
    assert!(response.extensions().get::<RawError>().is_none());
}

fn any_header() -> impl Strategy<Value = (HeaderName, HeaderValue)> {
    let name = proptest::sample::select(vec![
        "content-type",
        "content-length",
        "content-encoding",
        "retry-after",
        "location",
        "x-obs-error-code",
        "x-obs-error-message",
        "x-obs-request-id",
        "x-amz-request-id",
        "x-obs-id-2",
        "x-reserved-indicator",
    ]);
    let value = prop_oneof![
        "[ -~]{0,20}",
        Just("text/plain".to_owned()),
        Just("gzip".to_owned()),
        Just("NoSuchKey".to_owned()),
        "é{1,3}"
    ];
    (name, value).prop_map(|(name, value)| {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a value");
        (HeaderName::from_static(name), value)
    })
}

proptest! {
    /// Whatever a service responds with, a failure is a valid document, unless it is encoded.
    #[test]
    fn every_failure_becomes_a_document(
        status in 400_u16..600,
        headers in proptest::collection::vec(any_header(), 0..6),
        body in prop_oneof![any::<Vec<u8>>(), "(<|>|/|Error|Code|Message|&|\\{|\"|:|A| ){0,20}".prop_map(String::into_bytes)],
        method in proptest::sample::select(vec![Method::GET, Method::HEAD, Method::PUT]),
        amz in any::<bool>(),
    ) {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        response.headers_mut().extend(headers);
        let is_encoded = response.headers().get("content-encoding").is_some_and(|it| it != "identity");
        let mut request = get();
        *request.method_mut() = method.clone();
        if amz {
            request.headers_mut().insert("authorization", HeaderValue::from_static("AWS a:b"));
        }
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let Poll::Ready(response) = pin!(through(&layer(), request, response)).poll(&mut context) else {
            panic!("nothing is waited for");
        };
        prop_assert_eq!(response.status().as_u16(), status);
        let headers = response.headers().clone();
        let ids = ["x-obs-request-id", "x-amz-request-id"].map(|name| headers.get(name).cloned());
        prop_assert!(ids.iter().any(Option::is_some));
        if method == Method::HEAD || (is_encoded && headers.contains_key("content-encoding")) {
            return Ok(());
        }
        let Poll::Ready(body) = pin!(response.into_body().collect()).poll(&mut context) else {
            panic!("nothing is waited for");
        };
        let body = body.expect("a body").to_bytes();
        let error = ObsError::from_xml(&body);
        prop_assert!(error.is_ok(), "{:?}", error);
        prop_assert!(error.expect("it is").code_str().is_some_and(|code| !code.is_empty()));
    }
}
