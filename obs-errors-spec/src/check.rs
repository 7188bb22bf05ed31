//! From written to true: one `check_*` per rule. Each adds what it finds to the
//! problems, and only a table without a problem becomes a [`model::Table`].

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use heck::ToShoutySnakeCase;

use crate::extends::{self, Override};
use crate::keys::asks_for_retry;
use crate::model::{self, Retry};
use crate::problem::{At, Place, Problem, quoted};
use crate::written::{Code, Entry, Table, unknown};

/// Checks what was read of a document, together with the table that it extends. The
/// problems are those of reading it; the error is never empty.
pub(crate) fn check(
    mut table: Option<Table>,
    base: Option<model::Table>,
    mut problems: Vec<Problem>,
) -> Result<model::Table, Vec<Problem>> {
    if let Some(table) = &mut table {
        table.base = base;
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
    check_spellings_are_new,
    check_overrides,
    check_reserved,
    check_names,
    check_names_are_unique,
    check_names_are_new,
    check_lines,
    check_notes,
    check_reasons,
    check_retry_is_stated,
    check_paraphrased,
    check_cited_sources,
    check_replacements,
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

fn check_spellings_are_new(table: &Table, problems: &mut Vec<Problem>) {
    let known = base_spellings(table);
    for Entry { key, .. } in added(table) {
        let Some(code) = known.get(key.value.as_str()) else { continue };
        let message = if **code == key.value {
            format!(
                "the code {} is one of the table that this one extends: \
                 to change it, write `override: true`",
                quoted(&key.value)
            )
        } else {
            format!(
                "the code {} is another spelling of {} in the table that this one extends: \
                 override that, or remove this",
                quoted(&key.value),
                quoted(code)
            )
        };
        problems.push(Problem::new(key.place, message));
    }
    for At { value, place } in table.codes.iter().flat_map(|code| &code.value.aliases) {
        if let Some(code) = known.get(value.as_str()) {
            let message = format!(
                "the alias {} means {} in the table that this one extends: remove it",
                quoted(value),
                quoted(code)
            );
            problems.push(Problem::new(*place, message));
        }
    }
}

fn check_overrides(table: &Table, problems: &mut Vec<Problem>) {
    let known = base_spellings(table);
    for Entry { key, value } in table.codes.iter().filter(|code| code.value.is_override) {
        let code = quoted(&key.value);
        let message = match known.get(key.value.as_str()) {
            Some(known) if **known == key.value => None,
            Some(known) => {
                Some(format!("{code} is another spelling of {}: override that", quoted(known)))
            }
            None if table.base.is_none() => {
                Some(format!("{code} overrides nothing: this table extends none"))
            }
            None => Some(format!(
                "{code} overrides nothing: the table that this one extends has no such code"
            )),
        };
        problems.extend(message.map(|message| Problem::new(key.place, message)));
        let kept = value.name.iter().map(|name| ("name", name.place));
        let kept = kept.chain(value.aliases.first().map(|alias| ("aliases", alias.place)));
        let kept = kept.chain(value.sources.first().map(|source| ("sources", source.place)));
        let kept = kept.chain(value.deprecated.iter().map(|it| ("deprecated", it.place)));
        for (what, place) in kept {
            let message = format!("`{what}` of {code} cannot be overridden: remove it");
            problems.push(Problem::new(place, message));
        }
    }
}

/// The codes of the table that is extended, by each of their spellings.
fn base_spellings(table: &Table) -> HashMap<&str, &String> {
    let codes = table.base.iter().flat_map(|base| &base.codes);
    let spellings =
        codes.flat_map(|code| code.spellings().map(|spelling| (spelling.as_str(), &code.code)));
    spellings.collect()
}

fn check_names_are_new(table: &Table, problems: &mut Vec<Problem>) {
    let Some(base) = &table.base else { return };
    let names: HashSet<&str> = base.codes.iter().map(|code| code.name.as_str()).collect();
    let codes: HashSet<&str> = base.codes.iter().map(|code| code.code.as_str()).collect();
    for entry in added(table) {
        // A code that is there already is reported as that.
        let At { value, place } = name(entry);
        if names.contains(value.as_str()) && !codes.contains(entry.key.value.as_str()) {
            let message = format!(
                "the name {} is one of the table that this one extends: give it another",
                quoted(value)
            );
            problems.push(Problem::new(*place, message));
        }
    }
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
    let Some(base) = &table.base else { return };
    let known = base_spellings(table);
    for At { value, place } in &table.reserved {
        if known.contains_key(value.as_str()) {
            let code = quoted(value);
            let message =
                format!("{code} cannot be reserved: the table that this one extends has it");
            problems.push(Problem::new(*place, message));
        }
    }
    for At { value, place } in spellings(table) {
        if base.reserved.contains(value) {
            let code = quoted(value);
            let message = format!("the code {code} is reserved in the table that this one extends");
            problems.push(Problem::new(*place, message));
        }
    }
}

fn check_names(table: &Table, problems: &mut Vec<Problem>) {
    for entry in added(table) {
        let At { value: name, place } = name(entry);
        if (!name.is_ascii() || name.trim() != name) && entry.value.name.is_none() {
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
    let codes = added(table).filter(|code| seen.insert(&code.key.value));
    check_unique("name", codes.map(|code| (&name(code).value, name(code).place)), problems);
}

fn check_lines(table: &Table, problems: &mut Vec<Problem>) {
    let codes = table.codes.iter().flat_map(|code| [&code.value.message, &code.value.solution]);
    let deprecations = table.codes.iter().flat_map(|code| &code.value.deprecated);
    let deprecations = deprecations.map(|deprecated| &deprecated.value.note);
    let elements = table.elements.iter().map(|element| &element.value.description);
    let sources = table.sources.iter().map(|source| &source.value);
    let statuses = statuses(table).map(|status| &status.value);
    let texts = codes.chain(deprecations).chain(elements).chain(sources).chain(statuses);
    let texts = texts.chain([&table.service]).flatten();
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
            Some(c) if is_invisible(c) => {
                format!(
                    "the text has a character that nobody sees: U+{:04X}; write a blank or nothing",
                    u32::from(c)
                )
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
    if table.statuses.is_none() && table.base.is_none() {
        return;
    }
    let base = table.base.iter().flat_map(|base| &base.statuses).map(|(status, _)| *status);
    let known: HashSet<u16> = statuses(table).map(|status| status.key.value).chain(base).collect();
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
        let Some(status) = value.status.as_ref().map(|status| status.value) else { continue };
        // A class that the overridden code had to state is still there.
        let was_stated =
            overridden(table, key, value).is_some_and(|code| asks_for_retry(code.status));
        if asks_for_retry(status) && value.retry.is_none() && !was_stated {
            let message = format!(
                "{} has no `retry`: with status {status} say never, transient or throttling",
                quoted(&key.value)
            );
            problems.push(Problem::new(key.place, message));
        }
    }
}

fn check_paraphrased(table: &Table, problems: &mut Vec<Problem>) {
    let known: Vec<&str> = table.sources.iter().map(|source| source.key.value.as_str()).collect();
    for At { value: source, place } in &table.paraphrased {
        if !known.contains(&source.as_str()) {
            problems.push(Problem::new(*place, unknown("source", source, &known, "`sources`")));
        }
    }
}

fn check_cited_sources(table: &Table, problems: &mut Vec<Problem>) {
    let base = table.base.iter().flat_map(|base| &base.sources).map(|source| source.id.as_str());
    let own = table.sources.iter().map(|source| source.key.value.as_str());
    let known: Vec<&str> = own.chain(base).collect();
    let set: HashSet<&str> = known.iter().copied().collect();
    for source in table.codes.iter().flat_map(|code| &code.value.sources) {
        if !set.contains(source.value.as_str()) {
            let message = unknown("source", &source.value, &known, "`sources`");
            problems.push(Problem::new(source.place, message));
        }
    }
}

/// Who uses another code instead shall not have to change twice.
fn check_replacements(table: &Table, problems: &mut Vec<Problem>) {
    let base = table.base.iter().flat_map(|base| &base.codes);
    let base = base.map(|code| (code.code.as_str(), code.deprecation.is_some()));
    let own = added(table).map(|code| (code.key.value.as_str(), code.value.deprecated.is_some()));
    let known: HashMap<&str, bool> = base.chain(own).collect();
    for Entry { key, value } in &table.codes {
        let deprecated = value.deprecated.as_ref().map(|deprecated| &deprecated.value);
        let replacement = deprecated.and_then(|deprecated| deprecated.replacement.as_ref());
        let Some(At { value: replacement, place }) = replacement else { continue };
        let fault = match known.get(replacement.as_str()) {
            Some(false) => continue,
            Some(true) => "is deprecated, too: name one that is not".to_owned(),
            None => match nearest(replacement, known.keys().filter(|it| **it != key.value)) {
                Some(near) => format!("is no code of the table: did you mean `{near}`?"),
                None => "is no code of the table: name one, or remove `use`".to_owned(),
            },
        };
        let code = quoted(&key.value);
        let message = format!("{}, to use instead of {code}, {fault}", quoted(replacement));
        problems.push(Problem::new(*place, message));
    }
}

/// The code that a misspelt one is likely to mean, the first in their order of those that
/// are as near.
fn nearest<'a>(code: &str, codes: impl Iterator<Item = &'a &'a str>) -> Option<&'a str> {
    let near = codes.map(|known| (strsim::damerau_levenshtein(code, known), *known)).min();
    near.filter(|(errors, _)| *errors <= code.len() / 2).map(|(_, known)| known)
}

/// By status, then by the bytes of the code. What is reported are the fewest
/// entries that would have to move.
fn check_order(table: &Table, problems: &mut Vec<Problem>) {
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    for Entry { key, value } in &table.codes {
        // A code that stands there twice is reported as that.
        if let (Some(status), true) = (status(table, key, value), seen.insert(&key.value)) {
            entries.push((status, key.value.as_str(), key.place));
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
pub(crate) fn identifier_fault(word: &str) -> Option<&'static str> {
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
pub(crate) fn suggested_name(code: &str) -> Option<String> {
    let words = code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    identifier_fault(&name).is_none().then_some(name)
}

/// Characters that cannot stand in a line of text, not in an XML document, or not
/// in a Rust literal, which refuses those that turn the direction of writing.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || is_invisible(c)
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What comes along when a text is copied from a page.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Every code with its aliases, as they stand in the file.
fn spellings(table: &Table) -> impl Iterator<Item = &At<String>> {
    table.codes.iter().flat_map(|code| std::iter::once(&code.key).chain(&code.value.aliases))
}

/// The codes that the table adds to the one that it extends: all, where it extends none.
fn added(table: &Table) -> impl Iterator<Item = &Entry<String, Code>> {
    table.codes.iter().filter(|code| !code.value.is_override)
}

fn statuses(table: &Table) -> impl Iterator<Item = &Entry<u16, Option<At<String>>>> {
    table.statuses.iter().flatten()
}

/// The status of a code: its own, or the one of the code that it overrides.
fn status(table: &Table, key: &At<String>, code: &Code) -> Option<u16> {
    let own = code.status.as_ref().map(|status| status.value);
    own.or_else(|| overridden(table, key, code).map(|other| other.status))
}

fn overridden<'a>(table: &'a Table, key: &At<String>, code: &Code) -> Option<&'a model::Code> {
    let mut codes = table.base.iter().flat_map(|base| &base.codes);
    codes.find(|other| code.is_override && other.code == key.value)
}

fn name(entry: &Entry<String, Code>) -> &At<String> {
    entry.value.name.as_ref().unwrap_or(&entry.key)
}

fn constant(element: &str) -> String {
    element.to_shouty_snake_case()
}

/// `None` where something is missing, which a problem says already.
fn model(mut table: Table) -> Option<model::Table> {
    let base = table.base.take();
    let (changed, added): (Vec<_>, Vec<_>) =
        table.codes.into_iter().partition(|code| code.value.is_override);
    let own_statuses: Vec<(u16, String)> = table
        .statuses
        .into_iter()
        .flatten()
        .map(|status| Some((status.key.value, status.value?.value)))
        .collect::<Option<_>>()?;
    let statuses = own_statuses.iter().chain(base.iter().flat_map(|base| &base.statuses));
    let reasons: HashMap<u16, &String> =
        statuses.rev().map(|(status, reason)| (*status, reason)).collect();
    let paraphrased = values(table.paraphrased);
    let sources = table.sources.into_iter().map(|Entry { key: At { value: id, .. }, value }| {
        let is_paraphrased = paraphrased.contains(&id);
        Some(model::Source { id, title: value?.value, is_paraphrased })
    });
    let sources: Vec<model::Source> = sources.collect::<Option<_>>()?;
    let default = sources.iter().chain(base.iter().flat_map(|base| &base.sources)).next()?;
    let default_sources = vec![default.id.clone()];

    let codes = added.into_iter().map(|Entry { key, value: code }| {
        let status = code.status?.value;
        let sources = values(code.sources);
        Some(model::Code {
            name: code.name.map_or_else(|| key.value.clone(), |name| name.value),
            code: key.value,
            status,
            reason: (*reasons.get(&status)?).clone(),
            message: code.message?.value,
            solution: code.solution?.value,
            note: code.note.map(|note| note.value),
            retry: code.retry.map_or(Retry::Never, |retry| retry.value),
            aliases: values(code.aliases),
            sources: if sources.is_empty() { default_sources.clone() } else { sources },
            deprecation: match code.deprecated {
                Some(At { value: deprecated, .. }) => Some(model::Deprecation {
                    since: deprecated.since?.value,
                    note: deprecated.note?.value,
                    replacement: deprecated.replacement.map(|code| code.value),
                }),
                None => None,
            },
            obs: None,
        })
    });
    let codes = codes.collect::<Option<_>>()?;
    let elements = table.elements.into_iter().map(|element| {
        Some(model::Element {
            constant: constant(&element.key.value),
            name: element.key.value,
            description: element.value.description?.value,
            note: element.value.note.map(|note| note.value),
        })
    });
    let own = model::Table {
        service: table.service?.value,
        enum_name: table.enum_name?.value,
        sources,
        elements: elements.collect::<Option<_>>()?,
        codes,
        reserved: values(table.reserved),
        extends_obs: false,
        statuses: own_statuses,
    };
    let overrides = changed.into_iter().map(|Entry { key, value: code }| Override {
        code: key.value,
        status: code.status.map(|status| status.value),
        message: code.message.map(|message| message.value),
        solution: code.solution.map(|solution| solution.value),
        note: code.note.map(|note| note.value),
        retry: code.retry.map(|retry| retry.value),
    });
    Some(match base {
        Some(base) => extends::merged(base, own, overrides.collect()),
        None => own,
    })
}

fn values(list: Vec<At<String>>) -> Vec<String> {
    list.into_iter().map(|at| at.value).collect()
}
