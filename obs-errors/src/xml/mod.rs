//! Error documents: reading, writing, and what XML allows. The only folder that
//! names `quick_xml`.

mod chars;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

use std::error::Error;
use std::fmt;

/// Why a body is no error document, and where.
///
/// ```
/// use obs_errors::ObsError;
///
/// let error = ObsError::from_xml(b"<html><body>502</body></html>").unwrap_err();
/// assert_eq!(error.offset(), 0);
/// assert_eq!(error.to_string(), "no error document: the root is `html`, not `Error`, at byte 0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    message: String,
    offset: usize,
}

impl XmlError {
    fn new(message: impl Into<String>, offset: usize) -> Self {
        Self { message: message.into(), offset }
    }

    /// The byte of the body where the fault stands, counted from zero. What the
    /// body lacks stands at its end.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no error document: {}, at byte {}", self.message, self.offset)
    }
}

impl Error for XmlError {}
