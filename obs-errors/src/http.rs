//! Feature `http`: statuses and responses as the `http` crate has them.

#[cfg(feature = "http")]
use crate::{ErrorCode, ErrorResponse};

/// Reading responses of the crate `http` (feature `http`, on by default).
#[cfg(feature = "http")]
impl<C: ErrorCode> ErrorResponse<C> {
    /// Reads a failed response, whatever came back: it never fails.
    ///
    /// Each value is taken from the first place that has one: an XML body, a JSON
    /// body (with the feature `json`; without it the [excerpt](Self::excerpt) keeps
    /// it), the headers, the status. Where the headers stand in for a child that
    /// the body lacks, it is among the [fields](Self::fields) as if it had been
    /// sent there. [`reading`](crate::reading) says more about what is trusted, and
    /// why.
    ///
    /// Of a document that is damaged or cut off, all that was complete is kept, and
    /// its start as the excerpt; so is the start of what is no error document at
    /// all. No more is read than the [limits](crate::limits) allow.
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
    pub fn from_response(
        status: ::http::StatusCode,
        headers: &::http::HeaderMap,
        body: &[u8],
    ) -> Self {
        Self::from_parts(status.as_u16(), headers, body)
    }

    /// Reads a failed response of the crate `http`, whose body has been collected;
    /// see [`from_response`](Self::from_response).
    #[must_use]
    pub fn from_http(response: &::http::Response<impl AsRef<[u8]>>) -> Self {
        Self::from_response(response.status(), response.headers(), response.body().as_ref())
    }
}

/// What the feature adds to a code.
#[cfg(feature = "http")]
#[doc(hidden)]
#[macro_export]
macro_rules! __http {
    ($Code:ident) => {
        impl $Code {
            /// The HTTP status that the table gives, as the `http` crate has it.
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

#[cfg(not(feature = "http"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __http {
    ($Code:ident) => {};
}
