//! Reading a whole response: which part is trusted for what.

use crate::columns::{HeaderNames, JsonNames};
use crate::details::Details;
use crate::error::belongs_after;
use crate::fields::{CODE, Fields, MESSAGE};
use crate::headers::Headers;
use crate::limits::{EXCERPT_BYTES, MAX_BODY_BYTES};
use crate::{ErrorCode, ErrorResponse, Origin, XmlError, xml};

/// An empty list of headers, for [`from_parts`](ErrorResponse::from_parts) and similar functions.
pub const NO_HEADERS: [(&str, &str); 0] = [];

/// Reading whole responses.
impl<C: ErrorCode> ErrorResponse<C> {
    /// Reads a failed response, whatever its content. This is
    /// [`from_response`](Self::from_response) without the crate `http`. If there are no
    /// headers, pass [`NO_HEADERS`].
    ///
    /// ```
    /// use obs_errors::{ObsError, ObsErrorCode, Origin};
    ///
    /// let headers = [("x-obs-error-code", "NoSuchKey"), ("x-obs-request-id", "R1")];
    /// let error = ObsError::from_parts(404, headers, b"");
    /// assert_eq!(error.code(), Some(ObsErrorCode::NoSuchKey));
    /// assert_eq!(error.request_id(), Some("R1"));
    /// assert_eq!(error.origin(), Origin::Headers);
    /// ```
    #[must_use]
    pub fn from_parts<N: AsRef<str>, V: AsRef<[u8]>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Self {
        Self::read(status, headers, body, false)
    }

    /// Reads a failed response with the names of a table that is known only when the program runs.
    #[doc(hidden)]
    #[must_use]
    pub fn __from_parts_with<N: AsRef<str>, V: AsRef<[u8]>>(
        names: (&HeaderNames, JsonNames),
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Self {
        Self::read_with(names, status, headers, body, false)
    }

    /// Reads what was received of a response.
    pub(crate) fn read<N: AsRef<str>, V: AsRef<[u8]>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        is_incomplete: bool,
    ) -> Self {
        let names = (&const { C::COLUMNS.headers }, const { C::COLUMNS.json });
        Self::read_with(names, status, headers, body, is_incomplete)
    }

    fn read_with<N: AsRef<str>, V: AsRef<[u8]>>(
        (header_names, json_names): (&HeaderNames, JsonNames),
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        is_incomplete: bool,
    ) -> Self {
        let headers = Headers::new(header_names, headers);
        let Body { start, mut fields, origin, is_understood, xml_error } =
            Body::read(body, json_names);
        // A code with markup in it is what is left of a malformed document.
        let has = |fields: &Fields, name: &str| {
            let field = fields.usable(name).filter(|field| field.has_value());
            field.is_some_and(|field| name != CODE || !field.core().contains('<'))
        };
        let has_code = has(&fields, CODE);
        let is_informative = has_code || has(&fields, MESSAGE);
        let from_headers = !has_code && headers.fields().any(|(name, _)| name == CODE);
        for (name, value) in headers.fields() {
            if !has(&fields, name) {
                fields.prepend(name, value, belongs_after::<C>(name));
            }
        }
        let origin = match fields.usable(CODE) {
            _ if from_headers => Origin::Headers,
            Some(code) if code.has_value() => origin,
            _ => Origin::Status,
        };
        let is_incomplete = is_incomplete || start.len() > MAX_BODY_BYTES;
        let is_enough = is_understood && !is_incomplete && is_informative;
        Self::from_fields(Some(status), fields, origin).with_details(Details {
            excerpt: (!is_enough && !start.is_empty()).then(|| excerpt(start)),
            xml_error,
            is_incomplete,
            ..headers.into_details()
        })
    }
}

/// What was read from a body.
struct Body<'a> {
    /// The body without the whitespace before it.
    start: &'a [u8],
    fields: Fields,
    /// Where the code came from, if there is one.
    origin: Origin,
    /// Whether the whole body was understood: nothing was skipped.
    is_understood: bool,
    xml_error: Option<XmlError>,
}

impl<'a> Body<'a> {
    /// Reads a body. Its first byte decides its format, since the `Content-Type` is often wrong.
    #[cfg_attr(not(feature = "json"), expect(unused_variables, reason = "only JSON has names"))]
    fn read(body: &'a [u8], names: JsonNames) -> Self {
        let start = xml::without_padding(body);
        let (fields, origin, is_understood, xml_error) = match start.first() {
            Some(b'<') => {
                let (fields, error) = xml::salvage(body);
                (fields, Origin::Xml, error.is_none(), error)
            }
            #[cfg(feature = "json")]
            Some(b'{' | b'[') => {
                let (fields, error) = crate::json::read(start, names);
                (fields, Origin::Json, error.is_none(), None)
            }
            Some(_) => (Fields::default(), Origin::Status, false, None),
            None => (Fields::default(), Origin::Status, true, None),
        };
        Self { start, fields, origin, is_understood, xml_error }
    }
}

/// The start of a body as a string, truncated between two characters.
pub(crate) fn excerpt(body: &[u8]) -> Box<str> {
    // Three more bytes than are kept, so that a character at the limit is not truncated here.
    let start = &body[..body.len().min(EXCERPT_BYTES + 3)];
    let mut text = String::from_utf8_lossy(start).into_owned();
    let end = (0..=text.len().min(EXCERPT_BYTES)).rfind(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text.into_boxed_str()
}
