//! Feature `http`: statuses and responses as types of the crate `http`.

use ::http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use ::http::{Response, StatusCode};

use crate::headers::field_headers;
use crate::limits::MAX_HEADER_BYTES;
use crate::{ErrorCode, ErrorResponse};

/// Reading responses of the crate `http` (feature `http`, on by default).
impl<C: ErrorCode> ErrorResponse<C> {
    /// Reads a failed response, whatever its content. This never fails.
    ///
    /// Each value is taken from the first place that has one: an XML body, a JSON body (with
    /// the feature `json`; without it the [excerpt](Self::excerpt) keeps the body), the
    /// headers, the status. A value that comes from a header because the body lacks it is one
    /// of the [fields](Self::fields) like any other. The guide in [`reading`](crate::reading)
    /// explains what is trusted, and why.
    ///
    /// Everything that is complete in a malformed or truncated document is kept, and its start
    /// is kept as the excerpt, like the start of a body that is not an error document. No more
    /// is read than the [limits](crate::limits) allow.
    ///
    /// ```
    /// use http::{HeaderMap, StatusCode};
    /// use obs_errors::{ObsError, Origin, Retry};
    ///
    /// let page = b"<html><body><h1>502 Bad Gateway</h1></body></html>";
    /// let error = ObsError::from_response(StatusCode::BAD_GATEWAY, &HeaderMap::new(), page);
    /// assert_eq!(error.code_str(), None);
    /// assert_eq!(error.retry(), Retry::Transient);
    /// assert_eq!(error.origin(), Origin::Status);
    /// assert!(error.excerpt().is_some_and(|page| page.contains("Bad Gateway")));
    /// ```
    #[must_use]
    pub fn from_response(status: StatusCode, headers: &::http::HeaderMap, body: &[u8]) -> Self {
        Self::from_parts(status.as_u16(), headers, body)
    }

    /// Reads a failed response of the crate `http`, whose body has been collected;
    /// see [`from_response`](Self::from_response).
    #[must_use]
    pub fn from_http(response: &Response<impl AsRef<[u8]>>) -> Self {
        Self::from_response(response.status(), response.headers(), response.body().as_ref())
    }
}

/// Sending responses of the crate `http` (feature `http`, on by default).
impl<C: ErrorCode> ErrorResponse<C> {
    /// Returns the response for this error, as OBS sends it.
    ///
    /// The status is that of the error if a response with a body can have it (200, or 300 to
    /// 599 except 304), else that of the code, else 500. The body is the
    /// [document](Self::to_xml). The headers that the table names also carry the code, the
    /// message and the ids, so that the response to a HEAD request, whose body the HTTP server
    /// drops, has the same information; their names are in the
    /// [style](Self::with_header_style) of the error. `Retry-After` and `Location` are
    /// included if they were set.
    ///
    /// A value is only in the body, and in no header, if it is longer than
    /// [`MAX_HEADER_BYTES`](crate::limits::MAX_HEADER_BYTES) or contains anything but
    /// printable ASCII, such as a line break.
    ///
    /// ```
    /// use obs_errors::{ObsError, ObsErrorCode};
    ///
    /// let response = ObsError::new(ObsErrorCode::NoSuchKey).with_request_id("R1").to_http();
    /// assert_eq!(response.status(), 404);
    /// assert_eq!(response.headers()["content-type"], "application/xml");
    /// assert_eq!(response.headers()["x-obs-error-code"], "NoSuchKey");
    /// assert_eq!(response.headers()["x-obs-request-id"], "R1");
    /// assert!(response.body().ends_with(b"<RequestId>R1</RequestId></Error>"));
    /// ```
    #[must_use]
    pub fn to_http(&self) -> Response<Vec<u8>> {
        let mut body = Vec::new();
        self.write_xml(&mut body);
        let length = HeaderValue::from(body.len());
        let mut response = Response::new(body);
        *response.status_mut() = self.sent_status();

        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        headers.insert(CONTENT_LENGTH, length);
        for (field, names) in field_headers(&const { C::COLUMNS.headers }) {
            let name = names.get(usize::from(self.header_style().index())).or(names.first());
            let Some(name) = name else { continue };
            if let Some(value) = self.trimmed(field).and_then(header_value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        if let Some(wait) = self.retry_after() {
            let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(location) = self.location().and_then(header_value) {
            headers.insert(LOCATION, location);
        }
        response
    }

    fn sent_status(&self) -> StatusCode {
        let own = self.status().filter(|status| matches!(status, 200 | 300..=303 | 305..=599));
        let status = own.or_else(|| self.code().map(C::status));
        status
            .and_then(|status| StatusCode::from_u16(status).ok())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// `None` if the value is empty or not a valid header value.
fn header_value(text: &str) -> Option<HeaderValue> {
    let is_short = (1..=MAX_HEADER_BYTES).contains(&text.len());
    let is_printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    (is_short && is_printable).then(|| HeaderValue::from_str(text).ok())?
}

/// What the feature adds to a code.
#[doc(hidden)]
#[macro_export]
macro_rules! __http {
    ($Code:ident) => {
        impl $Code {
            /// Returns the HTTP status in the table, as a type of the crate `http`.
            #[must_use]
            pub const fn status_code(self) -> $crate::__private::http::StatusCode {
                match $crate::__private::http::StatusCode::from_u16(self.status()) {
                    ::core::result::Result::Ok(status) => status,
                    ::core::result::Result::Err(_) => ::core::unreachable!(),
                }
            }
        }
    };
}
