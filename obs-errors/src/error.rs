//! One error, as it is built or as it arrived.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use obs_errors_core::fitting;

use crate::code::usual_message;
use crate::columns::{default_for_status, is_failure};
use crate::details::Details;
use crate::fields::{CODE, Field, Fields, HOST_ID, MESSAGE, REQUEST_ID, RESOURCE};
use crate::{Cause, DefaultCodes, ErrorCode, HeaderStyle, Origin, Retry, XmlError, xml};

/// One error of a service: its status, and the fields of its `Error` document.
///
/// [`ObsError`](crate::ObsError) is this type with the codes of OBS. A getter returns what was
/// sent: `None` if the field was absent, `Some("")` if it was empty. If an element is repeated,
/// the first one with a value counts. An error is one pointer wide; two errors are equal if their
/// statuses, codes and fields are.
///
/// # Serialized errors
///
/// With the feature `serde`, an error is serialized with everything that is known about it, and is
/// equal in all getters when it is read back. It is a map (or a sequence, in formats without
/// names) of these members:
///
/// | member | value |
/// |---|---|
/// | `status` | a number, or null |
/// | `fields` | a list with an item for each field: its name, its value, and its value without the whitespace around it if that differs: `["Code", "\n NoSuchKey\n", "NoSuchKey"]` |
/// | `origin` | the [name](Origin::as_str) of the origin |
/// | `retry_after` | a duration as serde has it, `{"secs": 2, "nanos": 0}`, or null |
/// | `location`, `date`, `indicator`, `excerpt` | a string, or null |
/// | `header_style` | the [position](HeaderStyle::index) of the style |
/// | `xml_error` | a list of the [name](crate::XmlErrorKind::as_str) of its kind, its offset, and what is wrong; or null |
/// | `is_incomplete` | a boolean |
///
/// All members but `fields` may be missing; they are then those of an error that was built. The
/// code is looked up in the table again. The [source](Self::with_source) is not serialized.
///
/// # On a server
///
/// ```
/// use obs_errors::{ObsError, ObsErrorCode};
///
/// let error = ObsError::new(ObsErrorCode::NoSuchKey)
///     .with_resource("/bucket/a&b")
///     .with_request_id("0000017C7CCDB5B7");
/// assert_eq!(error.status(), Some(404));
/// assert_eq!(
///     error.to_xml(),
///     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
///      <Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>\
///      <RequestId>0000017C7CCDB5B7</RequestId><Resource>/bucket/a&amp;b</Resource></Error>"
/// );
/// ```
///
/// # On a client
///
/// ```
/// use obs_errors::{ObsError, ObsErrorCode};
///
/// let body = b"<Error><Code>SlowDown</Code><BucketName>photos</BucketName></Error>";
/// let error = ObsError::from_xml(body)?;
/// assert_eq!(error.code(), Some(ObsErrorCode::SlowDown));
/// assert!(error.is_retryable());
/// assert_eq!(error.field("BucketName"), Some("photos"));
/// # Ok::<_, obs_errors::XmlError>(())
/// ```
#[derive(Clone)]
pub struct ErrorResponse<C> {
    inner: Box<Inner<C>>,
}

#[derive(Clone)]
struct Inner<C> {
    status: Option<u16>,
    /// The code that the fields contain, if it is in the table; updated whenever they change.
    code: Option<C>,
    fields: Fields,
    origin: Origin,
    details: Details,
}

/// Building errors.
impl<C: ErrorCode> ErrorResponse<C> {
    /// Returns an error with the status and the message of the code: the one that the service
    /// [sends](crate::ObsErrorCode::sent_message), if that differs.
    #[must_use]
    pub fn new(code: C) -> Self {
        const TYPICAL_BYTES: usize = 512;
        let mut fields = Fields::with_text(String::with_capacity(TYPICAL_BYTES));
        fields.push(CODE, code.as_str(), 0..code.as_str().len());
        let message = usual_message(code);
        fields.push(MESSAGE, message, 0..message.len());
        Self::from_fields(Some(code.status()), fields, Origin::Built)
    }

    /// Returns an error about which only the status is known, with the code that the table has for
    /// that status under `default_for_status`; `docs/error-codes.md` in the repository lists those
    /// of OBS. The error keeps the status, even if the code has another one.
    ///
    /// Any status outside 400 to 599, redirects included, is replaced with 500.
    ///
    /// ```
    /// use obs_errors::{ObsError, ObsErrorCode};
    ///
    /// let error = ObsError::for_status(404);
    /// assert_eq!(error.code(), Some(ObsErrorCode::NoSuchKey));
    ///
    /// let error = ObsError::for_status(415);
    /// assert_eq!(error.code(), Some(ObsErrorCode::InvalidRequest));
    /// assert_eq!(error.status(), Some(415));
    /// ```
    #[must_use]
    pub fn for_status(status: u16) -> Self
    where
        C: DefaultCodes,
    {
        let status = if is_failure(status) { status } else { 500 };
        let code = default_for_status(const { C::COLUMNS.defaults }, status);
        Self::new(code).with_status(status)
    }

    /// Sets the status, which defaults to that of the code.
    ///
    /// Any status is accepted, since the error may describe a response with any status. If it is
    /// not one that [`to_http`](Self::to_http) can send, that of the code is sent instead.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.inner.status = Some(status);
        self
    }

    /// Sets the message, which defaults to that of the table.
    #[must_use]
    pub fn with_message(self, message: impl AsRef<str>) -> Self {
        self.with_field(MESSAGE, message)
    }

    /// Sets the bucket or object that the error is about, such as `/bucket/key`.
    #[must_use]
    pub fn with_resource(self, resource: impl AsRef<str>) -> Self {
        self.with_field(RESOURCE, resource)
    }

    /// Sets the id of the request that failed.
    #[must_use]
    pub fn with_request_id(self, request_id: impl AsRef<str>) -> Self {
        self.with_field(REQUEST_ID, request_id)
    }

    /// Sets the id of the server that sends the error.
    #[must_use]
    pub fn with_host_id(self, host_id: impl AsRef<str>) -> Self {
        self.with_field(HOST_ID, host_id)
    }

    /// Sets how long the client should wait before its next request. The duration is sent in
    /// seconds, rounded up.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.inner.details.retry_after = Some(wait);
        self
    }

    /// Sets the address that the client should send its request to instead, for redirects.
    #[must_use]
    pub fn with_location(mut self, location: impl AsRef<str>) -> Self {
        self.inner.details.location = Some(location.as_ref().into());
        self
    }

    /// Sets the indicator, a symbol that support uses to find the cause. It is sent in the header
    /// that the table names for it.
    #[must_use]
    pub fn with_indicator(mut self, indicator: impl AsRef<str>) -> Self {
        self.inner.details.indicator = Some(indicator.as_ref().into());
        self
    }

    /// Sets whether the body was longer than what was read, for clients that receive it
    /// themselves; see [`is_incomplete`](Self::is_incomplete).
    #[must_use]
    pub fn with_incomplete(mut self, is_incomplete: bool) -> Self {
        self.inner.details.is_incomplete = is_incomplete;
        self
    }

    /// Sets the style of the header names, by default the [service's own](HeaderStyle::OBS).
    #[must_use]
    pub fn with_header_style(mut self, style: HeaderStyle) -> Self {
        self.inner.details.header_style = style;
        self
    }

    /// Sets the error that caused this one, for the log of the server. [`source`](Error::source)
    /// returns it. It is not sent: neither the document nor a header has any of it. It is not
    /// serialized either, and clones of the error share it.
    ///
    /// ```
    /// use std::error::Error;
    ///
    /// use obs_errors::{ObsError, ObsErrorCode};
    ///
    /// let cause = std::io::Error::other("disk 7 is gone");
    /// let error = ObsError::new(ObsErrorCode::InternalError).with_source(cause);
    /// assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("disk 7 is gone"));
    /// assert!(!error.to_xml().contains("disk 7"));
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.inner.details.source = Some(Arc::from(source.into()));
        self
    }

    /// Sets any field of the error by its name: the first field with that name, or else a new
    /// one. Documented fields stay in their order, and others come after them.
    ///
    /// Setting `Code` changes what [`code`](Self::code) returns, but neither the status nor
    /// the message.
    ///
    /// Any value is accepted. Characters that XML does not allow are written as U+FFFD, and
    /// those that are not allowed in a name as `_`.
    #[must_use]
    pub fn with_field(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.inner.fields.set(name, value.as_ref(), belongs_after::<C>(name));
        if name == CODE {
            self.inner.code = code(&self.inner.fields);
        }
        self
    }
}

/// Reading errors.
impl<C: ErrorCode> ErrorResponse<C> {
    /// Reads an error document.
    ///
    /// The root must be `Error`, or `ErrorResponse` with an `Error` in it, in any case and under
    /// any prefix or namespace. Its attributes and its child elements become the
    /// [fields](Self::fields), in this order: text, CDATA and references are joined, and an
    /// element with markup inside keeps that markup as its value. The other elements of an
    /// `ErrorResponse` come after those of its `Error`. A field whose name means a documented one,
    /// such as `request_id`, gets the documented name if there is no value under that.
    ///
    /// Five deviations from XML are accepted: whitespace before the declaration, prefixes
    /// that are not declared, any attributes after the version in the declaration (so the body
    /// must be UTF-8 whatever encoding it declares), any document type, which is skipped, and
    /// references to entities that are not defined, which stay as they are.
    /// [`xml_error`](Self::xml_error) returns the first such reference or attribute.
    ///
    /// If the code is missing or not in the table, [`code`](Self::code) returns `None`. The
    /// [`status`](Self::status) is always `None`, since a document does not contain it.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not UTF-8 or not well-formed XML, has another root, or
    /// exceeds one of the [limits](crate::limits).
    pub fn from_xml(body: &[u8]) -> Result<Self, XmlError> {
        let (fields, xml_error) = xml::read(body)?;
        let mut error = Self::from_fields(None, fields, Origin::Xml);
        error.inner.details.xml_error = xml_error;
        Ok(error)
    }

    pub(crate) fn from_fields(status: Option<u16>, fields: Fields, origin: Origin) -> Self {
        let code = code(&fields);
        Self {
            inner: Box::new(Inner { status, code, fields, origin, details: Details::default() }),
        }
    }

    pub(crate) fn all_fields(&self) -> &Fields {
        &self.inner.fields
    }

    pub(crate) fn details(&self) -> &Details {
        &self.inner.details
    }

    pub(crate) fn with_details(mut self, details: Details) -> Self {
        self.inner.details = details;
        self
    }

    /// Returns the same error, with its code looked up in another table. Nothing else changes:
    /// a code that is not in the other table is still returned by [`code_str`](Self::code_str).
    ///
    /// ```
    /// use obs_errors::{ObsError, ObsErrorCode, RawError};
    ///
    /// let error = RawError::from_xml(b"<Error><Code>NoSuchKey</Code></Error>")?;
    /// let error: ObsError = error.with_codes::<ObsErrorCode>();
    /// assert_eq!(error.code(), Some(ObsErrorCode::NoSuchKey));
    /// # Ok::<_, obs_errors::XmlError>(())
    /// ```
    #[must_use]
    pub fn with_codes<D: ErrorCode>(self) -> ErrorResponse<D> {
        let Inner { status, code: _, fields, origin, details } = *self.inner;
        ErrorResponse::from_fields(status, fields, origin).with_details(details)
    }

    /// Returns the HTTP status that the error came with, or will be sent with. It is never
    /// inferred from the code.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// Returns the code, if it is in the table.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        self.inner.code
    }

    /// Returns the code as it was sent, without the whitespace around it.
    #[must_use]
    pub fn code_str(&self) -> Option<&str> {
        self.trimmed(CODE).map(without_whitespace)
    }

    /// Returns the message as it was sent, without the whitespace around it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.trimmed(MESSAGE)
    }

    /// Returns the bucket or object that the error is about, without the whitespace around it.
    /// It may include a query string. Few services still send it.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        self.trimmed(RESOURCE)
    }

    /// Returns the id of the request that failed, without the whitespace around it. Support
    /// asks for this id.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.trimmed(REQUEST_ID)
    }

    /// Returns the id of the server that sent the error, without the whitespace around it.
    #[must_use]
    pub fn host_id(&self) -> Option<&str> {
        self.trimmed(HOST_ID)
    }

    pub(crate) fn trimmed(&self, name: &str) -> Option<&str> {
        self.inner.fields.usable(name).map(Field::core)
    }

    /// Returns the causes of the [code](Self::code) that fit the [message](Self::message) that
    /// was sent: those whose message fits, the most literal one first, or else those for which
    /// the service sends no message of their own. Without a message, all causes of the code.
    ///
    /// Case, whitespace and a full stop at the end of a message do not matter. There is no cause
    /// if the code is not in the table, or if the table lists none for it; its
    /// [message](crate::ObsErrorCode::message) and [solution](crate::ObsErrorCode::solution)
    /// then explain the code.
    ///
    /// ```
    /// use obs_errors::{NO_HEADERS, ObsError};
    ///
    /// let body = b"<Error><Code>RequestTimeTooSkewed</Code><Message>Request has expired.</Message></Error>";
    /// let error = ObsError::from_parts(403, NO_HEADERS, body);
    /// for cause in error.causes() {
    ///     println!("{} {}", cause.meaning(), cause.solution());
    /// }
    /// ```
    #[must_use]
    pub fn causes(&self) -> impl ExactSizeIterator<Item = Cause> {
        let causes = self.code().map_or(&[][..], C::causes);
        fitting(causes, |cause| cause.message(), self.message()).into_iter().copied()
    }

    /// Returns whether the same request may be sent again, according to the [code](Self::code)
    /// or, if that is not in the table, to the status and the indicator, by the
    /// [rules](Retry::RULES) for them. It is [`Unknown`](Retry::Unknown) if none of them applies.
    ///
    /// If the code is [`Transient`](Retry::Transient), and the status and the indicator ask for
    /// fewer requests, the class is [`Throttling`](Retry::Throttling).
    #[must_use]
    pub fn retry(&self) -> Retry {
        Retry::from_response(self.code().map(C::retry), self.status(), self.indicator())
    }

    /// Returns whether the same request may be sent again: `true` if its [class](Self::retry) is
    /// transient or throttling.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry().is_retryable()
    }

    /// Returns how long the service asks the client to wait before the next request, from the
    /// `Retry-After` header, which contains seconds or a date. If it contains several values,
    /// the first valid one is used; fractions are rounded up.
    ///
    /// A date is interpreted relative to the `Date` of the response or, without one, to the time
    /// when it was read; a date in the past yields zero. On a platform without a clock, such as
    /// `wasm32-unknown-unknown`, a date is ignored if the response has no `Date`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.details.retry_after
    }

    /// Returns where to send the request instead: the `Location` header of a redirect.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.inner.details.location.as_deref()
    }

    /// Returns the indicator of the response, a symbol that support uses to find the cause: for
    /// OBS the value of the header `x-reserved-indicator`.
    #[must_use]
    pub fn indicator(&self) -> Option<&str> {
        self.inner.details.indicator.as_deref()
    }

    /// Returns the style of the header names with which this error is sent, or with which it
    /// arrived if it was read from a response.
    #[must_use]
    pub fn header_style(&self) -> HeaderStyle {
        self.inner.details.header_style
    }

    /// Returns the origin of the code.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.inner.origin
    }

    /// Returns the start of the body if it could not be read completely, such as the page of a
    /// proxy or a truncated document, or if neither a code nor a message was found in it.
    ///
    /// It begins after the whitespace before the document, and has at most
    /// [`EXCERPT_BYTES`](crate::limits::EXCERPT_BYTES) bytes; bytes that are not UTF-8 are
    /// replaced with U+FFFD.
    #[must_use]
    pub fn excerpt(&self) -> Option<&str> {
        self.inner.details.excerpt.as_deref()
    }

    /// Returns the first deviation of an XML body from a well-formed error document, despite which
    /// it was read as far as possible: for example a syntax error, another root, a reference to an
    /// undefined entity, or a value in an attribute.
    ///
    /// ```
    /// use obs_errors::{ObsError, XmlErrorKind};
    ///
    /// let body = b"<Error><Code>NoSuchKey</Code><Mess";
    /// let error = ObsError::from_parts(404, obs_errors::NO_HEADERS, body);
    /// assert_eq!(error.code_str(), Some("NoSuchKey"));
    /// assert_eq!(error.xml_error().map(|error| error.kind()), Some(XmlErrorKind::Truncated));
    /// ```
    #[must_use]
    pub fn xml_error(&self) -> Option<&XmlError> {
        self.inner.details.xml_error.as_ref()
    }

    /// Returns `true` if the body is known to be longer than what was read: the connection was lost
    /// while [`read_response`](Self::read_response) received it, or the body is larger than the
    /// [limit](crate::limits::MAX_BODY_BYTES).
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.inner.details.is_incomplete
    }

    /// Returns the value of the first field with this name, exactly as it was sent.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.inner.fields.get(name).map(Field::value)
    }

    /// Returns an iterator over the fields as pairs of a name, without its prefix, and a
    /// value: in the order in which they were sent, including repeated names.
    #[must_use]
    pub fn fields(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + Clone {
        self.inner.fields.iter().map(|field| (field.name(), field.value()))
    }
}

/// Writing errors.
impl<C: ErrorCode> ErrorResponse<C> {
    /// Returns the error document on one line: the documented fields in their order, then the
    /// others. [`from_xml`](Self::from_xml) reads the same fields from it, within its
    /// [limits](crate::limits), except for characters that XML does not allow and names that
    /// are not XML names.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "it cannot panic")]
    pub fn to_xml(&self) -> String {
        let mut document = Vec::new();
        self.write_xml(&mut document);
        String::from_utf8(document).expect("only UTF-8 is written")
    }

    /// Appends the error document to a buffer, without allocating if it has enough capacity;
    /// see [`to_xml`](Self::to_xml).
    pub fn write_xml(&self, document: &mut Vec<u8>) {
        xml::write(&self.inner.fields, const { C::COLUMNS.elements }, document);
    }
}

impl<C: Eq> Eq for ErrorResponse<C> {}

/// Compares the status, the code and the fields; everything else, such as the origin, is ignored.
impl<C: PartialEq> PartialEq for ErrorResponse<C> {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.inner, &*other.inner);
        (a.status, &a.code, &a.fields) == (b.status, &b.code, &b.fields)
    }
}

impl<C: ErrorCode> Error for ErrorResponse<C> {
    /// Returns what was set with [`with_source`](Self::with_source).
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.inner.details.source.as_deref()?;
        Some(source)
    }
}

impl<C: ErrorCode> From<C> for ErrorResponse<C> {
    fn from(code: C) -> Self {
        Self::new(code)
    }
}

fn code<C: ErrorCode>(fields: &Fields) -> Option<C> {
    fields.usable(CODE).and_then(|field| C::from_code(without_whitespace(field.core())))
}

/// Whether a field comes after the one of this name: documented fields are in their order,
/// others after them.
pub(crate) fn belongs_after<C: ErrorCode>(name: &str) -> impl Fn(&str) -> bool {
    let rank = |name: &str| {
        let elements = const { C::COLUMNS.elements };
        elements.iter().position(|element| *element == name).unwrap_or(elements.len())
    };
    let own_rank = rank(name);
    move |other| rank(other) > own_rank
}

/// A code has no whitespace at its ends, even if that was sent as a reference.
fn without_whitespace(code: &str) -> &str {
    &code[Fields::without_whitespace(code)]
}
