//! Whether and when a request is sent again.

use std::time::Duration;

use crate::{Attempt, Decision, ErrorCode, ErrorResponse, Retry, StopReason};

/// The codes of errors that a client can repair, in whichever table they are.
const TOO_SKEWED: &str = "RequestTimeTooSkewed";
const REDIRECTS: [&str; 2] = ["TemporaryRedirect", "PermanentRedirect"];

/// The message, without whitespace, of an error with the code of a skewed clock that another clock
/// does not repair.
const URL_EXPIRED: &str = "Requesthasexpired";

/// Decides whether a request that failed is sent again, and when. The guide in the module
/// [`retrying`](crate::retrying) explains the rules and shows how to use it with other crates.
///
/// A policy does no I/O: it has no clock, does not sleep, and needs a random number from the caller.
///
/// ```
/// use std::time::Duration;
///
/// use obs_errors::{Attempt, Decision, ObsError, ObsErrorCode, RetryPolicy, StopReason};
///
/// const POLICY: RetryPolicy = RetryPolicy::new().with_max_attempts(3);
///
/// let error = ObsError::new(ObsErrorCode::ServiceUnavailable);
/// let attempt = Attempt::new(1).with_idempotent(true);
/// assert_eq!(POLICY.decide(&error, attempt, 0.5), Decision::RetryAfter(Duration::from_millis(25)));
///
/// let error = ObsError::new(ObsErrorCode::AccessDenied);
/// assert_eq!(POLICY.decide(&error, attempt, 0.5), Decision::Stop(StopReason::NotRetryable));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    transient_delay: Duration,
    throttling_delay: Duration,
    max_delay: Duration,
    max_elapsed: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// Creates a policy with the limits of the vendor's Hadoop client: at most 7 tries within 180
    /// seconds; random delays of up to 50 milliseconds, or 1 second if the service asks for fewer
    /// requests, which double with each try up to 30 seconds.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_attempts: 7,
            transient_delay: Duration::from_millis(50),
            throttling_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(30),
            max_elapsed: Duration::from_secs(180),
        }
    }

    /// Sets how often a request is sent at most, the first time included; 0 counts as 1. The vendor's
    /// SDKs for Java and Python send it 4 times.
    #[must_use]
    pub const fn with_max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// Sets the longest delay before the second try after a [transient](Retry::Transient) error.
    /// Before each further try, it is twice as long.
    #[must_use]
    pub const fn with_transient_delay(mut self, delay: Duration) -> Self {
        self.transient_delay = delay;
        self
    }

    /// Sets the longest delay before the second try if the service
    /// [asks for fewer requests](Retry::Throttling). Before each further try, it is twice as long.
    #[must_use]
    pub const fn with_throttling_delay(mut self, delay: Duration) -> Self {
        self.throttling_delay = delay;
        self
    }

    /// Sets the longest random delay before any try. The time that the service asks for is added to
    /// it.
    #[must_use]
    pub const fn with_max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the time after the beginning of the first try within which each further try begins.
    #[must_use]
    pub const fn with_max_elapsed(mut self, elapsed: Duration) -> Self {
        self.max_elapsed = elapsed;
        self
    }

    /// Decides what to do after a request has failed with this error.
    ///
    /// `jitter` is a random number, at least 0 and less than 1, that spreads the requests of many
    /// clients; [`random_jitter`](crate::random_jitter) returns one. A number out of this range is
    /// clamped, and NaN counts as the largest one.
    ///
    /// The delay is a random part of the longest delay for this try (full jitter). If the service asks
    /// to wait ([`retry_after`](ErrorResponse::retry_after)), that time is added to it, and the random
    /// part is at most the time that is left.
    pub fn decide<C: ErrorCode>(
        &self,
        error: &ErrorResponse<C>,
        attempt: Attempt,
        jitter: f64,
    ) -> Decision {
        match self.repair(error, attempt) {
            Some(decision) => decision,
            None => {
                let class = error.retry();
                // A service that responds with a success has begun to act.
                let is_success = matches!(error.status(), Some(200..=299));
                let is_refused = class == Retry::Throttling && !is_success;
                self.decide_refused(class, is_refused, error.retry_after(), attempt, jitter)
            }
        }
    }

    /// Decides what to do if there was no response at all: the connection failed or was closed, or
    /// the request timed out. This counts as a [transient](Retry::Transient) error. A request that
    /// could not be built or signed fails again; do not ask for it.
    pub fn decide_without_response(&self, attempt: Attempt, jitter: f64) -> Decision {
        self.decide_class(Retry::Transient, None, attempt, jitter)
    }

    /// Decides by the class of an error alone, for an error that is not an [`ErrorResponse`], such as
    /// one [key](crate::DeleteError::retry) of a batch delete, or a
    /// [status](Retry::from_status). `retry_after` is how long the service asks to wait.
    pub fn decide_class(
        &self,
        class: Retry,
        retry_after: Option<Duration>,
        attempt: Attempt,
        jitter: f64,
    ) -> Decision {
        let is_refused = class == Retry::Throttling;
        self.decide_refused(class, is_refused, retry_after, attempt, jitter)
    }

    /// `is_refused` is whether the service has refused the request before it took effect.
    fn decide_refused(
        &self,
        class: Retry,
        is_refused: bool,
        retry_after: Option<Duration>,
        attempt: Attempt,
        jitter: f64,
    ) -> Decision {
        if class == Retry::Never {
            return Decision::Stop(StopReason::NotRetryable);
        }
        let is_harmless = attempt.is_idempotent || is_refused;
        if !is_harmless && !attempt.is_checkable {
            return Decision::Stop(StopReason::NotIdempotent);
        }
        if let Some(reason) = self.obstacle(attempt) {
            return Decision::Stop(reason);
        }
        let remaining = self.max_elapsed.saturating_sub(attempt.elapsed);
        let asked = retry_after.unwrap_or_default();
        if asked > remaining {
            return Decision::Stop(StopReason::RetryAfterTooLong);
        }
        let backoff = self.backoff(class, attempt.number, jitter);
        if retry_after.is_none() && backoff > remaining {
            return Decision::Stop(StopReason::OutOfTime);
        }
        let delay = asked.saturating_add(backoff).min(remaining);
        if is_harmless { Decision::RetryAfter(delay) } else { Decision::CheckAfter(delay) }
    }

    /// What repairs an error whose class says that it remains if nothing changes.
    fn repair<C: ErrorCode>(&self, error: &ErrorResponse<C>, attempt: Attempt) -> Option<Decision> {
        let code = error.code_str().unwrap_or_default();
        let is_redirect = REDIRECTS.contains(&code)
            || matches!(error.status(), Some(301 | 302 | 307 | 308)) && error.location().is_some();
        let decision = if is_redirect {
            let endpoint = error.endpoint("https").or_else(|| error.endpoint("http"));
            endpoint.map(|_| Decision::Redirect)
        } else if code == TOO_SKEWED && !attempt.has_corrected_clock && !is_expired_url(error) {
            error.server_time().map(Decision::CorrectClock)
        } else {
            None
        };
        Some(self.obstacle(attempt).map_or(decision?, Decision::Stop))
    }

    /// Why a request is not sent again, whatever the error is.
    fn obstacle(&self, attempt: Attempt) -> Option<StopReason> {
        if !attempt.is_replayable {
            Some(StopReason::NotReplayable)
        } else if attempt.number >= self.max_attempts {
            Some(StopReason::OutOfAttempts)
        } else if attempt.elapsed >= self.max_elapsed {
            Some(StopReason::OutOfTime)
        } else {
            None
        }
    }

    /// A random part of the longest delay after this many tries.
    fn backoff(&self, class: Retry, tries: u32, jitter: f64) -> Duration {
        let first = match class {
            Retry::Throttling => self.throttling_delay,
            _ => self.transient_delay,
        };
        let factor = 1_u32.checked_shl(tries - 1).unwrap_or(u32::MAX);
        let longest = first.saturating_mul(factor).min(self.max_delay);
        // Rounding may give more than the whole.
        let jitter = if jitter.is_nan() { 1.0 } else { jitter.clamp(0.0, 1.0) };
        let part = Duration::try_from_secs_f64(longest.as_secs_f64() * jitter);
        part.unwrap_or(longest).min(longest)
    }
}

fn is_expired_url<C: ErrorCode>(error: &ErrorResponse<C>) -> bool {
    // The same normalization as for the messages of causes.
    let message = error.message().unwrap_or_default();
    let letters: String = message.chars().filter(|c| !c.is_whitespace()).collect();
    letters.trim_end_matches('.').eq_ignore_ascii_case(URL_EXPIRED)
}
