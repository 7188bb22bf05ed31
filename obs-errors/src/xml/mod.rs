//! Error documents: reading, writing, and what XML allows. The only folder that
//! names `quick_xml`.

mod attributes;
mod chars;
mod delete;
mod parser;
mod read;
mod write;

pub(crate) use delete::{Entries, Entry};
pub(crate) use read::{has_error_root, read, salvage};
pub(crate) use write::write;

use std::error::Error;
use std::fmt;

use crate::limits::MAX_BODY_BYTES;
use crate::one_line::OneLine;

/// What may stand before everything else.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A body without the marks and blanks that it begins with: a service that keeps a
/// connection open sends as many blanks as it takes.
pub(crate) fn without_padding(mut body: &[u8]) -> &[u8] {
    loop {
        body = body.trim_ascii_start();
        match body.strip_prefix(BYTE_ORDER_MARK.as_bytes()) {
            Some(rest) => body = rest,
            None => return body,
        }
    }
}

/// Why a document cannot be read, and where.
///
/// ```
/// use obs_errors::ObsError;
///
/// let error = ObsError::from_xml(b"<html><body>502</body></html>").unwrap_err();
/// assert_eq!(error.offset(), 0);
/// assert_eq!(error.to_string(), "cannot read the document: the root is `html`, not `Error`, at byte 0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    message: String,
    offset: usize,
}

impl XmlError {
    /// The message may quote the body, which may hold anything.
    fn new(message: &str, offset: usize) -> Self {
        const LONGEST: usize = 200;
        let mut message = OneLine::of(message).map_or_else(String::new, |line| line.to_string());
        if let Some((cut, _)) = message.char_indices().nth(LONGEST) {
            message.replace_range(cut.., "...");
        }
        Self { message, offset }
    }

    fn too_large() -> Self {
        Self::new(&format!("the body is larger than {MAX_BODY_BYTES} bytes"), MAX_BODY_BYTES)
    }

    fn not_utf_8(at: usize) -> Self {
        Self::new("the body is not UTF-8", at)
    }

    fn too_early(at: usize) -> Self {
        Self::new("the document ends too early", at)
    }

    /// The byte of the body where the fault stands, counted from zero: where what
    /// is wrong begins, or the end of the body where something is missing there.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the document: {}, at byte {}", self.message, self.offset)
    }
}

impl Error for XmlError {}
