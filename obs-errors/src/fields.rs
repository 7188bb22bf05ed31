//! The fields of an error, in order: names and values.

use std::fmt;
use std::ops::Range;

use obs_errors_core::chars::is_whitespace;
use obs_errors_core::members::{is_one_of, names_of};

use crate::form::{self, Form};

pub(crate) const CODE: &str = "Code";
pub(crate) const MESSAGE: &str = "Message";
pub(crate) const RESOURCE: &str = "Resource";
pub(crate) const REQUEST_ID: &str = "RequestId";
pub(crate) const HOST_ID: &str = "HostId";
/// The version of an object whose deletion failed.
pub(crate) const VERSION_ID: &str = "VersionId";

/// The fields that have a getter.
pub(crate) const DOCUMENTED: [&str; 5] = [CODE, MESSAGE, RESOURCE, REQUEST_ID, HOST_ID];

/// A list of names and values, repeated names included. One buffer holds all of them, so that
/// an error costs as many allocations with ten fields as with one: it is the document if the
/// scanner has read it, or else the fields in the form of a document, so that they can be
/// copied into one as they are.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    text: String,
    spans: Vec<Span>,
}

/// Where a field is in the text.
#[derive(Clone)]
struct Span {
    name: Range<usize>,
    value: Range<usize>,
    /// The value without the whitespace that pads it; a part of `value`.
    core: Range<usize>,
    form: Form,
}

impl Span {
    /// `core` is counted from the start of the value.
    fn new(name: Range<usize>, value: Range<usize>, core: Range<usize>, form: Form) -> Self {
        let core = value.start + core.start..value.start + core.end;
        Self { name, value, core, form }
    }
}

/// One field as it is read and written. The text is sliced only on demand.
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

    /// The value without the whitespace that only pads it.
    pub(crate) fn core(self) -> &'a str {
        &self.text[self.span.core.clone()]
    }

    /// Whether there is more than whitespace in the value, even if that is written as a reference.
    pub(crate) fn has_value(self) -> bool {
        self.core().bytes().any(|byte| !is_whitespace(byte))
    }

    /// Whether whitespace pads the value.
    pub(crate) fn is_padded(self) -> bool {
        self.span.value != self.span.core
    }

    /// The whitespace before the value that only pads it.
    pub(crate) fn before(self) -> &'a str {
        &self.text[self.span.value.start..self.span.core.start]
    }

    /// The whitespace after the value that only pads it.
    pub(crate) fn after(self) -> &'a str {
        &self.text[self.span.core.end..self.span.value.end]
    }

    pub(crate) fn form(self) -> Form {
        self.span.form
    }

    /// Where its two tags are, if they are in the text.
    pub(crate) fn tags(self) -> [Range<usize>; 2] {
        let Span { name, value, .. } = self.span;
        let end = value.end + "</>".len() + name.len();
        [name.start - "<".len()..value.start, value.end..end]
    }
}

impl Fields {
    /// An empty list, with the text that its fields will be in, or with capacity for it.
    pub(crate) fn with_text(text: String) -> Self {
        const TYPICAL_FIELDS: usize = 8;
        Self { text, spans: Vec::with_capacity(TYPICAL_FIELDS) }
    }

    /// The text that the fields are in.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Sets the text, for fields that were pushed as ranges of it.
    pub(crate) fn set_text(&mut self, text: String) {
        self.text = text;
    }

    /// Appends a field that is already in the text. `core` is the part of the value that is
    /// not padding.
    pub(crate) fn push_range(
        &mut self,
        name: Range<usize>,
        value: Range<usize>,
        core: Range<usize>,
        form: Form,
    ) {
        self.spans.push(Span::new(name, value, core, form));
    }

    /// Adds a field at the end. `core` is the part of the value that is not
    /// padding.
    pub(crate) fn push(&mut self, name: &str, value: &str, core: Range<usize>) {
        let span = self.add(name, value, core);
        self.spans.push(span);
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

    /// Adds a field before the first one with its name, so that it is the one that counts; if there
    /// is none, before the first field for which `is_later` returns `true`.
    pub(crate) fn prepend(&mut self, name: &str, value: &str, is_later: impl Fn(&str) -> bool) {
        let same = self.position(|other| other == name);
        self.insert(same.or_else(|| self.position(is_later)), name, value);
    }

    /// Sets the value of the first field with this name, or adds one as `prepend` does.
    pub(crate) fn set(&mut self, name: &str, value: &str, is_later: impl Fn(&str) -> bool) {
        match self.position(|other| other == name) {
            Some(index) => self.spans[index] = self.add(name, value, 0..value.len()),
            None => self.insert(self.position(is_later), name, value),
        }
    }

    /// Inserts a field at an index, or at the end.
    fn insert(&mut self, index: Option<usize>, name: &str, value: &str) {
        let span = self.add(name, value, 0..value.len());
        self.spans.insert(index.unwrap_or(self.spans.len()), span);
    }

    fn position(&self, is_wanted: impl Fn(&str) -> bool) -> Option<usize> {
        self.iter().position(|field| is_wanted(field.name()))
    }

    /// Adds a field to the text, as an element.
    fn add(&mut self, name: &str, value: &str, core: Range<usize>) -> Span {
        self.text.reserve("<></>".len() + 2 * name.len() + value.len());
        let mut push = |part: &str| {
            let start = self.text.len();
            self.text.push_str(part);
            start..self.text.len()
        };
        push("<");
        let name_range = push(name);
        push(">");
        let value_range = push(value);
        push("</");
        push(name);
        push(">");
        let form = form::form(name, value, core.len() < value.len());
        Span::new(name_range, value_range, core, form)
    }

    /// The range of a value without the whitespace at its ends.
    pub(crate) fn without_whitespace(value: &str) -> Range<usize> {
        let start = value.bytes().take_while(|byte| is_whitespace(*byte)).count();
        let after = value.bytes().skip(start).rev().take_while(|byte| is_whitespace(*byte)).count();
        start..value.len() - after
    }

    /// The first field of a name.
    pub(crate) fn get(&self, name: &str) -> Option<Field<'_>> {
        self.iter().find(|field| field.name() == name)
    }

    /// The first field of a name that has a value, or else the first one.
    pub(crate) fn usable(&self, name: &str) -> Option<Field<'_>> {
        let mut fields = self.iter().filter(|field| field.name() == name);
        let first = fields.next()?;
        let has_value = |field: &Field<'_>| field.has_value();
        if has_value(&first) { Some(first) } else { fields.find(has_value).or(Some(first)) }
    }

    /// Gives documented names to the fields that mean the same, if there is no value under the
    /// documented name itself.
    pub(crate) fn use_documented_names(&mut self) {
        for name in DOCUMENTED {
            if self.usable(name).is_some_and(Field::has_value) {
                continue;
            }
            let is_meant = |it: Field<'_>| means(it.name(), name) && it.has_value();
            let Some(index) = self.iter().position(is_meant) else { continue };
            let field = Field { text: &self.text, span: &self.spans[index] };
            let (value, start) = (field.value().to_owned(), field.before().len());
            let core = start..start + field.core().len();
            self.spans[index] = self.add(name, &value, core);
        }
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = Field<'_>> + Clone {
        self.spans.iter().map(|span| Field { text: &self.text, span })
    }
}

/// Whether a name is not documented, but means a field that is.
#[inline]
pub(crate) fn means_documented(name: &str) -> bool {
    #[cold]
    fn means_any(name: &str) -> bool {
        DOCUMENTED.iter().any(|field| means(name, field))
    }
    // The documented names and the most frequent others mean themselves.
    !matches!(name, CODE | MESSAGE | RESOURCE | REQUEST_ID | HOST_ID | "Key" | "BucketName")
        && means_any(name)
}

/// Whether a name means a documented field: `request_id`, `requestID` and `RequestId` mean the
/// same, and services that are not OBS have other names for the code and the message.
pub(crate) fn means(name: &str, field: &str) -> bool {
    is_one_of(name, names_of(field))
}

/// Compares names and values in order, and which part of a value is padding.
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
