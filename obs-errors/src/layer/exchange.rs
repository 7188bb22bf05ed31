//! One request and its response.

use std::error::Error;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use ::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION,
    CONTENT_TYPE, ETAG, LAST_MODIFIED, LOCATION, RETRY_AFTER, TRAILER, TRANSFER_ENCODING,
};
use ::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, request, response,
};
use ::http_body::Body;

use super::body::{End, ErrorDocumentBody, Received};
use super::failed_request::FailedRequest;
use super::fields::{from_headers, is_missing, with_documented};
use super::panicked::Panicked;
use super::request_id::RequestId;
use super::settings::{BoxError, Settings};
use super::verdict::{Verdict, describes_a_body, is_stream, read, verdict};
use crate::code::usual_message;
use crate::columns::{default_for_status, is_failure};
use crate::fields::{CODE, HOST_ID, REQUEST_ID, RESOURCE};
use crate::headers::field_headers;
use crate::http::header_value;
use crate::limits::MAX_BODY_BYTES;
use crate::{DefaultCodes, ErrorCode, ErrorResponse, HeaderStyle, NoCode, ObsErrorCode, RawError};

/// The headers that describe a body, which are wrong for another one.
const BODY_HEADERS: [HeaderName; 10] = [
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    TRAILER,
    TRANSFER_ENCODING,
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("repr-digest"),
];

/// The headers that tell one body from another. On 412 and 416 they describe the object.
const VALIDATORS: [HeaderName; 4] =
    [CONTENT_LOCATION, ETAG, LAST_MODIFIED, HeaderName::from_static("digest")];

/// What is known about a request once its response arrives.
pub(super) struct Exchange<C> {
    settings: Arc<Settings<C>>,
    method: Method,
    uri: Uri,
    style: HeaderStyle,
    request_id: RequestId,
    /// What the request is about, if the settings find it.
    resource: Option<String>,
}

/// What to do with a response.
pub(super) enum Next<B> {
    /// It can be sent.
    Respond(Response<ErrorDocumentBody<B>>),
    /// Its body decides.
    Receive(Box<Receiving<B>>),
}

/// A failing response whose body is being received.
pub(super) struct Receiving<B> {
    parts: response::Parts,
    pub(super) received: Received,
    pub(super) body: Pin<Box<B>>,
}

impl<C: DefaultCodes> Exchange<C> {
    /// Notes what is known about a request, and adds its id to its extensions.
    pub(super) fn begin(settings: &Arc<Settings<C>>, request: &mut request::Parts) -> Self {
        let request_id = settings.request_id(request);
        request.extensions.insert(request_id.clone());
        Self {
            settings: Arc::clone(settings),
            method: request.method.clone(),
            uri: request.uri.clone(),
            style: style::<C>(request),
            request_id,
            resource: settings.resource.as_ref().and_then(|find| find(request)),
        }
    }

    /// Returns the response for an error of the service, or for its panic.
    pub(super) fn fail<B>(&self, error: BoxError) -> Response<ErrorDocumentBody<B>> {
        let map = self.settings.map_error.as_ref().filter(|_| !error.is::<Panicked>());
        let mapped = map.and_then(|map| map(&*error));
        let error = match (mapped, error.downcast::<ErrorResponse<C>>()) {
            (None, Ok(error)) => *error,
            (Some(mapped), Ok(error)) => mapped.with_source(error),
            (mapped, Err(error)) => {
                let mapped = mapped.or_else(|| caused_by(&*error));
                mapped.unwrap_or_else(|| ErrorResponse::for_status(500)).with_source(error)
            }
        };
        let (mut parts, ()) = Response::new(()).into_parts();
        parts.status = error.sent_status();
        self.send(parts, error)
    }

    /// Decides about a response by its head.
    pub(super) fn triage<B: Body>(&self, response: Response<B>) -> Next<B> {
        let (mut parts, body) = response.into_parts();
        if let Some(error) = handlers_error(&parts) {
            return Next::Respond(self.send(parts, error));
        }
        if !is_failure(parts.status.as_u16()) {
            self.add_ids(&mut parts.headers);
            return Next::Respond(Response::from_parts(parts, ErrorDocumentBody::whole(body)));
        }
        if is_stream(&parts.headers) || body.size_hint().lower() > MAX_BODY_BYTES as u64 {
            let error = read(&parts, b"", true);
            return Next::Respond(self.pass(parts, ErrorDocumentBody::whole(body), &error));
        }
        let (received, body) = (Received::default(), Box::pin(body));
        Next::Receive(Box::new(Receiving { parts, received, body }))
    }

    /// Decides about a failing response whose body has been received, or is longer than a document.
    pub(super) fn judge<B: Body>(
        &self,
        Receiving { mut parts, received, body: rest }: Receiving<B>,
        end: End,
    ) -> Response<ErrorDocumentBody<B>> {
        let rest = matches!(end, End::TooLong).then_some(rest);
        let is_head = self.method == Method::HEAD;
        match verdict(&parts, &received, end, is_head) {
            Verdict::Document(error) => {
                self.add_document_headers(&mut parts.headers, &error);
                // The whole body is known now, however it was transferred.
                parts.headers.remove(TRANSFER_ENCODING);
                if !received.has_trailers() && !is_head {
                    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(received.len()));
                }
                self.pass(parts, ErrorDocumentBody::read(received, rest), &error)
            }
            Verdict::Opaque(error) => {
                if rest.is_none() {
                    parts.headers.remove(TRANSFER_ENCODING);
                }
                self.pass(parts, ErrorDocumentBody::read(received, rest), &error)
            }
            Verdict::Replace(error) => {
                let is_length_known =
                    !is_head || received.len() > 0 || !describes_a_body(&parts.headers);
                let is_about_object = matches!(parts.status.as_u16(), 412 | 416);
                if received.len() > 0 && !is_about_object {
                    for name in VALIDATORS {
                        parts.headers.remove(name);
                    }
                }
                let mut response = self.send(parts, error);
                if !is_length_known {
                    response.headers_mut().remove(CONTENT_LENGTH);
                }
                response
            }
        }
    }

    /// Returns the response with the document of an error, and what the handler did not know.
    fn send<B>(
        &self,
        mut response: response::Parts,
        error: ErrorResponse<C>,
    ) -> Response<ErrorDocumentBody<B>> {
        let error = self.complete(error);
        self.report(&error);
        let (own, mut document) = error.to_http().into_parts();
        let headers = &mut response.headers;
        if response.status != StatusCode::NOT_MODIFIED {
            for name in BODY_HEADERS {
                headers.remove(name);
            }
        }
        for (_, names) in field_headers(&const { C::COLUMNS.headers }) {
            if names.iter().any(|name| own.headers.contains_key(*name)) {
                for name in names {
                    headers.remove(*name);
                }
            }
        }
        for (name, value) in &own.headers {
            let is_kept = [LOCATION, RETRY_AFTER].contains(name) && headers.contains_key(name);
            if !is_kept {
                headers.insert(name, value.clone());
            }
        }
        self.add_ids(headers);
        response.extensions.insert(error.with_codes::<NoCode>());
        if self.method == Method::HEAD {
            document.clear();
        }
        Response::from_parts(response, ErrorDocumentBody::document(document))
    }

    /// Returns a response whose body is sent as it is.
    fn pass<B>(
        &self,
        mut response: response::Parts,
        body: ErrorDocumentBody<B>,
        error: &ErrorResponse<C>,
    ) -> Response<ErrorDocumentBody<B>> {
        self.add_ids(&mut response.headers);
        self.report(error);
        Response::from_parts(response, body)
    }

    /// Adds the headers that a document lacks.
    fn add_document_headers(&self, headers: &mut HeaderMap, document: &ErrorResponse<C>) {
        for (field, names) in field_headers(&const { C::COLUMNS.headers }) {
            self.add_header(headers, names, document.trimmed(field).and_then(header_value));
        }
        headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/xml"));
    }

    /// Adds to an error what the table documents and the handler did not know.
    fn complete(&self, error: ErrorResponse<C>) -> ErrorResponse<C> {
        let mut error = with_message(with_code(error.with_header_style(self.style)));
        // An id that no header can have would differ from the one in the header.
        if error.request_id().and_then(header_value).is_none() {
            error = with_documented(error, REQUEST_ID, self.request_id.as_str());
        }
        if let Some(id) = self.settings.host_id.as_ref().filter(|_| is_missing(error.host_id())) {
            error = with_documented(error, HOST_ID, id.as_str());
        }
        if is_missing(error.resource()) {
            let path = percent_encoding::percent_decode_str(self.uri.path()).decode_utf8_lossy();
            // The path of `OPTIONS *` is no resource.
            let path = Some(&*path).filter(|path| path.starts_with('/'));
            if let Some(resource) = self.resource.as_deref().or(path) {
                error = with_documented(error, RESOURCE, resource);
            }
        }
        error
    }

    /// Adds the ids of the request and of the server to a response that has none.
    fn add_ids(&self, headers: &mut HeaderMap) {
        let names = &const { C::COLUMNS.headers };
        self.add_header(headers, names.request_id, Some(self.request_id.to_header_value()));
        let host_id = self.settings.host_id.as_ref().map(RequestId::to_header_value);
        self.add_header(headers, names.host_id, host_id);
    }

    /// Adds a header, in the style of the request, unless there is one in any style.
    fn add_header(
        &self,
        headers: &mut HeaderMap,
        names: &[&'static str],
        value: Option<HeaderValue>,
    ) {
        if from_headers(headers, names).is_some() {
            return;
        }
        if let (Some(name), Some(value)) = (self.style.name_in(names), value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }

    fn report(&self, error: &ErrorResponse<C>) {
        if let Some(on_error) = &self.settings.on_error {
            let own = self.request_id.as_str();
            let request_id = error.request_id().filter(|id| !id.is_empty()).unwrap_or(own);
            let (method, uri) = (&self.method, &self.uri);
            on_error(&FailedRequest { method, uri, request_id, error });
        }
    }
}

/// The error with which a handler made the response, if the response still has its status; with the ids
/// that were set as headers.
fn handlers_error<C: ErrorCode>(response: &response::Parts) -> Option<ErrorResponse<C>> {
    let error = response.extensions.get::<RawError>()?;
    if error.status() != Some(response.status.as_u16()) {
        return None;
    }
    let names = &const { C::COLUMNS.headers };
    let mut error = error.clone().with_codes::<C>();
    for (field, names) in [(REQUEST_ID, names.request_id), (HOST_ID, names.host_id)] {
        let sent = from_headers(&response.headers, names);
        if let Some(id) = sent.filter(|_| is_missing(error.trimmed(field))) {
            error = with_documented(error, field, id);
        }
    }
    Some(error)
}

/// The style in which a client expects the headers. In the lists of a table that has no names of S3, a
/// position means something else.
fn style<C: ErrorCode>(request: &request::Parts) -> HeaderStyle {
    let amz = HeaderStyle::AMZ;
    let names = const { C::COLUMNS.headers.request_id };
    match names.get(usize::from(amz.index())) {
        Some(name) if name.starts_with("x-amz-") => {
            HeaderStyle::of_request(&request.headers, &request.uri)
        }
        _ => HeaderStyle::default(),
    }
}

/// The code or the error that caused an error of the service: of this table, of OBS, or of no table.
fn caused_by<C: ErrorCode>(error: &(dyn Error + 'static)) -> Option<ErrorResponse<C>> {
    let mut causes = std::iter::successors(Some(error), |error| cause(*error));
    causes.find_map(|error| {
        let own = || error.downcast_ref::<C>().map(|code| ErrorResponse::new(*code));
        let own_error = || error.downcast_ref::<ErrorResponse<C>>().cloned();
        let obs = || error.downcast_ref::<ObsErrorCode>().map(|code| ErrorResponse::new(*code));
        let obs_error = || error.downcast_ref::<ErrorResponse<ObsErrorCode>>().cloned();
        let raw = || error.downcast_ref::<RawError>().cloned();
        let other = || obs().or_else(obs_error).map(ErrorResponse::with_codes);
        own().or_else(own_error).or_else(other).or_else(|| raw().map(ErrorResponse::with_codes))
    })
}

/// What caused an error. An I/O error skips the error that it was made from.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(error) => Some(error),
        None => error.source(),
    }
}

/// Adds the code for the status to a failure without one, such as one that a handler received from
/// another server.
fn with_code<C: DefaultCodes>(error: ErrorResponse<C>) -> ErrorResponse<C> {
    match error.status().filter(|status| is_failure(*status)) {
        Some(status) if is_missing(error.code_str()) => {
            let code = default_for_status(const { C::COLUMNS.defaults }, status);
            error.with_field(CODE, code)
        }
        _ => error,
    }
}

/// Adds the message of the code to an error whose message was lost.
fn with_message<C: ErrorCode>(error: ErrorResponse<C>) -> ErrorResponse<C> {
    match error.code() {
        Some(code) if is_missing(error.message()) => error.with_message(usual_message(code)),
        _ => error,
    }
}
