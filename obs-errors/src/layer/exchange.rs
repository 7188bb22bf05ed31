//! One request and its response: which responses become documents, and which.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

use ::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE,
    LOCATION, RETRY_AFTER, TRAILER, TRANSFER_ENCODING,
};
use ::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, request, response,
};
use ::http_body::Body;
use bytes::Bytes;

use super::body::{End, ErrorDocumentBody, Received};
use super::failed_request::FailedRequest;
use super::request_id::RequestId;
use super::settings::{BoxError, Settings};
use crate::code::usual_message;
use crate::columns::is_failure;
use crate::details::Details;
use crate::fields::{CODE, HOST_ID, MESSAGE, REQUEST_ID, RESOURCE};
use crate::headers::field_headers;
use crate::http::header_value;
use crate::limits::{MAX_BODY_BYTES, MAX_HEADER_BYTES};
use crate::{ErrorCode, ErrorResponse, HeaderStyle, NoCode, RawError};

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

/// What is known about a request once its response arrives.
pub(super) struct Exchange<C> {
    settings: Arc<Settings<C>>,
    method: Method,
    uri: Uri,
    style: HeaderStyle,
    request_id: RequestId,
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

impl<C: ErrorCode> Exchange<C> {
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
        }
    }

    /// Returns the response for an error of the service.
    pub(super) fn fail<B>(&self, error: BoxError) -> Response<ErrorDocumentBody<B>> {
        let mapped = self.settings.map_error.as_ref().and_then(|map| map(&*error));
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
            let error = ErrorResponse::read(parts.status.as_u16(), &parts.headers, b"", true);
            return Next::Respond(self.pass(parts, ErrorDocumentBody::whole(body), &error));
        }
        let (received, body) = (Received::default(), Box::pin(body));
        Next::Receive(Box::new(Receiving { parts, received, body }))
    }

    /// Decides about a failing response whose body has been received, or is longer than a document.
    pub(super) fn judge<B: Body>(
        &self,
        Receiving { parts, received, body: rest }: Receiving<B>,
        end: End,
    ) -> Response<ErrorDocumentBody<B>> {
        // The content of an encoded body is not known.
        let is_encoded = parts.headers.get(CONTENT_ENCODING).is_some_and(|it| it != "identity");
        let body = if is_encoded { Bytes::new() } else { received.to_bytes() };
        let status = parts.status.as_u16();
        let read = ErrorResponse::<C>::read(status, &parts.headers, &body, end != End::Complete);
        let has_code = read.code_str().is_some_and(|code| !code.is_empty());
        let is_document = match end {
            End::TooLong => true,
            End::Broken => false,
            // The headers have the code of a document that is encoded, or is not there.
            End::Complete if is_encoded => has_code,
            End::Complete if self.method == Method::HEAD && body.is_empty() => has_code,
            End::Complete => has_own_code(ErrorResponse::<C>::from_xml(&body).ok().as_ref()),
        };
        if is_document {
            let rest = (end == End::TooLong).then_some(rest);
            return self.pass(parts, ErrorDocumentBody::read(received, rest), &read);
        }
        // A response to HEAD may describe a body that only GET has. Then the length of its document is
        // not known.
        let length = parts.headers.get(CONTENT_LENGTH);
        let is_known = received.len() > 0 || length.is_none_or(|length| length == "0");
        let error = if has_code { read } else { default_error(&parts, &body, &read) };
        let mut response = self.send(parts, error);
        if self.method == Method::HEAD && !is_known {
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        response
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
            for name in names {
                headers.remove(*name);
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

    /// Returns a response whose body is sent as it is, with the headers that it lacks.
    fn pass<B>(
        &self,
        mut response: response::Parts,
        body: ErrorDocumentBody<B>,
        error: &ErrorResponse<C>,
    ) -> Response<ErrorDocumentBody<B>> {
        let headers = &mut response.headers;
        for (field, names) in field_headers(&const { C::COLUMNS.headers }) {
            self.add_header(headers, names, error.trimmed(field).and_then(header_value));
        }
        if error.code_str().is_some_and(|code| !code.is_empty()) {
            let xml = HeaderValue::from_static("application/xml");
            headers.entry(CONTENT_TYPE).or_insert(xml);
        }
        self.add_ids(headers);
        self.report(error);
        Response::from_parts(response, body)
    }

    /// Adds to an error what the table documents and the handler did not know.
    fn complete(&self, error: ErrorResponse<C>) -> ErrorResponse<C> {
        let mut error = with_message(with_code(error.with_header_style(self.style)));
        // An id that no header can have would differ from the one in the header.
        if error.request_id().and_then(header_value).is_none() {
            error = with_documented(error, REQUEST_ID, self.request_id.as_str());
        }
        if let Some(id) = self.settings.host_id().filter(|_| is_missing(error.host_id())) {
            error = with_documented(error, HOST_ID, id);
        }
        let path = self.uri.path();
        if is_missing(error.resource()) && path.starts_with('/') {
            let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
            error = with_documented(error, RESOURCE, &path);
        }
        error
    }

    /// Adds the ids of the request and of the server to a response that has none.
    fn add_ids(&self, headers: &mut HeaderMap) {
        let names = &const { C::COLUMNS.headers };
        self.add_header(headers, names.request_id, Some(self.request_id.to_header_value()));
        self.add_header(headers, names.host_id, self.settings.host_id.clone());
    }

    /// Adds a header, in the style of the request, unless there is one in any style.
    fn add_header(
        &self,
        headers: &mut HeaderMap,
        names: &[&'static str],
        value: Option<HeaderValue>,
    ) {
        if names.iter().any(|name| headers.contains_key(*name)) {
            return;
        }
        let name = names.get(usize::from(self.style.index())).or(names.first());
        if let (Some(name), Some(value)) = (name, value) {
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

/// The error with which a handler made the response, if the response is still that of the error.
fn handlers_error<C: ErrorCode>(response: &response::Parts) -> Option<ErrorResponse<C>> {
    let error = response.extensions.get::<RawError>()?;
    let is_current = error.status() == Some(response.status.as_u16());
    is_current.then(|| error.clone().with_codes())
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

/// The code or the error that caused an error of the service.
fn caused_by<C: ErrorCode>(error: &(dyn Error + 'static)) -> Option<ErrorResponse<C>> {
    let mut causes = std::iter::successors(Some(error), |error| (**error).source());
    causes.find_map(|error| {
        let code = error.downcast_ref::<C>().map(|code| ErrorResponse::new(*code));
        code.or_else(|| error.downcast_ref::<ErrorResponse<C>>().cloned())
    })
}

/// Whether a body may go on for as long as the connection lasts.
fn is_stream(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    is_of_type(kind, "text/event-stream") || is_of_type(kind, "multipart/x-mixed-replace")
}

/// Whether a `Content-Type` names a media type, whatever its parameters.
fn is_of_type(content_type: &[u8], media_type: &str) -> bool {
    let own = content_type.split(|byte| *byte == b';').next().unwrap_or_default();
    own.trim_ascii().eq_ignore_ascii_case(media_type.as_bytes())
}

fn has_own_code<C: ErrorCode>(document: Option<&ErrorResponse<C>>) -> bool {
    document.and_then(ErrorResponse::code_str).is_some_and(|code| !code.is_empty())
}

fn is_missing(value: Option<&str>) -> bool {
    value.is_none_or(str::is_empty)
}

/// Sets a field if the table documents it.
fn with_documented<C: ErrorCode>(
    error: ErrorResponse<C>,
    name: &str,
    value: &str,
) -> ErrorResponse<C> {
    let is_documented = const { C::COLUMNS.elements }.contains(&name);
    if is_documented { error.with_field(name, value) } else { error }
}

/// Adds the code for the status to a failure without one, such as one that a handler received from
/// another server.
fn with_code<C: ErrorCode>(error: ErrorResponse<C>) -> ErrorResponse<C> {
    match error.status().filter(|status| is_failure(*status)) {
        Some(status) if is_missing(error.code_str()) => {
            let default = ErrorResponse::<C>::for_status(status);
            error.with_field(CODE, default.code_str().unwrap_or_default())
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

/// The error for a response without a code: what its status means, with the ids that were found. If the
/// client is at fault, the message tells it why; what made the server fail stays on the server.
fn default_error<C: ErrorCode>(
    response: &response::Parts,
    body: &[u8],
    read: &ErrorResponse<C>,
) -> ErrorResponse<C> {
    let mut error = ErrorResponse::<C>::for_status(response.status.as_u16());
    for name in [REQUEST_ID, HOST_ID, RESOURCE] {
        if let Some(value) = read.trimmed(name).filter(|value| !value.is_empty()) {
            error = error.with_field(name, value);
        }
    }
    if response.status.is_client_error() {
        let text =
            read.message().filter(|it| !it.is_empty()).or_else(|| plain_text(response, body));
        if let Some(text) = text {
            error = error.with_field(MESSAGE, text);
        }
    }
    let details = read.details();
    error.with_details(Details {
        retry_after: details.retry_after,
        indicator: details.indicator.clone(),
        excerpt: details.excerpt.clone(),
        ..Details::default()
    })
}

/// The body, if it is a sentence or two for the client.
fn plain_text<'a>(response: &response::Parts, body: &'a [u8]) -> Option<&'a str> {
    let kind = response.headers.get(CONTENT_TYPE)?.as_bytes();
    let text = std::str::from_utf8(body).ok()?.trim();
    let is_short = (1..=MAX_HEADER_BYTES).contains(&text.len());
    (is_short && is_of_type(kind, "text/plain")).then_some(text)
}
