//! The errors of single keys in the response to a batch delete.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;

use percent_encoding::percent_decode_str;

use crate::one_line;
use crate::xml::{Entries, Entry};
use crate::{ErrorCode, ErrorResponse, ObsErrorCode, Retry, XmlError};

/// Returns an iterator over the errors of individual keys in the response to a batch delete.
///
/// Such a response has status 200 and the root `DeleteResult`, with an `Error` for each key
/// that was not deleted. Entries are read lazily and in order. A malformed entry yields an
/// [`XmlError`] in its place, and the entries after it are still read, so the iterator may
/// yield more than one error. For a body that is not a `DeleteResult`, it yields a single
/// error and nothing else.
///
/// For the codes of another table, use
/// [`ErrorResponse::delete_errors`](crate::ErrorResponse::delete_errors).
///
/// ```
/// use obs_errors::{ObsErrorCode, delete_errors};
///
/// let body = br#"<DeleteResult xmlns="http://obs.example.com/doc/2015-06-30/">
///   <Deleted><Key>a.jpg</Key></Deleted>
///   <Error><Key>b.jpg</Key><Code>AccessDenied</Code><Message>Access denied</Message></Error>
/// </DeleteResult>"#;
/// for error in delete_errors(body) {
///     let error = error?;
///     assert_eq!(error.key(), "b.jpg");
///     assert_eq!(error.code(), Some(ObsErrorCode::AccessDenied));
/// }
/// # Ok::<_, obs_errors::XmlError>(())
/// ```
#[must_use]
pub fn delete_errors(body: &[u8]) -> DeleteErrors<'_> {
    DeleteErrors::new(body)
}

impl<C: ErrorCode> ErrorResponse<C> {
    /// Returns the errors of individual keys in the response to a batch delete; see
    /// [`delete_errors`](crate::delete_errors).
    #[must_use]
    pub fn delete_errors(body: &[u8]) -> DeleteErrors<'_, C> {
        DeleteErrors::new(body)
    }
}

/// An iterator over the entries of a batch delete; see [`delete_errors`].
pub struct DeleteErrors<'a, C = ObsErrorCode> {
    entries: Entries<'a>,
    keys_are_encoded: bool,
    codes: PhantomData<fn() -> C>,
}

/// The error of one key that was not deleted.
///
/// Values without escapes are borrowed from the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteError<'a, C = ObsErrorCode> {
    key: Cow<'a, str>,
    version_id: Option<Cow<'a, str>>,
    code: Option<C>,
    code_str: Option<Cow<'a, str>>,
    message: Option<Cow<'a, str>>,
}

impl<'a, C> DeleteErrors<'a, C> {
    fn new(body: &'a [u8]) -> Self {
        let keys_are_encoded = Entries::keys_are_encoded(body);
        Self { entries: Entries::new(body), keys_are_encoded, codes: PhantomData }
    }
}

impl<'a, C: ErrorCode> Iterator for DeleteErrors<'a, C> {
    type Item = Result<DeleteError<'a, C>, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        Some(entry.map(|Entry { key, version_id, code, message }| DeleteError {
            key: if self.keys_are_encoded { decoded(key) } else { key },
            version_id,
            code: code.as_deref().and_then(C::from_code),
            code_str: code,
            message,
        }))
    }
}

impl<C: ErrorCode> FusedIterator for DeleteErrors<'_, C> {}

impl<C> fmt::Debug for DeleteErrors<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteErrors").finish_non_exhaustive()
    }
}

impl<C: ErrorCode> DeleteError<'_, C> {
    /// Returns the key of the object, including whitespace. If the response says that keys are
    /// URL-encoded, the key is decoded; a key that is not validly encoded, or not as UTF-8, is
    /// returned as it was sent.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the version of the object, if a specific version was to be deleted.
    #[must_use]
    pub fn version_id(&self) -> Option<&str> {
        self.version_id.as_deref()
    }

    /// Returns the code, if it is in the table.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        self.code
    }

    /// Returns the code as it was sent, without the whitespace around it.
    #[must_use]
    pub fn code_str(&self) -> Option<&str> {
        self.code_str.as_deref()
    }

    /// Returns the message as it was sent, without the whitespace around it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns whether deleting this key may be tried again, according to the code: `Never` if
    /// it is not in the table.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.code.map_or(Retry::Never, C::retry)
    }

    /// Converts the error into one that does not borrow from the body.
    #[must_use]
    pub fn into_owned(self) -> DeleteError<'static, C> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        DeleteError {
            key: owned(self.key),
            version_id: self.version_id.map(owned),
            code: self.code,
            code_str: self.code_str.map(owned),
            message: self.message.map(owned),
        }
    }
}

/// Formats the error on one line: code, message and key.
impl<C: ErrorCode> fmt::Display for DeleteError<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", one_line::code(self.code_str()))?;
        if let Some(message) = one_line::message(self.message(), self.code.map(C::message)) {
            write!(f, ": {message}")?;
        }
        write!(f, " [key {}]", self.key().escape_debug())
    }
}

impl<C: ErrorCode> Error for DeleteError<'_, C> {}

/// Keys are encoded as in a form: a space is `+`, and a plus `%2B`.
fn decoded(key: Cow<'_, str>) -> Cow<'_, str> {
    let is_encoded = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if !key.contains(['%', '+']) || !key.split('%').skip(1).all(is_encoded) {
        return key;
    }
    let spaced = key.replace('+', " ");
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(decoded) => Cow::Owned(decoded.into_owned()),
        Err(_) => key,
    }
}
