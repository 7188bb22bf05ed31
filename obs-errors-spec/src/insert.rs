//! Adds codes and sources to the file of a table: each at its place, with every other byte unchanged.

use std::collections::HashMap;

use obs_errors_core::Retry;

use crate::diagnostic::{Diagnostic, Span};
use crate::iana;
use crate::keys::{self, requires_retry};
use crate::model::{Cause, Code, Deprecation, Table};
use crate::names::{identifier_error, suggested_name, wire_code_error};
use crate::report::Diagnostics;
use crate::yaml::{self, Node, Value};

/// The positions of the entries of a table in its file.
#[derive(Debug)]
pub struct Outline<'a> {
    source: &'a str,
    codes: Section,
    /// `None` if there is no such section.
    statuses: Option<Section>,
    /// Where the key of the codes is.
    codes_at: usize,
}

/// A mapping in block style: each key begins a line.
#[derive(Debug)]
struct Section {
    entries: Vec<Entry>,
    /// How far its keys are indented.
    indent: usize,
    /// How far the keys of its entries are indented.
    inner_indent: usize,
    /// Where the line of the next section begins, or the file ends.
    end: usize,
}

/// A key and its value.
#[derive(Debug)]
struct Entry {
    key: String,
    /// The offset where its line begins.
    at: usize,
    /// Where a source of the value is added.
    sources: Sources,
}

/// The place of another source of a code.
#[derive(Debug)]
enum Sources {
    /// Inside of the list on one line, before its end.
    InList(usize),
    /// A line after the last item of the list, indented this far.
    Item { at: usize, indent: usize },
    /// A line of its own before one of the other keys.
    Line(usize),
    /// A key inside of a mapping on one line, before its end.
    Key(usize),
    /// A line at the end of the entry.
    End,
}

/// The additions to a table.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// Codes that the table does not have, with the names that [`variant_name`] returns. Their
    /// reason phrases are ignored.
    pub codes: Vec<Code>,
    /// The reason phrases of statuses that the table does not have.
    pub statuses: Vec<(u16, String)>,
    /// Codes that the table has, each with the id of a source to be added to those of the code.
    pub sources: Vec<(String, String)>,
}

impl<'a> Outline<'a> {
    /// Finds the entries in a file that was read without an error.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is not YAML, or if nothing can be added to it because the
    /// codes are missing, or the codes or the statuses are not in block style.
    pub fn new(path: &str, source: &'a str) -> Result<Self, Diagnostics> {
        let report = |diagnostic| Diagnostics::new(path, source, vec![diagnostic]);
        let document = yaml::parse(source, &keys::FILE).map_err(report)?;
        let sections = sections(source, &document).unwrap_or_default();
        let section = |name: &str| {
            let index = sections.iter().position(|(key, _)| key == name);
            let section = index.and_then(|index| {
                let end = sections.get(index + 1).map_or(source.len(), |(_, node)| node.at);
                Section::from_node(source, sections[index].1.node, end)
            });
            section.ok_or_else(|| {
                let span = index.map_or(Span::START, |index| {
                    let at = sections[index].1.at;
                    Span { start: at, end: at + name.len() }
                });
                let message =
                    format!("cannot add to `{name}`; write it in block style, one key per line");
                report(Diagnostic::new(span, message))
            })
        };
        let at = |name: &str| sections.iter().find(|(key, _)| key == name).map(|(_, it)| it.at);
        let statuses = at("statuses").map(|_| section("statuses")).transpose()?;
        let codes_at = at("codes").unwrap_or_default();
        Ok(Self { source, codes: section("codes")?, statuses, codes_at })
    }

    /// Returns the line of a code, counted from one.
    #[must_use]
    pub fn line_of(&self, code: &str) -> Option<usize> {
        let entry = self.codes.entries.iter().find(|entry| entry.key == code)?;
        Some(self.source[..entry.at].matches('\n').count() + 1)
    }

    /// Returns the file with the additions; `table` is the table in the file without them. The
    /// result is not checked: read it with [`read`](crate::read).
    #[must_use]
    pub fn insert(&self, table: &Table, additions: &Additions) -> String {
        let statuses: HashMap<&str, u16> =
            table.codes.iter().map(|code| (code.code.as_str(), code.status)).collect();
        let mut inserted = Vec::new();
        for (code, source) in &additions.sources {
            inserted.extend(self.cite(table, code, source).map(|(at, text)| (at, (0, ""), text)));
        }
        for code in &additions.codes {
            let key = (code.status, code.code.as_str());
            let after =
                |entry: &str| statuses.get(entry).is_some_and(|status| (*status, entry) > key);
            inserted.push((self.slot(&self.codes, after), key, self.entry(table, code)));
        }
        match &self.statuses {
            Some(section) => inserted.extend(additions.statuses.iter().map(|(status, reason)| {
                let after = |entry: &str| entry.parse().is_ok_and(|other: u16| other > *status);
                let line = format!("{:1$}{status}: ", "", section.indent) + &scalar(reason);
                (self.slot(section, after), (*status, ""), line + "\n")
            })),
            None => inserted.extend(self.new_statuses(additions)),
        }
        inserted.sort();

        let line_end = self.line_end();
        let mut text = String::with_capacity(self.source.len());
        let mut copied = 0;
        for (at, _, entry) in inserted {
            text += &self.source[copied..at];
            if entry.ends_with('\n') {
                self.end_line(&mut text);
            }
            text += &entry.replace('\n', line_end);
            copied = at;
        }
        text + &self.source[copied..]
    }

    /// Returns the file with the codes in the order of the model: by status, then by their bytes. Each
    /// moves with the comments and the empty lines above it.
    pub(crate) fn sorted(&self, table: &Table) -> String {
        let statuses: HashMap<&str, u16> =
            table.codes.iter().map(|code| (code.code.as_str(), code.status)).collect();
        let entries = &self.codes.entries;
        let mut starts: Vec<usize> =
            entries.iter().map(|entry| self.end_before(&self.codes, entry.at)).collect();
        let first = starts.first().copied().unwrap_or_default();
        starts.push(self.end_before(&self.codes, self.codes.end));
        let last = starts[entries.len()];
        let texts = starts.windows(2).map(|ends| &self.source[ends[0]..ends[1]]);
        let mut sorted: Vec<(&Entry, &str)> = entries.iter().zip(texts).collect();
        sorted.sort_by_key(|(entry, _)| (statuses.get(&*entry.key), &entry.key));

        let mut text = self.source[..first].to_owned();
        for (_, entry) in sorted {
            self.end_line(&mut text);
            text += entry;
        }
        text + &self.source[last..]
    }

    fn line_end(&self) -> &'static str {
        if self.source.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Ends the last line: that of a file may have no end.
    fn end_line(&self, text: &mut String) {
        if !text.is_empty() && !text.ends_with('\n') {
            *text += self.line_end();
        }
    }

    /// The section of the statuses, for a file without one: those that are not as IANA registers them.
    fn new_statuses(&self, additions: &Additions) -> Option<(usize, (u16, &'static str), String)> {
        let is_needed = |(status, reason): &&(u16, String)| iana::reason(*status) != Some(reason);
        let mut needed: Vec<_> = additions.statuses.iter().filter(is_needed).collect();
        needed.sort();
        let lines =
            needed.iter().map(|(status, reason)| format!("  {status}: {}\n", scalar(reason)));
        let lines: String = lines.collect();
        let at = self.end_before(&self.codes, self.codes_at);
        (!lines.is_empty()).then(|| (at, (0, ""), format!("statuses:\n{lines}")))
    }

    /// Where an entry belongs: before the first that sorts after it, and before the comments
    /// above that one.
    fn slot(&self, section: &Section, is_after: impl Fn(&str) -> bool) -> usize {
        let next = section.entries.iter().find(|entry| is_after(&entry.key));
        self.end_before(section, next.map_or(section.end, |entry| entry.at))
    }

    /// The end of the entry above a line, before the comments above that line.
    fn end_before(&self, section: &Section, mut at: usize) -> usize {
        while let Some(line) = self.source[..at].split_inclusive('\n').next_back() {
            let text = line.trim_start_matches(' ');
            // What is indented further belongs to the entry above it.
            let is_comment = text.starts_with('#') && line.len() - text.len() <= section.indent;
            // The end marker of a document belongs to what follows, too.
            if !text.trim().is_empty() && !is_comment && line.trim_end() != "..." {
                break;
            }
            at -= line.len();
        }
        at
    }

    /// What is inserted, and where, to add a source to those of a code. `None` if the table or the
    /// file does not have the code.
    fn cite(&self, table: &Table, code: &str, source: &str) -> Option<(usize, String)> {
        let index = self.codes.entries.iter().position(|entry| entry.key == code)?;
        let code = table.codes.iter().find(|other| other.code == code)?;
        let inner = " ".repeat(self.codes.inner_indent);
        let all = || list(&[&code.sources[..], &[source.to_owned()]].concat());
        let line = || format!("{inner}sources: {}\n", all());
        Some(match self.codes.entries[index].sources {
            Sources::InList(at) => (at, format!(", {}", item(source))),
            Sources::Item { at, indent } => {
                (at, format!("{}- {}\n", " ".repeat(indent), scalar(source)))
            }
            Sources::Line(at) => (at, line()),
            Sources::Key(at) => (at, format!(", sources: {}", all())),
            Sources::End => {
                let next = self.codes.entries.get(index + 1);
                (self.end_before(&self.codes, next.map_or(self.codes.end, |next| next.at)), line())
            }
        })
    }

    fn entry(&self, table: &Table, code: &Code) -> String {
        let Code {
            code,
            name,
            status,
            // It is in `statuses`.
            reason: _,
            message,
            solution,
            note,
            sends,
            causes,
            page,
            retry,
            aliases,
            sources,
            deprecation,
            // This is set when a table extends that of OBS.
            obs: _,
        } = code;
        let (outer, inner) = (" ".repeat(self.codes.indent), " ".repeat(self.codes.inner_indent));
        let mut entry = format!("{outer}{}:\n", scalar(code));
        let mut line = |key: &str, value: &str| {
            entry.extend([inner.as_str(), key, ": ", value, "\n"]);
        };
        if name != code {
            line("name", &scalar(name));
        }
        line("status", &status.to_string());
        line("message", &scalar(message));
        if !solution.is_empty() {
            line("solution", &scalar(solution));
        }
        if let Some(note) = note {
            let deeper = format!("\n{inner}  ");
            let lines: String = note.lines().flat_map(|line| [deeper.as_str(), line]).collect();
            line("note", &format!("|-{}", lines.replace(&format!("{deeper}\n"), "\n\n")));
        }
        if let Some(sends) = sends {
            line("sends", &scalar(sends));
        }
        if !causes.is_empty() {
            let causes = causes.iter().map(|Cause { message, meaning, solution }| {
                let message = message.as_ref().map(|it| ("message", it));
                let pairs =
                    message.into_iter().chain([("meaning", meaning), ("solution", solution)]);
                let pairs = pairs.enumerate().map(|(index, (key, value))| {
                    let start = if index == 0 { "- " } else { "  " };
                    format!("\n{inner}  {start}{key}: {}", scalar(value))
                });
                pairs.collect::<String>()
            });
            let causes: String = causes.collect();
            entry.extend([inner.as_str(), "causes:", &causes, "\n"]);
        }
        let mut line = |key: &str, value: &str| {
            entry.extend([inner.as_str(), key, ": ", value, "\n"]);
        };
        if let Some(page) = page {
            line("page", &scalar(page));
        }
        if requires_retry(*status) || *retry != Retry::Never {
            line("retry", retry.as_str());
        }
        if !aliases.is_empty() {
            line("aliases", &list(aliases));
        }
        let default = table.sources.first().map(|source| &source.id);
        if sources.first() != default || sources.len() > 1 {
            line("sources", &list(sources));
        }
        if let Some(Deprecation { since, note, replacement }) = deprecation {
            let replacement =
                replacement.iter().map(|code| format!(", use: {}", single_quoted(code)));
            let replacement: String = replacement.collect();
            line(
                "deprecated",
                &format!("{{ since: {since}, note: {}{replacement} }}", single_quoted(note)),
            );
        }
        entry
    }
}

impl Section {
    /// `None` if the node is not a mapping in block style.
    fn from_node(source: &str, node: &Node, end: usize) -> Option<Self> {
        let Value::Map(pairs) = &node.value else { return None };
        let mut entries = Vec::new();
        let mut inner_indent = None;
        for (key, value) in pairs {
            let at = line_start(source, key)?;
            let name = match &key.value {
                Value::Text(text) => text.clone(),
                _ => source[key.span.start..key.span.end].to_owned(),
            };
            if let (Value::Map(inner), None) = (&value.value, inner_indent) {
                let (first, _) = inner.first()?;
                inner_indent = line_start(source, first).map(|start| first.span.start - start);
            }
            entries.push(Entry { key: name, at, sources: Sources::of(source, value) });
        }
        let (first, _) = pairs.first()?;
        let indent = first.span.start - line_start(source, first)?;
        let inner_indent = inner_indent.unwrap_or(2 * indent);
        Some(Self { entries, indent, inner_indent, end })
    }
}

impl Sources {
    /// Finds the place of another source of a code.
    fn of(source: &str, code: &Node) -> Self {
        // The keys before which the sources of a code are written.
        const LATER: [&str; 5] = ["note", "sends", "causes", "page", "deprecated"];
        let Value::Map(pairs) = &code.value else { return Self::End };
        let list = pairs.iter().find_map(|pair| Self::of_list(source, pair));
        let key = || {
            let is_flow = source[code.span.start..].starts_with('{');
            is_flow.then(|| Self::Key(last_in(source, code)))
        };
        let line = || {
            let later = |(key, _): &&(Node, Node)| matches!(&key.value, Value::Text(name) if LATER.contains(&name.as_str()));
            let (key, _) = pairs.iter().find(later)?;
            line_start(source, key).map(Self::Line)
        };
        list.or_else(key).or_else(line).unwrap_or(Self::End)
    }

    /// The place in the list of sources, if this is its key.
    fn of_list(source: &str, (key, list): &(Node, Node)) -> Option<Self> {
        let is_key = matches!(&key.value, Value::Text(name) if name == "sources");
        let items = match &list.value {
            Value::List(items) if is_key => items,
            _ => return None,
        };
        if source[list.span.start..].starts_with('[') {
            return Some(Self::InList(last_in(source, list)));
        }
        let final_item = items.last()?.span;
        let line = source[..final_item.start].rfind('\n')? + 1;
        let indent = source[line..].len() - source[line..].trim_start_matches(' ').len();
        let at = source[final_item.end..]
            .find('\n')
            .map_or(source.len(), |end| final_item.end + end + 1);
        Some(Self::Item { at, indent })
    }
}

/// Where the last item of a collection in flow style ends.
fn last_in(source: &str, collection: &Node) -> usize {
    let last = match &collection.value {
        Value::List(items) => items.last(),
        Value::Map(pairs) => pairs.last().map(|(_, value)| value),
        _ => None,
    };
    last.map_or(collection.span.start + 1, |last| match &last.value {
        // The span of a collection is its first character.
        Value::List(_) | Value::Map(_) => {
            let end = last_in(source, last);
            source[end..].find([']', '}']).map_or(end, |at| end + at + 1)
        }
        _ => last.span.end,
    })
}

/// A section of the file, and where its line begins.
struct Located<'a> {
    at: usize,
    node: &'a Node,
}

/// The top-level keys in the order written; `None` if one does not begin a line.
fn sections<'a>(source: &str, document: &'a Node) -> Option<Vec<(String, Located<'a>)>> {
    let Value::Map(pairs) = &document.value else { return None };
    let sections = pairs.iter().map(|(key, node)| {
        let Value::Text(name) = &key.value else { return None };
        Some((name.clone(), Located { at: line_start(source, key)?, node }))
    });
    sections.collect()
}

/// Where the line of a key begins; `None` if something is before the key.
fn line_start(source: &str, key: &Node) -> Option<usize> {
    let start = source[..key.span.start].rfind('\n').map_or(0, |newline| newline + 1);
    source[start..key.span.start].bytes().all(|byte| byte == b' ').then_some(start)
}

/// Returns the Rust name of a code that is to be added: the code itself, or a name made of its
/// words. Returns `None` if there is no such name, or if the code is not valid.
#[must_use]
pub fn variant_name(code: &str) -> Option<String> {
    match identifier_error(code) {
        _ if wire_code_error(code).is_some() => None,
        None => Some(code.to_owned()),
        Some(_) => suggested_name(code),
    }
}

/// Strings as a YAML sequence on one line.
fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|text| item(text)).collect();
    format!("[{}]", items.join(", "))
}

/// A string as an item of a sequence on one line, which some characters would end.
fn item(text: &str) -> String {
    match text {
        _ if text.contains([',', '[', ']', '{', '}']) => single_quoted(text),
        _ => scalar(text),
    }
}

/// A string as a YAML scalar on one line: plain if nothing in it could be syntax.
fn scalar(text: &str) -> String {
    let is_word = |word: &str| {
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&word.to_ascii_lowercase().as_str())
    };
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.chars().any(char::is_control)
        && !is_word(text);
    if is_plain { text.to_owned() } else { single_quoted(text) }
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
