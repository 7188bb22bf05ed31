//! The requests that a server has received, and what tests assert about them.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use http::request::Parts;
use http::{HeaderMap, Method};
use wildmatch::WildMatch;

use crate::fault::Fault;
use crate::operation::Operation;
use crate::rules::RuleId;
use crate::target::Target;

/// One request, and what was answered.
#[derive(Clone, Debug)]
pub struct Request {
    number: u64,
    method: Method,
    target: String,
    operation: Option<Operation>,
    bucket: String,
    key: String,
    attempt: u32,
    headers: HeaderMap,
    received_at: SystemTime,
    started: Instant,
    bytes_received: Arc<AtomicU64>,
    rule: Option<RuleId>,
    fault: Option<String>,
    response: Option<Answered>,
}

/// What was answered.
#[derive(Clone, Debug)]
struct Answered {
    at: Instant,
    status: Option<u16>,
    code: Option<String>,
    retry_after: Option<Duration>,
    length: u64,
}

impl Request {
    /// Returns the number of the request, counted from one.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path and the query, as they were sent.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns the operation, unless it is not implemented.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.operation
    }

    /// Returns the bucket; empty if the request is about none.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Returns the key, without percent-encoding; empty if the request is about none.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns how many requests with the same method, path and query, signatures left out, there have been, this one
    /// included. The count starts again after 10,000 different requests.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns when the headers had been received.
    #[must_use]
    pub fn received_at(&self) -> SystemTime {
        self.received_at
    }

    /// Returns how many bytes of the body have been received, with the framing of signed chunks.
    #[must_use]
    pub fn bytes_received(&self) -> u64 {
        self.bytes_received.load(Ordering::Relaxed)
    }

    /// Returns the status of the response; `None` if there was none, or there is none yet.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref()?.status
    }

    /// Returns the error code of the response.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.response.as_ref()?.code.as_deref()
    }

    /// Returns the length of the body of the response, even if only a part of it was sent.
    #[must_use]
    pub fn response_length(&self) -> Option<u64> {
        self.response.as_ref().map(|response| response.length)
    }

    /// Returns the rule whose fault was injected.
    #[must_use]
    pub fn rule(&self) -> Option<RuleId> {
        self.rule
    }

    /// Returns the fault that was injected, in its [notation](crate::Fault#notation).
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The request as JSON.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            serde_json::json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])
        };
        serde_json::json!({
            "number": self.number,
            "method": self.method.as_str(),
            "target": self.target,
            "operation": self.operation.map(Operation::as_str),
            "bucket": self.bucket,
            "key": self.key,
            "attempt": self.attempt,
            "headers": self.headers.iter().map(header).collect::<Vec<_>>(),
            "received_at": humantime::format_rfc3339_millis(self.received_at).to_string(),
            "bytes_received": self.bytes_received(),
            "status": self.status(),
            "code": self.code(),
            "response_length": self.response_length(),
            "rule": self.rule().map(|rule| rule.0),
            "fault": self.fault(),
        })
    }

    /// About how much memory it takes.
    fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        512 + 2 * self.target.len() + headers.map(|length| length + 64).sum::<usize>()
    }
}

/// The requests of a server at one time, in the order in which they came.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use obs_errors_faults::{FaultServer, Operation};
/// # let server = FaultServer::start_blocking()?;
/// server.log().with_operation(Operation::PutObject).assert_attempts(0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RequestLog {
    requests: Vec<Request>,
    dropped: u64,
}

impl RequestLog {
    /// Returns the requests.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// Returns how many requests of the server are missing because there were too many: the log keeps 10,000
    /// requests, and 16 MiB.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Keeps the requests for an operation.
    pub fn with_operation(self, operation: Operation) -> Self {
        self.filtered(|request| request.operation == Some(operation))
    }

    /// Keeps the requests for a bucket.
    pub fn with_bucket(self, bucket: &str) -> Self {
        self.filtered(|request| request.bucket == bucket)
    }

    /// Keeps the requests for keys that match a pattern: `*` stands for any characters, and `?` for one.
    pub fn with_key(self, pattern: &str) -> Self {
        let pattern = WildMatch::new(pattern);
        self.filtered(|request| pattern.matches(&request.key))
    }

    /// Keeps the requests that meet a condition.
    pub fn filtered(mut self, keep: impl FnMut(&Request) -> bool) -> Self {
        self.requests.retain(keep);
        self
    }

    /// Returns how long the client waited before each request but the first: the time since the response before
    /// it. For a request that came before that response, it is zero.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        let pairs = self.requests.windows(2);
        pairs.map(|pair| pair[1].started.saturating_duration_since(pair[0].ended())).collect()
    }

    /// Returns the log as a JSON array.
    #[must_use]
    pub fn to_json(&self) -> String {
        let requests = self.requests.iter().map(Request::to_json);
        serde_json::Value::Array(requests.collect()).to_string()
    }

    /// Asserts how many requests there were.
    ///
    /// # Panics
    ///
    /// Panics with the requests if there were more or fewer.
    #[track_caller]
    pub fn assert_attempts(&self, expected: usize) {
        let found = self.requests.len();
        assert!(found == expected, "expected {expected} requests, found {found}{}", self.shown());
    }

    /// Asserts that the client waited before each request but the first, and each time longer than before: as a
    /// client does that waits without jitter, or with a jitter that is smaller than what is added to the wait. For
    /// other clients, look at [`waits`](Self::waits).
    ///
    /// # Panics
    ///
    /// Panics with the requests if a wait was not longer than the one before, or if there were fewer than three
    /// requests.
    #[track_caller]
    pub fn assert_backoff_grows(&self) {
        let waits = self.waits();
        assert!(waits.len() > 1, "expected three requests or more{}", self.shown());
        assert!(
            waits.windows(2).all(|pair| pair[0] < pair[1]),
            "expected waits that grow{}",
            self.shown()
        );
    }

    /// Asserts that the client waited as long as each response asked for with `Retry-After`.
    ///
    /// # Panics
    ///
    /// Panics with the requests if it came back earlier, or if no response before the last one asked for it.
    #[track_caller]
    pub fn assert_retry_after_respected(&self) {
        let asked = self.requests.iter().map(|request| request.response.as_ref()?.retry_after);
        let pairs: Vec<_> = asked.zip(self.waits()).collect();
        assert!(
            pairs.iter().any(|(asked, _)| asked.is_some()),
            "expected a response with Retry-After before the last request{}",
            self.shown()
        );
        assert!(
            pairs.iter().all(|(asked, waited)| asked.is_none_or(|asked| *waited >= asked)),
            "expected waits of at least what Retry-After asked for{}",
            self.shown()
        );
    }

    /// The requests for a message, one on a line.
    fn shown(&self) -> String {
        let waits = self.waits();
        let lines = self.requests.iter().enumerate().map(|(index, request)| {
            let wait = index.checked_sub(1).map(|before| waits[before]);
            let wait = wait.map(|wait| format!(", {wait:.1?} later")).unwrap_or_default();
            let status = request.status().map(|status| status.to_string());
            let status = status.unwrap_or_else(|| "no response".to_owned());
            let code = request.code().map(|code| format!(" {code}")).unwrap_or_default();
            format!("\n  {} {}: {status}{code}{wait}", request.method, request.target)
        });
        lines.collect()
    }
}

impl Request {
    /// When the response began, or else when the request came.
    fn ended(&self) -> Instant {
        self.response.as_ref().map_or(self.started, |response| response.at)
    }
}

/// The log of a server.
#[derive(Debug, Default)]
pub(crate) struct Log {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    requests: VecDeque<Request>,
    bytes: usize,
    /// How many requests there were before the first that is kept, since the log was cleared.
    dropped: u64,
    count: u64,
    attempts: HashMap<String, u32>,
}

const MAX_REQUESTS: usize = 10_000;
const MAX_BYTES: usize = 16 << 20;

/// A request that is not answered yet.
pub(crate) struct Entry<'a> {
    log: &'a Log,
    number: u64,
    pub(crate) received: Arc<AtomicU64>,
}

impl Log {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(
        &self,
        parts: &Parts,
        target: &Target,
        operation: Option<Operation>,
        request: &str,
    ) -> Entry<'_> {
        let mut kept = self.kept();
        if kept.attempts.len() >= MAX_REQUESTS {
            kept.attempts.clear();
        }
        let attempt = kept.attempts.entry(request.to_owned()).or_default();
        *attempt += 1;
        let attempt = *attempt;
        kept.count += 1;
        let received = Arc::default();
        let request = Request {
            number: kept.count,
            method: parts.method.clone(),
            target: parts.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned(),
            operation,
            bucket: target.bucket.clone(),
            key: target.key.clone(),
            attempt,
            headers: parts.headers.clone(),
            received_at: SystemTime::now(),
            started: Instant::now(),
            bytes_received: Arc::clone(&received),
            rule: None,
            fault: None,
            response: None,
        };
        kept.bytes += request.size();
        kept.requests.push_back(request);
        while kept.requests.len() > MAX_REQUESTS || kept.bytes > MAX_BYTES {
            let Some(oldest) = kept.requests.pop_front() else { break };
            kept.bytes -= oldest.size();
            kept.dropped += 1;
        }
        Entry { log: self, number: kept.count, received }
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.kept();
        // Those that are not answered yet find no request with their number.
        *kept = Kept { count: kept.count, ..Kept::default() };
    }

    pub(crate) fn read(&self) -> RequestLog {
        let kept = self.kept();
        RequestLog { requests: kept.requests.iter().cloned().collect(), dropped: kept.dropped }
    }
}

/// A response, for the log.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) length: u64,
}

impl Entry<'_> {
    /// Notes the fault before it is injected: the client may not wait for its end.
    pub(crate) fn injected(&self, rule: Option<RuleId>, fault: &Fault) {
        self.update(|request| {
            request.rule = rule;
            request.fault = Some(fault.to_string());
        });
    }

    pub(crate) fn answered(self, outcome: Outcome) {
        let Outcome { status, code, retry_after, length } = outcome;
        let answered = Answered { at: Instant::now(), status, code, retry_after, length };
        self.update(|request| request.response = Some(answered));
    }

    /// Changes the request, if it is still in the log.
    fn update(&self, change: impl FnOnce(&mut Request)) {
        let mut kept = self.log.kept();
        // Numbers are consecutive.
        let first = kept.requests.front().map_or(0, |first| first.number);
        let index = self.number.checked_sub(first).and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| kept.requests.get_mut(index)) {
            change(request);
        }
    }
}
