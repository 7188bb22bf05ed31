//! Whether a request may be sent again.

/// Whether the same request may be sent again, and how.
///
/// The classes are those that the clients of the service agree on, and those
/// that its documentation says to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Whether this is any class but [`Never`](Self::Never).
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        !matches!(self, Self::Never)
    }
}
