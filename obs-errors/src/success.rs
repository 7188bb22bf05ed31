//! Errors that come with the status of a success.

use crate::details::Details;
use crate::{ErrorCode, ErrorResponse, xml};

/// Reading responses whose status is that of a success.
impl<C: ErrorCode> ErrorResponse<C> {
    /// Returns the error in a successful response, if there is one. This is
    /// [`in_success_response`](Self::in_success_response) without the crate `http`.
    ///
    /// ```
    /// use obs_errors::{NO_HEADERS, ObsError, ObsErrorCode};
    ///
    /// let body = b"  \n<Error><Code>InternalError</Code></Error>";
    /// let error = ObsError::in_success_parts(200, NO_HEADERS, body).expect("there is one");
    /// assert_eq!(error.code(), Some(ObsErrorCode::InternalError));
    /// assert!(error.is_retryable());
    ///
    /// let body = b"<CompleteMultipartUploadResult/>";
    /// assert_eq!(ObsError::in_success_parts(200, NO_HEADERS, body), None);
    /// ```
    #[must_use]
    pub fn in_success_parts<N: AsRef<str>, V: AsRef<[u8]>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Option<Self> {
        let is_error = !is_success(status) || xml::has_error_root(body);
        is_error.then(|| Self::from_parts(status, headers, body))
    }

    /// Returns an error unless the body is a whole document with the expected root. This is
    /// [`expect_success`](Self::expect_success) without the crate `http`.
    ///
    /// ```
    /// use obs_errors::{NO_HEADERS, ObsError, Retry};
    ///
    /// let body = b"<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    /// assert_eq!(ObsError::expect_success_parts("CopyObjectResult", 200, NO_HEADERS, body), Ok(()));
    ///
    /// let error = ObsError::expect_success_parts("CopyObjectResult", 200, NO_HEADERS, b"")
    ///     .expect_err("nothing was copied");
    /// assert_eq!(error.retry(), Retry::Transient);
    /// assert_eq!(error.to_string(), "unexpected response (200): the body is empty");
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the error that [`from_parts`](Self::from_parts) returns if the status is not that
    /// of a success, the body is empty, truncated or not XML, or its root has another name.
    pub fn expect_success_parts<N: AsRef<str>, V: AsRef<[u8]>>(
        root: &str,
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<(), Self> {
        if !is_success(status) {
            return Err(Self::from_parts(status, headers, body));
        }
        let Err(reason) = xml::check_root(root, body) else { return Ok(()) };
        let error = Self::from_parts(status, headers, body);
        if xml::has_error_root(body) {
            return Err(error);
        }
        let details = Details { xml_error: Some(reason), ..error.details().clone() };
        Err(error.with_details(details))
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}
