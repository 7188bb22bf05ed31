//! The errors of single keys in the response to a batch delete.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;

use percent_encoding::percent_decode_str;

use crate::code::usual_message;
use crate::details::Details;
use crate::fields::{CODE, Fields, MESSAGE, RESOURCE, VERSION_ID};
use crate::log;
use crate::xml::{Entries, Entry};
use crate::{ErrorCode, ErrorResponse, ObsErrorCode, Origin, Retry, XmlError};

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
    /// The elements without a getter.
    others: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    xml_error: Option<Box<XmlError>>,
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
        Some(entry.map(|Entry { key, version_id, code, message, others, error }| DeleteError {
            key: if self.keys_are_encoded { decoded(key) } else { key },
            version_id,
            code: code.as_deref().and_then(C::from_code),
            code_str: code,
            message,
            others,
            xml_error: error,
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
    /// Returns the key of the object, including any whitespace around it. If the response states
    /// that keys are URL-encoded, the key is decoded; a key whose encoding is invalid, or that
    /// does not decode to UTF-8, is returned as it was sent.
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

    /// Returns an iterator over the other elements of the entry as pairs of a name, without its
    /// prefix, and a value, without the whitespace around it: in the order in which they were
    /// sent. If an element with a getter is repeated, they include those after the first one with
    /// a value.
    #[must_use]
    pub fn other_fields(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + Clone {
        self.others.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Returns the first deviation of the entry from well-formed XML, despite which it was read,
    /// such as a character in the key that XML does not allow. A reference to
    /// such a character is in the [key](Self::key) as it was sent.
    #[must_use]
    pub fn xml_error(&self) -> Option<&XmlError> {
        self.xml_error.as_deref()
    }

    /// Returns whether deleting this key may be tried again, according to the code:
    /// [`Unknown`](Retry::Unknown) if it is not in the table.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.code.map_or(Retry::Unknown, C::retry)
    }

    /// Returns whether deleting this key may be tried again: `true` if its [class](Self::retry)
    /// is transient or throttling.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry().is_retryable()
    }

    /// Returns the error as one of a whole request, with the key as its
    /// [resource](ErrorResponse::resource) and the other elements as its fields. Its status is
    /// `None`: the status of the response was that of a success, and does not apply to this key.
    ///
    /// ```
    /// use obs_errors::{ObsErrorCode, delete_errors};
    ///
    /// let body = b"<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code></Error></DeleteResult>";
    /// let error = delete_errors(body).next().expect("an entry")?.to_error();
    /// assert_eq!(error.code(), Some(ObsErrorCode::AccessDenied));
    /// assert_eq!((error.resource(), error.status()), (Some("a"), None));
    /// # Ok::<_, obs_errors::XmlError>(())
    /// ```
    #[must_use]
    pub fn to_error(&self) -> ErrorResponse<C> {
        let mut fields = Fields::default();
        let own = [
            (CODE, self.code_str()),
            (MESSAGE, self.message()),
            (RESOURCE, Some(self.key())),
            (VERSION_ID, self.version_id()),
        ];
        let own = own.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (name, value) in own.chain(self.other_fields()) {
            fields.push(name, value, 0..value.len());
        }
        fields.use_documented_names();
        let xml_error = self.xml_error().cloned();
        let details = Details { xml_error, ..Details::default() };
        ErrorResponse::from_fields(None, fields, Origin::Xml).with_details(details)
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
            others: self
                .others
                .into_iter()
                .map(|(name, value)| (owned(name), owned(value)))
                .collect(),
            xml_error: self.xml_error,
        }
    }
}

/// Formats the error on one line of at most
/// [`MAX_LINE_BYTES`](crate::limits::MAX_LINE_BYTES): code, message and key.
impl<C: ErrorCode> fmt::Display for DeleteError<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        log::write_code(f, self.code_str())?;
        log::write_message(f, self.message(), self.code.map(usual_message))?;
        // Keys that differ only in characters that cannot be seen, or in the number of spaces, look
        // different.
        let key = self.key().escape_debug().to_string().replace("  ", "\\u{20}\\u{20}");
        log::write_labelled(f, "key", Some(&format!("\"{key}\"")))
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
