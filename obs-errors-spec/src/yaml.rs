//! The file as it is written: bytes to a small tree of nodes, each with its
//! place. The only file that names the YAML crate.
//!
//! The tree comes first, and not a derived struct, because a derived struct
//! stops at the first mistake, drops the places of flattened maps and coerces
//! a quoted number.

use std::fmt;
use std::io::Read;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::{
    DefaultMessageFormatter, DuplicateKeyPolicy, Location, MergeKeyPolicy, MessageFormatter,
    NonFiniteFloatPolicy, Spanned,
};

use crate::keys;
use crate::problem::{At, Place, Problem, Problems, line_starts, quoted};

/// The largest file that is read, in bytes: a table of 10,000 codes has three
/// to four million.
pub(crate) const MAX_BYTES: usize = 8 << 20;

/// How many keys and values there may be: 10,000 codes with every key have 250,000.
const MAX_NODES: usize = 500_000;

/// How deep collections may nest. A table needs four levels.
const MAX_DEPTH: usize = 16;

/// A value and where it stands. A block mapping or sequence has no bytes of its
/// own, so its place is the empty one before its first entry.
pub(crate) type Node = At<Value>;

/// What YAML 1.2 takes a value for, with `true` and `false` as its only booleans.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Node>),
    /// As written: keys may be repeated and may be of any kind.
    Map(Vec<(Node, Node)>),
}

impl Value {
    /// What this is, for a message that wants something else.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Reads all of the input, but never more than a table may have.
pub(crate) fn text(path: &str, input: std::io::Result<impl Read>) -> Result<String, Problems> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    input
        .and_then(|input| input.take(limit).read_to_end(&mut bytes))
        .map_err(|error| Problems::of_file(path, format!("the file cannot be read: {error}")))?;
    if bytes.len() > MAX_BYTES {
        let message = format!("the file is larger than {} MiB: no table is", MAX_BYTES >> 20);
        return Err(Problems::of_file(path, message));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        let message =
            format!("byte 0x{:02X} is not UTF-8: save the file as UTF-8", error.as_bytes()[at]);
        let place = Place { start: at, end: at + char::REPLACEMENT_CHARACTER.len_utf8() };
        Problems::new(path, &text, vec![Problem::new(place, message)])
    })?;
    // A byte order mark would count as a column.
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

/// Parses the text into one node, which is something.
pub(crate) fn parse(source: &str) -> Result<Node, Problem> {
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
        Ok(At { value: Value::Null, .. }) => {
            Err(Problem::new(Place::START, "the file is empty: write a table of error codes"))
        }
        Ok(node) => Ok(node),
        Err(error) => Err(problem(source, &error)),
    }
}

fn problem(source: &str, error: &serde_yaml::Error) -> Problem {
    use serde_yaml::Error as E;
    let message = match error {
        E::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(),
        E::Budget { breach: BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. }, .. } => {
            format!("more than {MAX_NODES} keys and values: no table has as many")
        }
        E::Budget {
            breach: BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. }, ..
        }
        | E::UnknownAnchor { .. } => {
            "anchors and aliases (`&`, `*`) are not read: quote the value, or write it out"
                .to_owned()
        }
        E::MultipleDocuments { .. } => {
            "a second document begins here: a table is one document, so remove `---`".to_owned()
        }
        error => match &*DefaultMessageFormatter.format_message(error) {
            "recursion limit exceeded" => too_deep(),
            message => return not_yaml(source, message, error.location()),
        },
    };
    Problem::new(
        error.location().map_or(Place::START, |location| place(source, &location)),
        message,
    )
}

/// The parser quotes what it found, however long that is.
const LONGEST_MESSAGE: usize = 160;

/// What the parser says, with the way out that it does not say. It stops where it
/// cannot go on, and that is often a line after the mistake.
fn not_yaml(source: &str, message: &str, location: Option<Location>) -> Problem {
    let place = location.map_or(Place::START, |location| place(source, &location));
    if let Some((place, blank)) = odd_indentation(source, place.start) {
        let blank = match blank {
            '\t' => "a tab".to_owned(),
            other => format!("U+{:04X}", u32::from(other)),
        };
        return Problem::new(place, format!("the line is indented with {blank}: use blanks"));
    }
    let is_block = message.contains("mapping values") || message.contains("block mapping");
    let slip = merge_conflict(source, place.start)
        .or_else(|| is_block.then(|| unindented(source, place.start)).flatten())
        .or_else(|| no_colon(source, place.start).filter(|_| message.contains("mapping values")));
    if let Some(problem) = slip {
        return problem;
    }
    let line = source[..place.start].rsplit(['\n', '\r']).next().unwrap_or_default();
    let message: String = message.chars().take(LONGEST_MESSAGE).collect();
    let hint = if message.contains("multiline quoted scalar") {
        "close the quote that is open above"
    } else if message.contains("escape") {
        "in double quotes `\\` is written `\\\\`; use single quotes"
    } else if message.contains("illegal placement") {
        "close the `[`, `{` or quote that is open above"
    } else if message.contains("',' or") {
        "a comma is missing, or a quote around a text that holds `: `"
    } else if line.contains(": ") {
        "quote a text that holds `: `, begins with a special character or goes on after a quote"
    } else {
        "look for the colon and the indentation, here and on the lines above"
    };
    Problem::new(place, format!("this is not YAML: {message}: {hint}"))
}

/// The lines up to the one of a place, from the last to the first: where each begins, and
/// its text without its indentation.
fn lines_up_to(source: &str, at: usize) -> impl Iterator<Item = (usize, usize, &str)> {
    let end = source[at..].find('\n').map_or(source.len(), |end| at + end);
    let mut start = end;
    source[..end].split('\n').rev().map(move |line| {
        let begin = start - line.len();
        start = begin.saturating_sub(1);
        let text = line.trim_start_matches(' ');
        (begin, line.len() - text.len(), text.trim_end())
    })
}

fn merge_conflict(source: &str, at: usize) -> Option<Problem> {
    const MARKS: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];
    let (begin, _, _) = lines_up_to(source, at)
        .take(2)
        .find(|(_, indent, text)| *indent == 0 && MARKS.iter().any(|it| text.starts_with(it)))?;
    let place = Place { start: begin, end: begin + MARKS[0].len() };
    Some(Problem::new(place, "a merge conflict is left here: resolve it, and remove its marks"))
}

/// A key that stands at the start of its line, and is none of a table.
fn unindented(source: &str, at: usize) -> Option<Problem> {
    let (begin, _, text) =
        lines_up_to(source, at).find(|(_, indent, text)| *indent == 0 && is_content(text))?;
    let key = text.split(':').next().unwrap_or_default();
    if key.len() == text.len() || keys::TABLE.iter().any(|known| known.name == key) {
        return None;
    }
    let place = Place { start: begin, end: begin + key.len() };
    Some(Problem::new(place, not_indented(key)))
}

/// What is said of a code, or whatever it is, that stands where the sections do.
pub(crate) fn not_indented(key: &str) -> String {
    format!("{} is not indented: a code stands two blanks in, under `codes`", quoted(key))
}

/// A line before one with a key, without a colon: the parser takes both for one text.
fn no_colon(source: &str, at: usize) -> Option<Problem> {
    let mut lines = lines_up_to(source, at);
    let (_, indent, _) = lines.next()?;
    let (begin, own_indent, text) = lines.find(|(_, _, text)| is_content(text))?;
    if own_indent != indent || text.contains(": ") || text.ends_with(':') {
        return None;
    }
    let start = begin + own_indent;
    let place = Place { start, end: start + text.len() };
    let key = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let value = text[key.len()..].trim_start_matches([' ', ':', '=', '\u{FF1A}']);
    let example =
        if key.is_empty() || value.is_empty() { "key: value" } else { &format!("{key}: {value}") };
    Some(Problem::new(place, format!("this line has no `: `: write {}", quoted(example))))
}

fn is_content(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('#')
}

/// A blank that YAML does not indent with, near a place.
fn odd_indentation(source: &str, at: usize) -> Option<(Place, char)> {
    let first = source[..at].rmatch_indices('\n').nth(1).map_or(0, |(newline, _)| newline + 1);
    let mut start = first;
    for line in source[first..].split_inclusive('\n').take(3) {
        let rest = line.trim_start_matches(' ');
        let odd = rest.chars().next().filter(|c| *c == '\t' || c.is_whitespace() && !c.is_ascii());
        if let Some(blank) = odd {
            let start = start + line.len() - rest.len();
            return Some((Place { start, end: start + blank.len_utf8() }, blank));
        }
        start += line.len();
    }
    None
}

fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep: a table needs four")
}

/// The character at a line and column, both counted from one; past the end of
/// the line it is the empty place there.
fn place(source: &str, location: &Location) -> Place {
    let skip = |count: u64| usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(1);
    let line_start = line_starts(source).nth(skip(location.line())).unwrap_or(source.len());
    let line = source[line_start..].split(['\r', '\n']).next().unwrap_or_default();
    let character = line.char_indices().nth(skip(location.column()));
    let (offset, length) = character.map_or((line.len(), 0), |(at, c)| (at, c.len_utf8()));
    Place { start: line_start + offset, end: line_start + offset + length }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let (offset, length) = (span.byte_offset(), span.byte_len());
        let offset = usize::try_from(offset.unwrap_or(0)).map_err(D::Error::custom)?;
        let length = usize::try_from(length.unwrap_or(0)).map_err(D::Error::custom)?;
        Ok(Self { value: spanned.value, place: Place { start: offset, end: offset + length } })
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
