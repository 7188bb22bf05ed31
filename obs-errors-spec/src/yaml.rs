//! The file as it is written: bytes to a small tree of nodes, each with its
//! span. The only file that names the YAML crate.
//!
//! The tree comes first, and not a derived struct, because a derived struct
//! stops at the first error, drops the spans of flattened maps and coerces a
//! quoted number.

use std::fmt;
use std::io::Read;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::{
    DefaultMessageFormatter, DuplicateKeyPolicy, Location, MergeKeyPolicy, MessageFormatter,
    NonFiniteFloatPolicy,
};

use crate::diagnostic::{Diagnostic, Span, Spanned, line_starts};
use crate::file_kind::FileKind;
use crate::hints;
use crate::report::Diagnostics;

/// The largest file that is read, in bytes: a table of 10,000 codes has three
/// to four million.
pub(crate) const MAX_BYTES: usize = 8 << 20;

/// How many keys and values there may be: 10,000 codes with every key have 250,000.
const MAX_NODES: usize = 500_000;

/// How deep collections may nest. A table needs four levels.
const MAX_DEPTH: usize = 16;

/// A value and its span. A block mapping or sequence has no bytes of its own, so its
/// span is the empty one before its first entry.
pub type Node = Spanned<Value>;

/// A value as YAML 1.2 reads it, with `true` and `false` as its only booleans.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written in the span.
    Number,
    /// A string.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// As written: keys may be repeated and may be of any kind.
    Map(Vec<(Node, Node)>),
}

impl Value {
    /// Returns what this is, for a message that expects something else.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Reads all of the input, but never more than a file may have: 8 MiB.
///
/// # Errors
///
/// Returns an error if the input cannot be read, is too large or is not UTF-8.
pub fn text(
    path: &str,
    input: std::io::Result<impl Read>,
    kind: &FileKind,
) -> Result<String, Diagnostics> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    input.and_then(|input| input.take(limit).read_to_end(&mut bytes)).map_err(|error| {
        Diagnostics::from_file_error(path, format!("cannot read the file: {error}"))
    })?;
    if bytes.len() > MAX_BYTES {
        let message = format!(
            "the file is larger than {} MiB, the limit for a {}",
            MAX_BYTES >> 20,
            kind.name
        );
        return Err(Diagnostics::from_file_error(path, message));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        let message =
            format!("invalid UTF-8: byte 0x{:02X}; save the file as UTF-8", error.as_bytes()[at]);
        let span = Span { start: at, end: at + char::REPLACEMENT_CHARACTER.len_utf8() };
        Diagnostics::new(path, &text, vec![Diagnostic::new(span, message)])
    })?;
    // A byte order mark would count as a column.
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

/// Parses the text into one node, which is not empty.
///
/// # Errors
///
/// Returns the first error in the syntax, and what to do about it.
pub fn parse(source: &str, kind: &FileKind) -> Result<Node, Diagnostic> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_aliases: 0,
            max_anchors: 0,
            max_events: 4 * MAX_NODES,
            max_nodes: MAX_NODES,
            max_total_scalar_bytes: 4 * MAX_BYTES,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        reject_unsupported_tags: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options(source, options) {
        Ok(Spanned { value: Value::Null, .. }) => {
            let message = format!("the file is empty; expected {}", kind.content);
            Err(Diagnostic::new(Span::START, message))
        }
        Ok(node) => Ok(node),
        Err(error) => Err(diagnostic(source, &error, kind)),
    }
}

fn diagnostic(source: &str, error: &serde_yaml::Error, kind: &FileKind) -> Diagnostic {
    use serde_yaml::Error as E;
    let message = match error {
        E::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(kind),
        E::Budget { breach: BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. }, .. } => {
            format!("more than {MAX_NODES} keys and values, the limit for a {}", kind.name)
        }
        E::Budget {
            breach: BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. }, ..
        }
        | E::UnknownAnchor { .. } => {
            "anchors and aliases (`&`, `*`) are not supported; quote the value, or write it out"
                .to_owned()
        }
        E::MultipleDocuments { .. } => {
            format!(
                "a second document starts here; a {} is one document, so remove the `---` or `...` above",
                kind.name
            )
        }
        error => match &*DefaultMessageFormatter.format_message(error) {
            "recursion limit exceeded" => too_deep(kind),
            message => {
                let span = error.location().map_or(Span::START, |it| span(source, &it));
                return hints::explain(source, message, span, kind);
            }
        },
    };
    Diagnostic::new(
        error.location().map_or(Span::START, |location| span(source, &location)),
        message,
    )
}

fn too_deep(kind: &FileKind) -> String {
    let FileKind { name, levels, .. } = kind;
    format!("nested more than {MAX_DEPTH} levels deep; a {name} has {levels} levels")
}

/// The character at a line and column, both counted from one; past the end of
/// the line it is the empty span there.
fn span(source: &str, location: &Location) -> Span {
    let skip = |count: u64| usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(1);
    let line_start = line_starts(source).nth(skip(location.line())).unwrap_or(source.len());
    let line = source[line_start..].split(['\r', '\n']).next().unwrap_or_default();
    let character = line.char_indices().nth(skip(location.column()));
    let (offset, length) = character.map_or((line.len(), 0), |(at, c)| (at, c.len_utf8()));
    Span { start: line_start + offset, end: line_start + offset + length }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_yaml::Spanned::<Value>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let (offset, length) = (span.byte_offset(), span.byte_len());
        let offset = usize::try_from(offset.unwrap_or(0)).map_err(D::Error::custom)?;
        let length = usize::try_from(length.unwrap_or(0)).map_err(D::Error::custom)?;
        Ok(Self { value: spanned.value, span: Span { start: offset, end: offset + length } })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element()? {
            list.push(node);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Value::Map(entries))
    }
}
