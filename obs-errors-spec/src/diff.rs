//! Compares one table with another.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::{Code, Element, Headers, Source, Table};
use crate::names::status_or_class;

pub use crate::change::{Change, ChangeKind, Level};

/// The differences between two tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Every change: the most severe first, then by kind, then in table order.
    pub changes: Vec<Change>,
    /// Strings that were read as a code and are neither read nor reserved now: they could
    /// get another meaning. In the order of their bytes.
    pub lost: Vec<String>,
    /// Strings that were reserved, and are no longer. In the order of the table.
    pub unreserved: Vec<String>,
}

impl Diff {
    /// Returns the level of the most severe change; `None` if nothing changed.
    #[must_use]
    pub fn max_level(&self) -> Option<Level> {
        self.changes.iter().map(Change::level).max()
    }
}

/// Compares two tables.
#[must_use]
pub fn diff(before: &Table, after: &Table) -> Diff {
    let Table {
        service,
        enum_name,
        sources: _,
        statuses: _,
        elements: _,
        headers,
        json,
        defaults,
        codes: _,
        reserved,
        // These follow from what changed, or are no part of the table.
        version: _,
        outputs: _,
        templates: _,
        // This only adds conversions, which are not part of the table.
        extends_obs: _,
    } = after;
    let mut changes = Changes(Vec::new());
    changes.add(ChangeKind::Enum, "enum", &before.enum_name, enum_name);
    changes.add(ChangeKind::Service, "service", &before.service, service);
    compare_codes(before, after, &mut changes);
    compare_reasons(before, after, &mut changes);
    compare_elements(before, after, &mut changes);
    compare_headers(&before.headers, headers, &mut changes);
    compare_json(&before.json, json, &mut changes);
    compare_defaults(&before.defaults, defaults, &mut changes);
    compare_sources(before, after, &mut changes);
    for code in reserved.iter().filter(|code| !before.reserved.contains(code)) {
        changes.push(ChangeKind::Reserved, code, None, Some(code.clone()));
    }
    let Changes(mut changes) = changes;
    changes.sort_by_key(|change| (std::cmp::Reverse(change.level()), change.kind));
    let reserved: HashSet<&String> = reserved.iter().collect();
    let is_free = |code: &String| !reserved.contains(code);
    let is_read: HashSet<&str> = after.wire_codes().map(|(wire_code, _)| wire_code).collect();
    let was_read = before.codes.iter().flat_map(Code::wire_codes);
    let gone = was_read.filter(|code| !is_read.contains(code.as_str()));
    let mut lost: Vec<String> = gone.filter(|code| is_free(code)).cloned().collect();
    lost.sort();
    let unreserved = before.reserved.iter().filter(|code| is_free(code)).cloned().collect();
    Diff { changes, lost, unreserved }
}

struct Changes(Vec<Change>);

impl Changes {
    /// Adds a change if the values differ.
    fn add(&mut self, kind: ChangeKind, subject: &str, before: &str, after: &str) {
        self.push(kind, subject, Some(before.to_owned()), Some(after.to_owned()));
    }

    fn push(
        &mut self,
        kind: ChangeKind,
        subject: &str,
        before: Option<String>,
        after: Option<String>,
    ) {
        if before != after {
            self.0.push(Change { kind, subject: subject.to_owned(), before, after });
        }
    }
}

fn compare_codes(before: &Table, after: &Table, changes: &mut Changes) {
    let pairs = pairs(&before.codes, &after.codes);
    for code in &before.codes {
        match pairs.get(code.code.as_str()) {
            Some(now) => compare_code(code, now, changes),
            None => {
                changes.push(ChangeKind::Removed, &code.code, Some(code.status.to_string()), None);
            }
        }
    }
    let known: HashSet<&str> = pairs.values().map(|code| code.code.as_str()).collect();
    for code in after.codes.iter().filter(|code| !known.contains(code.code.as_str())) {
        changes.push(ChangeKind::Added, &code.code, None, Some(code.status.to_string()));
    }
}

/// Pairs each old code with the code that it became: the one with the same wire code, or else one
/// that has the old wire code as an alias, the same variant, or the same prose.
fn pairs<'a>(before: &'a [Code], after: &'a [Code]) -> HashMap<&'a str, &'a Code> {
    let was: HashSet<&str> = before.iter().map(|code| code.code.as_str()).collect();
    let is: HashMap<&str, &Code> = after.iter().map(|code| (code.code.as_str(), code)).collect();
    let mut pairs: HashMap<&str, &Code> = HashMap::new();
    for code in before {
        pairs.extend(is.get(code.code.as_str()).map(|now| (code.code.as_str(), *now)));
    }
    let mut new: Vec<&Code> = after.iter().filter(|it| !was.contains(it.code.as_str())).collect();
    let is_likely: [fn(&Code, &Code) -> bool; 3] = [
        |old, new| new.aliases.contains(&old.code),
        |old, new| new.name == old.name,
        |old, new| {
            (old.status, &old.message, &old.solution) == (new.status, &new.message, &new.solution)
        },
    ];
    for is_likely in is_likely {
        for old in before {
            if pairs.contains_key(old.code.as_str()) {
                continue;
            }
            if let Some(at) = new.iter().position(|new| is_likely(old, new)) {
                pairs.insert(&old.code, new.remove(at));
            }
        }
    }
    pairs
}

fn compare_code(before: &Code, after: &Code, changes: &mut Changes) {
    let Code {
        code,
        name,
        status,
        // It belongs to its status; `compare_reasons` compares it.
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
        obs: _,
    } = after;
    let subject = before.code.as_str();
    changes.add(ChangeKind::WireCode, subject, subject, code);
    changes.add(ChangeKind::Renamed, subject, &before.name, name);
    changes.add(ChangeKind::Status, subject, &before.status.to_string(), &status.to_string());
    changes.add(ChangeKind::Retry, subject, before.retry.as_str(), retry.as_str());
    let has = |code: &Code, alias: &String| code.wire_codes().any(|own| own == alias);
    for alias in before.aliases.iter().filter(|alias| !has(after, alias)) {
        changes.push(ChangeKind::AliasRemoved, subject, Some(alias.clone()), None);
    }
    for alias in aliases.iter().filter(|alias| !has(before, alias)) {
        changes.push(ChangeKind::AliasAdded, subject, None, Some(alias.clone()));
    }
    let [was, is] =
        [&before.deprecation, deprecation].map(|it| it.as_ref().map(ToString::to_string));
    changes.push(ChangeKind::Deprecated, subject, was, is);
    changes.add(ChangeKind::Message, subject, &before.message, message);
    changes.add(ChangeKind::Solution, subject, &before.solution, solution);
    changes.push(ChangeKind::Note, subject, before.note.clone(), note.clone());
    changes.push(ChangeKind::Sends, subject, before.sends.clone(), sends.clone());
    for cause in before.causes.iter().filter(|cause| !causes.contains(cause)) {
        changes.push(ChangeKind::CauseRemoved, subject, Some(cause.to_string()), None);
    }
    for cause in causes.iter().filter(|cause| !before.causes.contains(cause)) {
        changes.push(ChangeKind::CauseAdded, subject, None, Some(cause.to_string()));
    }
    changes.push(ChangeKind::Page, subject, before.page.clone(), page.clone());
    changes.add(ChangeKind::Sources, subject, &before.sources.join(", "), &sources.join(", "));
}

/// A reason phrase that no code has any longer is not reported: users cannot see it.
fn compare_reasons(before: &Table, after: &Table, changes: &mut Changes) {
    let was: HashMap<u16, &String> =
        before.codes.iter().map(|code| (code.status, &code.reason)).collect();
    let now = after.by_status().map(|codes| &codes[0]);
    for code in now {
        if let Some(was) = was.get(&code.status) {
            changes.add(ChangeKind::Reason, &code.status.to_string(), was, &code.reason);
        }
    }
}

fn compare_elements(before: &Table, after: &Table, changes: &mut Changes) {
    for was in &before.elements {
        match after.elements.iter().find(|now| now.name == was.name) {
            Some(Element { name: _, constant: _, description, note }) => {
                changes.add(ChangeKind::Description, &was.name, &was.description, description);
                changes.push(ChangeKind::Note, &was.name, was.note.clone(), note.clone());
            }
            None => {
                changes.push(
                    ChangeKind::ElementRemoved,
                    &was.name,
                    Some(was.description.clone()),
                    None,
                );
            }
        }
    }
    let [was, is] = [before, after].map(|table| {
        table.elements.iter().map(|element| element.name.clone()).collect::<Vec<String>>()
    });
    for now in after.elements.iter().filter(|now| !was.contains(&now.name)) {
        changes.push(ChangeKind::ElementAdded, &now.name, None, Some(now.description.clone()));
    }
    let (was, is) = (common(&was, &is), common(&is, &was));
    changes.add(ChangeKind::ElementOrder, "elements", &was, &is);
}

/// The names that are in both lists, in the order of the first.
fn common(names: &[String], others: &[String]) -> String {
    let common = names.iter().filter(|name| others.contains(name));
    common.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Compares the headers that carry each part of an error. Their order has changed if the headers
/// that are in both tables are in a different order.
fn compare_headers(before: &Headers, after: &Headers, changes: &mut Changes) {
    for ((key, was), (_, is)) in before.lists().into_iter().zip(after.lists()) {
        for name in was.iter().filter(|name| !is.contains(name)) {
            changes.push(ChangeKind::HeaderRemoved, key, Some(name.clone()), None);
        }
        for name in is.iter().filter(|name| !was.contains(name)) {
            changes.push(ChangeKind::HeaderAdded, key, None, Some(name.clone()));
        }
        let (was, is) = (common(was, is), common(is, was));
        changes.add(ChangeKind::HeaderOrder, key, &was, &is);
    }
}

fn compare_json(
    before: &[(String, Vec<String>)],
    after: &[(String, Vec<String>)],
    changes: &mut Changes,
) {
    let names = |json: &[(String, Vec<String>)]| -> BTreeSet<(String, String)> {
        let pairs = |(element, names): &(String, Vec<String>)| {
            names.iter().map(|name| (element.clone(), name.clone())).collect::<Vec<_>>()
        };
        json.iter().flat_map(pairs).collect()
    };
    let (was, is) = (names(before), names(after));
    for (element, name) in was.difference(&is) {
        changes.push(ChangeKind::MemberRemoved, element, Some(name.clone()), None);
    }
    for (element, name) in is.difference(&was) {
        changes.push(ChangeKind::MemberAdded, element, None, Some(name.clone()));
    }
}

fn compare_defaults(before: &[(u16, String)], after: &[(u16, String)], changes: &mut Changes) {
    let find = |defaults: &[(u16, String)], status: u16| {
        let index = defaults.binary_search_by_key(&status, |(status, _)| *status);
        index.ok().map(|index| defaults[index].1.clone())
    };
    let statuses: BTreeSet<u16> = before.iter().chain(after).map(|(status, _)| *status).collect();
    for status in statuses {
        let (was, is) = (find(before, status), find(after, status));
        changes.push(ChangeKind::Default, &status_or_class(status), was, is);
    }
}

fn compare_sources(before: &Table, after: &Table, changes: &mut Changes) {
    let is: HashMap<&str, &Source> =
        after.sources.iter().map(|source| (source.id.as_str(), source)).collect();
    let title = |source: &Source| Some(source.title.clone());
    for was in &before.sources {
        let now = is.get(was.id.as_str()).copied();
        changes.push(ChangeKind::Title, &was.id, title(was), now.and_then(title));
        if let Some(Source { id: _, title: _, is_paraphrased }) = now {
            let [was_paraphrased, is_paraphrased] =
                [was.is_paraphrased, *is_paraphrased].map(|it| it.to_string());
            changes.add(ChangeKind::Paraphrased, &was.id, &was_paraphrased, &is_paraphrased);
        }
    }
    let is_new = |now: &&Source| before.sources.iter().all(|was| was.id != now.id);
    for now in after.sources.iter().filter(is_new) {
        changes.push(ChangeKind::Title, &now.id, None, title(now));
    }
}
