//! Decodes a response, and looks its code up in the table.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use obs_errors::{NO_HEADERS, RawError, Retry, field};
use obs_errors_build::spec::model::{Code, Table};
use serde::Serialize;

use crate::entry::Entry;
use crate::find;
use crate::input::Input;
use crate::table::{Names, by_status, by_wire_code};

/// What the input was decoded as.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decoded<'a> {
    /// An error of the whole request.
    Error(Box<Error<'a>>),
    /// A response to a batch delete: the errors of single keys.
    DeleteErrors(Vec<Deletion<'a>>),
    /// A success without an error in it.
    Success { status: u16 },
    /// A document of another kind, and nothing around it.
    Foreign { root: String },
    /// Text that is not a response, but names codes.
    Mentioned(Vec<Entry<'a>>),
    /// None of these.
    Nothing,
}

#[derive(Serialize)]
pub(crate) struct Error<'a> {
    pub(crate) status: Option<u16>,
    pub(crate) reason: Option<&'a str>,
    /// The name of the `Origin` of the code.
    pub(crate) origin: &'static str,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) resource: Option<String>,
    pub(crate) request_id: Option<String>,
    /// A guess: it is not documented that the id contains a time.
    pub(crate) request_time_guess: Option<String>,
    pub(crate) host_id: Option<String>,
    /// The other fields, in order.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) location: Option<String>,
    /// A symbol that support uses to find the cause.
    pub(crate) indicator: Option<String>,
    pub(crate) retry: Retry,
    pub(crate) retry_after_seconds: Option<u64>,
    /// The start of a body that was not understood, or not completely.
    pub(crate) excerpt: Option<String>,
    /// The name of the first element of such a body.
    pub(crate) root: Option<String>,
    /// How many error documents follow the one that was read.
    pub(crate) more_documents: usize,
    /// The entry of the code in the table.
    pub(crate) known: Option<Entry<'a>>,
    /// The causes in `known` that fit the message, by their positions there; the best first.
    pub(crate) fitting_causes: Vec<usize>,
    /// Codes that an unknown code is probably a typo of.
    pub(crate) suggestions: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Deletion<'a> {
    Failed {
        key: String,
        version_id: Option<String>,
        code: Option<String>,
        message: Option<String>,
        /// The other elements of the entry, in order.
        fields: Vec<(String, String)>,
        known: Option<Entry<'a>>,
    },
    Malformed {
        error: String,
    },
}

impl<'a> Decoded<'a> {
    pub(crate) fn new(table: &'static Table, input: &Input) -> Self {
        let names = Names::of(table);
        let embedded = input.embedded();
        let decoded = Self::from_body(table, names, input, &input.body);
        if decoded.has_code() {
            return decoded.followed_by(embedded.len().saturating_sub(1));
        }
        // Documents in lines of a log, or in a page.
        for (index, document) in embedded.iter().enumerate() {
            let decoded = Self::from_body(table, names, input, document.as_bytes());
            if decoded.has_code() {
                return decoded.followed_by(embedded.len() - index - 1);
            }
        }
        let mentioned = match input.status {
            None => mentioned(table, &input.body),
            Some(_) => Vec::new(),
        };
        if mentioned.is_empty() { decoded } else { Self::Mentioned(mentioned) }
    }

    fn from_body(table: &'a Table, names: Names, input: &Input, body: &[u8]) -> Self {
        let is_error = RawError::in_success_parts(200, NO_HEADERS, body).is_some();
        let is_success = input.status.is_none_or(|status| (200..300).contains(&status));
        let root = root(body);
        if is_success && !is_error && root == Some("DeleteResult") {
            return Self::DeleteErrors(deletions(table, body));
        }
        if let (false, true, Some(status)) = (is_error, is_success, input.status) {
            return Self::Success { status };
        }
        let headers = input.headers.iter().map(|(name, value)| (name, value));
        let status = input.status.unwrap_or_default();
        let read = RawError::__from_parts_with((&names.headers, names.json), status, headers, body);
        let is_uninformative =
            input.status.is_none() && read.fields().all(|(_, value)| value.trim().is_empty());
        match root {
            Some(root) if is_uninformative && !is_error => Self::Foreign { root: root.to_owned() },
            _ if is_uninformative && !is_error => Self::Nothing,
            _ => Self::Error(Box::new(error(table, &read, input, root))),
        }
    }

    /// Sets how many error documents there are after this one.
    fn followed_by(mut self, documents: usize) -> Self {
        if let Self::Error(error) = &mut self {
            error.more_documents = documents;
        }
        self
    }

    fn has_code(&self) -> bool {
        match self {
            Self::Error(error) => error.code.as_deref().is_some_and(|code| !code.is_empty()),
            Self::DeleteErrors(_) | Self::Success { .. } | Self::Mentioned(_) => true,
            Self::Foreign { .. } | Self::Nothing => false,
        }
    }

    /// Whether there is an error in the input.
    pub(crate) fn has_error(&self) -> bool {
        match self {
            Self::Error(_) | Self::Mentioned(_) => true,
            Self::DeleteErrors(deletions) => !deletions.is_empty(),
            Self::Success { .. } | Self::Foreign { .. } | Self::Nothing => false,
        }
    }
}

/// The codes that a text names, in table order.
fn mentioned<'a>(table: &'a Table, text: &[u8]) -> Vec<Entry<'a>> {
    let text = String::from_utf8_lossy(text);
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
    let words: HashSet<&str> = words.map(|word| word.trim_matches(['.', '-'])).collect();
    let is_named = |code: &&Code| {
        code.wire_codes().any(|own| words.contains(own.as_str()))
            || (code.code.contains(' ') && text.contains(&code.code))
    };
    table.codes.iter().filter(is_named).map(Entry).collect()
}

fn error<'a>(table: &'a Table, read: &RawError, input: &Input, root: Option<&str>) -> Error<'a> {
    const SHOWN: [&str; 5] =
        [field::CODE, field::MESSAGE, field::RESOURCE, field::REQUEST_ID, field::HOST_ID];
    let owned = |text: Option<&str>| text.map(str::to_owned);
    // A getter returns the first field with its name that has a value, or else the first one.
    let mut shown = Vec::new();
    let others = read.fields().filter(|(name, _)| {
        let is_other = !SHOWN.contains(name) || shown.contains(name);
        shown.push(*name);
        is_other
    });
    let fields = others.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let code = read.code_str().filter(|code| !code.is_empty());
    let known = code.and_then(|code| by_wire_code(table, code));
    Error {
        status: input.status,
        reason: input.status.and_then(|status| reason(table, status)),
        origin: read.origin().as_str(),
        code: owned(code),
        message: owned(read.message()),
        resource: owned(read.resource()),
        request_id: owned(read.request_id()),
        request_time_guess: read.request_id().and_then(request_time),
        host_id: owned(read.host_id()),
        fields,
        location: owned(read.location()),
        indicator: owned(read.indicator()),
        retry: Retry::from_response(known.map(|code| code.retry), input.status, read.indicator()),
        retry_after_seconds: read.retry_after().map(|wait| wait.as_secs()),
        excerpt: owned(read.excerpt()),
        root: read.excerpt().and(owned(root)),
        more_documents: 0,
        fitting_causes: known.map_or_else(Vec::new, |code| code.fitting_causes(read.message())),
        known: known.map(Entry),
        suggestions: match (known, code) {
            (None, Some(code)) => {
                find::suggestions(table, code).into_iter().map(|code| &*code.code).collect()
            }
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

/// The reason phrase of the service, or else the canonical one.
fn reason(table: &Table, status: u16) -> Option<&str> {
    let own = by_status(table, status).next().map(|code| code.reason.as_str());
    own.or_else(|| http::StatusCode::from_u16(status).ok()?.canonical_reason())
}

fn deletions<'a>(table: &'a Table, body: &[u8]) -> Vec<Deletion<'a>> {
    let entries = RawError::delete_errors(body).map(|entry| match entry {
        Ok(entry) => Deletion::Failed {
            key: entry.key().to_owned(),
            version_id: entry.version_id().map(str::to_owned),
            code: entry.code_str().map(str::to_owned),
            message: entry.message().map(str::to_owned),
            fields: entry
                .other_fields()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            known: entry.code_str().and_then(|code| by_wire_code(table, code)).map(Entry),
        },
        Err(error) => Deletion::Malformed { error: error.to_string() },
    });
    entries.collect()
}

/// The time of the request, if its id begins with it: ids of 32 hex digits that begin with 16
/// digits of milliseconds since 1970 have been observed since 2019.
fn request_time(request_id: &str) -> Option<String> {
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
