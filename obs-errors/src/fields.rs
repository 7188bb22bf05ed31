//! The children of an error, in order: names and texts.

use std::fmt;
use std::ops::Range;

/// Blanks of XML: the ones that a service pads a value with.
pub(crate) const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

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

/// One field as it is read and written.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    /// The blanks before the value that only pad it.
    pub(crate) before: &'a str,
    /// The value without the blanks that only pad it.
    pub(crate) core: &'a str,
    /// The blanks after the value that only pad it.
    pub(crate) after: &'a str,
}

impl Fields {
    /// Adds a field at the end. `core` is the part of the value that is not
    /// padding.
    pub(crate) fn push(&mut self, name: &str, value: &str, core: Range<usize>) {
        self.insert(self.spans.len(), name, value, core);
    }

    /// Gives the first field of a name a value. A new field goes before those
    /// that `is_later` says belong after it.
    pub(crate) fn set(&mut self, name: &str, value: &str, is_later: impl Fn(&str) -> bool) {
        let core = 0..value.len();
        let same = self.iter().position(|field| field.name == name);
        let later = self.iter().position(|field| is_later(field.name));
        self.insert(same.or(later).unwrap_or(self.spans.len()), name, value, core);
        if let Some(index) = same {
            self.spans.remove(index + 1);
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
        let start = value.len() - value.trim_start_matches(BLANKS).len();
        start..start.max(value.trim_end_matches(BLANKS).len())
    }

    /// The first field of a name.
    pub(crate) fn get(&self, name: &str) -> Option<Field<'_>> {
        self.iter().find(|field| field.name == name)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = Field<'_>> + Clone {
        self.spans.iter().map(|Span { name, value, core }| Field {
            name: &self.text[name.clone()],
            value: &self.text[value.clone()],
            before: &self.text[value.start..core.start],
            core: &self.text[core.clone()],
            after: &self.text[core.end..value.end],
        })
    }
}

/// Names and values, in order. What only pads a value counts too.
impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.spans.len() == other.spans.len()
            && self.iter().zip(other.iter()).all(|(a, b)| (a.name, a.value) == (b.name, b.value))
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|field| (field.name, field.value))).finish()
    }
}
