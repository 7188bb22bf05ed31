//! What changed from one table to another, and whom that breaks: the rules of
//! versioning, which CONTRIBUTING.md has as a table.

use std::collections::{HashMap, HashSet};

use crate::model::{Code, Deprecation, Element, Retry, Source, Table};

/// Whom a change breaks, and so which part of the version goes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nobody: words.
    Patch,
    /// Nobody: there is more than before.
    Minor,
    /// Whoever relied on what was there.
    Major,
}

/// A change of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub what: What,
    /// Of which code, status, element or source.
    pub subject: String,
    /// As it was; `None` where there was nothing.
    pub before: Option<String>,
    /// As it is; `None` where there is nothing.
    pub after: Option<String>,
}

/// Everything that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A code that was there is not.
    Removed,
    /// A variant has another name.
    Renamed,
    /// A code is sent in another spelling.
    Respelled,
    /// A code has another status.
    Status,
    /// A code has another retry class.
    Retry,
    /// An alias is read as this code no more.
    AliasRemoved,
    /// The enum has another name.
    Enum,
    /// A child of the error document is no longer documented.
    ElementRemoved,
    /// A code is new.
    Added,
    /// Another spelling is read as this code.
    AliasAdded,
    /// A child of the error document is new.
    ElementAdded,
    /// A code came to be deprecated, or is no more, or for another reason.
    Deprecated,
    /// The children are written in another order.
    ElementOrder,
    /// A status has another phrase.
    Reason,
    /// A code has another message.
    Message,
    /// A code has another solution.
    Solution,
    /// A code or an element has another note.
    Note,
    /// An element has another description.
    Description,
    /// A code has other sources.
    Sources,
    /// A source has another title, is new, or is gone.
    Title,
    /// The words of a source came to be ours, or are no more.
    Paraphrased,
    /// A spelling came to be reserved.
    Reserved,
    /// The service has another name.
    Service,
}

impl Level {
    /// Its name, as versions have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl What {
    /// Its name, for people and programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Respelled => "respelled",
            Self::Status => "status",
            Self::Retry => "retry",
            Self::AliasRemoved => "alias removed",
            Self::Enum => "enum",
            Self::ElementRemoved => "element removed",
            Self::Added => "added",
            Self::AliasAdded => "alias added",
            Self::ElementAdded => "element added",
            Self::Deprecated => "deprecated",
            Self::ElementOrder => "element order",
            Self::Reason => "reason",
            Self::Message => "message",
            Self::Solution => "solution",
            Self::Note => "note",
            Self::Description => "description",
            Self::Sources => "sources",
            Self::Title => "title",
            Self::Paraphrased => "paraphrased",
            Self::Reserved => "reserved",
            Self::Service => "service",
        }
    }

    /// Whether it is of sentences, which are too long to stand in a row.
    #[must_use]
    pub const fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Deprecated
                | Self::Message
                | Self::Solution
                | Self::Note
                | Self::Description
                | Self::Title
                | Self::ElementAdded
                | Self::ElementRemoved
        )
    }
}

/// What there is to say of two tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Every change: the gravest first, then by what it is, then in table order.
    pub changes: Vec<Change>,
    /// Spellings that were read as a code and are neither read nor reserved now: somebody
    /// could give them another meaning. In the order of their bytes.
    pub lost: Vec<String>,
    /// Spellings that were reserved, and are not. In the order of the table.
    pub freed: Vec<String>,
}

impl Diff {
    /// The level of the gravest change; `None` where nothing changed.
    #[must_use]
    pub fn verdict(&self) -> Option<Level> {
        self.changes.iter().map(Change::level).max()
    }
}

impl Change {
    /// Whom it breaks.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.what {
            What::Removed
            | What::Renamed
            | What::Respelled
            | What::Status
            | What::AliasRemoved
            | What::Enum
            | What::ElementRemoved => Level::Major,
            What::Retry if self.after.as_deref() == Some(Retry::Never.as_str()) => Level::Major,
            What::Retry | What::Added | What::AliasAdded | What::ElementAdded => Level::Minor,
            What::Deprecated if self.before.is_none() => Level::Minor,
            What::Deprecated
            | What::ElementOrder
            | What::Reason
            | What::Message
            | What::Solution
            | What::Note
            | What::Description
            | What::Sources
            | What::Title
            | What::Paraphrased
            | What::Reserved
            | What::Service => Level::Patch,
        }
    }
}

/// Compares two tables.
#[must_use]
pub fn diff(before: &Table, after: &Table) -> Diff {
    let mut changes = Changes(Vec::new());
    changes.add(What::Enum, "enum", &before.enum_name, &after.enum_name);
    changes.add(What::Service, "service", &before.service, &after.service);
    codes(before, after, &mut changes);
    statuses(before, after, &mut changes);
    elements(before, after, &mut changes);
    sources(before, after, &mut changes);
    let Changes(mut changes) = changes;
    changes.sort_by_key(|change| (std::cmp::Reverse(change.level()), change.what));
    let reserved: HashSet<&String> = after.reserved.iter().collect();
    let is_free = |spelling: &String| !reserved.contains(spelling);
    let is_read = spellings(after);
    let gone = spellings(before).into_iter().filter(|spelling| !is_read.contains(spelling));
    let mut lost: Vec<String> = gone.filter(|spelling| is_free(spelling)).cloned().collect();
    lost.sort();
    let freed = before.reserved.iter().filter(|spelling| is_free(spelling)).cloned().collect();
    Diff { changes, lost, freed }
}

struct Changes(Vec<Change>);

impl Changes {
    /// A change, if it is one.
    fn add(&mut self, what: What, subject: &str, before: &str, after: &str) {
        self.push(what, subject, Some(before.to_owned()), Some(after.to_owned()));
    }

    fn push(&mut self, what: What, subject: &str, before: Option<String>, after: Option<String>) {
        if before != after {
            self.0.push(Change { what, subject: subject.to_owned(), before, after });
        }
    }
}

fn codes(before: &Table, after: &Table, changes: &mut Changes) {
    let pairs = pairs(&before.codes, &after.codes);
    for code in &before.codes {
        match pairs.get(code.code.as_str()) {
            Some(now) => code_pair(code, now, changes),
            None => {
                changes.push(What::Removed, &code.code, Some(code.status.to_string()), None);
            }
        }
    }
    let known: HashSet<&str> = pairs.values().map(|code| code.code.as_str()).collect();
    for code in after.codes.iter().filter(|code| !known.contains(code.code.as_str())) {
        changes.push(What::Added, &code.code, None, Some(code.status.to_string()));
    }
}

/// Which code became which: those that are spelled alike, then those that have the old
/// spelling as an alias, the same variant, or the same words.
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

fn code_pair(before: &Code, after: &Code, changes: &mut Changes) {
    let code = before.code.as_str();
    changes.add(What::Respelled, code, code, &after.code);
    changes.add(What::Renamed, code, &before.name, &after.name);
    changes.add(What::Status, code, &before.status.to_string(), &after.status.to_string());
    changes.add(What::Retry, code, before.retry.as_str(), after.retry.as_str());
    let has = |code: &Code, alias: &String| code.spellings().any(|own| own == alias);
    for alias in before.aliases.iter().filter(|alias| !has(after, alias)) {
        changes.push(What::AliasRemoved, code, Some(alias.clone()), None);
    }
    for alias in after.aliases.iter().filter(|alias| !has(before, alias)) {
        changes.push(What::AliasAdded, code, None, Some(alias.clone()));
    }
    changes.push(What::Deprecated, code, deprecation(before), deprecation(after));
    changes.add(What::Message, code, &before.message, &after.message);
    changes.add(What::Solution, code, &before.solution, &after.solution);
    changes.push(What::Note, code, before.note.clone(), after.note.clone());
    changes.add(What::Sources, code, &before.sources.join(", "), &after.sources.join(", "));
}

/// A phrase that no code has any more is no change, since nobody sees it.
fn statuses(before: &Table, after: &Table, changes: &mut Changes) {
    let was: HashMap<u16, &String> =
        before.codes.iter().map(|code| (code.status, &code.reason)).collect();
    let now = after.codes.chunk_by(|a, b| a.status == b.status).map(|codes| &codes[0]);
    for code in now {
        if let Some(was) = was.get(&code.status) {
            changes.add(What::Reason, &code.status.to_string(), was, &code.reason);
        }
    }
}

fn elements(before: &Table, after: &Table, changes: &mut Changes) {
    let find = |elements: &[Element], name: &str| -> Option<Element> {
        elements.iter().find(|element| element.name == name).cloned()
    };
    for was in &before.elements {
        match find(&after.elements, &was.name) {
            Some(now) => {
                changes.add(What::Description, &was.name, &was.description, &now.description);
                changes.push(What::Note, &was.name, was.note.clone(), now.note);
            }
            None => {
                changes.push(What::ElementRemoved, &was.name, Some(was.description.clone()), None);
            }
        }
    }
    for now in &after.elements {
        if find(&before.elements, &now.name).is_none() {
            changes.push(What::ElementAdded, &now.name, None, Some(now.description.clone()));
        }
    }
    let common = |elements: &[Element], others: &[Element]| -> String {
        let names = elements.iter().map(|element| element.name.as_str());
        names.filter(|name| find(others, name).is_some()).collect::<Vec<_>>().join(", ")
    };
    let was = common(&before.elements, &after.elements);
    let is = common(&after.elements, &before.elements);
    changes.add(What::ElementOrder, "elements", &was, &is);
}

fn sources(before: &Table, after: &Table, changes: &mut Changes) {
    let is: HashMap<&str, &Source> =
        after.sources.iter().map(|source| (source.id.as_str(), source)).collect();
    let title = |source: &Source| Some(source.title.clone());
    for was in &before.sources {
        let now = is.get(was.id.as_str()).copied();
        changes.push(What::Title, &was.id, title(was), now.and_then(title));
        if let Some(now) = now {
            let is_paraphrased = [was, now].map(|source| source.is_paraphrased.to_string());
            changes.add(What::Paraphrased, &was.id, &is_paraphrased[0], &is_paraphrased[1]);
        }
    }
    let is_new = |now: &&Source| before.sources.iter().all(|was| was.id != now.id);
    for now in after.sources.iter().filter(is_new) {
        changes.push(What::Title, &now.id, None, title(now));
    }
    for spelling in after.reserved.iter().filter(|it| !before.reserved.contains(it)) {
        changes.push(What::Reserved, spelling, None, Some(spelling.clone()));
    }
}

/// In a line, as a person would say it.
fn deprecation(code: &Code) -> Option<String> {
    let Deprecation { since, note, replacement } = code.deprecation.as_ref()?;
    let instead = replacement.iter().map(|code| format!("; use {code}"));
    Some(format!("since {since}: {note}{}", instead.collect::<String>()))
}

/// Everything that is read as a code.
fn spellings(table: &Table) -> HashSet<&String> {
    table.codes.iter().flat_map(Code::spellings).collect()
}
