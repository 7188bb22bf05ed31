//! The table as it is written: nodes to typed entries, each value with its
//! place. What has the wrong shape (an unknown key, a missing value, a list
//! where text belongs) is said here; whether the values are true is `check`'s.

use std::collections::HashMap;

use crate::keys::{self, Key, Needed};
use crate::model::{self, Retry};
use crate::problem::{At, Place, Problem, quoted};
use crate::yaml::{Node, Value, not_indented};

/// What could be read. A value that is `None` was missing, or it was not what
/// it should be; a problem says so already.
pub(crate) struct Table {
    /// `obs`, or the path of another table.
    pub(crate) extends: Option<At<String>>,
    /// The table that is extended, once it was read.
    pub(crate) base: Option<model::Table>,
    pub(crate) service: Option<At<String>>,
    pub(crate) enum_name: Option<At<String>>,
    pub(crate) sources: Vec<Entry<String, Option<At<String>>>>,
    pub(crate) paraphrased: Vec<At<String>>,
    /// `None` where there is no such section to look in.
    pub(crate) statuses: Option<Vec<Entry<u16, Option<At<String>>>>>,
    pub(crate) elements: Vec<Entry<String, Element>>,
    pub(crate) reserved: Vec<At<String>>,
    pub(crate) codes: Vec<Entry<String, Code>>,
}

/// A key of a mapping whose keys the author chooses, and what it leads to.
pub(crate) struct Entry<K, V> {
    pub(crate) key: At<K>,
    pub(crate) value: V,
}

pub(crate) struct Element {
    pub(crate) description: Option<At<String>>,
    pub(crate) note: Option<At<String>>,
}

pub(crate) struct Code {
    /// Whether it changes a code of the table that is extended.
    pub(crate) is_override: bool,
    pub(crate) name: Option<At<String>>,
    pub(crate) aliases: Vec<At<String>>,
    pub(crate) status: Option<At<u16>>,
    pub(crate) message: Option<At<String>>,
    pub(crate) solution: Option<At<String>>,
    pub(crate) note: Option<At<String>>,
    pub(crate) retry: Option<At<Retry>>,
    pub(crate) sources: Vec<At<String>>,
    pub(crate) deprecated: Option<At<Deprecated>>,
}

pub(crate) struct Deprecated {
    pub(crate) since: Option<At<String>>,
    pub(crate) note: Option<At<String>>,
    pub(crate) replacement: Option<At<String>>,
}

/// Reads the document; what is wrong with its shape is added to `problems`.
/// `None` where it is no mapping at all.
pub(crate) fn read(source: &str, document: Node, problems: &mut Vec<Problem>) -> Option<Table> {
    let mut reader = Reader { source, problems };
    let r = &mut reader;
    let place = Place { start: document.place.start, end: document.place.start };
    let owner = At { value: "the table".to_owned(), place };
    let mut table = r.mapping(owner, document, keys::TABLE)?;
    // What a table does not say it has from the one that it extends.
    table.is_whole = !table.values.contains_key("extends");
    Some(Table {
        extends: r.value(&mut table, "extends", Reader::text),
        base: None,
        service: r.value(&mut table, "service", Reader::text),
        enum_name: r.value(&mut table, "enum", Reader::text),
        sources: r.value(&mut table, "sources", Reader::sources).unwrap_or_default(),
        paraphrased: r.value(&mut table, "paraphrased", Reader::list).unwrap_or_default(),
        statuses: r.value(&mut table, "statuses", Reader::statuses),
        elements: r.value(&mut table, "elements", Reader::elements).unwrap_or_default(),
        reserved: r.value(&mut table, "reserved", Reader::list).unwrap_or_default(),
        codes: r.value(&mut table, "codes", Reader::codes).unwrap_or_default(),
    })
}

struct Reader<'a> {
    source: &'a str,
    problems: &'a mut Vec<Problem>,
}

/// A mapping whose keys are fixed.
struct Mapping {
    /// Whose it is, and where a missing key is reported.
    owner: At<String>,
    keys: &'static [Key],
    values: HashMap<&'static str, (Place, Node)>,
    /// Whether nothing else has what is left out here.
    is_whole: bool,
    /// Keys that are there under a misspelt name.
    misspelt: Vec<&'static str>,
}

/// A value, and what a message calls it: "`status` of `NoSuchKey`".
struct Named {
    name: String,
    node: Node,
}

impl Reader<'_> {
    fn problem(&mut self, place: Place, message: String) {
        self.problems.push(Problem::new(place, message));
    }

    /// `None` where the node is no mapping.
    fn mapping(&mut self, owner: At<String>, node: Node, keys: &'static [Key]) -> Option<Mapping> {
        let known: Vec<&'static str> = keys.iter().map(|key| key.name).collect();
        let mut values: HashMap<&'static str, (Place, Node)> = HashMap::new();
        let mut misspelt = Vec::new();
        for (key, node) in self.entries(Named { name: owner.value.clone(), node })? {
            let Some(name) = known.iter().find(|name| **name == key.value) else {
                misspelt.extend(nearest(&key.value, &known));
                let is_code = |pairs: &[(Node, Node)]| {
                    pairs
                        .iter()
                        .any(|(key, _)| matches!(&key.value, Value::Text(it) if it == "status"))
                };
                let message = match &node.value {
                    Value::Map(pairs) if known.contains(&"codes") && is_code(pairs) => {
                        not_indented(&key.value)
                    }
                    _ => unknown("key", &key.value, &known, &owner.value),
                };
                self.problem(key.place, message);
                continue;
            };
            if let Some((first, _)) = values.get(name) {
                let message = format!("`{name}` of {} is written twice: remove one", owner.value);
                self.problems.push(Problem::new(key.place, message).also(*first, "the first"));
                continue;
            }
            values.insert(name, (key.place, node));
        }
        Some(Mapping { owner, keys, values, is_whole: true, misspelt })
    }

    /// The value of a key. Where one is missing that has to be there, a problem says so.
    fn value<T>(
        &mut self,
        mapping: &mut Mapping,
        key: &'static str,
        read: impl FnOnce(&mut Self, Named) -> Option<T>,
    ) -> Option<T> {
        let known = mapping.keys.iter().find(|known| known.name == key);
        let is_needed = match known.expect("whoever asks for a key has it in the list").needed {
            Needed::Always => true,
            Needed::Whole => mapping.is_whole,
            Needed::No => false,
        };
        let is_there = mapping.values.contains_key(key) || mapping.misspelt.contains(&key);
        if is_needed && !is_there {
            let At { value: owner, place } = &mapping.owner;
            self.problem(*place, format!("{owner} has no `{key}`: add it"));
        }
        let (key_place, mut node) = mapping.values.remove(key)?;
        let name = format!("`{key}` of {}", mapping.owner.value);
        if node.place.start == node.place.end {
            node.place = key_place;
        }
        if matches!(node.value, Value::Null) {
            self.problem(node.place, format!("{name} is empty: write a value"));
            return None;
        }
        read(self, Named { name, node })
    }

    /// The entries in the order written, repeated keys too; `None` where the
    /// node is no mapping. A value without a place of its own gets its key's.
    fn pairs(&mut self, Named { name, node }: Named) -> Option<Vec<(Node, Node)>> {
        let mut pairs = match node.value {
            Value::Map(pairs) => pairs,
            Value::Null => {
                let message =
                    format!("{name} is empty: indent what belongs to it, on the lines below");
                self.problem(node.place, message);
                return None;
            }
            other => {
                let kind = other.kind();
                let message = format!("{name} must be a mapping (`key: value`), not {kind}");
                self.problem(node.place, message);
                return None;
            }
        };
        if pairs.is_empty() {
            self.problem(node.place, format!("{name} is empty: add an entry"));
            return None;
        }
        for (key, value) in &mut pairs {
            if value.place.start == value.place.end {
                value.place = key.place;
            }
        }
        Some(pairs)
    }

    /// The same where every key must be text.
    fn entries(&mut self, named: Named) -> Option<Vec<(At<String>, Node)>> {
        let name = named.name.clone();
        let pairs = self.pairs(named)?.into_iter();
        let entries = pairs.filter_map(|(key, value)| {
            let place = key.place;
            let key = self.text(Named { name: format!("a key of {name}"), node: key })?;
            Some((At { value: key.value, place }, value))
        });
        Some(entries.collect())
    }

    fn text(&mut self, Named { name, node }: Named) -> Option<At<String>> {
        let message = match node.value {
            Value::Text(text) if !text.trim().is_empty() => {
                if !self.ends_in_comment(node.place) {
                    return Some(At { value: text, place: node.place });
                }
                format!(
                    "{name} ends here, since ` #` begins a comment: quote it, or move the comment"
                )
            }
            Value::Text(_) | Value::Null => format!("{name} is empty: write a value"),
            other @ (Value::Bool(_) | Value::Number) => {
                format!("{name} must be text, not {}: quote it", other.kind())
            }
            other => format!("{name} must be text, not {}: write text, or quote it", other.kind()),
        };
        self.problem(node.place, message);
        None
    }

    /// Whether a comment follows on the line of a text that stands there without
    /// quotes: who writes `error #5` means the number.
    fn ends_in_comment(&self, place: Place) -> bool {
        let (text, rest) = (&self.source[place.start..place.end], &self.source[place.end..]);
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        !text.starts_with(['"', '\''])
            && line.starts_with(' ')
            && line.trim_start().starts_with('#')
    }

    fn list(&mut self, Named { name, node }: Named) -> Option<Vec<At<String>>> {
        let Value::List(items) = node.value else {
            let text = &self.source[node.place.start..node.place.end];
            let way_out = match node.value {
                Value::Text(_) => format!("write {}", quoted(&format!("[{text}]"))),
                _ => "write `[a, b]`".to_owned(),
            };
            let kind = node.value.kind();
            self.problem(node.place, format!("{name} must be a list, not {kind}: {way_out}"));
            return None;
        };
        let item = format!("an item of {name}");
        let mut list: Vec<At<String>> = Vec::new();
        let mut first = HashMap::new();
        for node in items {
            let Some(text) = self.text(Named { name: item.clone(), node }) else { continue };
            if let Some(first) = first.insert(text.value.clone(), text.place) {
                let message = format!("{} stands twice in {name}: remove one", quoted(&text.value));
                self.problems.push(Problem::new(text.place, message).also(first, "the first"));
                continue;
            }
            list.push(text);
        }
        Some(list)
    }

    fn status(&mut self, Named { name, node }: Named) -> Option<At<u16>> {
        let message = match node.value {
            Value::Number => {
                let number = &self.source[node.place.start..node.place.end];
                match number.parse() {
                    Ok(value @ 300..=599) if number.starts_with(|c: char| c != '0' && c != '+') => {
                        return Some(At { value, place: node.place });
                    }
                    _ => format!("{name} must be from 300 to 599, not {}", quoted(number)),
                }
            }
            Value::Text(text) if text.parse().is_ok_and(|status: u16| status >= 100) => {
                format!("{name} must be a number: remove the quotes around {}", quoted(&text))
            }
            Value::Text(text) => {
                format!("{name} must be a number from 300 to 599, not {}", quoted(&text))
            }
            other => format!("{name} must be a number from 300 to 599, not {}", other.kind()),
        };
        self.problem(node.place, message);
        None
    }

    /// `true`, the only one that says something.
    fn truth(&mut self, Named { name, node }: Named) -> Option<bool> {
        if let Value::Bool(true) = node.value {
            return Some(true);
        }
        self.problem(node.place, format!("{name} must be `true`: write that, or remove the key"));
        None
    }

    fn retry(&mut self, named: Named) -> Option<At<Retry>> {
        let name = named.name.clone();
        let known = Retry::ALL.map(|(spelling, _)| spelling);
        if let Value::Bool(_) | Value::Number = named.node.value {
            let message = format!("{name} must be `{}`", known.join("`, `"));
            self.problem(named.node.place, message);
            return None;
        }
        let text = self.text(named)?;
        let class = Retry::ALL.iter().find(|(spelling, _)| *spelling == text.value);
        if class.is_none() {
            self.problem(text.place, unknown("retry class", &text.value, &known, &name));
        }
        // A class is stated, if a wrong one; nobody should ask for it as well.
        let value = class.map_or(Retry::Never, |(_, class)| *class);
        Some(At { value, place: text.place })
    }

    fn sources(&mut self, named: Named) -> Option<Vec<Entry<String, Option<At<String>>>>> {
        let entries = self.entries(named)?.into_iter();
        let sources = entries.map(|(key, node)| {
            let name = format!("the title of {}", quoted(&key.value));
            Entry { key, value: self.text(Named { name, node }) }
        });
        Some(sources.collect())
    }

    fn statuses(&mut self, named: Named) -> Option<Vec<Entry<u16, Option<At<String>>>>> {
        let pairs = self.pairs(named)?.into_iter();
        let statuses = pairs.filter_map(|(key, node)| {
            let key = self.status(Named { name: "a key of `statuses`".to_owned(), node: key })?;
            let name = format!("the reason phrase of {}", key.value);
            Some(Entry { value: self.text(Named { name, node }), key })
        });
        Some(statuses.collect())
    }

    fn elements(&mut self, named: Named) -> Option<Vec<Entry<String, Element>>> {
        let entries = self.entries(named)?.into_iter();
        let elements = entries.filter_map(|(key, node)| {
            let owner = At { value: quoted(&key.value), place: key.place };
            let mut element = self.mapping(owner, node, keys::ELEMENT)?;
            let value = Element {
                description: self.value(&mut element, "description", Self::text),
                note: self.value(&mut element, "note", Self::text),
            };
            Some(Entry { key, value })
        });
        Some(elements.collect())
    }

    fn codes(&mut self, named: Named) -> Option<Vec<Entry<String, Code>>> {
        let mut entries = self.entries(named)?;
        // Said once for each code whose keys stand beside it.
        let is_key = |(key, node): &(At<String>, Node)| {
            !matches!(node.value, Value::Map(_))
                && keys::CODE.iter().any(|known| known.name == key.value)
        };
        for stray in entries.chunk_by(|a, b| is_key(a) == is_key(b)).filter(|it| is_key(&it[0])) {
            let At { value, place } = &stray[0].0;
            let message = format!(
                "{} stands beside the codes: indent it, and what follows, under its code",
                quoted(value)
            );
            self.problems.push(Problem::new(*place, message));
        }
        entries.retain(|entry| !is_key(entry));
        let codes = entries.into_iter().filter_map(|(key, node)| {
            let owner = At { value: quoted(&key.value), place: key.place };
            let mut code = self.mapping(owner, node, keys::CODE)?;
            let is_override = self.value(&mut code, "override", Self::truth).unwrap_or(false);
            code.is_whole = !is_override;
            let value = Code {
                is_override,
                name: self.value(&mut code, "name", Self::text),
                aliases: self.value(&mut code, "aliases", Self::list).unwrap_or_default(),
                status: self.value(&mut code, "status", Self::status),
                message: self.value(&mut code, "message", Self::text),
                solution: self.value(&mut code, "solution", Self::text),
                note: self.value(&mut code, "note", Self::text),
                retry: self.value(&mut code, "retry", Self::retry),
                sources: self.value(&mut code, "sources", Self::list).unwrap_or_default(),
                deprecated: self.value(&mut code, "deprecated", Self::deprecated),
            };
            Some(Entry { key, value })
        });
        Some(codes.collect())
    }

    fn deprecated(&mut self, Named { name, node }: Named) -> Option<At<Deprecated>> {
        let place = node.place;
        if !matches!(node.value, Value::Map(_)) {
            let kind = node.value.kind();
            let message = format!("{name} must be a mapping with `since` and `note`, not {kind}");
            self.problem(place, message);
            return None;
        }
        let owner = At { value: name, place };
        let mut deprecated = self.mapping(owner, node, keys::DEPRECATED)?;
        let value = Deprecated {
            since: self.value(&mut deprecated, "since", Self::version),
            note: self.value(&mut deprecated, "note", Self::text),
            replacement: self.value(&mut deprecated, "use", Self::text),
        };
        Some(At { value, place })
    }

    /// What YAML takes for a number is one that lacks a part.
    fn version(&mut self, Named { name, node }: Named) -> Option<At<String>> {
        let place = node.place;
        let text = match node.value {
            Value::Number => At { value: self.source[place.start..place.end].to_owned(), place },
            _ => self.text(Named { name: name.clone(), node })?,
        };
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if text.value.split('.').count() == 3 && text.value.split('.').all(is_number) {
            return Some(text);
        }
        let message =
            format!("{name} must be a version such as `0.2.0`, not {}", quoted(&text.value));
        self.problem(place, message);
        None
    }
}

/// Says that a word is none of the known ones, and which of them is meant.
pub(crate) fn unknown(what: &str, found: &str, known: &[&str], owner: &str) -> String {
    let word = quoted(found);
    match nearest(found, known) {
        Some(near) => format!("unknown {what} {word} in {owner}: did you mean `{near}`?"),
        None if known.len() > MOST_KNOWN => format!("unknown {what} {word} in {owner}"),
        None => format!("unknown {what} {word} in {owner}: it may be `{}`", known.join("`, `")),
    }
}

/// With more words to choose from, none is suggested.
const MOST_KNOWN: usize = 16;

/// The known word that a misspelt one is likely to mean.
fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    const LONGEST: usize = 40;
    if known.len() > MOST_KNOWN || found.len() > LONGEST {
        return None;
    }
    let distance = |word: &&str| strsim::damerau_levenshtein(found, word);
    let near = known.iter().copied().filter(|word| found.len().abs_diff(word.len()) <= 3);
    near.min_by_key(distance).filter(|word| distance(word) <= found.len().min(word.len()) / 2)
}
