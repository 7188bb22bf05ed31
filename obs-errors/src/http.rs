//! Feature `http`: statuses and responses as types of the crate `http`.

use ::http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use ::http::{HeaderMap, Response, StatusCode, Uri};

use crate::headers::field_headers;
use crate::limits::MAX_HEADER_BYTES;
use crate::{ErrorCode, ErrorResponse, HeaderStyle, NoCode};

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
    pub fn from_response(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        Self::from_parts(status.as_u16(), headers, body)
    }

    /// Returns the error in a successful response, if there is one.
    ///
    /// Some operations send a 200 before they know whether they will succeed (completing a
    /// multipart upload, copying an object or a part) and then send the error as the body,
    /// perhaps after whitespace that kept the connection open. If the root is another element,
    /// only the root is read, so a success costs next to nothing. A root that is `Error` is
    /// always an error, even if the document is truncated before its [code](Self::code): no
    /// success of these operations has that root.
    ///
    /// The error has the [status](Self::status) of the response. If its code is not in the
    /// table, its [class](Self::retry) is that of a 500. If the status is not that of a success,
    /// this returns what [`from_response`](Self::from_response) does.
    ///
    /// Do not use this for the content of an object, which may itself be an error document. If
    /// the root of a successful response is known,
    /// [`expect_success`](Self::expect_success) is safer: a body that is empty, truncated or not
    /// from the service is not a success either.
    ///
    /// ```
    /// use http::{HeaderMap, StatusCode};
    /// use obs_errors::{ObsError, ObsErrorCode};
    ///
    /// let body = b"<Error><Code>InternalError</Code></Error>";
    /// let error = ObsError::in_success_response(StatusCode::OK, &HeaderMap::new(), body);
    /// assert_eq!(error.and_then(|error| error.code()), Some(ObsErrorCode::InternalError));
    /// ```
    #[must_use]
    pub fn in_success_response(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Option<Self> {
        Self::in_success_parts(status.as_u16(), headers, body)
    }

    /// Returns an error unless the body is a whole document with the expected root, such as
    /// `CopyObjectResult`, `CopyPartResult` or `CompleteMultipartUploadResult`.
    ///
    /// A status of success does not prove that the operation succeeded: it is sent before the
    /// result is known, and a proxy may replace the body. Clients that rely on the status have
    /// lost data. The root may have any prefix or namespace, and whitespace may precede the
    /// document. The rest of the document has to be well-formed, up to its end, except for
    /// references and characters that XML does not allow; its size is not limited. What the
    /// elements mean is not checked.
    ///
    /// ```
    /// use http::{HeaderMap, StatusCode};
    /// use obs_errors::{ObsError, Retry};
    ///
    /// let body = b"<CompleteMultipartUploadResult><Buck";
    /// let root = "CompleteMultipartUploadResult";
    /// let error = ObsError::expect_success(root, StatusCode::OK, &HeaderMap::new(), body)
    ///     .expect_err("the result is truncated");
    /// assert_eq!(error.retry(), Retry::Transient);
    /// assert!(error.excerpt().is_some());
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the root is `Error` or any other, or if the body is empty, truncated
    /// or not XML; it has the status of the response, and the [retry class](Self::retry) of a 500
    /// unless its code is known. [`xml_error`](Self::xml_error) returns why the body is not the
    /// expected document. If the status is not that of a success, returns what
    /// [`from_response`](Self::from_response) does.
    pub fn expect_success(
        root: &str,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), Self> {
        Self::expect_success_parts(root, status.as_u16(), headers, body)
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
    /// The status is that of the error if a response with an error can have it (200, or 300 to
    /// 599), else that of the code, else 500. The body is the
    /// [document](Self::to_xml), except with 304, which has no body. The headers that the table names also carry the code, the
    /// message, the ids and the indicator, so that the response to a HEAD request, whose body the HTTP server
    /// drops, has the same information; their names are in the
    /// [style](Self::with_header_style) of the error. `Retry-After` and `Location` are
    /// included if they were set.
    ///
    /// A value that is longer than [`MAX_HEADER_BYTES`](crate::limits::MAX_HEADER_BYTES), or that
    /// contains anything but printable ASCII, is left out of the headers. The body still has it,
    /// unless it is the location or the indicator.
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
        let mut response = Response::new(Vec::new());
        let status = self.sent_status();
        *response.status_mut() = status;
        if status != StatusCode::NOT_MODIFIED {
            self.write_xml(response.body_mut());
            let length = HeaderValue::from(response.body().len());
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
            headers.insert(CONTENT_LENGTH, length);
        }

        let headers = response.headers_mut();
        for (field, names) in field_headers(&const { C::COLUMNS.headers }) {
            self.insert(headers, names, self.trimmed(field));
        }
        self.insert(headers, const { C::COLUMNS.headers.indicator }, self.indicator());
        if let Some(wait) = self.retry_after() {
            let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(location) = self.location().and_then(header_value) {
            headers.insert(LOCATION, location);
        }
        response
    }

    /// Returns the same response as [`to_http`](Self::to_http), with the error itself among its
    /// extensions, as a [`RawError`](crate::RawError). `ErrorDocumentLayer` (feature `tower`) fills
    /// in the request id, the host id and the resource that the handler did not set.
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        let mut response = self.to_http();
        let status = response.status().as_u16();
        response.extensions_mut().insert(self.with_status(status).with_codes::<NoCode>());
        response
    }

    /// Inserts the header that has the style of the error, if there is a value for it.
    fn insert(&self, headers: &mut HeaderMap, names: &[&'static str], value: Option<&str>) {
        let name = self.header_style().name_in(names);
        if let (Some(name), Some(value)) = (name, value.and_then(header_value)) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }

    pub(crate) fn sent_status(&self) -> StatusCode {
        let own = self.status().filter(|status| matches!(status, 200 | 300..=599));
        let status = own.or_else(|| self.code().map(C::status));
        status
            .and_then(|status| StatusCode::from_u16(status).ok())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The style of a request (feature `http`, on by default).
impl HeaderStyle {
    /// Returns the style that the client expects: [`AMZ`](Self::AMZ) if it signs its request the S3
    /// way, in a header or in the query (presigned), or does not sign it but sends headers that begin
    /// with `x-amz-`; else [`OBS`](Self::OBS). The signature is not verified.
    ///
    /// A style is a position in the lists of a table: use this only with a table whose second names
    /// are those of S3.
    ///
    /// ```
    /// use http::{HeaderMap, Uri};
    /// use obs_errors::HeaderStyle;
    ///
    /// let presigned = Uri::from_static("/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0");
    /// assert_eq!(HeaderStyle::of_request(&HeaderMap::new(), &presigned), HeaderStyle::AMZ);
    /// let presigned = Uri::from_static("/b/k?AccessKeyId=A&Expires=0&Signature=0");
    /// assert_eq!(HeaderStyle::of_request(&HeaderMap::new(), &presigned), HeaderStyle::OBS);
    /// ```
    #[must_use]
    pub fn of_request(headers: &HeaderMap, uri: &Uri) -> Self {
        let has_prefix = |text: &[u8], prefix: &str| {
            text.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        let parameters = || uri.query().unwrap_or_default().split('&').map(str::as_bytes);
        let presigns = |prefix: &str| parameters().any(|name| has_prefix(name, prefix));
        let is_amz = match headers.get(AUTHORIZATION) {
            Some(signature) => has_prefix(signature.as_bytes(), "AWS"),
            None if presigns("AWSAccessKeyId=") || presigns("X-Amz-") => true,
            None if presigns("AccessKeyId=") => false,
            None => headers.keys().any(|name| name.as_str().starts_with("x-amz-")),
        };
        if is_amz { Self::AMZ } else { Self::OBS }
    }
}

/// Converts a string to a header value; `None` if it is empty, too long or not printable ASCII.
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    let is_short = (1..=MAX_HEADER_BYTES).contains(&text.len());
    let is_printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    (is_short && is_printable).then(|| HeaderValue::from_str(text).ok())?
}

/// Adds `status_code` to a code.
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
