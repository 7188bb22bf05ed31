//! Reading an error document.

use std::borrow::Cow;

use super::attributes;
use super::error::{XmlError, XmlErrorKind};
use super::padding::without_padding;
use super::parser::{Mode, Parser, Tag};
use super::scan;
use crate::fields::Fields;
use crate::limits::{MAX_BODY_BYTES, MAX_FIELDS};
use crate::lossy::lossy;

const ROOT: &str = "Error";
const WRAPPER: &str = "ErrorResponse";

/// The fields of a document, and the first deviation from XML that was accepted.
pub(crate) type Read = (Fields, Option<XmlError>);

/// Reads a document, or returns its first error.
pub(crate) fn read(body: &[u8]) -> Result<Read, XmlError> {
    if body.len() > MAX_BODY_BYTES {
        return Err(XmlError::too_large(MAX_BODY_BYTES));
    }
    let text =
        std::str::from_utf8(body).map_err(|error| XmlError::not_utf_8(error.valid_up_to()))?;
    scan::error(text).map_or_else(|| parse(text), |fields| Ok((fields, None)))
}

pub(super) fn parse(text: &str) -> Result<Read, XmlError> {
    let mut document = Document::new(text, 0, Mode::Strict);
    document.root()?;
    let error = document.parser.take_tolerated_error();
    Ok((document.into_fields(), error))
}

/// Reads what can be read of a document despite its errors, and returns the first error
/// that it found. There are no fields if the document has another root.
pub(crate) fn salvage(body: &[u8]) -> Read {
    let document = without_padding(body);
    let base = body.len() - document.len();
    let start = &document[..document.len().min(MAX_BODY_BYTES)];
    let text = lossy(start);
    let is_whole = start.len() == document.len() && matches!(text, Cow::Borrowed(_));
    if let Some(fields) = is_whole.then(|| scan::error(&text)).flatten() {
        return (fields, None);
    }
    let mut reader = Document::new(&text, base, Mode::Salvage);
    let end = reader.root();
    let error = reader.parser.take_tolerated_error().or(end.err());
    let is_cut = start.len() < document.len();
    // A character that is incomplete at the limit is not an error.
    let invalid = std::str::from_utf8(start).err();
    let invalid = invalid.filter(|error| !is_cut || error.error_len().is_some());
    let other = match invalid {
        Some(error) => Some(XmlError::not_utf_8(base + error.valid_up_to())),
        None => is_cut.then(|| XmlError::too_large(base + start.len())),
    };
    let error = match (error, other) {
        // What is missing is after the limit, and positions after what is not UTF-8 are not those
        // in the body.
        (Some(error), Some(other))
            if error.kind() == XmlErrorKind::Truncated || error.offset() >= other.offset() =>
        {
            Some(other)
        }
        (error, other) => error.or(other),
    };
    (reader.into_fields(), error)
}

/// Whether the root is that of an error document; nothing after it is read.
pub(crate) fn has_error_root(body: &[u8]) -> bool {
    let body = without_padding(body);
    body.starts_with(b"<") && !scan::is_another_root(body) && has_parsed_error_root(body)
}

/// Like [`has_error_root`], but with the parser only.
pub(super) fn has_parsed_error_root(body: &[u8]) -> bool {
    /// The start tag of nearly every root is within these bytes.
    const FIRST_BYTES: usize = 512;
    let name = |length: usize| {
        let start = String::from_utf8_lossy(&body[..body.len().min(length)]);
        let root = Parser::new(&start, 0, Mode::Salvage).root().ok()?;
        Some([ROOT, WRAPPER].iter().any(|name| root.is(name)))
    };
    name(FIRST_BYTES).or_else(|| name(MAX_BODY_BYTES)).unwrap_or(false)
}

/// Checks that a body is a complete document with this root. Errors in text are accepted, since
/// they do not affect that.
pub(crate) fn check_root(name: &str, body: &[u8]) -> Result<(), XmlError> {
    let document = without_padding(body);
    let base = body.len() - document.len();
    let text = String::from_utf8_lossy(document);
    if text.is_empty() {
        return Err(XmlError::empty());
    }
    check_document(name, &text, base).map_err(|error| match std::str::from_utf8(document) {
        // Positions after what is not UTF-8 are not those in the body.
        Err(utf_8) if error.offset() > base + utf_8.valid_up_to() => {
            XmlError::not_utf_8(base + utf_8.valid_up_to())
        }
        _ => error,
    })
}

fn check_document(name: &str, text: &str, base: usize) -> Result<(), XmlError> {
    let mut parser = Parser::new(text, base, Mode::Text);
    if !text.starts_with('<') {
        return Err(parser.error("the body is not XML", 0));
    }
    let root = parser.root()?;
    if root.name != name {
        return Err(parser.other_root(&root, name));
    }
    parser.skip(&root)?;
    parser.end()
}

struct Document<'a> {
    parser: Parser<'a>,
    /// Whether the root is an `Error`, or a wrapper that has one.
    is_error: bool,
    fields: Fields,
    /// The child elements of a wrapper.
    wrapper_fields: Fields,
}

impl<'a> Document<'a> {
    /// `base` is where the text begins in the body.
    fn new(text: &'a str, base: usize, mode: Mode) -> Self {
        let parser = Parser::new(text, base, mode);
        let (fields, wrapper_fields) = Default::default();
        Self { parser, is_error: false, fields, wrapper_fields }
    }

    /// The fields; none if the document has another root.
    fn into_fields(mut self) -> Fields {
        if !self.is_error {
            return Fields::default();
        }
        self.fields.append(&self.wrapper_fields);
        self.fields.use_documented_names();
        self.fields
    }

    fn root(&mut self) -> Result<(), XmlError> {
        let root = self.parser.root()?;
        if root.is(ROOT) {
            self.read_fields(&root)?;
        } else if root.is(WRAPPER) {
            self.wrapper(&root)?;
        } else {
            return Err(self.parser.other_root(&root, ROOT));
        }
        self.parser.end()
    }

    /// An `ErrorResponse`: the fields of its first `Error`, then the elements around that.
    fn wrapper(&mut self, root: &Tag<'a>) -> Result<(), XmlError> {
        let depth = self.parser.enter(root)?;
        while let Some(child) = self.parser.next_child(depth)? {
            if child.is(ROOT) && !self.is_error {
                self.read_fields(&child)?;
            } else {
                self.child(&child, true)?;
            }
        }
        if self.is_error {
            return Ok(());
        }
        // What there is may be the fields of the error.
        self.is_error = self.wrapper_fields.len() > 0;
        let message = format!("there is no `{ROOT}` in the `{WRAPPER}`");
        Err(self.parser.error(message, root.at).with_kind(XmlErrorKind::MissingElement))
    }

    fn read_fields(&mut self, error: &Tag<'a>) -> Result<(), XmlError> {
        self.is_error = true;
        for (name, value) in attributes::values(error.attributes) {
            self.check_room(error.at)?;
            self.parser.note_attribute(name, error.at);
            self.fields.push(name, &value, Fields::without_whitespace(&value));
        }
        let depth = self.parser.enter(error)?;
        while let Some(child) = self.parser.next_child(depth)? {
            self.child(&child, false)?;
        }
        Ok(())
    }

    fn child(&mut self, child: &Tag<'a>, is_in_wrapper: bool) -> Result<(), XmlError> {
        self.check_room(child.at)?;
        let fields = if is_in_wrapper { &mut self.wrapper_fields } else { &mut self.fields };
        self.parser.value(child)?.push_to(fields, child.name);
        Ok(())
    }

    /// Checks that another field is within the limit.
    fn check_room(&self, at: usize) -> Result<(), XmlError> {
        if self.fields.len() + self.wrapper_fields.len() < MAX_FIELDS {
            return Ok(());
        }
        let message = format!("there are more than {MAX_FIELDS} fields");
        Err(self.parser.error(message, at).with_kind(XmlErrorKind::Limit))
    }
}
