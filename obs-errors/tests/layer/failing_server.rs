//! A server whose every route fails in another way, behind the layer; `rows.tsv` lists them.
//!
//! ```text
//! cargo run --package obs-errors --features axum,tower --example failing_server -- 127.0.0.1:9000
//! curl -i http://127.0.0.1:9000/rows/panic
//! ```

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, any_service, post};
use axum::{Json, Router};
use futures_util::{StreamExt, stream};
use http_body_util::StreamBody;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use obs_errors::layer::{ErrorDocumentLayer, FailedRequest};
use obs_errors::{ObsError, ObsErrorCode};
use serde::Deserialize;
use tower::ServiceBuilder;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// What must not leave the server.
pub(crate) const SECRET: &str = "the password of the database";
pub(crate) const HOST_ID: &str = "32AAAQAAEAABAAAQAAEAABAAAQAAEAABtheserver";

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9000".to_owned());
    // A panic here is part of the exercise.
    std::panic::set_hook(Box::new(|_| ()));
    let upstream = serve(upstream(), "127.0.0.1:0").await?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router(upstream, |_| ())).await
}

/// Serves for as long as the runtime runs.
pub(crate) async fn serve(router: Router, address: &str) -> io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

type Log = fn(&FailedRequest<'_, ObsErrorCode>);

pub(crate) fn router(upstream: SocketAddr, log: Log) -> Router {
    let layer = ErrorDocumentLayer::<ObsErrorCode>::new().with_host_id(HOST_ID).on_error(log);
    let map = |error: &(dyn std::error::Error + Send + Sync + 'static)| {
        let is_overloaded = error.is::<Overloaded>().then(|| ObsErrorCode::SlowDown.into());
        is_overloaded.or_else(|| error.is::<Elapsed>().then(|| ObsError::for_status(504)))
    };
    // These layers and services have errors, so a layer around them makes those responses.
    let inner = layer.clone().map_error(map);
    let overloaded = ServiceBuilder::new().layer(inner.clone()).load_shed().concurrency_limit(0);
    let slow = ServiceBuilder::new().layer(inner.clone()).timeout(Duration::from_millis(50));
    let broken = ServiceBuilder::new()
        .layer(inner)
        .service_fn(|_| async { Err::<Response, _>(io::Error::other(SECRET)) });

    Router::new()
        .route("/rows/ok", any(|| async { "ok" }))
        .route("/rows/post-only", post(|| async { "ok" }))
        .route(
            "/rows/query",
            any(|Query(Number { number }): Query<Number>| async move { number.to_string() }),
        )
        .route(
            "/rows/number/{number}",
            any(|Path(number): Path<u32>| async move { number.to_string() }),
        )
        .route(
            "/rows/json",
            any(|Json(Number { number }): Json<Number>| async move { number.to_string() }),
        )
        .route("/rows/body", any(|body: Bytes| async move { body.len().to_string() }))
        .route("/rows/error", any(error))
        .route("/rows/code", any(code))
        .route("/rows/status", any(|| async { (StatusCode::IM_A_TEAPOT, [("x-kept", "yes")]) }))
        .route("/rows/text", any(|| async { (StatusCode::INTERNAL_SERVER_ERROR, SECRET) }))
        .route("/rows/redirect", any(redirect))
        .route("/rows/panic", any(panic))
        .route("/rows/caught-panic", any(panic).layer(CatchPanicLayer::new()))
        .route("/rows/timeout", any(|| tokio::time::sleep(Duration::from_secs(60))))
        .route(
            "/rows/service-timeout",
            any(|| tokio::time::sleep(Duration::from_secs(60))).layer(slow),
        )
        .route("/rows/load-shed", any(|| async { "ok" }).layer(overloaded))
        .route("/rows/service-error", any_service(broken))
        .route("/rows/upstream/{name}", any(forward).with_state(upstream))
        .layer(
            ServiceBuilder::new()
                .layer(layer)
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::REQUEST_TIMEOUT,
                    Duration::from_millis(200),
                ))
                .layer(RequestBodyLimitLayer::new(1000)),
        )
}

#[derive(Deserialize)]
struct Number {
    number: u32,
}

async fn error() -> Result<(), ObsError> {
    let error = ObsError::new(ObsErrorCode::BucketNotEmpty);
    let error = error.with_message("There are 3 objects in the bucket.").with_field("Objects", "3");
    Err(error.with_source(SECRET))
}

async fn code() -> Result<(), ObsError> {
    fn authorize() -> Result<(), ObsErrorCode> {
        Err(ObsErrorCode::AccessDenied)
    }
    authorize()?;
    Ok(())
}

async fn redirect() -> ObsError {
    ObsError::new(ObsErrorCode::TemporaryRedirect).with_location("/rows/ok")
}

async fn panic() {
    panic!("{SECRET}");
}

/// Responds as the other server does.
async fn forward(State(upstream): State<SocketAddr>, Path(name): Path<String>) -> Response {
    let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
    let address = format!("http://{upstream}/{name}").parse().expect("an address");
    let response = client.get(address).await.expect("the other server responds");
    response.into_response()
}

/// The document of the other server, with ids of its own.
pub(crate) const DOCUMENT: &str = "<?xml version='1.0'?>\n<Error><Code>NoSuchUpload</Code>\
    <Message>The upload was aborted.</Message><RequestId>0000018A2B3C</RequestId>\
    <UploadId>7</UploadId></Error>\n";

/// The other server. It is not behind the layer.
pub(crate) fn upstream() -> Router {
    let xml = [(HeaderName::from_static("content-type"), "application/xml")];
    let truncated = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Mess";
    let page = format!("<html><body>{SECRET}</body></html>");
    Router::new()
        .route("/document", any(move || async move { (StatusCode::NOT_FOUND, xml, DOCUMENT) }))
        .route("/chunked-document", any(chunked_document))
        .route("/truncated", any(move || async move { (StatusCode::FORBIDDEN, truncated) }))
        .route(
            "/page",
            any(|| async move { (StatusCode::BAD_GATEWAY, [("content-type", "text/html")], page) }),
        )
        .route("/breaks-off", any(breaks_off))
}

/// The document without its length.
async fn chunked_document() -> Response {
    let frames = DOCUMENT
        .as_bytes()
        .chunks(50)
        .map(|part| Ok::<_, io::Error>(http_body::Frame::data(Bytes::copy_from_slice(part))));
    (StatusCode::NOT_FOUND, Body::new(StreamBody::new(stream::iter(frames)))).into_response()
}

/// A body whose end never arrives.
async fn breaks_off() -> Response {
    let frame = http_body::Frame::data(Bytes::from_static(SECRET.as_bytes()));
    let lost = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::Error::other("the connection is lost"))
    };
    let frames = stream::iter([Ok(frame)]).chain(stream::once(lost));
    let body = Body::new(StreamBody::new(frames));
    (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
}
