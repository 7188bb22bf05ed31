//! The children of an error, in order: names and texts.

use std::fmt;
use std::ops::Range;

/// The children that have getters of their own.
pub(crate) const CODE: &str = "Code";
pub(crate) const MESSAGE: &str = "Message";
pub(crate) const RESOURCE: &str = "Resource";
pub(crate) const REQUEST_ID: &str = "RequestId";
pub(crate) const HOST_ID: &str = "HostId";

/// Blanks of XML: the ones that a service pads a value with.
pub(crate) const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Whether a byte is one of these.
#[inline]
pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// A list of names and values, repeated names too. One buffer holds all text,
/// so that an error costs as many allocations with ten fields as with one.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    text: String,
    spans: Vec<Span>,
}

/// Where a field stands in the text: the name, then the value.
#[derive(Clone)]
struct Span {
    name: Range<usize>,
    value: Range<usize>,
    /// The value without the blanks that pad it; a part of `value`.
    core: Range<usize>,
}

/// One field as it is read and written. Nothing is cut out of the text before it is
/// asked for.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    text: &'a str,
    span: &'a Span,
}

impl<'a> Field<'a> {
    pub(crate) fn name(self) -> &'a str {
        &self.text[self.span.name.clone()]
    }

    pub(crate) fn value(self) -> &'a str {
        &self.text[self.span.value.clone()]
    }

    /// The value without the blanks that only pad it.
    pub(crate) fn core(self) -> &'a str {
        &self.text[self.span.core.clone()]
    }

    /// Whether blanks pad the value.
    pub(crate) fn is_padded(self) -> bool {
        self.span.value != self.span.core
    }

    /// The blanks before the value that only pad it.
    pub(crate) fn before(self) -> &'a str {
        &self.text[self.span.value.start..self.span.core.start]
    }

    /// The blanks after the value that only pad it.
    pub(crate) fn after(self) -> &'a str {
        &self.text[self.span.core.end..self.span.value.end]
    }
}

impl Fields {
    /// Adds a field at the end. `core` is the part of the value that is not
    /// padding.
    pub(crate) fn push(&mut self, name: &str, value: &str, core: Range<usize>) {
        self.insert(self.spans.len(), name, value, core);
    }

    /// None yet, with room for what a document of this many bytes has.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        const USUAL: usize = 8;
        Self { text: String::with_capacity(bytes), spans: Vec::with_capacity(USUAL) }
    }

    /// Adds a field at the end whose value is written into the text; `None` where it
    /// cannot be, and nothing more is to be done with the fields then. What is written
    /// says which part of the value is not padding.
    pub(crate) fn push_with(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut String) -> Option<Range<usize>>,
    ) -> Option<()> {
        let name_start = self.text.len();
        self.text.push_str(name);
        let value_start = self.text.len();
        let core = write(&mut self.text)?;
        self.spans.push(Span {
            name: name_start..value_start,
            value: value_start..self.text.len(),
            core: value_start + core.start..value_start + core.end,
        });
        Some(())
    }

    pub(crate) fn append(&mut self, others: &Self) {
        for field in others.iter() {
            let start = field.before().len();
            self.push(field.name(), field.value(), start..start + field.core().len());
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Adds a field before the first one of its name, so that it is the one that
    /// counts; where there is none, before those that `is_later` says belong after
    /// it.
    pub(crate) fn prefer(&mut self, name: &str, value: &str, is_later: impl Fn(&str) -> bool) {
        let same = self.iter().position(|field| field.name() == name);
        let later = self.iter().position(|field| is_later(field.name()));
        let index = same.or(later).unwrap_or(self.spans.len());
        self.insert(index, name, value, 0..value.len());
    }

    /// Gives the first field of a name a value, or adds one as `prefer` does.
    pub(crate) fn set(&mut self, name: &str, value: &str, is_later: impl Fn(&str) -> bool) {
        self.prefer(name, value, is_later);
        let is_same = |(_, field): &(usize, Field<'_>)| field.name() == name;
        let replaced = self.iter().enumerate().filter(is_same).nth(1).map(|(index, _)| index);
        if let Some(index) = replaced {
            self.spans.remove(index);
        }
    }

    fn insert(&mut self, index: usize, name: &str, value: &str, core: Range<usize>) {
        let name_start = self.text.len();
        self.text.push_str(name);
        let value_start = self.text.len();
        self.text.push_str(value);
        let span = Span {
            name: name_start..value_start,
            value: value_start..self.text.len(),
            core: value_start + core.start..value_start + core.end,
        };
        self.spans.insert(index, span);
    }

    /// The part of a value that is left when the blanks at its ends are gone.
    pub(crate) fn without_blanks(value: &str) -> Range<usize> {
        let start = value.bytes().take_while(|byte| is_blank(*byte)).count();
        let after = value.bytes().skip(start).rev().take_while(|byte| is_blank(*byte)).count();
        start..value.len() - after
    }

    /// The first field of a name.
    pub(crate) fn get(&self, name: &str) -> Option<Field<'_>> {
        self.iter().find(|field| field.name() == name)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = Field<'_>> + Clone {
        self.spans.iter().map(|span| Field { text: &self.text, span })
    }
}

/// Names and values, in order, with padding and without.
impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |field: Field<'_>, other: Field<'_>| {
            (field.name(), field.value(), field.core())
                == (other.name(), other.value(), other.core())
        };
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(a, b)| is_same(a, b))
    }
}

impl Eq for Fields {}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|field| (field.name(), field.value()))).finish()
    }
}
