//! A small object store in memory, every failing response of which is an error document.
//!
//! ```text
//! cargo run --package obs-errors --features axum,tower --example server
//! curl -T cat.jpg http://127.0.0.1:8000/photos/cat.jpg
//! curl -i -H 'Range: bytes=0-9' http://127.0.0.1:8000/photos/cat.jpg
//! curl -i http://127.0.0.1:8000/photos/dog.jpg
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::RANGE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response, Result};
use headers::{
    ContentRange, ETag, HeaderMapExt, IfMatch, IfModifiedSince, IfNoneMatch, LastModified,
};
use http_range_header::parse_range_header;
use obs_errors::layer::{ErrorDocumentLayer, FailedRequest, RequestId};
use obs_errors::{ObsError, ObsErrorCode};
use tower::ServiceBuilder;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{ResponseBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::TraceLayer;
use tracing::{Span, error, info, info_span};

/// The objects by their paths, such as `/photos/cat.jpg`.
type Objects = Arc<RwLock<HashMap<String, Object>>>;

#[derive(Clone)]
struct Object {
    content: Bytes,
    etag: ETag,
    modified: SystemTime,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().init();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    info!("listening on http://{}", listener.local_addr()?);
    let stop = async { _ = tokio::signal::ctrl_c().await };
    axum::serve(listener, router()).with_graceful_shutdown(stop).await
}

pub(crate) fn router() -> Router {
    const LIMIT: usize = 16 << 20;
    const TIMEOUT: Duration = Duration::from_secs(30);
    let document = ErrorDocumentLayer::<ObsErrorCode>::new().with_host_id("server-1").on_error(log);
    let layers = ServiceBuilder::new()
        .layer(document)
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(ResponseBodyTimeoutLayer::new(TIMEOUT))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIMEOUT))
        .layer(RequestBodyLimitLayer::new(LIMIT));
    let object = axum::routing::get(get).put(put).delete(delete);
    Router::new()
        .route("/{bucket}/{*key}", object)
        .with_state(Objects::default())
        .layer(DefaultBodyLimit::disable())
        .layer(layers)
}

/// Every event of a request has its id.
fn span<B>(request: &Request<B>) -> Span {
    let id = request.extensions().get::<RequestId>().map(tracing::field::display);
    info_span!("request", id, method = %request.method(), path = request.uri().path())
}

fn log(failed: &FailedRequest<'_, ObsErrorCode>) {
    let error = failed.error();
    if error.status().is_some_and(|status| status >= 500) {
        let cause = error.source().map(tracing::field::display);
        error!(cause, method = %failed.method(), path = failed.uri().path(), "{error}");
    }
}

async fn put(
    State(objects): State<Objects>,
    uri: Uri,
    headers: HeaderMap,
    content: Bytes,
) -> Result<HeaderMap, ObsError> {
    let mut objects = objects.write().unwrap_or_else(PoisonError::into_inner);
    check(&headers, objects.get(uri.path()))?;
    // The etag of the service is the MD5 digest; any other value that changes will do.
    let etag = format!("\"{:016x}\"", RandomState::new().hash_one(&content)).parse::<ETag>();
    let etag =
        etag.map_err(|error| ObsError::new(ObsErrorCode::InternalError).with_source(error))?;
    let mut response = HeaderMap::new();
    response.typed_insert(etag.clone());
    objects.insert(uri.path().to_owned(), Object { content, etag, modified: SystemTime::now() });
    Ok(response)
}

async fn delete(State(objects): State<Objects>, uri: Uri) -> StatusCode {
    objects.write().unwrap_or_else(PoisonError::into_inner).remove(uri.path());
    StatusCode::NO_CONTENT
}

/// Responds to GET, and to HEAD, for which axum drops the body.
async fn get(State(objects): State<Objects>, uri: Uri, headers: HeaderMap) -> Result<Response> {
    let objects = objects.read().unwrap_or_else(PoisonError::into_inner);
    let object = objects.get(uri.path()).ok_or(ObsErrorCode::NoSuchKey)?;
    let Object { content, etag, modified } = object;
    let mut sent = HeaderMap::new();
    sent.typed_insert(etag.clone());
    sent.typed_insert(LastModified::from(*modified));
    let is_known = headers.typed_get::<IfNoneMatch>().map(|it| !it.precondition_passes(etag));
    let since = headers.typed_get::<IfModifiedSince>();
    if is_known.unwrap_or_else(|| since.is_some_and(|it| !it.is_modified(*modified))) {
        return Ok((StatusCode::NOT_MODIFIED, sent).into_response());
    }
    check(&headers, Some(object))?;

    // Only a single range is sent; otherwise the whole object is, as it may be.
    let range = headers.get(RANGE).and_then(|it| parse_range_header(it.to_str().ok()?).ok());
    let Some(range) = range.filter(|range| range.len() == 1) else {
        return Ok((sent, content.clone()).into_response());
    };
    let size = content.len() as u64;
    let Ok(Some(part)) = range.validate(size).map(|ranges| ranges.into_iter().next()) else {
        sent.typed_insert(ContentRange::unsatisfied_bytes(size));
        return Err((sent, ObsErrorCode::InvalidRange).into());
    };
    let [start, end] =
        [part.start(), part.end()].map(|at| usize::try_from(*at).unwrap_or_default());
    if let Ok(range) = ContentRange::bytes(part, size) {
        sent.typed_insert(range);
    }
    Ok((StatusCode::PARTIAL_CONTENT, sent, content.slice(start..=end)).into_response())
}

/// Checks the conditions under which a request is to have an effect.
fn check(headers: &HeaderMap, object: Option<&Object>) -> Result<(), ObsErrorCode> {
    let etag = object.map(|object| &object.etag);
    let is_match = |it: IfMatch| etag.is_some_and(|etag| it.precondition_passes(etag));
    let is_new = |it: IfNoneMatch| etag.is_none_or(|etag| it.precondition_passes(etag));
    let passes = headers.typed_get().is_none_or(is_match) && headers.typed_get().is_none_or(is_new);
    if passes { Ok(()) } else { Err(ObsErrorCode::PreconditionFailed) }
}
