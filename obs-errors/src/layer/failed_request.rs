//! What a server learns about a request that failed.

use std::fmt;

use ::http::{Method, Uri};

use crate::{ErrorCode, ErrorResponse};

/// A request that failed, for the log of a server: the argument of
/// [`on_error`](super::ErrorDocumentLayer::on_error).
///
/// ```
/// use std::error::Error;
///
/// use obs_errors::ObsErrorCode;
/// use obs_errors::layer::FailedRequest;
///
/// fn log(failed: &FailedRequest<'_, ObsErrorCode>) {
///     let (id, error) = (failed.request_id(), failed.error());
///     eprintln!("{id}: {} {}: {error}", failed.method(), failed.uri());
///     if let Some(cause) = error.source() {
///         eprintln!("{id}: caused by: {cause}");
///     }
/// }
/// ```
pub struct FailedRequest<'a, C> {
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    pub(super) request_id: &'a str,
    pub(super) error: &'a ErrorResponse<C>,
}

impl<C: ErrorCode> FailedRequest<'_, C> {
    /// Returns the method of the request.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.method
    }

    /// Returns the URI of the request, as the layer received it. Its query may contain a signature.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.uri
    }

    /// Returns the id that is sent with the response.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request_id
    }

    /// Returns the error that is sent.
    ///
    /// Its [source](std::error::Error::source) is what is not sent: the message of a panic, the error
    /// of a service, or what the handler [attached](ErrorResponse::with_source). If the response had
    /// another body, the [excerpt](ErrorResponse::excerpt) is the start of that.
    #[must_use]
    pub fn error(&self) -> &ErrorResponse<C> {
        self.error
    }
}

impl<C: ErrorCode> fmt::Debug for FailedRequest<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedRequest")
            .field("method", self.method)
            .field("uri", self.uri)
            .field("request_id", &self.request_id)
            .field("error", self.error)
            .finish()
    }
}
