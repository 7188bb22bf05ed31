//! Reading the response to a batch delete.
//!
//! As long as the scanner recognizes the document, it returns the entries. From the first entry
//! that it does not recognize, the parser takes over, which reads the document from its start.
//!
//! The parser reads entries one after the other. After an error it looks for the start tag
//! of the next entry, after the start of the child element with the error; from there on it
//! reads each entry by itself, up to the start tag of the next. So an error affects only its own
//! entry, and the time stays proportional to the length of the body.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};
use obs_errors_core::chars::WHITESPACE;

use super::attributes;
use super::entry::Entry;
use super::error::{XmlError, XmlErrorKind};
use super::parser::{Mode, Parser, Tag};
use super::scan;
use crate::fields::{CODE, MESSAGE, VERSION_ID, means};
use crate::limits::{MAX_DEPTH, MAX_FIELDS};

const ROOT: &str = "DeleteResult";
const ENTRY: &str = "Error";
const ENCODING_TYPE: &str = "EncodingType";
const KEY: &str = "Key";

/// The entries of a body, in order.
pub(crate) struct Entries<'a> {
    body: &'a [u8],
    reader: Reader<'a>,
}

enum Reader<'a> {
    /// The scanner, and the number of entries that it has returned.
    Scanner(scan::Entries<'a>, usize),
    Parser(Box<Parsed<'a>>),
    /// Everything was read.
    None,
}

/// The entries as the parser reads them.
pub(super) struct Parsed<'a> {
    search: Search<'a>,
    /// `None` when there is nothing left to read.
    part: Option<Part<'a>>,
}

/// A range of the body that is read without looking beyond it.
struct Part<'a> {
    parser: Parser<'a>,
    state: State<'a>,
    /// Where the child element that is being read begins.
    child_start: usize,
    /// The text of the parser ends here; a byte that is not UTF-8 may follow.
    text_end: usize,
    /// The next part is looked for from here on.
    end: usize,
    /// Whether there is a next part.
    has_more: bool,
}

/// Looks for start tags of entries, in a body that is not well-formed.
struct Search<'a> {
    body: &'a [u8],
    /// Whether the end of a CDATA section, and that of a comment, may follow: a search that found
    /// none is not repeated.
    may_have_end: [bool; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State<'a> {
    BeforeRoot,
    /// The document has another root.
    OtherRoot,
    /// With the full name of the root.
    InRoot(&'a str),
    /// In the root, whose start was in an earlier part.
    Resumed(&'a str),
}

/// What a part has next.
enum Item<'a> {
    Entry(Entry<'a>),
    /// An entry that is well-formed, but lacks a required element.
    Incomplete(XmlError),
    EncodingType(Cow<'a, str>),
    /// With the full name of the root, which is still open.
    EndOfPart(&'a str),
    EndOfRoot,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(body: &'a [u8]) -> Self {
        let scanned = std::str::from_utf8(body).ok().and_then(scan::Entries::new);
        let reader = match scanned {
            Some(scanned) => Reader::Scanner(scanned, 0),
            None => Reader::Parser(Box::new(Parsed::new(body))),
        };
        Self { body, reader }
    }

    /// Whether keys are URL-encoded. The element that says so may be after the entries, so
    /// they are all read, unless its name is not in the body at all.
    pub(crate) fn keys_are_encoded(body: &'a [u8]) -> bool {
        if !may_declare_encoding(body) {
            return false;
        }
        let mut scanned = std::str::from_utf8(body).ok().and_then(scan::Entries::new);
        while let Some(next) = scanned.as_mut().and_then(scan::Entries::next) {
            match next {
                scan::Next::EncodingType(kind) => return is_url(kind.as_bytes()),
                scan::Next::Entry(_) => {}
                scan::Next::End => return false,
            }
        }
        Parsed::keys_are_encoded(body)
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Entry<'a>, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match &mut self.reader {
                Reader::Scanner(scanned, given) => match scanned.next() {
                    Some(scan::Next::Entry(entry)) => {
                        *given += 1;
                        return Some(Ok(entry));
                    }
                    Some(scan::Next::EncodingType(_)) => {}
                    Some(scan::Next::End) => self.reader = Reader::None,
                    None => {
                        // The parser begins at the start, so the returned entries are skipped.
                        let mut parsed = Parsed::new(self.body);
                        parsed.by_ref().take(*given).for_each(drop);
                        self.reader = Reader::Parser(Box::new(parsed));
                    }
                },
                Reader::Parser(parsed) => return parsed.next(),
                Reader::None => return None,
            }
        }
    }
}

impl<'a> Parsed<'a> {
    pub(super) fn new(body: &'a [u8]) -> Self {
        let part = Part::new(body, 0, body.len(), State::BeforeRoot);
        Self { search: Search { body, may_have_end: [true; 2] }, part: Some(part) }
    }

    pub(super) fn keys_are_encoded(body: &'a [u8]) -> bool {
        if !may_declare_encoding(body) {
            return false;
        }
        let mut entries = Self::new(body);
        let mut has_errors = false;
        while let Some(item) = entries.next_item() {
            match item {
                Ok(Item::EncodingType(kind)) => return is_url(kind.as_bytes()),
                Ok(_) => {}
                Err(_) => has_errors = true,
            }
        }
        // The element may be in a part that was skipped after an error.
        has_errors && declares_url_encoding(body)
    }

    fn next_item(&mut self) -> Option<Result<Item<'a>, XmlError>> {
        loop {
            let part = self.part.as_mut()?;
            match part.next() {
                Ok(Item::EndOfRoot) => self.part = None,
                Ok(Item::EndOfPart(root)) => {
                    let end = part.end;
                    self.resume(root, end);
                    if self.part.is_none() {
                        return Some(Err(XmlError::too_early(self.search.body.len())));
                    }
                }
                Ok(item) => return Some(Ok(item)),
                Err(error) => {
                    let (state, child_start, end) = (part.state, part.child_start, part.end);
                    match state {
                        State::OtherRoot => self.part = None,
                        State::BeforeRoot => self.resume(ROOT, error.offset() + 1),
                        State::InRoot(root) => self.resume(root, child_start + 1),
                        State::Resumed(root) => self.resume(root, end),
                    }
                    return Some(Err(error));
                }
            }
        }
    }

    /// Continues with the next entry, if there is one.
    fn resume(&mut self, root: &'a str, from: usize) {
        self.part = self.search.entry(from).map(|start| {
            let end = self.search.entry(start + 1).unwrap_or(self.search.body.len());
            Part::new(self.search.body, start, end, State::Resumed(root))
        });
    }
}

impl<'a> Iterator for Parsed<'a> {
    type Item = Result<Entry<'a>, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_item()? {
                Ok(Item::Entry(entry)) => return Some(Ok(entry)),
                Ok(Item::Incomplete(error)) | Err(error) => return Some(Err(error)),
                Ok(Item::EncodingType(_) | Item::EndOfPart(_) | Item::EndOfRoot) => {}
            }
        }
    }
}

impl<'a> Part<'a> {
    fn new(body: &'a [u8], start: usize, end: usize, state: State<'a>) -> Self {
        let text = body[start..end].utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let parser = match state {
            State::Resumed(root) => Parser::inside(root, text, start, Mode::Text),
            State::BeforeRoot | State::OtherRoot | State::InRoot(_) => {
                Parser::new(text, start, Mode::Text)
            }
        };
        Self {
            parser,
            state,
            child_start: start,
            text_end: start + text.len(),
            end,
            has_more: end < body.len(),
        }
    }

    fn next(&mut self) -> Result<Item<'a>, XmlError> {
        let item = self.item();
        let is_truncated = self.text_end < self.end && self.parser.is_at_end();
        match item {
            Err(_) | Ok(Item::EndOfPart(_)) if is_truncated => {
                Err(XmlError::not_utf_8(self.text_end))
            }
            // The body goes on.
            Err(error) if self.has_more && error.kind() == XmlErrorKind::Truncated => {
                let is_open = error == XmlError::too_early(error.offset());
                let not_closed = || XmlError::new("the entry is not closed", error.offset());
                Err(if is_open { not_closed() } else { error.with_kind(XmlErrorKind::Syntax) })
            }
            item => item,
        }
    }

    fn item(&mut self) -> Result<Item<'a>, XmlError> {
        if self.state == State::BeforeRoot {
            let root = self.parser.root()?;
            if !root.is(ROOT) {
                self.state = State::OtherRoot;
                return Err(self.parser.other_root(&root, ROOT));
            }
            self.parser.enter(&root)?;
            self.state = State::InRoot(root.full_name);
        }
        loop {
            if let (State::Resumed(root), true) = (self.state, self.parser.is_at_end()) {
                return Ok(Item::EndOfPart(root));
            }
            let Some(child) = self.parser.next_child(1)? else { return self.after_root() };
            self.child_start = self.parser.offset(child.at);
            if child.is(ENTRY) {
                return self.entry(&child);
            }
            if child.is(ENCODING_TYPE) {
                return Ok(Item::EncodingType(self.parser.value(&child)?.into_core()));
            }
            if means(child.name, CODE) {
                let error = self.parser.error("a code is not in an `Error`", child.at);
                self.parser.value(&child)?;
                return Ok(Item::Incomplete(error.with_kind(XmlErrorKind::MissingElement)));
            }
            // There may be entries in it, which may have as much in them as others.
            if self.parser.depth() == MAX_DEPTH / 2 {
                let message = format!("entries are nested more than {} deep", MAX_DEPTH / 2);
                return Err(self.parser.error(message, child.at).with_kind(XmlErrorKind::Limit));
            }
            self.parser.enter(&child)?;
        }
    }

    /// Nothing may follow the root, in this part or after it.
    fn after_root(&mut self) -> Result<Item<'a>, XmlError> {
        self.child_start = self.parser.offset(self.parser.position()).saturating_sub(1);
        self.parser.end()?;
        if self.has_more {
            return Err(XmlError::new("content after the root", self.end));
        }
        Ok(Item::EndOfRoot)
    }

    fn entry(&mut self, tag: &Tag<'a>) -> Result<Item<'a>, XmlError> {
        self.parser.take_tolerated_error();
        let [mut key, mut version_id, mut code, mut message] = [const { None }; 4];
        let mut others = Vec::new();
        for (name, value) in attributes::values(tag.attributes).take(MAX_FIELDS) {
            self.parser.note_attribute(name, tag.at);
            others.push((Cow::Borrowed(name), value));
        }
        let depth = self.parser.enter(tag)?;
        while let Some(child) = self.parser.next_child(depth)? {
            let value = self.parser.value(&child)?;
            let (place, value) = if child.is(KEY) {
                (Some(&mut key), value.into_text())
            } else if child.is(VERSION_ID) {
                (Some(&mut version_id), value.into_core())
            } else if child.is(CODE) {
                (Some(&mut code), value.into_core())
            } else if child.is(MESSAGE) {
                (Some(&mut message), value.into_core())
            } else {
                (None, value.into_core())
            };
            let is_usable = |value: &Cow<'_, str>| !value.trim_matches(WHITESPACE).is_empty();
            match place {
                // The first one with a value counts.
                Some(place) if !place.as_ref().is_some_and(is_usable) => *place = Some(value),
                _ if others.len() == MAX_FIELDS => {
                    let message = format!("the entry has more than {MAX_FIELDS} other elements");
                    return Err(self
                        .parser
                        .error(message, child.at)
                        .with_kind(XmlErrorKind::Limit));
                }
                _ => others.push((Cow::Borrowed(child.name), value)),
            }
        }
        // Elements with other names count if there is none with the usual one.
        for (place, field) in [(&mut code, CODE), (&mut message, MESSAGE)] {
            let is_missing = place.as_ref().is_none_or(|value| value.is_empty());
            let other = others.iter().position(|(name, _)| means(name, field));
            if let Some(at) = other.filter(|_| is_missing) {
                *place = Some(others.remove(at).1);
            }
        }
        let error = self.parser.take_tolerated_error().map(Box::new);
        Ok(match key {
            Some(key) => Item::Entry(Entry { key, version_id, code, message, others, error }),
            None => {
                let error = self.parser.error(format!("the entry has no `{KEY}`"), tag.at);
                Item::Incomplete(error.with_kind(XmlErrorKind::MissingElement))
            }
        })
    }
}

impl Search<'_> {
    /// Where the next start tag of an entry is, with any prefix; not in CDATA and not in a
    /// comment.
    fn entry(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += memchr(b'<', self.body.get(at..)?)?;
            let tag = &self.body[at..];
            if local_name(&tag[1..]).eq_ignore_ascii_case(ENTRY.as_bytes()) {
                return Some(at);
            }
            at += match tag {
                [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => {
                    self.skip(0, tag, b"]]>")
                }
                [b'<', b'!', b'-', b'-', ..] => self.skip(1, tag, b"-->"),
                _ => 1,
            };
        }
    }

    /// The length of a section, or one byte if it does not end.
    fn skip(&mut self, kind: usize, section: &[u8], end: &[u8]) -> usize {
        let found = self.may_have_end[kind].then(|| memmem::find(section, end)).flatten();
        self.may_have_end[kind] = found.is_some();
        found.map_or(1, |at| at + end.len())
    }
}

/// The name at the start of a string, without its prefix.
fn local_name(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| b" \t\r\n/><".contains(byte));
    let name = &text[..end.unwrap_or(text.len())];
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}

/// Whether a body mentions the element that says how keys are encoded: most bodies are searched
/// for it alone. Its name is recognized if it begins in either case and goes on in lower case.
fn may_declare_encoding(body: &[u8]) -> bool {
    let part = b"ncoding";
    memmem::find_iter(body, part).any(|at| matches!(body.get(at + part.len()), Some(b'T' | b't')))
}

/// Whether any element of a body that is not well-formed says that keys are URL-encoded.
fn declares_url_encoding(body: &[u8]) -> bool {
    memchr_iter(b'<', body).any(|tag| {
        let tag = &body[tag + 1..];
        let value = tag.split(|byte| matches!(byte, b'<' | b'>')).nth(1);
        is_encoding_type(tag) && value.is_some_and(is_url)
    })
}

/// Whether a tag is that of the element that says how keys are encoded; the text is what comes
/// after its `<`.
fn is_encoding_type(tag: &[u8]) -> bool {
    local_name(tag).eq_ignore_ascii_case(ENCODING_TYPE.as_bytes())
}

fn is_url(kind: &[u8]) -> bool {
    kind.trim_ascii().eq_ignore_ascii_case(b"url")
}
