//! A stand-in for OBS that responds with any error that is requested, so that you can
//! test a client against every error of the service.
//!
//! ```text
//! cargo run --package obs-errors --features axum --example fault_server -- 127.0.0.1:9000
//! curl -i 'http://127.0.0.1:9000/photos/a.jpg?error=SlowDown&times=2'
//! ```
//!
//! An error is requested in one of three ways, because not every client can use each:
//!
//! - in the query: `?error=SlowDown&times=2&shape=html`
//! - in a header: `x-fault: SlowDown;times=2;shape=html`
//! - in the key: `/photos/fault/SlowDown;times=2;shape=html`
//!
//! `times` is how many requests with the same method, address and code fail before one
//! succeeds, after which it starts again; without it, every request fails. `retry-after` is the
//! number of seconds that the response asks the client to wait. `shape` is one of
//!
//! - `xml`: as the service responds; the default
//! - `html`: the page of a proxy
//! - `json`: as the newer endpoints respond
//! - `empty`: the status, and nothing else
//! - `truncated`: the document, truncated in the middle
//! - `in-200`: the document with status 200, after whitespace
//!
//! Requests that ask for no error succeed. Nothing is stored, and signatures are not
//! verified. A client that signs requests the S3 way gets the headers of S3.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::header::{CONTENT_TYPE, ETAG, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use obs_errors::{HeaderStyle, ObsError, ObsErrorCode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router()).await
}

pub(crate) fn router() -> Router {
    Router::new().fallback(respond).with_state(Arc::default())
}

/// The number of failures so far of each request with `times`.
type Failures = Arc<Mutex<HashMap<String, u32>>>;

async fn respond(
    State(failures): State<Failures>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Response {
    let (request, mut body) = request.into_parts();
    // A client that is still sending when the connection closes never sees the response.
    while let Some(Ok(_)) = body.frame().await {}
    match Fault::from_request(&query, &request.headers, &request.uri) {
        Ok(Some(fault)) if fault.is_due(&failures, &request) => fault.response(&request),
        Ok(_) => success(&request.method),
        Err(error) => with_ids_and_style(error, &request).into_response(),
    }
}

fn success(method: &Method) -> Response {
    match *method {
        Method::DELETE => StatusCode::NO_CONTENT.into_response(),
        _ => ([(ETAG, "\"0123456789abcdef0123456789abcdef\"")], "ok\n").into_response(),
    }
}

struct Fault {
    code: ObsErrorCode,
    times: Option<u32>,
    retry_after: Option<u32>,
    shape: Shape,
}

enum Shape {
    Xml,
    Html,
    Json,
    Empty,
    Truncated,
    In200,
}

impl Fault {
    fn from_request(
        query: &HashMap<String, String>,
        headers: &HeaderMap,
        uri: &Uri,
    ) -> Result<Option<Self>, ObsError> {
        let option = |name: &str| query.get(name).map(String::as_str);
        if let Some(code) = option("error") {
            return Self::new(code, option).map(Some);
        }
        let header = headers.get("x-fault").and_then(|value| value.to_str().ok());
        let key = uri.path().split_once("/fault/").map(|(_, fault)| fault);
        let key = key.map(|key| percent_encoding::percent_decode_str(key).decode_utf8_lossy());
        header.or(key.as_deref()).map(str::parse).transpose()
    }

    fn new<'a>(code: &str, option: impl Fn(&str) -> Option<&'a str>) -> Result<Self, ObsError> {
        let shape = match option("shape").unwrap_or("xml") {
            "xml" => Shape::Xml,
            "html" => Shape::Html,
            "json" => Shape::Json,
            "empty" => Shape::Empty,
            "truncated" => Shape::Truncated,
            "in-200" => Shape::In200,
            other => return Err(invalid_argument("shape", other)),
        };
        let number = |name| {
            let text = option(name);
            text.map(|text| text.parse::<u32>().map_err(|_| invalid_argument(name, text)))
                .transpose()
        };
        let code = code.parse().map_err(|_| invalid_argument("error", code))?;
        Ok(Self { code, times: number("times")?, retry_after: number("retry-after")?, shape })
    }

    fn is_due(&self, failures: &Failures, request: &Parts) -> bool {
        let Some(times) = self.times else { return true };
        let mut failures = failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = failures
            .entry(format!("{} {} {}", request.method, request.uri, self.code))
            .or_default();
        let is_due = *count < times;
        *count = if is_due { *count + 1 } else { 0 };
        is_due
    }

    fn response(&self, request: &Parts) -> Response {
        let error =
            with_ids_and_style(ObsError::new(self.code).with_resource(request.uri.path()), request);
        let status = self.code.status_code();
        let mut response = match self.shape {
            Shape::Xml => error.into_response(),
            Shape::Html => {
                let title = format!("{} {}", self.code.status(), self.code.reason());
                let page = format!("<html>\r\n<head><title>{title}</title></head>\r\n</html>\r\n");
                (status, [(CONTENT_TYPE, "text/html")], page).into_response()
            }
            Shape::Json => {
                let body = serde_json::json!({
                    "code": error.code_str(),
                    "message": error.message(),
                    "request_id": error.request_id(),
                });
                let kind = "application/json;charset=utf-8";
                (status, [(CONTENT_TYPE, kind)], body.to_string()).into_response()
            }
            Shape::Empty => status.into_response(),
            Shape::Truncated => {
                let document = error.to_xml();
                let half = document[..document.len() / 2].to_owned();
                (status, [(CONTENT_TYPE, "application/xml")], half).into_response()
            }
            Shape::In200 => {
                let document = format!("  \n{}", error.to_xml());
                ([(CONTENT_TYPE, "application/xml")], document).into_response()
            }
        };
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// `SlowDown;times=2;shape=html`
impl FromStr for Fault {
    type Err = ObsError;

    fn from_str(text: &str) -> Result<Self, ObsError> {
        let mut parts = text.split(';').map(str::trim);
        let code = parts.next().unwrap_or_default();
        let options: HashMap<&str, &str> = parts
            .map(|part| match part.split_once('=') {
                Some((name @ ("times" | "retry-after" | "shape"), value)) => Ok((name, value)),
                _ => Err(invalid_argument("fault", part)),
            })
            .collect::<Result<_, ObsError>>()?;
        Self::new(code, |name| options.get(name).copied())
    }
}

fn invalid_argument(name: &str, value: &str) -> ObsError {
    ObsError::new(ObsErrorCode::InvalidArgument)
        .with_message(format!("invalid {name}: `{value}`"))
        .with_field("ArgumentName", name)
        .with_field("ArgumentValue", value)
}

/// Sets a request id that is different for each error, a host id, and the style of header names
/// that the client expects.
fn with_ids_and_style(error: ObsError, request: &Parts) -> ObsError {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    error
        .with_request_id(format!("{:016X}{count:016X}", now.as_millis()))
        .with_host_id("32AAAQAAEAABAAAQAAEAABAAAQAAEAABfaultserver")
        .with_header_style(HeaderStyle::of_request(&request.headers, &request.uri))
}
