//! One fault: what is answered, and how the response arrives.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use obs_errors::{ErrorCode, ObsError};
use wildmatch::WildMatch;

use crate::codes::{Codes, custom};
use crate::shape::Shape;

/// A fault: an error response, or a response that arrives late, slowly, in part or not at all.
///
/// # Notation
///
/// Scenario files, requests and [`FaultServer::inject`](crate::FaultServer::inject) write a fault as an action
/// and options: `SlowDown x2; shape=html; retry-after=5`. It is also what [`FromStr`](std::str::FromStr) reads, with the codes of
/// OBS. A value that contains `;`, `,` or spaces at its ends is written in double quotes.
///
/// | action | what happens |
/// |---|---|
/// | a code, such as `SlowDown` | the error is answered, and the request is not performed |
/// | `Ok` | the request is performed as if no rule matched |
/// | `Reset` | the connection is reset, before the request is performed |
/// | `Close` | the connection is closed, before the request is performed |
/// | `Stall` | nothing happens until the client gives up; `Stall 2s`: for two seconds, and then the request is performed |
/// | `BrokenChunk` | the request is performed, and the response ends in a chunk that is not valid (over HTTP/2, its stream is reset) |
///
/// An action can be followed by `xN`, which is the same as the option `times=N`.
///
/// | option | meaning | with |
/// |---|---|---|
/// | `times=2` | how many requests get the fault | any action |
/// | `latency=200ms` | how long the server waits first | any |
/// | `rate=1000` | how many bytes of the body are sent each second | any |
/// | `end=reset`, `close`, `stall`, `broken-chunk` | how the response ends; `Reset` is the same as `Ok; end=reset` | any |
/// | `after=100`, `half`, `all` | how many bytes of the body are sent before that end; the request is performed | an end |
/// | `for=2s` | how long a stall takes | a stall |
/// | `performed` | the request is performed first, and its own response is lost | any |
/// | `continue` | a client that waits for `100 Continue` gets it, and its body is received before the error is sent | a code |
/// | `header.NAME=value` | a header of the response | any |
/// | `shape=html` | the [form](Shape) of the response | a code |
/// | `status=500` | the status | a code; the code need not be in the table then |
/// | `message=...` | the message | a code |
/// | `field.NAME=value` | another element of the document | a code |
/// | `retry-after=5` | the seconds in the header `Retry-After` | a code |
/// | `retry-after-date=5` | the same, as a date | a code |
/// | `location`, `endpoint`, `bucket` | the header `Location` and the elements of a redirect | a code |
/// | `keys=logs/*` | of a request that deletes many keys, those that fail with the code | a code |
///
/// The response to a HEAD request, or with status 204 or 304, has no body: `after` is ignored, and nothing of it
/// is sent.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Fault {
    pub(crate) reply: Reply,
    pub(crate) times: Option<NonZeroU32>,
    pub(crate) latency: Duration,
    pub(crate) bytes_per_second: Option<NonZeroU64>,
    pub(crate) end: Option<End>,
    pub(crate) after: After,
    pub(crate) is_performed: bool,
    pub(crate) continues: bool,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    /// What the request results in.
    Performed,
    Error {
        error: Box<ObsError>,
        shape: Shape,
        /// The seconds until the date in `Retry-After`.
        retry_at: Option<u32>,
        /// The keys that fail, of a request that deletes many.
        keys: Option<WildMatch>,
    },
}

/// How a response ends, instead of as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Reset,
    Close,
    /// Without a time, until the client gives up.
    Stall(Option<Duration>),
    BrokenChunk,
}

/// When a response ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Before its first byte.
    Nothing,
    /// After as many bytes of the body.
    Bytes(u64),
    /// After half of the body.
    Half,
    /// After the whole body: a length is stated that is larger by one.
    All,
}

impl Fault {
    fn new(reply: Reply) -> Self {
        Self {
            reply,
            times: None,
            latency: Duration::ZERO,
            bytes_per_second: None,
            end: None,
            after: After::Nothing,
            is_performed: false,
            continues: false,
            headers: Vec::new(),
        }
    }

    /// Returns a fault that answers the error with a code of any table.
    ///
    /// ```
    /// use obs_errors::ObsErrorCode;
    /// use obs_errors_faults::Fault;
    ///
    /// assert_eq!(Fault::error(ObsErrorCode::SlowDown).times(2), "SlowDown x2".parse()?);
    /// # Ok::<_, obs_errors_faults::FaultError>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Never: every code has a status that a response can have.
    pub fn error<C: ErrorCode>(code: C) -> Self {
        let error = Codes::of_enum::<C>().error(code.as_str());
        Self::response(error.expect("it is a code of its own table"))
    }

    /// Returns a fault that answers this error: with its own message, fields, status, `Retry-After` and `Location`.
    /// A request id and a host id are added if it has none.
    pub fn response(error: ObsError) -> Self {
        let error = Box::new(error);
        Self::new(Reply::Error { error, shape: Shape::Xml, retry_at: None, keys: None })
    }

    /// Returns a fault that answers a code that no table has.
    pub fn custom(code: &str, status: u16) -> Self {
        Self::response(custom(code, status))
    }

    /// Returns no fault: the request is performed. This is for sequences, and for what only delays a response.
    pub fn ok() -> Self {
        Self::new(Reply::Performed)
    }

    /// Returns a fault that resets the connection.
    pub fn reset() -> Self {
        Self::ok().ends(End::Reset)
    }

    /// Returns a fault that closes the connection.
    pub fn close() -> Self {
        Self::ok().ends(End::Close)
    }

    /// Returns a fault that sends nothing until the client gives up.
    pub fn stall() -> Self {
        Self::ok().ends(End::Stall(None))
    }

    /// Returns a fault that sends nothing for a time; then the request succeeds.
    pub fn stall_for(time: Duration) -> Self {
        Self::ok().ends(End::Stall(Some(time)))
    }

    /// Returns a fault that sends a response whose chunks are malformed after half of the body.
    pub fn broken_chunk() -> Self {
        Self::ok().ends(End::BrokenChunk).after_half()
    }

    pub(crate) fn ends(mut self, end: End) -> Self {
        self.end = Some(end);
        self
    }

    /// Sets how many requests get the fault; zero is taken for one. Without it, the last fault of a rule is for all
    /// requests to come, and each other one for a single request.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN));
        self
    }

    /// Sets the form of an error response.
    pub fn with_shape(mut self, new: Shape) -> Self {
        if let Reply::Error { shape, .. } = &mut self.reply {
            *shape = new;
        }
        self
    }

    /// Sets which keys fail, of a request that deletes many: `*` stands for any characters, and `?` for one. The
    /// others are deleted, and the status is 200.
    pub fn for_keys(mut self, pattern: &str) -> Self {
        if let Reply::Error { keys, .. } = &mut self.reply {
            *keys = Some(WildMatch::new(pattern));
        }
        self
    }

    /// Sets how long the server waits before it performs the request, or answers an error.
    pub fn with_latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Sets how many bytes of the body are sent each second; zero is taken for one.
    pub fn with_bytes_per_second(mut self, bytes: u64) -> Self {
        self.bytes_per_second = Some(NonZeroU64::new(bytes).unwrap_or(NonZeroU64::MIN));
        self
    }

    /// Ends the response after the headers and as many bytes of the body, if the fault is an end. The request is
    /// performed. A length is stated that is larger than what is sent.
    pub fn after_bytes(mut self, bytes: u64) -> Self {
        self.after = After::Bytes(bytes);
        self
    }

    /// Ends the response after half of the body, if the fault is an end. The request is performed.
    pub fn after_half(mut self) -> Self {
        self.after = After::Half;
        self
    }

    /// Performs the request although an error is answered, or the connection ends: the client cannot know.
    pub fn performed(mut self) -> Self {
        self.is_performed = true;
        self
    }

    /// Receives the body before an error is answered, even of a client that waits for `100 Continue`.
    pub fn after_continue(mut self) -> Self {
        self.continues = true;
        self
    }

    /// Adds a header to the response, in place of one with the same name.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The shape of the error that is answered.
    pub(crate) fn shape(&self) -> Option<Shape> {
        match &self.reply {
            Reply::Error { shape, .. } => Some(*shape),
            Reply::Performed => None,
        }
    }

    pub(crate) fn is_for_keys(&self) -> bool {
        matches!(&self.reply, Reply::Error { keys: Some(_), .. })
    }
}
