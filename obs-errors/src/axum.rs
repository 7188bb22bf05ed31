//! Feature `axum`: codes and errors as responses of handlers.

use axum_core::response::{IntoResponse, Response};

use crate::{ErrorCode, ErrorResponse};

/// Converts the error into the response of [`into_http`](ErrorResponse::into_http).
impl<C: ErrorCode> IntoResponse for ErrorResponse<C> {
    fn into_response(self) -> Response {
        self.into_http().map(Into::into)
    }
}

/// Implements `IntoResponse` for a code.
#[doc(hidden)]
#[macro_export]
macro_rules! __axum {
    ($Code:ident) => {
        impl $crate::__private::axum_core::response::IntoResponse for $Code {
            fn into_response(self) -> $crate::__private::axum_core::response::Response {
                let error = $crate::ErrorResponse::new(self);
                $crate::__private::axum_core::response::IntoResponse::into_response(error)
            }
        }
    };
}
