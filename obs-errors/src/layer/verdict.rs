//! What becomes of a failing response that was not made from an error of this crate.

use ::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use ::http::response::Parts;
use ::http::{HeaderMap, HeaderValue};
use bytes::Bytes;

use super::body::{End, Received};
use super::fields::{from_headers, is_missing, with_value};
use crate::details::Details;
use crate::fields::{HOST_ID, MESSAGE, REQUEST_ID, RESOURCE};
use crate::limits::MAX_HEADER_BYTES;
use crate::response::excerpt;
use crate::{DefaultCodes, ErrorCode, ErrorResponse, Origin, RawError, xml};

/// What to send.
pub(super) enum Verdict<C> {
    /// The body is a document, and is sent as it is.
    Document(ErrorResponse<C>),
    /// The body is not known, and is sent as it is. The error is what the headers say.
    Opaque(ErrorResponse<C>),
    /// The document of this error is sent instead.
    Replace(ErrorResponse<C>),
}

/// Decides by the head of a response and what was received of its body.
pub(super) fn verdict<C: DefaultCodes>(
    response: &Parts,
    received: &Received,
    end: End,
    is_head: bool,
) -> Verdict<C> {
    let is_encoded = response
        .headers
        .get(CONTENT_ENCODING)
        .is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    // The content of an encoded body is not known.
    let body = if is_encoded { Bytes::new() } else { received.to_bytes() };
    let is_complete = matches!(end, End::Complete);
    let read = read::<C>(response, &body, !is_complete);
    let is_bodiless = is_head && received.len() == 0;
    let source = match end {
        End::TooLong => return Verdict::Opaque(read),
        End::Broken(source) => Some(source),
        End::Complete => None,
    };
    let is_document = match ErrorResponse::<C>::from_xml(&body) {
        Ok(document) => is_complete && !is_missing(document.code_str()),
        // Only the headers have the code, and GET has the document.
        Err(_) => is_bodiless && !is_missing(read.code_str()),
    };
    if is_document {
        // The handler returned an error with another status.
        let own = response.extensions.get::<RawError>();
        let own = own.filter(|own| own.code_str() == read.code_str()).cloned();
        return match own {
            Some(own) => Verdict::Replace(own.with_status(response.status.as_u16()).with_codes()),
            None => Verdict::Document(read),
        };
    }
    if is_encoded && is_complete && received.len() > 0 && !is_missing(read.code_str()) {
        return Verdict::Opaque(read);
    }
    let error = replacement(response, &body, read);
    Verdict::Replace(match source {
        Some(source) => error.with_source(source),
        None => error,
    })
}

/// Reads the error of a response. The id that a proxy gave the request is not that of the service: it
/// may be one that the client sent.
pub(super) fn read<C: ErrorCode>(
    response: &Parts,
    body: &[u8],
    is_incomplete: bool,
) -> ErrorResponse<C> {
    let headers = response.headers.iter().filter(|(name, _)| *name != "x-request-id");
    ErrorResponse::read(response.status.as_u16(), headers, body, is_incomplete)
}

/// Whether a body may go on for as long as the connection lasts.
pub(super) fn is_stream(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    is_of_type(kind, "text/event-stream") || is_of_type(kind, "multipart/x-mixed-replace")
}

/// Whether the response to a HEAD request, which has no body, may describe one that only GET has.
pub(super) fn describes_a_body(headers: &HeaderMap) -> bool {
    match headers.get(CONTENT_LENGTH) {
        Some(length) => length != "0",
        None => headers.contains_key(CONTENT_TYPE) || headers.contains_key(TRANSFER_ENCODING),
    }
}

/// Whether a `Content-Type` names a media type, whatever its parameters.
fn is_of_type(content_type: &[u8], media_type: &str) -> bool {
    let own = content_type.split(|byte| *byte == b';').next().unwrap_or_default();
    own.trim_ascii().eq_ignore_ascii_case(media_type.as_bytes())
}

/// The error that is sent instead of a body that is not a document: what could be read of it, or else
/// what its status means. Its excerpt is the start of the body.
fn replacement<C: DefaultCodes>(
    response: &Parts,
    body: &[u8],
    read: ErrorResponse<C>,
) -> ErrorResponse<C> {
    let body = xml::without_padding(body);
    let details = Details {
        retry_after: read.retry_after(),
        indicator: read.indicator().map(Into::into),
        excerpt: (!body.is_empty()).then(|| excerpt(body)),
        ..Details::default()
    };
    // What JSON says about a failure of the server may be meant for its log.
    let is_internal = response.status.is_server_error() && read.origin() == Origin::Json;
    let error = match read.code() {
        _ if is_missing(read.code_str()) => default_error(response, body, &read),
        Some(code) if is_internal => {
            let error = ErrorResponse::new(code).with_status(response.status.as_u16());
            let error = error.with_message(read.message().unwrap_or_default());
            with_ids(error, response, &read)
        }
        None if is_internal => default_error(response, body, &read),
        _ => read,
    };
    error.with_details(details)
}

/// The error for a response without a code. If the client is at fault, the message tells it why.
fn default_error<C: DefaultCodes>(
    response: &Parts,
    body: &[u8],
    read: &ErrorResponse<C>,
) -> ErrorResponse<C> {
    let error = ErrorResponse::<C>::for_status(response.status.as_u16());
    let error = with_ids(error, response, read);
    if !response.status.is_client_error() {
        return error;
    }
    let message = read.message().filter(|message| !message.is_empty());
    let error = with_value(error, MESSAGE, message.or_else(|| plain_text(response, body)));
    with_value(error, RESOURCE, read.resource())
}

/// Adds the ids that a response has. A body may name a server that clients need not know.
fn with_ids<C: ErrorCode>(
    error: ErrorResponse<C>,
    response: &Parts,
    read: &ErrorResponse<C>,
) -> ErrorResponse<C> {
    let host_id = from_headers(&response.headers, const { C::COLUMNS.headers.host_id });
    with_value(with_value(error, REQUEST_ID, read.request_id()), HOST_ID, host_id)
}

/// The body, if it is a sentence or two for the client.
fn plain_text<'a>(response: &Parts, body: &'a [u8]) -> Option<&'a str> {
    let kind = response.headers.get(CONTENT_TYPE)?.as_bytes();
    let text = std::str::from_utf8(body).ok()?.trim();
    let is_short = (1..=MAX_HEADER_BYTES).contains(&text.len());
    (is_short && is_of_type(kind, "text/plain")).then_some(text)
}
