//! What a response says, and what the table says of it.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use obs_errors::{ObsError, ObsErrorCode, Origin, Retry, delete_errors, field};
use serde::Serialize;

use crate::find;
use crate::input::Input;
use crate::show::Entry;

/// What was understood.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decoded {
    /// An error of the whole request.
    Error(Box<Error>),
    /// An answer to a batch delete: the errors of single keys.
    DeleteErrors(Vec<Deletion>),
    /// A success without an error in it.
    Success { status: u16 },
    /// A document of another kind, and nothing around it.
    Foreign { root: String },
    /// Text that is no response, but names codes.
    Mentioned(Vec<Entry>),
    /// Nothing at all.
    Nothing,
}

#[derive(Serialize)]
pub(crate) struct Error {
    pub(crate) status: Option<u16>,
    pub(crate) reason: Option<&'static str>,
    /// Where the code was found: `xml`, `json`, `headers`, or `status` if nowhere.
    pub(crate) origin: &'static str,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) resource: Option<String>,
    pub(crate) request_id: Option<String>,
    /// A guess: nothing documents that the id holds a time.
    pub(crate) request_time_guess: Option<String>,
    pub(crate) host_id: Option<String>,
    /// The other children, in order.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) location: Option<String>,
    pub(crate) retry: Option<Retry>,
    pub(crate) retry_after_seconds: Option<u64>,
    /// The start of a body that was not understood, or not to its end.
    pub(crate) excerpt: Option<String>,
    /// The name of the first element of such a body.
    pub(crate) root: Option<String>,
    /// How many error documents follow the one that was read.
    pub(crate) more_documents: usize,
    /// What the table says of the code.
    pub(crate) known: Option<Entry>,
    /// What an unknown code may mean.
    pub(crate) suggestions: Vec<ObsErrorCode>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Deletion {
    Failed {
        key: String,
        version_id: Option<String>,
        code: Option<String>,
        message: Option<String>,
        known: Option<Entry>,
    },
    Damaged {
        fault: String,
    },
}

impl Decoded {
    pub(crate) fn of(input: &Input) -> Self {
        let decoded = Self::of_body(input, &input.body);
        if decoded.has_code() {
            return decoded;
        }
        // Documents in lines of a log, or in a page.
        let embedded = input.embedded();
        for (index, document) in embedded.iter().enumerate() {
            let mut decoded = Self::of_body(input, document.as_bytes());
            if let Self::Error(error) = &mut decoded {
                error.more_documents = embedded.len() - index - 1;
            }
            if decoded.has_code() {
                return decoded;
            }
        }
        let mentioned = match input.status {
            None => mentioned(&input.body),
            Some(_) => Vec::new(),
        };
        if mentioned.is_empty() { decoded } else { Self::Mentioned(mentioned) }
    }

    fn of_body(input: &Input, body: &[u8]) -> Self {
        let is_error = ObsError::in_success_body(body).is_some();
        let is_success = input.status.is_none_or(|status| (200..300).contains(&status));
        let is_delete = root(body) == Some("DeleteResult");
        if is_success && !is_error && is_delete {
            return Self::DeleteErrors(deletions(body));
        }
        if let (false, true, Some(status)) = (is_error, is_success, input.status) {
            return Self::Success { status };
        }
        let headers = input.headers.iter().map(|(name, value)| (name, value));
        let read = ObsError::from_parts(input.status.unwrap_or_default(), headers, body);
        let says_nothing =
            input.status.is_none() && read.fields().all(|(_, value)| value.trim().is_empty());
        match root(body) {
            Some(root) if says_nothing && !is_error => Self::Foreign { root: root.to_owned() },
            _ if says_nothing && !is_error => Self::Nothing,
            _ => Self::Error(Box::new(error(&read, input, body))),
        }
    }

    fn has_code(&self) -> bool {
        match self {
            Self::Error(error) => error.code.as_deref().is_some_and(|code| !code.is_empty()),
            Self::DeleteErrors(_) | Self::Success { .. } | Self::Mentioned(_) => true,
            Self::Foreign { .. } | Self::Nothing => false,
        }
    }

    /// Whether there is an error in what was given.
    pub(crate) fn says_something(&self) -> bool {
        match self {
            Self::Error(_) | Self::Mentioned(_) => true,
            Self::DeleteErrors(deletions) => !deletions.is_empty(),
            Self::Success { .. } | Self::Foreign { .. } | Self::Nothing => false,
        }
    }
}

/// The codes that a text names, in table order.
fn mentioned(text: &[u8]) -> Vec<Entry> {
    let text = String::from_utf8_lossy(text);
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
    let words = words.map(|word| word.trim_matches(['.', '-']));
    let words: HashSet<ObsErrorCode> = words.filter_map(ObsErrorCode::from_code).collect();
    let is_named = |code: &&ObsErrorCode| {
        words.contains(code) || (code.as_str().contains(' ') && text.contains(code.as_str()))
    };
    ObsErrorCode::ALL.iter().filter(is_named).copied().map(Entry).collect()
}

fn error(read: &ObsError, input: &Input, body: &[u8]) -> Error {
    const SHOWN: [&str; 5] =
        [field::CODE, field::MESSAGE, field::RESOURCE, field::REQUEST_ID, field::HOST_ID];
    let owned = |text: Option<&str>| text.map(str::to_owned);
    // The first of each name is what the getter gives.
    let mut shown = Vec::new();
    let others = read.fields().filter(|(name, _)| {
        let is_other = !SHOWN.contains(name) || shown.contains(name);
        shown.push(*name);
        is_other
    });
    let fields = others.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let code = read.code_str().filter(|code| !code.is_empty());
    let retry = match (read.code(), input.status) {
        (Some(code), _) => Some(code.retry()),
        (None, Some(status)) => Some(Retry::from_status(status)),
        (None, None) => None,
    };
    Error {
        status: input.status,
        reason: input.status.and_then(reason),
        origin: match read.origin() {
            Origin::Xml => "xml",
            Origin::Json => "json",
            Origin::Headers => "headers",
            _ => "status",
        },
        code: owned(code),
        message: owned(read.message()),
        resource: owned(read.resource()),
        request_id: owned(read.request_id()),
        request_time_guess: read.request_id().and_then(time_of),
        host_id: owned(read.host_id()),
        fields,
        location: owned(read.location()),
        retry,
        retry_after_seconds: read.retry_after().map(|wait| wait.as_secs()),
        excerpt: owned(read.excerpt()),
        root: read.excerpt().and(owned(root(body))),
        more_documents: 0,
        known: read.code().map(Entry),
        suggestions: match (read.code(), code) {
            (None, Some(code)) => find::suggestions(code),
            _ => Vec::new(),
        },
    }
}

/// The name of the first element of what may be a document, without its prefix.
fn root(body: &[u8]) -> Option<&str> {
    let body = body.trim_ascii_start();
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii_start();
    let is_start = |at: &[u8]| at[0] == b'<' && at[1].is_ascii_alphabetic();
    let start = body.windows(2).position(is_start).filter(|_| body.starts_with(b"<"))?;
    let name = body[start + 1..].split(|byte| b" \t\r\n/>".contains(byte)).next()?;
    std::str::from_utf8(name).ok()?.rsplit(':').next()
}

/// The phrase of the service, or else that of the registry.
fn reason(status: u16) -> Option<&'static str> {
    let own = ObsErrorCode::by_status(status).next().map(ObsErrorCode::reason);
    own.or_else(|| http::StatusCode::from_u16(status).ok()?.canonical_reason())
}

fn deletions(body: &[u8]) -> Vec<Deletion> {
    let entries = delete_errors(body).map(|entry| match entry {
        Ok(entry) => Deletion::Failed {
            key: entry.key().to_owned(),
            version_id: entry.version_id().map(str::to_owned),
            code: entry.code_str().map(str::to_owned),
            message: entry.message().map(str::to_owned),
            known: entry.code().map(Entry),
        },
        Err(fault) => Deletion::Damaged { fault: fault.to_string() },
    });
    entries.collect()
}

/// When the request was made, if its id begins with that: 16 digits of milliseconds
/// since 1970 in ids of 32, as they have been seen since 2019.
fn time_of(request_id: &str) -> Option<String> {
    // From 2015, when the service began, to 2100.
    const PLAUSIBLE: std::ops::Range<u64> = 1_420_070_400_000..4_102_444_800_000;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
    if request_id.len() != 32 || !request_id.bytes().all(is_digit) {
        return None;
    }
    let since_1970 = u64::from_str_radix(&request_id[..16], 16).ok()?;
    let time: SystemTime = UNIX_EPOCH + Duration::from_millis(since_1970);
    PLAUSIBLE.contains(&since_1970).then(|| humantime::format_rfc3339_millis(time).to_string())
}
