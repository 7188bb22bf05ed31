//! From a request to its response.

use std::sync::atomic::{AtomicU64, Ordering};

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, DATE, ORIGIN, SERVER,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use obs_errors::{HeaderStyle, ObsError, ObsErrorCode};

use crate::body::ResponseBody;
use crate::call::{Answer, Call, empty};
use crate::content::Content;
use crate::listing::Form;
use crate::operation::Operation;
use crate::receive::{receive, refuse};
use crate::store::Store;
use crate::target::Target;
use crate::{buckets, listing, multipart, objects};

/// What the connections of a server share.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) store: Store,
    /// The domain whose subdomains are buckets.
    pub(crate) domain: String,
    requests: AtomicU64,
}

impl Service {
    pub(crate) fn new(store: Store, domain: String) -> Self {
        Self { store, domain, requests: AtomicU64::new(1) }
    }

    pub(crate) async fn respond(&self, request: Request<Incoming>) -> Response<ResponseBody> {
        let (request, body) = request.into_parts();
        let target = Target::new(&request, &self.domain);
        let style = HeaderStyle::of_request(&request.headers, &request.uri);
        let id = format!("{:016X}", self.requests.fetch_add(1, Ordering::Relaxed));
        let call = Call { request: &request, target: &target, style, store: &self.store };
        let answer = answer(&call, body).await;
        let mut response = answer.unwrap_or_else(|error| {
            let error = error.with_resource(target.resource()).with_request_id(id.clone());
            let error = error.with_host_id(HOST_ID).with_header_style(style);
            error.to_http().map(|body| ResponseBody(Content::from(body)))
        });
        let id = HeaderValue::try_from(id).expect("it has only digits");
        let headers = response.headers_mut();
        headers.insert(call.own_name("request-id"), id);
        headers.insert(call.own_name("id-2"), HeaderValue::from_static(HOST_ID));
        headers.entry(SERVER).or_insert(HeaderValue::from_static("obs-errors-faults"));
        let date = httpdate::fmt_http_date(std::time::SystemTime::now());
        headers.insert(DATE, HeaderValue::try_from(date).expect("a date is ASCII"));
        allow_origin(&request, headers);
        response
    }
}

/// The size of the largest document that is read: of a thousand keys, or ten thousand parts.
const MAX_DOCUMENT_BYTES: u64 = 4 << 20;

/// The id of the server, in every response.
const HOST_ID: &str = "obs-errors-faults";

async fn answer(call: &Call<'_>, body: Incoming) -> Answer {
    let (request, target) = (call.request, call.target);
    let headers = &request.headers;
    let Some(operation) = Operation::of(&request.method, headers, target) else {
        refuse(headers, body).await;
        return Err(ObsErrorCode::ServiceNotImplemented.into());
    };
    // What needs the body, if that is not refused before it is received.
    let allowed = match operation {
        Operation::PutObject => objects::check_put(call).map(|()| 0),
        Operation::UploadPart => multipart::check_part(call),
        Operation::DeleteObjects | Operation::CompleteMultipartUpload => Ok(0),
        // These have none, or none that matters.
        _ => {
            refuse(headers, body).await;
            return without_body(call, operation);
        }
    };
    let number = match allowed {
        Ok(number) => number,
        Err(error) => {
            refuse(headers, body).await;
            return Err(error);
        }
    };
    let received = receive(headers, body, &call.store.budget).await?;
    let is_document =
        matches!(operation, Operation::DeleteObjects | Operation::CompleteMultipartUpload);
    if is_document && received.content.length() > MAX_DOCUMENT_BYTES {
        return Err(ObsErrorCode::MalformedXML.into());
    }
    match operation {
        Operation::PutObject => objects::put(call, received),
        Operation::UploadPart => multipart::put_part(call, number, received),
        Operation::DeleteObjects => buckets::delete_objects(call, &received.content.to_vec()),
        _ => multipart::complete(call, &received.content.to_vec()),
    }
}

fn without_body(call: &Call<'_>, operation: Operation) -> Answer {
    match operation {
        Operation::ListBuckets => Ok(buckets::list(call)),
        Operation::CreateBucket => buckets::create(call),
        Operation::HeadBucket => buckets::head(call),
        Operation::DeleteBucket => buckets::delete(call),
        Operation::GetBucketLocation => buckets::location(call),
        Operation::ListObjects => listing::list(call, Form::First),
        Operation::ListObjectsV2 => listing::list(call, Form::Second),
        Operation::ListObjectVersions => listing::list(call, Form::Versions),
        Operation::ListMultipartUploads => multipart::list(call),
        Operation::CopyObject => objects::copy(call),
        Operation::GetObject | Operation::HeadObject => objects::get(call),
        Operation::DeleteObject => objects::delete(call),
        Operation::CreateMultipartUpload => multipart::create(call),
        Operation::UploadPartCopy => multipart::copy_part(call, multipart::check_part(call)?),
        Operation::ListParts => multipart::list_parts(call),
        Operation::AbortMultipartUpload => multipart::abort(call),
        Operation::Preflight => Ok(preflight(call.request)),
        Operation::PutObject
        | Operation::UploadPart
        | Operation::DeleteObjects
        | Operation::CompleteMultipartUpload => {
            Err(ObsError::new(ObsErrorCode::InternalError).with_message("The body is missing."))
        }
    }
}

/// Every page may send every request.
fn preflight(request: &Parts) -> Response<ResponseBody> {
    let mut response = empty(StatusCode::OK);
    let methods = HeaderValue::from_static("GET, HEAD, PUT, POST, DELETE");
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    if let Some(headers) = request.headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_HEADERS, headers.clone());
    }
    response
}

fn allow_origin(request: &Parts, headers: &mut HeaderMap) {
    if request.headers.contains_key(ORIGIN) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("*"));
    }
}
