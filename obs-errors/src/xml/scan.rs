//! The fast path through a document: one pass over the shape that services send, which is
//! a flat list of leaves in ASCII tags without attributes.
//!
//! For any other shape, and for a malformed document, it returns nothing, and the parser
//! reads the document. If it returns something, the parser would return the same; a property
//! test and a fuzz target check that.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;
use obs_errors_core::chars::is_whitespace;

use super::chars::{ascii_name, character, plain};
use super::entry::Entry;
use super::padding::BYTE_ORDER_MARK;
use super::parser::Value;
use crate::fields::{CODE, Fields, MESSAGE, means, means_documented};
use crate::form::Form;
use crate::limits::MAX_FIELDS;

/// The fields of an error document; `None` if the parser has to read it.
pub(super) fn error(document: &str) -> Option<Fields> {
    let mut scanner = Scanner::new(document);
    scanner.prolog()?;
    scanner.eat("<Error>").then_some(())?;
    let mut fields = Fields::with_text(String::new());
    // What needed decoding comes after the document in the text of the fields.
    let mut decoded = String::new();
    loop {
        let name = scanner.child("Error")?;
        if name.is_empty() {
            break;
        }
        if fields.len() == MAX_FIELDS || means_documented(name) {
            return None;
        }
        let (value, core, form) = if let Some(literal) = scanner.literal(name) {
            let form = if scanner.is_as_written { Form::Element } else { Form::Tags };
            (scanner.range(literal), Fields::without_whitespace(literal), form)
        } else {
            let start = scanner.text.len() + decoded.len();
            let core = scanner.value(name, &mut decoded)?;
            (start..scanner.text.len() + decoded.len(), core, Form::Parts)
        };
        fields.push_range(scanner.range(name), value, core, form);
    }
    scanner.whitespace();
    scanner.is_at_end().then_some(())?;
    // Only now, so that a document that the parser has to read is not copied.
    fields.set_text(if decoded.is_empty() {
        scanner.text.to_owned()
    } else {
        [scanner.text, &decoded].concat()
    });
    Some(fields)
}

/// Whether the name of the root shows that the document is not an error document.
pub(super) fn is_another_root(document: &[u8]) -> bool {
    const MAX_LENGTH: usize = 256;
    let start = &document[..document.len().min(MAX_LENGTH)];
    // A character may be truncated.
    let start = start.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let mut scanner = Scanner::new(start);
    if scanner.prolog().is_none() || !scanner.eat("<") {
        return false;
    }
    let name = scanner.name();
    // The parser takes everything up to a space or the end of the tag for the name.
    let ends = ["/>", ">", " ", "\n"].iter().any(|end| scanner.rest().starts_with(end));
    let is_error = ["Error", "ErrorResponse"].iter().any(|root| name.eq_ignore_ascii_case(root));
    !name.is_empty() && ends && !is_error
}

/// The entries of a batch delete, one after the other.
pub(super) struct Entries<'a> {
    scanner: Scanner<'a>,
}

/// What is next in a batch delete.
pub(super) enum Next<'a> {
    Entry(Entry<'a>),
    EncodingType(Cow<'a, str>),
    End,
}

impl<'a> Entries<'a> {
    /// `None` if the parser has to read the document.
    pub(super) fn new(document: &'a str) -> Option<Self> {
        let mut scanner = Scanner::new(document);
        scanner.prolog()?;
        scanner.eat("<DeleteResult").then_some(())?;
        scanner.namespace()?;
        Some(Self { scanner })
    }

    /// What comes next; `None` if the parser has to read the document.
    pub(super) fn next(&mut self) -> Option<Next<'a>> {
        loop {
            match self.scanner.child("DeleteResult")? {
                "" => {
                    self.scanner.whitespace();
                    return self.scanner.is_at_end().then_some(Next::End);
                }
                "Error" => return self.entry().map(Next::Entry),
                "Deleted" => self.leaves("Deleted")?,
                name if is_entry(name) || means(name, CODE) => return None,
                name if is_encoding_type(name) => {
                    let mut kind = None;
                    self.core(name, &mut kind)?;
                    return kind.map(Next::EncodingType);
                }
                name => self.core(name, &mut None)?,
            }
        }
    }

    fn entry(&mut self) -> Option<Entry<'a>> {
        self.scanner.eat(">").then_some(())?;
        let [mut key, mut version_id, mut code, mut message] = [const { None }; 4];
        let mut others = Vec::new();
        loop {
            match self.scanner.child("Error")? {
                "" => {
                    let (key, error) = (key?, None);
                    return Some(Entry { key, version_id, code, message, others, error });
                }
                name @ "Key" => self.text(name, &mut key)?,
                name @ "VersionId" => self.core(name, &mut version_id)?,
                name @ CODE => self.core(name, &mut code)?,
                name @ MESSAGE => self.core(name, &mut message)?,
                name if is_other(name) && others.len() < MAX_FIELDS => {
                    let mut value = None;
                    self.core(name, &mut value)?;
                    others.push((Cow::Borrowed(name), value?));
                }
                _ => return None,
            }
        }
    }

    /// Skips an element that has leaves in it.
    fn leaves(&mut self, parent: &str) -> Option<()> {
        if self.scanner.eat("/>") {
            return Some(());
        }
        self.scanner.eat(">").then_some(())?;
        loop {
            match self.scanner.child(parent)? {
                "" => return Some(()),
                // The parser finds these at any depth.
                name if is_entry(name) || is_encoding_type(name) || means(name, CODE) => {
                    return None;
                }
                name => self.core(name, &mut None)?,
            }
        }
    }

    /// Reads the text of a leaf; `None` for a second leaf with its name, which the parser reads.
    #[inline]
    fn text(&mut self, name: &str, value: &mut Option<Cow<'a, str>>) -> Option<()> {
        let literal = self.scanner.literal(name).map(Cow::Borrowed);
        let text = literal.or_else(|| Some(self.value(name)?.into_text()))?;
        value.replace(text).is_none().then_some(())
    }

    /// Like [`text`](Self::text), but without the whitespace that pads the text.
    #[inline]
    fn core(&mut self, name: &str, value: &mut Option<Cow<'a, str>>) -> Option<()> {
        let literal = self.scanner.literal(name);
        let literal = literal.map(|text| Cow::Borrowed(&text[Fields::without_whitespace(text)]));
        let text = literal.or_else(|| Some(self.value(name)?.into_core()))?;
        value.replace(text).is_none().then_some(())
    }

    fn value(&mut self, name: &str) -> Option<Value<'a>> {
        let mut text = String::new();
        let core = self.scanner.value(name, &mut text)?;
        Some(Value::new(Cow::Owned(text), core))
    }
}

fn is_entry(name: &str) -> bool {
    name.eq_ignore_ascii_case("Error")
}

fn is_encoding_type(name: &str) -> bool {
    name.eq_ignore_ascii_case("EncodingType")
}

/// Whether an element of an entry has no getter, under any of its names.
fn is_other(name: &str) -> bool {
    let is = |getter: &str| name.eq_ignore_ascii_case(getter);
    !(is("Key") || is("VersionId") || means(name, CODE) || means(name, MESSAGE))
}

/// A cursor over a document. Its methods return values that fit in two registers: larger ones go
/// through memory, which is slower.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether the last literal text can be copied into a document: it has no `>`.
    is_as_written: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        // `trim_start_matches` would set up a searcher.
        let mut unmarked = text;
        while let Some(rest) = unmarked.strip_prefix(BYTE_ORDER_MARK) {
            unmarked = rest;
        }
        Self { text: unmarked, at: 0, is_as_written: true }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The range of a part of the text.
    fn range(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr().addr() - self.text.as_ptr().addr();
        start..start + part.len()
    }

    fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// Skips a string that is expected here; `false` if it is not here.
    #[inline]
    fn eat(&mut self, expected: &str) -> bool {
        let is_here = self.text.as_bytes()[self.at..].starts_with(expected.as_bytes());
        self.at += if is_here { expected.len() } else { 0 };
        is_here
    }

    #[inline]
    fn whitespace(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| is_whitespace(**byte)).count();
    }

    /// What is before the root: whitespace, and a declaration as it is usually written.
    fn prolog(&mut self) -> Option<()> {
        self.whitespace();
        if self.eat("<?") {
            self.eat("xml version=\"1.0\"").then_some(())?;
            _ = self.eat(" encoding=\"UTF-8\"") || self.eat(" encoding=\"utf-8\"");
            _ = self.eat(" standalone=\"yes\"") || self.eat(" standalone=\"no\"");
            self.eat("?>").then_some(())?;
            self.whitespace();
        }
        Some(())
    }

    /// Skips the end of the start tag of the root, and a namespace declaration before it.
    fn namespace(&mut self) -> Option<()> {
        if self.eat(" xmlns=\"") {
            let is_plain = |c: &u8| c.is_ascii_alphanumeric() || b":/.-_".contains(c);
            self.at += self.text.as_bytes()[self.at..].iter().take_while(|c| is_plain(c)).count();
            self.eat("\"").then_some(())?;
        }
        self.eat(">").then_some(())
    }

    /// A name in ASCII, without a prefix; empty if there is none.
    #[inline]
    fn name(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let length = ascii_name(rest.as_bytes());
        self.at += length;
        &rest[..length]
    }

    /// Skips the start of the next child element, up to the end of its name; at the end of
    /// the parent, skips that and returns an empty name.
    #[inline]
    fn child(&mut self, parent: &str) -> Option<&'a str> {
        self.whitespace();
        self.eat("<").then_some(())?;
        if self.eat("/") {
            return (self.eat(parent) && self.eat(">")).then_some("");
        }
        Some(self.name()).filter(|name| !name.is_empty())
    }

    /// The end of an element whose name is known.
    #[inline]
    fn end(&mut self, name: &str) -> Option<()> {
        (self.eat("</") && self.eat(name) && self.eat(">")).then_some(())
    }

    /// Skips the rest of a leaf whose text needs no decoding. If it may need decoding, returns
    /// `None` and skips nothing.
    #[inline]
    fn literal(&mut self, name: &str) -> Option<&'a str> {
        let start = self.at;
        if self.eat(">") {
            let literal = self.literal_text();
            if self.end(name).is_some() {
                return Some(literal);
            }
        }
        self.at = start;
        None
    }

    /// Appends the content of a leaf to a text, and skips the rest of it; returns which part
    /// of that is not padding, counted from where the text ended.
    fn value(&mut self, name: &str, text: &mut String) -> Option<Range<usize>> {
        if self.eat("/>") {
            return Some(0..0);
        }
        self.eat(">").then_some(())?;
        let start = text.len();
        let mut core: Option<Range<usize>> = None;
        let mut extend = |own: Range<usize>| {
            if !own.is_empty() {
                core = Some(core.as_ref().map_or(own.start, |core| core.start)..own.end);
            }
        };
        loop {
            let literal = self.literal_text();
            let own = Fields::without_whitespace(literal);
            let next = self.text.as_bytes().get(self.at..self.at + 2)?;
            let at = text.len() - start;
            extend(at + own.start..at + own.end);
            text.push_str(literal);
            match next {
                b"</" => {
                    self.end(name)?;
                    break;
                }
                b"<!" => {
                    self.eat("<![CDATA[").then_some(())?;
                    let rest = self.rest();
                    let mut ends = memchr_iter(b'>', rest.as_bytes());
                    let data = ends.find_map(|end| rest[..end].strip_suffix("]]"))?;
                    self.at += data.len() + "]]>".len();
                    // Not `all`, which could stop at any byte and so would not be vectorized.
                    data.bytes().fold(true, |all, c| all & is_allowed_in_data(c)).then_some(())?;
                    let at = text.len() - start;
                    extend(at..at + data.len());
                    text.push_str(data);
                }
                [b'&', _] => {
                    let c = self.reference()?;
                    let at = text.len() - start;
                    extend(at..at + c.len_utf8());
                    text.push(c);
                }
                _ => return None,
            }
        }
        let end = text.len() - start;
        Some(core.unwrap_or(end..end))
    }

    /// Skips the text that needs no decoding: up to the next markup,
    /// reference or byte that has to be looked at.
    #[inline]
    fn literal_text(&mut self) -> &'a str {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        self.is_as_written = true;
        loop {
            at += plain(&bytes[at..], *b"&]\xEF");
            match bytes.get(at..).unwrap_or_default() {
                [b'\t' | b'\n', ..] => at += 1,
                [b'>', ..] => {
                    self.is_as_written = false;
                    at += 1;
                }
                // Not the end of a CDATA section.
                [b']', after @ ..] if !after.starts_with(b"]>") => at += 1,
                // A character, but neither of the two that XML forbids.
                [0xEF, second, third, ..] if (*second, *third) < (0xBF, 0xBE) => at += 3,
                _ => break,
            }
        }
        let literal = &self.text[self.at..at];
        self.at = at;
        literal
    }

    /// A reference to one of XML's own entities, or to a character.
    fn reference(&mut self) -> Option<char> {
        const MAX_LENGTH: usize = 10;
        let rest = &self.text.as_bytes()[self.at + 1..];
        let length = rest.iter().take(MAX_LENGTH).position(|byte| *byte == b';')?;
        let name = std::str::from_utf8(&rest[..length]).ok()?;
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            name => character(name)?,
        };
        self.at += "&;".len() + length;
        Some(c)
    }
}

/// Whether a byte is neither a line end that has to be normalized, nor the start of a
/// character that XML may forbid: those begin with 0xEF, or are below a space.
fn is_allowed_in_data(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b' '..) && byte != 0xEF
}
