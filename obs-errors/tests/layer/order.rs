//! The layers of tower and tower-http around this one and inside it, in the order of the guide.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use futures_util::stream;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use obs_errors::layer::{ErrorDocumentLayer, RequestId};
use obs_errors::{ObsError, ObsErrorCode};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;
use tower::{Layer, ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::decompression::DecompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, SetRequestIdLayer};
use tower_http::timeout::{ResponseBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::TraceLayer;

fn layer() -> ErrorDocumentLayer<ObsErrorCode> {
    let found = |request: &http::request::Parts| {
        let id = request.extensions.get::<tower_http::request_id::RequestId>()?;
        RequestId::new(id.header_value().to_str().ok()?)
    };
    ErrorDocumentLayer::new().with_request_id(found).map_error(|error| {
        let error = if error.is::<Overloaded>() {
            ObsErrorCode::SlowDown.into()
        } else if error.is::<Elapsed>() {
            ObsError::for_status(504)
        } else {
            return None;
        };
        Some(error)
    })
}

fn routes() -> Router {
    let text = "a text that is long enough for a layer that compresses only long texts";
    Router::new()
        .route("/", get(move || async move { text }))
        .route("/slow", get(|| tokio::time::sleep(Duration::from_secs(60))))
        .route("/panic", get(panic))
        .route("/stalled", get(|| async { (StatusCode::BAD_GATEWAY, stalled()) }))
        .route("/error", get(|| async { ObsErrorCode::NoSuchBucket }))
        .route("/body", post(|body: Bytes| async move { body.len().to_string() }))
}

/// A body that never ends.
fn stalled() -> Body {
    Body::new(StreamBody::new(stream::pending::<Result<Frame<Bytes>, Infallible>>()))
}

async fn panic() {
    panic!("a secret");
}

/// All layers at once, with this number of requests and this timeout of the service.
fn stack(concurrency: usize, timeout: Duration) -> Router {
    routes().layer(
        ServiceBuilder::new()
            .layer(CompressionLayer::new())
            .layer(CorsLayer::permissive())
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(layer())
            .layer(TraceLayer::new_for_http())
            .layer(CatchPanicLayer::new())
            .load_shed()
            .layer(GlobalConcurrencyLimitLayer::new(concurrency))
            .timeout(timeout)
            .layer(ResponseBodyTimeoutLayer::new(Duration::from_millis(30)))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::REQUEST_TIMEOUT,
                Duration::from_millis(30),
            ))
            .layer(RequestBodyLimitLayer::new(10)),
    )
}

async fn send(router: Router, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let response = DecompressionLayer::new().layer(router).oneshot(request).await;
    let (parts, body) = response.expect("a response").into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    (parts.status, parts.headers, String::from_utf8(body.to_vec()).expect("UTF-8"))
}

#[tokio::test]
async fn every_layer_of_the_guide_works() {
    const LONG: Duration = Duration::from_secs(60);
    let get = |path: &str| Request::get(path).header("origin", "https://example.com");
    let post = || Request::post("/body").body(Body::from("eleven bytes"));
    std::panic::set_hook(Box::new(|_| ()));
    for (name, router, request, status, code) in [
        ("success", stack(8, LONG), get("/").body(Body::empty()), 200, None),
        ("route", stack(8, LONG), get("/nowhere").body(Body::empty()), 404, Some("NoSuchKey")),
        ("error", stack(8, LONG), get("/error").body(Body::empty()), 404, Some("NoSuchBucket")),
        ("panic", stack(8, LONG), get("/panic").body(Body::empty()), 500, Some("InternalError")),
        ("shed", stack(0, LONG), get("/").body(Body::empty()), 503, Some("SlowDown")),
        ("slow", stack(8, LONG), get("/slow").body(Body::empty()), 408, Some("RequestTimeout")),
        (
            "stalled",
            stack(8, LONG),
            get("/stalled").body(Body::empty()),
            502,
            Some("ServiceUnavailable"),
        ),
        (
            "elapsed",
            stack(8, Duration::from_millis(10)),
            get("/slow").body(Body::empty()),
            504,
            Some("ServiceUnavailable"),
        ),
        ("limit", stack(8, LONG), post(), 413, Some("EntityTooLarge")),
    ] {
        let (found, headers, body) = send(router, request.expect("a request")).await;
        assert_eq!(found.as_u16(), status, "{name}: {body}");
        assert_eq!(headers["access-control-allow-origin"], "*", "{name}");
        let id = headers["x-obs-request-id"].to_str().expect("ASCII");
        // A UUID with its hyphens.
        assert_eq!(id.len(), 36, "{name}");
        let Some(code) = code else { continue };
        let error = ObsError::from_xml(body.as_bytes()).expect("a document");
        assert_eq!((error.code_str(), error.request_id()), (Some(code), Some(id)), "{name}");
        assert!(!body.contains("secret"), "{body}");
    }
    let _ = std::panic::take_hook();
}

/// Compression inside the layer works, too: a document replaces a compressed body.
#[tokio::test]
async fn layers_inside_may_encode_the_body() {
    for path in ["/", "/error", "/nowhere"] {
        let router = routes().layer(CompressionLayer::new()).layer(layer());
        let (status, headers, body) =
            send(router, Request::get(path).body(Body::empty()).expect("a request")).await;
        assert!(headers.contains_key("x-obs-request-id"));
        assert_eq!(status == StatusCode::OK, !body.starts_with("<?xml"), "{body}");
    }
}

/// A preflight request is answered by a layer, not by a handler.
#[tokio::test]
async fn preflight_requests_have_an_id() {
    let router = routes().layer(CorsLayer::permissive()).layer(layer());
    let request = Request::options("/")
        .header("origin", "https://example.com")
        .header("access-control-request-method", "GET");
    let (status, headers, _) = send(router, request.body(Body::empty()).expect("a request")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["access-control-allow-methods"], HeaderValue::from_static("*"));
    assert_eq!(headers["x-obs-request-id"].len(), 32);
}
