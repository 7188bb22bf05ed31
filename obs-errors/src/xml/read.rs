//! Reading an error document, with quick-xml for the grammar.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::XmlError;
use super::chars::{is_allowed, is_name};
use crate::fields::{BLANKS, Fields};
use crate::limits::{MAX_BODY_BYTES, MAX_DEPTH, MAX_FIELDS};

const ROOT: &str = "Error";
const WRAPPER: &str = "ErrorResponse";
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Reads a whole body.
pub(crate) fn read(body: &[u8]) -> Result<Fields, XmlError> {
    if body.len() > MAX_BODY_BYTES {
        let message = format!("the body is larger than {MAX_BODY_BYTES} bytes");
        return Err(XmlError::new(message, MAX_BODY_BYTES));
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| XmlError::new("the body is not UTF-8", error.valid_up_to()))?;
    let mut document = Document::new(text);
    document.root()?;
    Ok(document.fields)
}

struct Document<'a> {
    /// The body without a byte order mark.
    text: &'a str,
    /// How long that mark was.
    bom: usize,
    reader: Reader<&'a [u8]>,
    /// How many elements are open.
    depth: usize,
    fields: Fields,
}

/// The text of a child, put together from its parts.
#[derive(Default)]
struct Value {
    text: String,
    /// What is left when the literal blanks at the ends are gone.
    core: Option<Range<usize>>,
}

impl<'a> Document<'a> {
    fn new(body: &'a str) -> Self {
        let text = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        Self {
            text,
            bom: body.len() - text.len(),
            reader: Reader::from_str(text),
            depth: 0,
            fields: Fields::default(),
        }
    }

    fn root(&mut self) -> Result<(), XmlError> {
        loop {
            let at = self.position();
            match self.next()? {
                Event::Text(text) if text.trim_matches(BLANKS).is_empty() => {}
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
                Event::Start(start) => {
                    match self.name(&start, at)? {
                        ROOT => self.children()?,
                        WRAPPER => self.wrapper(at)?,
                        other => return Err(self.other_root(other, at)),
                    }
                    return self.end();
                }
                Event::Empty(start) => match self.name(&start, at)? {
                    ROOT => return self.end(),
                    other => return Err(self.other_root(other, at)),
                },
                Event::Eof => return Err(self.fault("there is no element", at)),
                _ => return Err(self.fault("there is text before the root", at)),
            }
        }
    }

    /// What follows the root.
    fn end(&mut self) -> Result<(), XmlError> {
        loop {
            let at = self.position();
            match self.next()? {
                Event::Text(text) if text.trim_matches(BLANKS).is_empty() => {}
                Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => return Ok(()),
                _ => return Err(self.fault("there is more after the root", at)),
            }
        }
    }

    /// An `ErrorResponse`: its first `Error`, and the children around that.
    fn wrapper(&mut self, root: usize) -> Result<(), XmlError> {
        let mut found = false;
        self.open(root)?;
        loop {
            let at = self.position();
            match self.next_in_element(at)? {
                Event::Start(start) => match self.name(&start, at)? {
                    ROOT if !found => {
                        found = true;
                        self.children()?;
                    }
                    name => self.child(name, at)?,
                },
                Event::Empty(start) => match self.name(&start, at)? {
                    ROOT if !found => found = true,
                    name => self.add(name, Value::default(), at)?,
                },
                Event::End(_) if found => {
                    self.close();
                    return Ok(());
                }
                Event::End(_) => {
                    return Err(self.fault(format!("there is no `{ROOT}` in the `{WRAPPER}`"), at));
                }
                _ => {}
            }
        }
    }

    /// The children of an `Error`; text between them means nothing.
    fn children(&mut self) -> Result<(), XmlError> {
        self.open(self.position())?;
        loop {
            let at = self.position();
            match self.next_in_element(at)? {
                Event::Start(start) => {
                    let name = self.name(&start, at)?;
                    self.child(name, at)?;
                }
                Event::Empty(start) => {
                    let name = self.name(&start, at)?;
                    self.add(name, Value::default(), at)?;
                }
                Event::End(_) => {
                    self.close();
                    return Ok(());
                }
                _ => {}
            }
        }
    }

    /// One child, whose start was read. Where it has markup inside, its value is
    /// that markup as it stands.
    fn child(&mut self, name: &'a str, start: usize) -> Result<(), XmlError> {
        self.open(start)?;
        let own_depth = self.depth;
        let content = self.position();
        let mut has_markup = false;
        let mut value = Value::default();
        loop {
            let at = self.position();
            match self.next_in_element(at)? {
                Event::Text(text) => value.push_literal(&text.xml10_content()),
                Event::CData(text) => value.push(&text.xml10_content()),
                Event::GeneralRef(reference) => self.reference(&reference, at, &mut value)?,
                Event::Start(start) => {
                    has_markup = true;
                    self.name(&start, at)?;
                    self.open(at)?;
                }
                Event::Empty(start) => {
                    has_markup = true;
                    self.name(&start, at)?;
                }
                Event::End(_) if self.depth > own_depth => self.close(),
                Event::End(_) => {
                    self.close();
                    if has_markup {
                        value = Value::default();
                        value.push_literal(&self.text[content..at]);
                    }
                    return self.add(name, value, start);
                }
                _ => {}
            }
        }
    }

    fn reference(
        &self,
        reference: &BytesRef<'_>,
        at: usize,
        value: &mut Value,
    ) -> Result<(), XmlError> {
        let name: &str = reference;
        if reference.is_char_ref() {
            let c = reference.resolve_char_ref().ok().flatten().filter(|c| is_allowed(*c));
            let c = c.ok_or_else(|| self.fault(format!("`&{name};` is no character"), at))?;
            value.push(c.encode_utf8(&mut [0; 4]));
        } else if let Some(text) = quick_xml::escape::resolve_xml_entity(name) {
            value.push(text);
        } else {
            // Not defined without the document type, which is passed over.
            value.push(&format!("&{name};"));
        }
        Ok(())
    }

    fn add(&mut self, name: &str, value: Value, at: usize) -> Result<(), XmlError> {
        if self.fields.iter().len() == MAX_FIELDS {
            return Err(self.fault(format!("there are more than {MAX_FIELDS} children"), at));
        }
        let core = value.core.unwrap_or(value.text.len()..value.text.len());
        self.fields.push(name, &value.text, core);
        Ok(())
    }

    fn open(&mut self, at: usize) -> Result<(), XmlError> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(format!("elements are nested more than {MAX_DEPTH} deep"), at));
        }
        self.depth += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.depth -= 1;
    }

    /// The name of an element without its prefix; its attributes mean nothing,
    /// but they must be well-formed.
    fn name(&self, start: &BytesStart<'_>, at: usize) -> Result<&'a str, XmlError> {
        let name_start = at + "<".len();
        let name = &self.text[name_start..name_start + start.name().as_ref().len()];
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        if !is_name(local) {
            return Err(self.fault(format!("`<{}` begins no element", name.escape_debug()), at));
        }
        if start.attributes().any(|attribute| attribute.is_err()) {
            return Err(self.fault(format!("the attributes of `{local}` are not well-formed"), at));
        }
        Ok(local)
    }

    /// The next event inside of an element, which has to end.
    fn next_in_element(&mut self, at: usize) -> Result<Event<'a>, XmlError> {
        match self.next()? {
            Event::Eof => Err(self.fault("the document ends too early", at)),
            Event::Decl(_) | Event::DocType(_) => {
                Err(self.fault("there is a declaration inside of the root", at))
            }
            event => Ok(event),
        }
    }

    fn next(&mut self) -> Result<Event<'a>, XmlError> {
        let at = self.position();
        let event = self.reader.read_event().map_err(|error| {
            let at = usize::try_from(self.reader.error_position()).unwrap_or(at);
            self.fault(error.to_string(), at)
        })?;
        let text = &self.text[at..self.position()];
        if let Some((offset, c)) = text.char_indices().find(|(_, c)| !is_allowed(*c)) {
            let message = format!("U+{:04X} cannot stand in XML", u32::from(c));
            return Err(self.fault(message, at + offset));
        }
        match text.find("]]>") {
            Some(offset) if matches!(event, Event::Text(_)) => {
                Err(self.fault("`]]>` cannot stand in text", at + offset))
            }
            _ => Ok(event),
        }
    }

    /// A byte of the text, which is not that of the body where there is a mark.
    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).expect("the text is in memory")
    }

    fn other_root(&self, name: &str, at: usize) -> XmlError {
        self.fault(format!("the root is `{name}`, not `{ROOT}`"), at)
    }

    fn fault(&self, message: impl Into<String>, at: usize) -> XmlError {
        XmlError::new(message, self.bom + at)
    }
}

impl Value {
    /// Text whose blanks at the ends only pad it.
    fn push_literal(&mut self, text: &str) {
        let core = Fields::without_blanks(text);
        self.extend(text, core);
    }

    /// Text that is meant as it stands.
    fn push(&mut self, text: &str) {
        self.extend(text, 0..text.len());
    }

    fn extend(&mut self, text: &str, core: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        if core.is_empty() {
            return;
        }
        let core_start = self.core.as_ref().map_or(start + core.start, |whole| whole.start);
        self.core = Some(core_start..start + core.end);
    }
}
