//! Walks through a document: quick-xml checks the grammar, and what it does not check
//! (characters, names, references, limits) is checked here.

use std::borrow::Cow;
use std::ops::Range;

use obs_errors_core::chars::WHITESPACE;
use quick_xml::Reader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesDecl, BytesEnd, BytesRef, BytesStart, BytesText, Event};

use super::attributes;
use super::chars::{character, is_allowed, is_name, is_qualified_name};
use super::error::{XmlError, XmlErrorKind};
use super::padding::BYTE_ORDER_MARK;
use crate::fields::Fields;
use crate::limits::MAX_DEPTH;

/// What to do about an error after which the rest can still be read: stop at it, or remember the
/// first and go on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// Stop at every error.
    Strict,
    /// Go on after an error in text, which changes neither the elements nor where they end.
    Text,
    /// Go on after every error.
    Salvage,
}

pub(super) struct Parser<'a> {
    text: &'a str,
    /// Where the text begins in the body.
    base: usize,
    mode: Mode,
    /// The first error that was tolerated.
    first_error: Option<XmlError>,
    /// Whether the start of an element that is open is not in the text.
    is_inside: bool,
    reader: Reader<&'a [u8]>,
    /// The names of the elements that are open, prefix and all.
    open: Vec<&'a str>,
}

/// The start of an element. An empty-element tag is a start and an end, too.
pub(super) struct Tag<'a> {
    /// Without the prefix.
    pub(super) name: &'a str,
    pub(super) at: usize,
    /// As written.
    pub(super) full_name: &'a str,
    /// The part of the tag after its name.
    pub(super) attributes: &'a str,
}

impl Tag<'_> {
    /// Whether the element has this name, ignoring ASCII case, in which services differ.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Whether a text ends within what introduces a comment, CDATA or a document type.
fn is_truncated_markup(text: &str) -> bool {
    ["<!--", "<![CDATA[", "<!DOCTYPE"].iter().any(|whole| whole.starts_with(text))
}

/// The text of an element, put together from its parts; borrowed as long as it is a
/// single part that is in the document as it is.
#[derive(Default)]
pub(super) struct Value<'a> {
    text: Cow<'a, str>,
    /// The part without the literal whitespace at the ends.
    core: Option<Range<usize>>,
}

impl<'a> Parser<'a> {
    /// `base` is where the text begins in the body. A byte order mark is skipped here,
    /// because quick-xml does not count the one that it skips.
    pub(super) fn new(text: &'a str, base: usize, mode: Mode) -> Self {
        let unmarked = text.trim_start_matches(BYTE_ORDER_MARK);
        let (text, base) = (unmarked, base + text.len() - unmarked.len());
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = mode >= Mode::Text;
        config.check_end_names = mode < Mode::Salvage;
        config.check_comments = mode < Mode::Salvage;
        config.allow_unmatched_ends = mode == Mode::Salvage;
        Self { text, base, mode, first_error: None, is_inside: false, reader, open: Vec::new() }
    }

    /// A parser inside an element whose start is not in the text; its end may be.
    pub(super) fn inside(name: &'a str, text: &'a str, base: usize, mode: Mode) -> Self {
        let mut parser = Self::new(text, base, mode);
        parser.reader.config_mut().allow_unmatched_ends = true;
        parser.is_inside = true;
        parser.open.push(name);
        parser
    }

    /// The first error that was tolerated since the last call.
    pub(super) fn take_tolerated_error(&mut self) -> Option<XmlError> {
        self.first_error.take()
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether all of the text was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.position() == self.text.len()
    }

    /// Reads up to the start of the root. A document type is skipped.
    pub(super) fn root(&mut self) -> Result<Tag<'a>, XmlError> {
        let mut is_first = true;
        loop {
            let at = self.position();
            match self.next()? {
                // A byte order mark may follow the declaration, too.
                Event::Text(text)
                    if text.trim_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).is_empty() => {}
                Event::Decl(declaration) if is_first => {
                    is_first = false;
                    self.check_declaration(&declaration, at)?;
                }
                Event::PI(_) | Event::Comment(_) | Event::DocType(_) => is_first = false,
                Event::Start(start) => return self.tag(&start, at),
                Event::Eof => {
                    let error = self.error("there is no element", at);
                    return Err(error.with_kind(XmlErrorKind::Truncated));
                }
                Event::Decl(_) => self.tolerate("the declaration is not first", at)?,
                _ => self.tolerate("text before the root", at)?,
            }
        }
    }

    /// The encoding is ignored: the body is UTF-8 whatever the declaration says.
    fn check_declaration(
        &mut self,
        declaration: &BytesDecl<'_>,
        at: usize,
    ) -> Result<(), XmlError> {
        let content = &self.text[at + "<?xml".len()..self.position() - "?>".len()];
        let has_version = declaration.version().is_ok_and(|version| version.starts_with("1."));
        if !(has_version && attributes::are_well_formed(content)) {
            self.tolerate("the declaration is not well-formed", at)?;
        }
        Ok(())
    }

    /// Reads up to the end: only whitespace, comments and instructions may follow the root.
    pub(super) fn end(&mut self) -> Result<(), XmlError> {
        loop {
            let at = self.position();
            match self.next()? {
                Event::Text(text) if text.trim_matches(WHITESPACE).is_empty() => {}
                Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => return Ok(()),
                _ => return Err(self.error("content after the root", at)),
            }
        }
    }

    /// Skips the element whose start was just read, whatever the depth of the elements in it.
    pub(super) fn skip(&mut self, tag: &Tag<'a>) -> Result<(), XmlError> {
        self.open.push(tag.full_name);
        while !self.open.is_empty() {
            let at = self.position();
            match self.next_inside(at)? {
                Event::Start(start) => {
                    let tag = self.tag(&start, at)?;
                    self.open.push(tag.full_name);
                }
                Event::End(end) => self.close(&end, at)?,
                Event::GeneralRef(reference) => _ = self.reference(&reference, at)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Enters the element whose start was just read, and returns its depth.
    pub(super) fn enter(&mut self, tag: &Tag<'a>) -> Result<usize, XmlError> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("elements are nested more than {MAX_DEPTH} deep");
            return Err(self.error(message, tag.at).with_kind(XmlErrorKind::Limit));
        }
        self.open.push(tag.full_name);
        Ok(self.open.len())
    }

    /// The next child element of the element that was entered; `None` at its end. Text
    /// between child elements is ignored.
    pub(super) fn next_child(&mut self, depth: usize) -> Result<Option<Tag<'a>>, XmlError> {
        while self.open.len() >= depth {
            let at = self.position();
            match self.next_inside(at)? {
                Event::Start(start) => return self.tag(&start, at).map(Some),
                Event::End(end) => self.close(&end, at)?,
                Event::GeneralRef(reference) => _ = self.reference(&reference, at)?,
                _ => {}
            }
        }
        Ok(None)
    }

    /// The content of the element whose start was just read, up to its end. If there is
    /// markup inside, the value is that markup as written.
    pub(super) fn value(&mut self, tag: &Tag<'a>) -> Result<Value<'a>, XmlError> {
        let depth = self.enter(tag)?;
        let start = self.position();
        let mut end = start;
        let mut has_markup = false;
        let mut value = Value::default();
        while self.open.len() >= depth {
            end = self.position();
            match self.next_inside(end)? {
                Event::Text(text) => value.push_literal(text.xml10_content()),
                Event::CData(text) => value.push(text.xml10_content()),
                Event::GeneralRef(reference) => value.push(self.reference(&reference, end)?),
                Event::Start(child) => {
                    has_markup = true;
                    let child = self.tag(&child, end)?;
                    self.enter(&child)?;
                }
                Event::End(name) => self.close(&name, end)?,
                _ => {}
            }
        }
        Ok(if has_markup { Value::markup(&self.text[start..end]) } else { value })
    }

    /// Leaves an element, and with it those inside that were left open; an end
    /// without a start is skipped.
    fn close(&mut self, end: &BytesEnd<'_>, at: usize) -> Result<(), XmlError> {
        let name = end.name();
        let started = self.open.iter().rposition(|open| *open == name.as_ref());
        let is_expected = match started {
            Some(index) => index + 1 == self.open.len(),
            None => self.is_inside,
        };
        if !is_expected {
            self.tolerate(format!("`</{}>` does not end an open element", name.as_ref()), at)?;
        }
        self.open.truncate(started.unwrap_or(self.open.len()));
        Ok(())
    }

    /// The text that a reference means. One to an entity that XML does not define stays as
    /// it is: the document type, which may define it, is skipped.
    fn reference(&mut self, reference: &BytesRef<'_>, at: usize) -> Result<Cow<'a, str>, XmlError> {
        if let Some(text) = quick_xml::escape::resolve_xml_entity(reference) {
            return Ok(Cow::Borrowed(text));
        }
        if let Some(c) = character(reference) {
            return Ok(Cow::Owned(c.into()));
        }
        let text = &self.text[at..self.position()];
        if is_name(reference) {
            let error = self.error(format!("the entity `{text}` is not defined"), at);
            self.note(error);
        } else {
            self.tolerate_in_text(format!("`{text}` is not a reference"), at)?;
        }
        Ok(Cow::Borrowed(text))
    }

    /// Checks the start tag of an element, including its attributes.
    fn tag(&mut self, start: &BytesStart<'_>, at: usize) -> Result<Tag<'a>, XmlError> {
        let name_start = at + "<".len();
        let full_name = &self.text[name_start..name_start + start.name().as_ref().len()];
        let name = full_name.split_once(':').map_or(full_name, |(_, local)| local);
        if !is_qualified_name(full_name) {
            self.tolerate(format!("`<{full_name}` does not start an element"), at)?;
        }
        let attributes_start = name_start + full_name.len();
        let attributes_end = attributes_start + start.attributes_raw().len();
        let attributes = &self.text[attributes_start..attributes_end];
        if !attributes::are_well_formed(attributes) {
            self.tolerate(format!("the attributes of `{name}` are not well-formed"), at)?;
        }
        Ok(Tag { name, at, full_name, attributes })
    }

    /// The next event inside of an element, which has to end.
    fn next_inside(&mut self, at: usize) -> Result<Event<'a>, XmlError> {
        match self.next()? {
            Event::Eof => Err(XmlError::too_early(self.base + at)),
            event @ (Event::Decl(_) | Event::DocType(_)) => {
                self.tolerate("a declaration inside the root", at)?;
                Ok(event)
            }
            event => Ok(event),
        }
    }

    fn next(&mut self) -> Result<Event<'a>, XmlError> {
        let at = self.position();
        let event = self.reader.read_event().map_err(|error| {
            let at = usize::try_from(self.reader.error_position()).unwrap_or(at);
            let kind = match error {
                // All other syntax errors of quick-xml are about something that is not closed.
                quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup)
                    if !is_truncated_markup(&self.text[at..]) =>
                {
                    XmlErrorKind::Syntax
                }
                quick_xml::Error::Syntax(_) => XmlErrorKind::Truncated,
                _ => XmlErrorKind::Syntax,
            };
            self.error(error.to_string(), at).with_kind(kind)
        })?;
        let text = &self.text[at..self.position()];
        if let Some((offset, c)) = text.char_indices().find(|(_, c)| !is_allowed(*c)) {
            let message = format!("U+{:04X} is not allowed in XML", u32::from(c));
            self.tolerate_in_text(message, at + offset)?;
        }
        match &event {
            Event::Text(_) => {
                if text.starts_with('&') {
                    self.tolerate_in_text("`&` does not start a reference", at)?;
                }
                if let Some(offset) = text.find("]]>") {
                    self.tolerate_in_text("`]]>` is not allowed in text", at + offset)?;
                }
            }
            Event::PI(instruction) => {
                let target = instruction.target();
                if !is_name(target) || target.eq_ignore_ascii_case("xml") {
                    self.tolerate(format!("`<?{target}` does not start an instruction"), at)?;
                }
            }
            _ => {}
        }
        Ok(event)
    }

    /// Where the next event begins in the text.
    pub(super) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).expect("the text is in memory")
    }

    /// The offset in the body of an offset in the text.
    pub(super) fn offset(&self, at: usize) -> usize {
        self.base + at
    }

    /// Makes an error at an offset in the text.
    pub(super) fn error(&self, message: impl AsRef<str>, at: usize) -> XmlError {
        XmlError::new(message.as_ref(), self.base + at)
    }

    /// Makes the error for a document with another root.
    pub(super) fn other_root(&self, root: &Tag<'_>, expected: &str) -> XmlError {
        let message = format!("the root is `{}`, not `{expected}`", root.name);
        self.error(message, root.at).with_kind(XmlErrorKind::OtherRoot)
    }

    /// Remembers that a value is in an attribute.
    pub(super) fn note_attribute(&mut self, name: &str, at: usize) {
        let error = self.error(format!("`{name}` is an attribute, not an element"), at);
        self.note(error.with_kind(XmlErrorKind::Attribute));
    }

    /// Remembers a deviation that is always accepted.
    fn note(&mut self, error: XmlError) {
        self.first_error.get_or_insert(error);
    }

    /// Reports an error after which the rest can be read: returns it, or remembers the first one.
    fn tolerate(&mut self, message: impl AsRef<str>, at: usize) -> Result<(), XmlError> {
        self.tolerate_from(Mode::Salvage, message, at)
    }

    /// Like [`tolerate`](Self::tolerate), for an error in text.
    fn tolerate_in_text(&mut self, message: impl AsRef<str>, at: usize) -> Result<(), XmlError> {
        self.tolerate_from(Mode::Text, message, at)
    }

    fn tolerate_from(
        &mut self,
        mode: Mode,
        message: impl AsRef<str>,
        at: usize,
    ) -> Result<(), XmlError> {
        let error = self.error(message, at);
        if self.mode < mode {
            return Err(error);
        }
        self.note(error);
        Ok(())
    }
}

impl<'a> Value<'a> {
    /// Makes a value of a string and the range of it that is not padding.
    pub(super) fn new(text: Cow<'a, str>, core: Range<usize>) -> Self {
        Self { text, core: Some(core) }
    }

    /// Markup as written, except that its line ends are normalized.
    fn markup(text: &'a str) -> Self {
        let mut value = Self::default();
        value.push_literal(BytesText::from_escaped(text).xml10_content());
        value
    }

    /// The text as it was sent.
    pub(super) fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// The text without the whitespace that pads it.
    pub(super) fn into_core(self) -> Cow<'a, str> {
        let core = self.core();
        match self.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[core]),
            Cow::Owned(text) => Cow::Owned(text[core].to_owned()),
        }
    }

    /// Adds the value to the fields of an error.
    pub(super) fn push_to(&self, fields: &mut Fields, name: &str) {
        fields.push(name, &self.text, self.core());
    }

    fn core(&self) -> Range<usize> {
        self.core.clone().unwrap_or(self.text.len()..self.text.len())
    }

    /// Appends text whose whitespace at the ends is only padding.
    fn push_literal(&mut self, text: Cow<'a, str>) {
        let core = Fields::without_whitespace(&text);
        self.extend(text, core);
    }

    /// Appends text whose whitespace is significant: CDATA, or what a reference means.
    fn push(&mut self, text: Cow<'a, str>) {
        let core = 0..text.len();
        self.extend(text, core);
    }

    fn extend(&mut self, text: Cow<'a, str>, core: Range<usize>) {
        let start = self.text.len();
        if start == 0 {
            self.text = text;
        } else {
            self.text.to_mut().push_str(&text);
        }
        if !core.is_empty() {
            let core_start = self.core.as_ref().map_or(start + core.start, |whole| whole.start);
            self.core = Some(core_start..start + core.end);
        }
    }
}
