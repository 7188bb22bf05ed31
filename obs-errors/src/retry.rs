//! Whether a request may be sent again.

/// Whether the same request may be sent again, and how.
///
/// The classes are those that the clients of the service agree on, and those
/// that its documentation says to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Sent again unchanged, the request fails again.
    Never,
    /// Sent again after a while, the request may succeed.
    Transient,
    /// The service asks for fewer requests: send it again, and all others more
    /// slowly.
    Throttling,
}

impl Retry {
    /// What a status alone says: 429 is throttling; 408, 500, 502, 503, 504 and 520
    /// (which proxies send) are transient; all others never.
    ///
    /// Where the code is known, [its class](crate::ErrorCode::retry) says it better.
    #[must_use]
    pub const fn from_status(status: u16) -> Self {
        match status {
            429 => Self::Throttling,
            408 | 500 | 502 | 503 | 504 | 520 => Self::Transient,
            _ => Self::Never,
        }
    }

    /// The name of the class in lower case, as the table and feature `serde` write
    /// it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Transient => "transient",
            Self::Throttling => "throttling",
        }
    }

    /// Whether this is any class but [`Never`](Self::Never).
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        !matches!(self, Self::Never)
    }
}
