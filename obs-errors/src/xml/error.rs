//! Why a document cannot be read.

use std::error::Error;
use std::fmt;

use crate::limits::MAX_BODY_BYTES;
use crate::one_line::OneLine;

/// The reason why a document cannot be read, with the position of the error.
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
    kind: XmlErrorKind,
}

/// The kind of an [`XmlError`].
///
/// ```
/// use obs_errors::{ObsError, XmlErrorKind};
///
/// let error = ObsError::from_xml(b"<Error><Code>NoSuchKey</Code>").unwrap_err();
/// assert_eq!(error.kind(), XmlErrorKind::Truncated);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// The document is not well-formed.
    Syntax,
    /// The document ends too early, perhaps because the connection was lost.
    Truncated,
    /// The root is another element, so this is a document of another kind.
    OtherRoot,
    /// A required element is missing: the `Error` in an `ErrorResponse`, or the `Key` of an
    /// entry.
    MissingElement,
    /// The body is not UTF-8.
    NotUtf8,
    /// A value is in an attribute instead of an element. The value is still read.
    Attribute,
    /// The body exceeds one of the [limits](crate::limits).
    Limit,
}

impl XmlErrorKind {
    /// Every kind, in the order in which the variants are declared.
    pub const ALL: &'static [Self] = &[
        Self::Syntax,
        Self::Truncated,
        Self::OtherRoot,
        Self::MissingElement,
        Self::NotUtf8,
        Self::Attribute,
        Self::Limit,
    ];

    /// Returns the kind with this [name](Self::as_str), in lower case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    /// Returns the name of the kind in lower case, such as `truncated` or `other-root`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Truncated => "truncated",
            Self::OtherRoot => "other-root",
            Self::MissingElement => "missing-element",
            Self::NotUtf8 => "not-utf-8",
            Self::Attribute => "attribute",
            Self::Limit => "limit",
        }
    }
}

impl XmlError {
    /// The message may quote the body, which may contain anything.
    pub(crate) fn new(message: &str, offset: usize) -> Self {
        const MAX_LENGTH: usize = 200;
        let mut message = OneLine::new(message).to_string();
        if let Some((cut, _)) = message.char_indices().nth(MAX_LENGTH) {
            message.replace_range(cut.., "...");
        }
        Self { message, offset, kind: XmlErrorKind::Syntax }
    }

    pub(crate) fn with_kind(self, kind: XmlErrorKind) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn too_large(at: usize) -> Self {
        let message = format!("the body is larger than {MAX_BODY_BYTES} bytes");
        Self::new(&message, at).with_kind(XmlErrorKind::Limit)
    }

    pub(super) fn not_utf_8(at: usize) -> Self {
        Self::new("the body is not UTF-8", at).with_kind(XmlErrorKind::NotUtf8)
    }

    pub(super) fn empty() -> Self {
        Self::new("the body is empty", 0).with_kind(XmlErrorKind::Truncated)
    }

    pub(super) fn too_early(at: usize) -> Self {
        Self::new("unexpected end of the document", at).with_kind(XmlErrorKind::Truncated)
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> XmlErrorKind {
        self.kind
    }

    /// Returns what is wrong, without the position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the byte offset of the error in the body: the start of the invalid part, or the
    /// end of the body if it is truncated.
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
