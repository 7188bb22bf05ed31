//! What a client does after a request has failed.

use std::fmt;
use std::time::{Duration, SystemTime};

/// What to do after a request has failed: the result of
/// [`RetryPolicy::decide`](crate::RetryPolicy::decide).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub enum Decision {
    /// Wait this long, then send the request again.
    RetryAfter(Duration),
    /// Wait this long, then find out whether the request took effect, and send it again only if it
    /// did not. It may have succeeded although its response says otherwise or was lost.
    ///
    /// Returned for requests that are not idempotent, but
    /// [checkable](crate::Attempt::with_checkable).
    CheckAfter(Duration),
    /// Correct the clock that signs requests by the difference to this time, the time of the service
    /// when it responded. Then sign the request and send it again, without waiting.
    ///
    /// Do this only for a response over TLS, and if the difference is plausible: otherwise anyone on
    /// the way can make a client sign requests for the future. Correct the client's offset and not the
    /// system clock.
    CorrectClock(SystemTime),
    /// Send the request to the [endpoint](crate::ErrorResponse::endpoint) that the error names, if it
    /// is one that you trust, with a signature for that endpoint and the path of the location. If
    /// there is no endpoint for the scheme of the request, return the error.
    Redirect,
    /// Return the error.
    Stop(StopReason),
}

/// Why a request is not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// The request fails again if it is sent unchanged.
    NotRetryable,
    /// The request may have taken effect, and a second execution would change something.
    NotIdempotent,
    /// The body of the request cannot be sent again.
    NotReplayable,
    /// The request has been tried as often as the policy allows.
    OutOfAttempts,
    /// The next try would begin after the time that the policy allows.
    OutOfTime,
    /// The service asks to wait for longer than the time that is left.
    RetryAfterTooLong,
    /// The [budget](crate::RetryBudget) of the client is used up.
    OutOfBudget,
}

impl Decision {
    /// Returns how long to wait before the request is sent again: `None` unless it is
    /// [`RetryAfter`](Self::RetryAfter), the only decision that a loop can follow without knowing
    /// more.
    #[must_use]
    pub const fn delay(self) -> Option<Duration> {
        match self {
            Self::RetryAfter(delay) => Some(delay),
            _ => None,
        }
    }

    /// Returns why the request is not sent again, if it is not.
    #[must_use]
    pub const fn stop_reason(self) -> Option<StopReason> {
        match self {
            Self::Stop(reason) => Some(reason),
            _ => None,
        }
    }
}

/// Formats the decision as a sentence that starts in lower case and has no final full stop.
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RetryAfter(delay) => write!(f, "retry after {delay:.3?}"),
            Self::CheckAfter(delay) => {
                write!(f, "after {delay:.3?}, check whether the request took effect")
            }
            Self::CorrectClock(_) => f.write_str("correct the clock and retry"),
            Self::Redirect => f.write_str("send the request to another endpoint"),
            Self::Stop(reason) => write!(f, "stop: {reason}"),
        }
    }
}

impl StopReason {
    /// Returns what the reason means: a sentence that starts in lower case and has no final full
    /// stop.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotRetryable => "the request fails again if it is sent unchanged",
            Self::NotIdempotent => "the request may have taken effect and is not idempotent",
            Self::NotReplayable => "the body of the request cannot be sent again",
            Self::OutOfAttempts => "the request has been tried often enough",
            Self::OutOfTime => "there is no time left for another try",
            Self::RetryAfterTooLong => "the service asks to wait for longer than the time left",
            Self::OutOfBudget => "the retry budget is used up",
        }
    }
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
