//! Reading the answer to a batch delete.
//!
//! Entries are read one after the other. After a fault the next entry is looked
//! for by its start tag, and from there on each is read by itself, up to the start
//! tag of the one after it: so no fault costs more than its own entry, neither
//! entries nor time.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};

use super::XmlError;
use super::parser::{Mode, Parser, Tag};
use crate::fields::{CODE, MESSAGE};

const ROOT: &str = "DeleteResult";
const ENTRY: &str = "Error";
const ENCODING_TYPE: &str = "EncodingType";
const KEY: &str = "Key";
const VERSION_ID: &str = "VersionId";

/// An entry as it was sent; only the key keeps the blanks around it.
pub(crate) struct Entry<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) version_id: Option<Cow<'a, str>>,
    pub(crate) code: Option<Cow<'a, str>>,
    pub(crate) message: Option<Cow<'a, str>>,
}

/// The entries of a body, in order.
pub(crate) struct Entries<'a> {
    body: &'a [u8],
    /// `None` when there is nothing left to read.
    part: Option<Part<'a>>,
}

/// A stretch of the body that is read without looking beyond it.
struct Part<'a> {
    parser: Parser<'a>,
    state: State<'a>,
    /// What the parser has ends here; a byte that is not UTF-8 may follow.
    text_end: usize,
    /// The next part is looked for from here on.
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State<'a> {
    BeforeRoot,
    /// With the full name of the root.
    InRoot(&'a str),
    /// In the root, whose start was in an earlier part.
    Resumed(&'a str),
}

/// What a part has next.
enum Item<'a> {
    Entry(Entry<'a>),
    /// An entry that is well-formed and lacks what it must have.
    Lacking(XmlError),
    EncodingType(Cow<'a, str>),
    /// With the full name of the root, which goes on.
    EndOfPart(&'a str),
    EndOfRoot,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(body: &'a [u8]) -> Self {
        Self { body, part: Some(Part::new(body, 0, body.len(), State::BeforeRoot)) }
    }

    /// Whether keys are URL-encoded. It may be said behind the entries, so they are
    /// gone through, unless the word is nowhere at all.
    pub(crate) fn keys_are_encoded(body: &'a [u8]) -> bool {
        if memmem::find(body, ENCODING_TYPE.as_bytes()).is_none() {
            return false;
        }
        let mut entries = Self::new(body);
        while let Some(item) = entries.next_item() {
            if let Ok(Item::EncodingType(kind)) = item {
                return kind.eq_ignore_ascii_case("url");
            }
        }
        false
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
                        return Some(Err(XmlError::too_early(self.body.len())));
                    }
                }
                Ok(item) => return Some(Ok(item)),
                Err(fault) => {
                    match part.state {
                        State::BeforeRoot => self.part = None,
                        State::InRoot(root) => self.resume(root, fault.offset() + 1),
                        State::Resumed(root) => {
                            let end = part.end;
                            self.resume(root, end);
                        }
                    }
                    return Some(Err(fault));
                }
            }
        }
    }

    /// Goes on with the next entry, if there is one.
    fn resume(&mut self, root: &'a str, from: usize) {
        self.part = find_entry(self.body, from).map(|start| {
            let end = find_entry(self.body, start + 1).unwrap_or(self.body.len());
            Part::new(self.body, start, end, State::Resumed(root))
        });
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Entry<'a>, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_item()? {
                Ok(Item::Entry(entry)) => return Some(Ok(entry)),
                Ok(Item::Lacking(fault)) | Err(fault) => return Some(Err(fault)),
                Ok(Item::EncodingType(_) | Item::EndOfPart(_) | Item::EndOfRoot) => {}
            }
        }
    }
}

impl<'a> Part<'a> {
    fn new(body: &'a [u8], start: usize, end: usize, state: State<'a>) -> Self {
        let text = body[start..end].utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let parser = match state {
            State::Resumed(root) => Parser::inside(root, text, start, Mode::Strict),
            State::BeforeRoot | State::InRoot(_) => Parser::new(text, start, Mode::Strict),
        };
        Self { parser, state, text_end: start + text.len(), end }
    }

    fn next(&mut self) -> Result<Item<'a>, XmlError> {
        let item = self.item();
        let is_cut = self.text_end < self.end && self.parser.is_at_end();
        match item {
            Err(_) | Ok(Item::EndOfPart(_)) if is_cut => Err(XmlError::not_utf_8(self.text_end)),
            item => item,
        }
    }

    fn item(&mut self) -> Result<Item<'a>, XmlError> {
        if self.state == State::BeforeRoot {
            let root = self.parser.root()?;
            if root.name != ROOT {
                let message = format!("the root is `{}`, not `{ROOT}`", root.name);
                return Err(self.parser.fault(message, root.at));
            }
            self.parser.enter(&root)?;
            self.state = State::InRoot(root.full_name);
        }
        loop {
            if let (State::Resumed(root), true) = (self.state, self.parser.is_at_end()) {
                return Ok(Item::EndOfPart(root));
            }
            let Some(child) = self.parser.next_child(1)? else { return Ok(Item::EndOfRoot) };
            match child.name {
                ENTRY => return self.entry(&child),
                ENCODING_TYPE => {
                    return Ok(Item::EncodingType(self.parser.value(&child)?.into_core()));
                }
                _ => _ = self.parser.value(&child)?,
            }
        }
    }

    fn entry(&mut self, tag: &Tag<'a>) -> Result<Item<'a>, XmlError> {
        let [mut key, mut version_id, mut code, mut message] = [const { None }; 4];
        let depth = self.parser.enter(tag)?;
        while let Some(child) = self.parser.next_child(depth)? {
            let value = self.parser.value(&child)?;
            match child.name {
                KEY => _ = key.get_or_insert(value.into_text()),
                VERSION_ID => _ = version_id.get_or_insert(value.into_core()),
                CODE => _ = code.get_or_insert(value.into_core()),
                MESSAGE => _ = message.get_or_insert(value.into_core()),
                _ => {}
            }
        }
        Ok(match key {
            Some(key) => Item::Entry(Entry { key, version_id, code, message }),
            None => Item::Lacking(self.parser.fault(format!("the entry has no `{KEY}`"), tag.at)),
        })
    }
}

/// Where the next start tag of an entry is, under whatever prefix.
fn find_entry(body: &[u8], from: usize) -> Option<usize> {
    let rest = body.get(from..)?;
    let is_entry = |tag: &usize| {
        let after = &rest[tag + 1..];
        let end = after.iter().position(|byte| b" \t\r\n/><".contains(byte));
        let name = &after[..end.unwrap_or(after.len())];
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        local == ENTRY.as_bytes() && name.first() != Some(&b'/')
    };
    memchr_iter(b'<', rest).find(is_entry).map(|tag| from + tag)
}
