//! How errors are formatted: bounded, and on one line, whatever a service sent.

use std::fmt::{self, Write};

use crate::code::usual_message;
use crate::fields::{CODE, MESSAGE};
use crate::limits::{MAX_LINE_BYTES, MAX_LONG_LINE_BYTES};
use crate::one_line::{OneLine, Shortened};
use crate::{ErrorCode, ErrorResponse, XmlError};

/// The text that replaces a code that is missing or empty.
pub const MISSING_CODE: &str = "error without a code";

/// The start of a line if the response was not understood.
const NOT_UNDERSTOOD: &str = "unexpected response";

/// The maximum number of bytes that are shown of a code or an id, and of a message.
const ID_BYTES: usize = 128;
const MESSAGE_BYTES: usize = 512;
const _: () = assert!(3 * ID_BYTES + MESSAGE_BYTES + 128 <= MAX_LINE_BYTES);

/// The maximum number of bytes that are shown of each value in the long form.
const VALUE_BYTES: usize = 2048;

/// Writes the code that was sent, or else [`MISSING_CODE`].
pub(crate) fn write_code(f: &mut impl Write, code: Option<&str>) -> fmt::Result {
    match code.and_then(|code| Shortened::new(code, ID_BYTES)) {
        Some(code) => write!(f, "{code}"),
        None => f.write_str(MISSING_CODE),
    }
}

/// Writes the message that was sent, or else that of the table.
pub(crate) fn write_message(
    f: &mut impl Write,
    sent: Option<&str>,
    table: Option<&str>,
) -> fmt::Result {
    let mut messages = [sent, table].into_iter().flatten();
    match messages.find_map(|message| Shortened::new(message, MESSAGE_BYTES)) {
        Some(message) => write!(f, ": {message}"),
        None => Ok(()),
    }
}

/// Writes a label and a value in brackets.
pub(crate) fn write_labelled(f: &mut impl Write, label: &str, value: Option<&str>) -> fmt::Result {
    match value.and_then(|value| Shortened::new(value, ID_BYTES)) {
        Some(value) => write!(f, " [{label} {value}]"),
        None => Ok(()),
    }
}

/// Formats the error on one line of at most
/// [`MAX_LINE_BYTES`](crate::limits::MAX_LINE_BYTES): code, status, message and request id. If
/// the message is missing, that of the table is used. If both code and message are missing, the
/// line contains the start of the body instead. Long values are shortened in the middle.
///
/// With `{:#}`, the line contains everything that is known about the error, in at most
/// [`MAX_LONG_LINE_BYTES`](crate::limits::MAX_LONG_LINE_BYTES): after code, status and message,
/// pairs of a name and a quoted value, such as `RequestId="R1"`.
///
/// Both forms are safe to log: they contain no line breaks, other control characters or
/// characters that change the direction of text.
///
/// ```
/// use obs_errors::ObsError;
///
/// let body = b"<Error><Code>SlowDown</Code><RequestId>R1</RequestId><Key>k</Key></Error>";
/// let error = ObsError::from_parts(503, [("Retry-After", "2")], body);
/// let message = error.code().expect("it is known").message();
/// assert_eq!(error.to_string(), format!("SlowDown (503): {message} [request id R1]"));
/// assert_eq!(
///     format!("{error:#}"),
///     format!(
///         "SlowDown (503): {message}; retry=throttling; retry_after=2s; RequestId=\"R1\"; Key=\"k\""
///     )
/// );
///
/// let page = b"<html>\n<h1>Bad Gateway</h1>";
/// let error = ObsError::from_parts(502, obs_errors::NO_HEADERS, page);
/// assert_eq!(error.to_string(), "unexpected response (502): <html> <h1>Bad Gateway</h1>");
/// ```
impl<C: ErrorCode> fmt::Display for ErrorResponse<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_summary(f)?;
        if f.alternate() {
            return self.write_details(f);
        }
        write_labelled(f, "request id", self.request_id())
    }
}

impl<C: ErrorCode> ErrorResponse<C> {
    fn write_summary(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_shown = |text: &str| !OneLine::new(text).is_empty();
        let says_something = [self.code_str(), self.message()].into_iter().flatten().any(is_shown);
        let instead = if says_something {
            None
        } else {
            let excerpt = self.excerpt().filter(|excerpt| is_shown(excerpt));
            excerpt.or_else(|| self.xml_error().map(XmlError::message))
        };
        match instead {
            Some(_) => f.write_str(NOT_UNDERSTOOD)?,
            None => write_code(f, self.code_str())?,
        }
        if let Some(status) = self.status() {
            write!(f, " ({status})")?;
        }
        match instead {
            Some(instead) => write_message(f, Some(instead), None),
            None => write_message(f, self.message(), self.code().map(usual_message)),
        }
    }

    fn write_details(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Room for the rest of the line.
        const RESERVED: usize = 2 * MAX_LINE_BYTES;
        let mut left = MAX_LONG_LINE_BYTES - RESERVED;
        let mut omitted = 0_usize;
        let mut write = |f: &mut fmt::Formatter<'_>, name: &str, value: &str| {
            let pair = pair(name, value);
            match left.checked_sub(pair.len()) {
                Some(rest) => left = rest,
                None => {
                    omitted += 1;
                    return Ok(());
                }
            }
            f.write_str(&pair)
        };
        write!(f, "; retry={}", self.retry().as_str())?;
        if let Some(wait) = self.retry_after() {
            write!(f, "; retry_after={}s", wait.as_secs_f64())?;
        }
        if self.is_incomplete() {
            f.write_str("; incomplete")?;
        }
        for (name, value) in [("indicator", self.indicator()), ("location", self.location())] {
            if let Some(value) = value {
                write(f, name, value)?;
            }
        }
        // The first code and the first message have been written, if they are not too long.
        let mut written = [(CODE, ID_BYTES), (MESSAGE, MESSAGE_BYTES)].map(|(name, limit)| {
            self.trimmed(name).filter(|value| value.len() <= limit && !value.is_empty())
        });
        for field in self.all_fields().iter() {
            let (name, value) = (field.name(), field.core());
            let place = written.iter_mut().zip([CODE, MESSAGE]);
            let same = place.into_iter().find(|(it, own)| *own == name && *it == &Some(value));
            match same {
                Some((place, _)) => *place = None,
                None => write(f, name, value)?,
            }
        }
        if let Some(error) = self.xml_error() {
            write(f, "xml_error", error.message())?;
        }
        if let Some(excerpt) = self.excerpt() {
            write(f, "excerpt", excerpt)?;
        }
        if omitted > 0 {
            write!(f, "; and {omitted} more")?;
        }
        Ok(())
    }
}

/// A name and a quoted value, as they are appended to a line.
fn pair(name: &str, value: &str) -> String {
    let shown = |text: &str, limit| Shortened::new(text, limit).map(|it| it.to_string());
    // A name cannot look like another pair.
    let is_plain = |c: char| c.is_alphanumeric() || "_-.:".contains(c);
    let name = shown(name, ID_BYTES).unwrap_or_default();
    let name = name.replace(|c| !is_plain(c), "_");
    let value = shown(value, VALUE_BYTES).unwrap_or_default();
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("; {name}=\"{value}\"")
}

impl<C: ErrorCode> fmt::Debug for ErrorResponse<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = self.details();
        f.debug_struct("ErrorResponse")
            .field("status", &self.status())
            .field("code", &self.code())
            .field("fields", self.all_fields())
            .field("origin", &self.origin())
            .field("retry_after", &details.retry_after)
            .field("location", &details.location)
            .field("date", &details.date)
            .field("indicator", &details.indicator)
            .field("header_style", &details.header_style)
            .field("excerpt", &details.excerpt)
            .field("xml_error", &details.xml_error)
            .field("is_incomplete", &details.is_incomplete)
            .field("source", &details.source)
            .finish()
    }
}
