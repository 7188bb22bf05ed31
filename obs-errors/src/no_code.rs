//! Errors whose codes are only strings.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use obs_errors_core::PerfectHash;

use crate::code::parse;
use crate::columns::{Columns, Table};
use crate::{ErrorCode, ErrorResponse, ObsErrorCode, UnknownCode};

/// An error of OBS, or of a similar service, whose code is only a string: for tools that have
/// their own table or need none.
///
/// [`code`](ErrorResponse::code) is always `None`, so the retry class is that of the status;
/// [`code_str`](ErrorResponse::code_str) has the code. The headers that are read are those
/// of OBS.
///
/// ```
/// use obs_errors::{RawError, Retry};
///
/// let error = RawError::from_parts(503, [("x-obs-error-code", "SlowDown")], b"");
/// assert_eq!(error.code_str(), Some("SlowDown"));
/// assert_eq!(error.code(), None);
/// assert_eq!(error.retry(), Retry::Transient);
/// ```
pub type RawError = ErrorResponse<NoCode>;

/// The code type of a table without codes; see [`RawError`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoCode {}

impl Table for NoCode {
    const COLUMNS: Columns<Self> = Columns {
        all: &[],
        codes: &[],
        renamed: &[],
        statuses: &[],
        reasons: &[],
        messages: &[],
        solutions: &[],
        notes: &[],
        sends: &[],
        causes: &[],
        pages: &[],
        retries: &[],
        aliases: &[],
        sources: &[],
        deprecations: &[],
        elements: ObsErrorCode::COLUMNS.elements,
        headers: ObsErrorCode::COLUMNS.headers,
        json: ObsErrorCode::COLUMNS.json,
        defaults: &[],
        lookup: &PerfectHash { salt: 0, words: 0, seeds: &[], slots: &[] },
    };

    fn index(self) -> usize {
        match self {}
    }
}

impl ErrorCode for NoCode {
    // `PerfectHash::find` needs at least one slot, and there is none.
    fn from_code(_: &str) -> Option<Self> {
        None
    }
}

impl fmt::Debug for NoCode {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl fmt::Display for NoCode {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl AsRef<str> for NoCode {
    fn as_ref(&self) -> &str {
        match *self {}
    }
}

impl FromStr for NoCode {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        parse(code)
    }
}

impl Error for NoCode {}
