//! Feature `http`: codes and errors as the `http` crate has them.

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
