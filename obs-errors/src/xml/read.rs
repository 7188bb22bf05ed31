//! Reading an error document.

use std::borrow::Cow;

use super::error::{XmlError, XmlErrorKind};
use super::padding::without_padding;
use super::parser::{Mode, Parser, Tag};
use super::scan;
use crate::fields::Fields;
use crate::limits::{MAX_BODY_BYTES, MAX_FIELDS};

const ROOT: &str = "Error";
const WRAPPER: &str = "ErrorResponse";

/// Reads a document, or returns its first error.
pub(crate) fn read(body: &[u8]) -> Result<Fields, XmlError> {
    if body.len() > MAX_BODY_BYTES {
        return Err(XmlError::too_large());
    }
    let text =
        std::str::from_utf8(body).map_err(|error| XmlError::not_utf_8(error.valid_up_to()))?;
    scan::error(text).map_or_else(|| parse(text), Ok)
}

pub(super) fn parse(text: &str) -> Result<Fields, XmlError> {
    let mut document = Document::new(text, Mode::Strict);
    document.root()?;
    Ok(document.into_fields())
}

/// Reads what can be read of a document despite its errors, and returns the first error
/// that it found. There are no fields if the document has another root.
pub(crate) fn salvage(body: &[u8]) -> (Fields, Option<XmlError>) {
    let body = without_padding(body);
    let start = &body[..body.len().min(MAX_BODY_BYTES)];
    let text = String::from_utf8_lossy(start);
    let is_whole = start.len() == body.len() && matches!(text, Cow::Borrowed(_));
    if let Some(fields) = is_whole.then(|| scan::error(&text)).flatten() {
        return (fields, None);
    }
    let mut document = Document::new(&text, Mode::Salvage);
    let end = document.root();
    let error = document.parser.tolerated_error().cloned().or(end.err());
    let error = match text {
        _ if start.len() < body.len() => Some(XmlError::too_large()),
        Cow::Owned(_) => {
            std::str::from_utf8(start).err().map(|error| XmlError::not_utf_8(error.valid_up_to()))
        }
        Cow::Borrowed(_) => error,
    };
    (document.into_fields(), error)
}

/// Whether the root is that of an error document; nothing after it is looked at.
pub(crate) fn has_error_root(body: &[u8]) -> bool {
    let body = without_padding(body);
    body.starts_with(b"<") && !scan::is_another_root(body) && has_parsed_error_root(body)
}

/// The same, but only with the parser.
pub(super) fn has_parsed_error_root(body: &[u8]) -> bool {
    /// Nearly every root is within these.
    const FIRST_BYTES: usize = 512;
    let name = |length: usize| {
        let start = String::from_utf8_lossy(&body[..body.len().min(length)]);
        let root = Parser::new(&start, 0, Mode::Salvage).root().ok()?;
        Some(matches!(root.name, ROOT | WRAPPER))
    };
    name(FIRST_BYTES).or_else(|| name(MAX_BODY_BYTES)).unwrap_or(false)
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
    fn new(body: &'a str, mode: Mode) -> Self {
        let parser = Parser::new(body, 0, mode);
        let (fields, wrapper_fields) = Default::default();
        Self { parser, is_error: false, fields, wrapper_fields }
    }

    /// The fields; none if the document has another root.
    fn into_fields(mut self) -> Fields {
        if !self.is_error {
            return Fields::default();
        }
        self.fields.append(&self.wrapper_fields);
        self.fields
    }

    fn root(&mut self) -> Result<(), XmlError> {
        let root = self.parser.root()?;
        match root.name {
            ROOT => self.read_fields(&root)?,
            WRAPPER => self.wrapper(&root)?,
            other => {
                let message = format!("the root is `{other}`, not `{ROOT}`");
                return Err(self.parser.error(message, root.at).with_kind(XmlErrorKind::OtherRoot));
            }
        }
        self.parser.end()
    }

    /// An `ErrorResponse`: the fields of its first `Error`, then the elements around that.
    fn wrapper(&mut self, root: &Tag<'a>) -> Result<(), XmlError> {
        let depth = self.parser.enter(root)?;
        while let Some(child) = self.parser.next_child(depth)? {
            match child.name {
                ROOT if !self.is_error => self.read_fields(&child)?,
                _ => self.child(&child, true)?,
            }
        }
        if self.is_error {
            return Ok(());
        }
        let message = format!("there is no `{ROOT}` in the `{WRAPPER}`");
        Err(self.parser.error(message, root.at).with_kind(XmlErrorKind::MissingElement))
    }

    fn read_fields(&mut self, error: &Tag<'a>) -> Result<(), XmlError> {
        self.is_error = true;
        let depth = self.parser.enter(error)?;
        while let Some(child) = self.parser.next_child(depth)? {
            self.child(&child, false)?;
        }
        Ok(())
    }

    fn child(&mut self, child: &Tag<'a>, is_in_wrapper: bool) -> Result<(), XmlError> {
        if self.fields.len() + self.wrapper_fields.len() == MAX_FIELDS {
            let message = format!("there are more than {MAX_FIELDS} fields");
            return Err(self.parser.error(message, child.at).with_kind(XmlErrorKind::Limit));
        }
        let fields = if is_in_wrapper { &mut self.wrapper_fields } else { &mut self.fields };
        self.parser.value(child)?.push_to(fields, child.name);
        Ok(())
    }
}
