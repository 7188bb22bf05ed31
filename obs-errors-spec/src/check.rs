//! From written to true: one `check_*` per rule. Each adds what it finds to the
//! problems, and only a table without a problem becomes a [`model::Table`].

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use heck::ToShoutySnakeCase;

use crate::model::{self, Retry};
use crate::problem::{At, Place, Problem, quoted};
use crate::written::{self, Code, Entry, Table, unknown};
use crate::yaml::Node;

/// Reads and checks a document; the error is never empty.
pub(crate) fn check(source: &str, document: Node) -> Result<model::Table, Vec<Problem>> {
    let mut problems = Vec::new();
    let table = written::read(source, document, &mut problems);
    if let Some(table) = &table {
        for check in RULES {
            check(table, &mut problems);
        }
    }
    match table.and_then(model) {
        Some(table) if problems.is_empty() => Ok(table),
        _ => Err(problems),
    }
}

const RULES: &[fn(&Table, &mut Vec<Problem>)] = &[
    check_enum_name,
    check_sources_are_unique,
    check_statuses_are_unique,
    check_first_elements,
    check_element_names,
    check_elements_are_unique,
    check_spellings,
    check_spellings_are_unique,
    check_reserved,
    check_names,
    check_names_are_unique,
    check_lines,
    check_notes,
    check_reasons,
    check_retry_is_stated,
    check_cited_sources,
    check_order,
];

/// The children that every error document begins with.
const FIRST_ELEMENTS: [&str; 3] = ["Error", "Code", "Message"];

fn check_enum_name(table: &Table, problems: &mut Vec<Problem>) {
    let Some(At { value: name, place }) = &table.enum_name else { return };
    let message = match (identifier_fault(name), name.strip_suffix("Code")) {
        (Some(fault), _) => format!("the enum {} {fault}", quoted(name)),
        (None, Some(error)) if identifier_fault(error).is_none() => return,
        (None, _) => format!(
            "the enum {} must end in `Code`, as `AcmeErrorCode` does: \
             what stands before it names the error type",
            quoted(name)
        ),
    };
    problems.push(Problem::new(*place, message));
}

fn check_sources_are_unique(table: &Table, problems: &mut Vec<Problem>) {
    check_unique(
        "source",
        table.sources.iter().map(|source| (&source.key.value, source.key.place)),
        problems,
    );
}

fn check_statuses_are_unique(table: &Table, problems: &mut Vec<Problem>) {
    check_unique(
        "status",
        statuses(table).map(|status| (status.key.value, status.key.place)),
        problems,
    );
}

fn check_first_elements(table: &Table, problems: &mut Vec<Problem>) {
    for (index, name) in FIRST_ELEMENTS.into_iter().enumerate() {
        let Some(found) = table.elements.get(index).or(table.elements.last()) else { return };
        if found.key.value != name {
            let message = format!(
                "the elements must begin with `{}`: `{name}` is missing here",
                FIRST_ELEMENTS.join("`, `")
            );
            return problems.push(Problem::new(found.key.place, message));
        }
    }
}

fn check_element_names(table: &Table, problems: &mut Vec<Problem>) {
    for Entry { key: At { value: name, place }, .. } in &table.elements {
        let rest = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if !(name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(rest)) {
            let message = format!(
                "{} is no element name: it takes a letter, then letters, digits, `.`, `_` and `-`",
                quoted(name)
            );
            problems.push(Problem::new(*place, message));
        }
    }
}

fn check_elements_are_unique(table: &Table, problems: &mut Vec<Problem>) {
    let constants =
        table.elements.iter().map(|element| (constant(&element.key.value), element.key.place));
    check_unique("element constant", constants, problems);
}

fn check_spellings(table: &Table, problems: &mut Vec<Problem>) {
    for spelling in spellings(table).chain(&table.reserved) {
        let At { value, place } = spelling;
        let fault = if value.trim_matches([' ', '\t', '\r', '\n']) != value {
            "has a blank at an end: remove it"
        } else if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            "must be printable ASCII: it is sent in a header, too"
        } else {
            continue;
        };
        problems.push(Problem::new(*place, format!("the code {} {fault}", quoted(value))));
    }
}

fn check_spellings_are_unique(table: &Table, problems: &mut Vec<Problem>) {
    check_unique("code", spellings(table).map(|at| (&at.value, at.place)), problems);
}

fn check_reserved(table: &Table, problems: &mut Vec<Problem>) {
    let reserved: HashMap<&str, Place> =
        table.reserved.iter().map(|at| (at.value.as_str(), at.place)).collect();
    for At { value, place } in spellings(table) {
        if let Some(reserved) = reserved.get(value.as_str()) {
            let message = format!("the code {} is reserved: it must not come back", quoted(value));
            problems.push(Problem::new(*place, message).also(*reserved, "reserved here"));
        }
    }
}

fn check_names(table: &Table, problems: &mut Vec<Problem>) {
    for entry in &table.codes {
        let At { value: name, place } = name(entry);
        if !name.is_ascii() && entry.value.name.is_none() {
            // It is no code at all, which is said already.
            continue;
        }
        let Some(fault) = identifier_fault(name) else { continue };
        let message = match (&entry.value.name, suggested_name(name)) {
            (None, Some(suggestion)) => {
                format!(
                    "the code {} {fault}: give it one, such as `name: {suggestion}`",
                    quoted(name)
                )
            }
            (None, None) => format!("the code {} {fault}: give it one with `name:`", quoted(name)),
            (Some(_), _) => format!("the name {} {fault}", quoted(name)),
        };
        problems.push(Problem::new(*place, message));
    }
}

fn check_names_are_unique(table: &Table, problems: &mut Vec<Problem>) {
    // A code that stands there twice is reported as that, and not as a name.
    let mut seen = HashSet::new();
    let codes = table.codes.iter().filter(|code| seen.insert(&code.key.value));
    check_unique("name", codes.map(|code| (&name(code).value, name(code).place)), problems);
}

fn check_lines(table: &Table, problems: &mut Vec<Problem>) {
    let codes = table.codes.iter().flat_map(|code| [&code.value.message, &code.value.solution]);
    let elements = table.elements.iter().map(|element| &element.value.description);
    let sources = table.sources.iter().map(|source| &source.value);
    let statuses = statuses(table).map(|status| &status.value);
    let texts =
        codes.chain(elements).chain(sources).chain(statuses).chain([&table.service]).flatten();
    for text in texts.chain(table.sources.iter().map(|source| &source.key)) {
        check_text(text, is_forbidden, problems);
    }
}

fn check_notes(table: &Table, problems: &mut Vec<Problem>) {
    let codes = table.codes.iter().map(|code| &code.value.note);
    let elements = table.elements.iter().map(|element| &element.value.note);
    for note in codes.chain(elements).flatten() {
        let before = problems.len();
        check_text(note, |c| is_forbidden(c) && c != '\n', problems);
        let is_paragraph = |paragraph: &str| {
            !paragraph.contains('\n') && paragraph.trim() == paragraph && !paragraph.is_empty()
        };
        if problems.len() == before && !note.value.split("\n\n").all(is_paragraph) {
            let message = "a paragraph of a note is one line without blanks at its ends; \
                           write `|-`, and one empty line between two paragraphs";
            problems.push(Problem::new(note.place, message));
        }
    }
}

fn check_text(text: &At<String>, forbidden: impl Fn(char) -> bool, problems: &mut Vec<Problem>) {
    let At { value, place } = text;
    let message = if value.ends_with('\n') && !value.trim_end().contains(&forbidden) {
        "the text ends in a line break: write `>-` or `|-` for `>` or `|`".to_owned()
    } else {
        match value.chars().find(|c| forbidden(*c)) {
            Some('\n') => {
                "the text has a line break: write it on one line, or fold it with `>-`".to_owned()
            }
            Some(c) => {
                format!("the text has a character that may not be sent: U+{:04X}", u32::from(c))
            }
            None if value.trim() != value => "the text has a blank at an end: remove it".to_owned(),
            None => return,
        }
    };
    problems.push(Problem::new(*place, message));
}

fn check_reasons(table: &Table, problems: &mut Vec<Problem>) {
    let Some(statuses) = &table.statuses else { return };
    let known: HashSet<u16> = statuses.iter().map(|status| status.key.value).collect();
    for At { value: status, place } in
        table.codes.iter().filter_map(|code| code.value.status.as_ref())
    {
        if !known.contains(status) {
            let message = format!("the status {status} has no reason phrase: add it to `statuses`");
            problems.push(Problem::new(*place, message));
        }
    }
}

fn check_retry_is_stated(table: &Table, problems: &mut Vec<Problem>) {
    for Entry { key, value } in &table.codes {
        let Some(At { value: status @ (408 | 429 | 500..), .. }) = value.status else { continue };
        if value.retry.is_none() {
            let message = format!(
                "{} has no `retry`: with status {status} say never, transient or throttling",
                quoted(&key.value)
            );
            problems.push(Problem::new(key.place, message));
        }
    }
}

fn check_cited_sources(table: &Table, problems: &mut Vec<Problem>) {
    let known: Vec<&str> = table.sources.iter().map(|source| source.key.value.as_str()).collect();
    let set: HashSet<&str> = known.iter().copied().collect();
    for source in table.codes.iter().flat_map(|code| &code.value.sources) {
        if !set.contains(source.value.as_str()) {
            let message = unknown("source", &source.value, &known, "`sources`");
            problems.push(Problem::new(source.place, message));
        }
    }
}

/// By status, then by the bytes of the code. What is reported are the fewest
/// entries that would have to move.
fn check_order(table: &Table, problems: &mut Vec<Problem>) {
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    for Entry { key, value } in &table.codes {
        // A code that stands there twice is reported as that.
        if let (Some(status), true) = (&value.status, seen.insert(&key.value)) {
            entries.push((status.value, key.value.as_str(), key.place));
        }
    }
    let mut sorted = entries.clone();
    sorted.sort_by_key(|(status, code, _)| (*status, *code));
    let in_place = longest_ascent(&entries, |(status, code, _)| (*status, *code));
    for (index, (status, code, place)) in entries.iter().enumerate() {
        if in_place[index] {
            continue;
        }
        let at = sorted.partition_point(|(s, c, _)| (*s, *c) < (*status, *code));
        let home = match at.checked_sub(1) {
            Some(before) => format!("after {}", quoted(sorted[before].1)),
            None => "first".to_owned(),
        };
        let message = format!(
            "{} ({status}) is out of order: by status, then by code, it belongs {home}",
            quoted(code)
        );
        problems.push(Problem::new(*place, message));
    }
}

/// Which items make up a longest run in ascending order, others left out.
fn longest_ascent<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> Vec<bool> {
    let mut before = vec![None; items.len()];
    // The item that ends the best run of each length: the one with the least key.
    let mut ends: Vec<usize> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let length = ends.partition_point(|end| key(&items[*end]) <= key(item));
        before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        ends.truncate(ends.len().max(length));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut chosen = vec![false; items.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        chosen[index] = true;
        next = before[index];
    }
    chosen
}

fn check_unique<K: Eq + Hash + Display>(
    what: &str,
    keys: impl Iterator<Item = (K, Place)>,
    problems: &mut Vec<Problem>,
) {
    let mut first = HashMap::new();
    for (key, place) in keys {
        if let Some(first) = first.get(&key) {
            let message = duplicate(what, &key.to_string());
            problems.push(Problem::new(place, message).also(*first, "the first"));
        } else {
            first.insert(key, place);
        }
    }
}

fn duplicate(what: &str, value: &str) -> String {
    format!("duplicate {what} {}: remove one, or spell it differently", quoted(value))
}

/// What keeps a word from being an UpperCamelCase name in Rust.
fn identifier_fault(word: &str) -> Option<&'static str> {
    if word == "Self" {
        Some("is a keyword of Rust")
    } else if word == "ALL" {
        Some("is taken by the list of all codes")
    } else if word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        None
    } else {
        Some("is no name in UpperCamelCase (letters and digits, a capital first)")
    }
}

/// The words of a code, each with a capital.
fn suggested_name(code: &str) -> Option<String> {
    let words = code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    identifier_fault(&name).is_none().then_some(name)
}

/// Characters that cannot stand in a line of text, not in an XML document, or not
/// in a Rust literal, which refuses those that turn the direction of writing.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Every code with its aliases, as they stand in the file.
fn spellings(table: &Table) -> impl Iterator<Item = &At<String>> {
    table.codes.iter().flat_map(|code| std::iter::once(&code.key).chain(&code.value.aliases))
}

fn reasons(table: &Table) -> HashMap<u16, &str> {
    let phrases = statuses(table);
    phrases
        .filter_map(|status| Some((status.key.value, status.value.as_ref()?.value.as_str())))
        .collect()
}

fn statuses(table: &Table) -> impl Iterator<Item = &Entry<u16, Option<At<String>>>> {
    table.statuses.iter().flatten()
}

fn name(entry: &Entry<String, Code>) -> &At<String> {
    entry.value.name.as_ref().unwrap_or(&entry.key)
}

fn constant(element: &str) -> String {
    element.to_shouty_snake_case()
}

/// `None` where something is missing, which a problem says already.
fn model(table: Table) -> Option<model::Table> {
    let default_sources = vec![table.sources.first()?.key.value.clone()];
    let reasons = reasons(&table);
    let codes = table.codes.iter().map(|entry| {
        let code = &entry.value;
        let status = code.status.as_ref()?.value;
        let sources: Vec<String> = values(&code.sources);
        Some(model::Code {
            code: entry.key.value.clone(),
            name: name(entry).value.clone(),
            status,
            reason: (*reasons.get(&status)?).to_owned(),
            message: code.message.as_ref()?.value.clone(),
            solution: code.solution.as_ref()?.value.clone(),
            note: code.note.as_ref().map(|note| note.value.clone()),
            retry: code.retry.as_ref().map_or(Retry::Never, |retry| retry.value),
            aliases: values(&code.aliases),
            sources: if sources.is_empty() { default_sources.clone() } else { sources },
        })
    });
    let codes = codes.collect::<Option<_>>()?;
    let sources = table.sources.iter().map(|source| {
        Some(model::Source {
            id: source.key.value.clone(),
            title: source.value.as_ref()?.value.clone(),
        })
    });
    let elements = table.elements.iter().map(|element| {
        Some(model::Element {
            name: element.key.value.clone(),
            constant: constant(&element.key.value),
            description: element.value.description.as_ref()?.value.clone(),
            note: element.value.note.as_ref().map(|note| note.value.clone()),
        })
    });
    Some(model::Table {
        sources: sources.collect::<Option<_>>()?,
        elements: elements.collect::<Option<_>>()?,
        codes,
        service: table.service?.value,
        enum_name: table.enum_name?.value,
    })
}

fn values(list: &[At<String>]) -> Vec<String> {
    list.iter().map(|at| at.value.clone()).collect()
}
