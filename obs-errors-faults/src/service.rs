//! From a request to its response.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, DATE, ORIGIN, SERVER,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use hyper::body::Incoming;
use obs_errors::{HeaderStyle, ObsError, ObsErrorCode};

use crate::asked;
use crate::body::ResponseBody;
use crate::call::{Answer, Call, empty};
use crate::codes::Codes;
use crate::connection::{Aborted, Connection};
use crate::control::Controls;
use crate::delivery::{before, deliver};
use crate::fault::{After, Fault, Reply};
use crate::listing::Form;
use crate::log::{Log, Outcome};
use crate::operation::Operation;
use crate::receive::{Upload, drain, receive, refuse};
use crate::rules::{RuleId, Rules, Subject};
use crate::shape::Shape;
use crate::signature::Credentials;
use crate::store::Store;
use crate::target::Target;
use crate::{buckets, control, listing, multipart, objects, rendering};

/// What the connections of a server share.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) store: Store,
    pub(crate) rules: Rules,
    pub(crate) log: Log,
    pub(crate) codes: Codes,
    /// The key with which requests have to be signed.
    credentials: Option<Credentials>,
    /// The domain whose subdomains are buckets.
    domain: String,
    ids: AtomicU64,
}

impl Service {
    pub(crate) fn new(
        store: Store,
        codes: Codes,
        credentials: Option<Credentials>,
        domain: String,
    ) -> Self {
        let (rules, log, ids) = (Rules::default(), Log::default(), AtomicU64::new(1));
        Self { store, rules, log, codes, credentials, domain, ids }
    }

    pub(crate) async fn respond(
        &self,
        request: http::Request<Incoming>,
        connection: &Arc<Connection>,
    ) -> Result<Response<ResponseBody>, Aborted> {
        let (request, body) = request.into_parts();
        let target = Target::new(&request, &self.domain);
        if target.bucket == control::PREFIX {
            return Ok(control::respond(self.controls(), &request, &target, body).await);
        }
        let operation = Operation::of(&request.method, &request.headers, &target);
        let identity = asked::identity(&request.method, &request.uri);
        let entry = self.log.begin(&request, &target, operation, &identity);
        let mut body = Upload::new(body, Arc::clone(&entry.received));
        let style = HeaderStyle::of_request(&request.headers, &request.uri);
        let credentials = self.credentials.as_ref();
        let call = Call {
            request: &request,
            target: &target,
            style,
            store: &self.store,
            credentials,
            refused: None,
        };
        let injected = self.fault(&call, operation, &identity);
        let (answer, injected) = match injected {
            Ok(None) => (answer(&call, operation, &mut body).await, None),
            Ok(Some((rule, fault))) => {
                entry.injected(rule, &fault);
                match inject(&call, operation, &mut body, &fault, connection).await {
                    Ok(answer) => (answer, Some(fault)),
                    Err(aborted) => {
                        entry.answered(Outcome::default());
                        return Err(aborted);
                    }
                }
            }
            Err(error) => {
                refuse(&request.headers, &mut body).await;
                (Err(error), None)
            }
        };
        let mut outcome = Outcome::default();
        if let Err(error) = &answer {
            outcome.code = error.code_str().map(str::to_owned);
            outcome.retry_after = error.retry_after();
        }
        let mut response = self.complete(&call, answer, injected.as_ref());
        outcome.status = Some(response.status().as_u16());
        outcome.length = response.body().length();
        entry.answered(outcome);
        let Some(fault) = injected else { return Ok(response) };
        for (name, value) in &fault.headers {
            response.headers_mut().insert(name, value.clone());
        }
        deliver(response, &fault, &request.method, request.version, connection).await
    }

    fn controls(&self) -> Controls<'_> {
        Controls { rules: &self.rules, log: &self.log, codes: &self.codes }
    }

    /// The fault for a request: the one that it asks for, or else that of a rule.
    fn fault(
        &self,
        call: &Call<'_>,
        operation: Option<Operation>,
        identity: &str,
    ) -> Result<Option<(Option<RuleId>, Fault)>, ObsError> {
        let headers = &call.request.headers;
        let asked = asked::faults(call.target, headers, &self.codes)?;
        if !asked.is_empty() {
            return Ok(self.rules.asked(identity, asked).map(|fault| (None, fault)));
        }
        let Target { bucket, key, .. } = call.target;
        let method = &call.request.method;
        let subject = Subject { method, operation, bucket, key, request: identity };
        Ok(self.rules.fault(&subject).map(|(rule, fault)| (Some(rule), fault)))
    }

    /// An id that no other request has: the time, and a number.
    fn request_id(&self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        format!("{:016X}{:016X}", now.as_millis(), self.ids.fetch_add(1, Ordering::Relaxed))
    }

    /// The response with what every response has.
    fn complete(
        &self,
        call: &Call<'_>,
        answer: Answer,
        fault: Option<&Fault>,
    ) -> Response<ResponseBody> {
        let id = self.request_id();
        let mut response = answer.unwrap_or_else(|mut error| {
            if error.request_id().is_none() {
                error = error.with_request_id(&id);
            }
            if error.host_id().is_none() {
                error = error.with_host_id(HOST_ID);
            }
            if error.resource().is_none() {
                error = error.with_resource(call.target.resource());
            }
            rendering::response(&error.with_header_style(call.style), fault)
        });
        let id = HeaderValue::try_from(id).expect("it has only digits");
        if fault.is_some_and(|fault| fault.shape() == Some(Shape::Html)) {
            // A proxy knows nothing of the service.
            return response;
        }
        let headers = response.headers_mut();
        headers.entry(call.own_name("request-id")).or_insert(id);
        headers.entry(call.own_name("id-2")).or_insert(HeaderValue::from_static(HOST_ID));
        headers.entry(SERVER).or_insert(HeaderValue::from_static("obs-errors-faults"));
        let date = httpdate::fmt_http_date(SystemTime::now());
        headers.insert(DATE, HeaderValue::try_from(date).expect("a date is ASCII"));
        allow_origin(call.request, headers);
        response
    }
}

/// What a request with a fault is answered.
async fn inject(
    call: &Call<'_>,
    operation: Option<Operation>,
    body: &mut Upload,
    fault: &Fault,
    connection: &Connection,
) -> Result<Answer, Aborted> {
    tokio::time::sleep(fault.latency).await;
    let is_early = fault.after == After::Nothing && !fault.is_performed;
    let Reply::Error { error, keys, .. } = &fault.reply else {
        if let Some(end) = fault.end.filter(|_| is_early) {
            before(end, connection).await?;
        }
        let answer = answer(call, operation, body).await;
        if let Some(end) = fault.end.filter(|_| fault.after == After::Nothing && !is_early) {
            before(end, connection).await?;
        }
        return Ok(answer);
    };
    if let Some(keys) = keys {
        let call = Call { refused: Some((keys, error)), ..*call };
        return Ok(answer(&call, operation, body).await);
    }
    if fault.is_performed {
        let _ = answer(call, operation, body).await;
    } else if fault.continues {
        drain(body).await;
    } else {
        refuse(&call.request.headers, body).await;
    }
    Ok(Err(error.as_ref().clone()))
}

/// The size of the largest document that is read: of a thousand keys, or ten thousand parts.
const MAX_DOCUMENT_BYTES: u64 = 4 << 20;

/// The id of the server, in every response.
const HOST_ID: &str = "obs-errors-faults";

async fn answer(call: &Call<'_>, operation: Option<Operation>, body: &mut Upload) -> Answer {
    let headers = &call.request.headers;
    // A browser asks without a signature whether it may send one.
    let credentials = call.credentials.filter(|_| operation != Some(Operation::Preflight));
    let signature = credentials.map(|it| it.check(call.request, call.target, SystemTime::now()));
    if let Some(Err(error)) = signature {
        refuse(headers, body).await;
        return Err(error);
    }
    let Some(operation) = operation else {
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
