//! What a client knows about the tries of a request.

use std::time::Duration;

/// The tries of a request so far, and whether it can be sent again: what a
/// [`RetryPolicy`](crate::RetryPolicy) needs to know besides the error.
///
/// ```
/// use std::time::Duration;
///
/// use obs_errors::Attempt;
///
/// // The second try of a GET request has failed, 0.3 seconds after the first began.
/// let attempt = Attempt::new(2).with_elapsed(Duration::from_millis(300)).with_idempotent(true);
/// # let _ = attempt;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Attempt {
    pub(crate) number: u32,
    pub(crate) elapsed: Duration,
    pub(crate) is_idempotent: bool,
    pub(crate) is_replayable: bool,
    pub(crate) is_checkable: bool,
    pub(crate) has_corrected_clock: bool,
}

impl Attempt {
    /// Creates an attempt from the number of tries so far: 1 if the first one has failed. A zero
    /// counts as 1.
    ///
    /// No time has elapsed, the request is not idempotent, its body can be sent again, its result
    /// cannot be checked, and the clock has not been corrected.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self {
            number: if number == 0 { 1 } else { number },
            elapsed: Duration::ZERO,
            is_idempotent: false,
            is_replayable: true,
            is_checkable: false,
            has_corrected_clock: false,
        }
    }

    /// Sets the time since the first try began, waits included.
    #[must_use]
    pub const fn with_elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Sets whether a second execution of the request changes nothing: `true` for GET, HEAD, PUT and
    /// DELETE of an object, `false` for appending to one, and for creating or completing a multipart
    /// upload. In a bucket with versioning, a second PUT or DELETE adds a version.
    ///
    /// It can also be set to `true` if the request has certainly not reached the service, such as
    /// after a refused connection.
    #[must_use]
    pub const fn with_idempotent(mut self, is_idempotent: bool) -> Self {
        self.is_idempotent = is_idempotent;
        self
    }

    /// Sets whether the body of the request can be sent again: `false` if it is a stream that has been
    /// read and cannot be rewound.
    #[must_use]
    pub const fn with_replayable(mut self, is_replayable: bool) -> Self {
        self.is_replayable = is_replayable;
        self
    }

    /// Sets whether the caller can find out if a request that is not idempotent took effect, as after
    /// completing a multipart upload: see [`Decision::CheckAfter`](crate::Decision::CheckAfter).
    #[must_use]
    pub const fn with_checkable(mut self, is_checkable: bool) -> Self {
        self.is_checkable = is_checkable;
        self
    }

    /// Sets whether the clock that signs the request was corrected after an earlier try: see
    /// [`Decision::CorrectClock`](crate::Decision::CorrectClock). It is not corrected twice.
    #[must_use]
    pub const fn with_corrected_clock(mut self, has_corrected_clock: bool) -> Self {
        self.has_corrected_clock = has_corrected_clock;
        self
    }
}
