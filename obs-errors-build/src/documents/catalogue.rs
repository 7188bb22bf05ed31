//! The table as data for other languages: `docs/obs-errors.json`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use obs_errors_core::Retry;
use obs_errors_core::members::names_of;
use obs_errors_spec::model::{self, Table};
use obs_errors_spec::prose::EDITORS_NOTE;
use serde::Serialize;

use super::json::json_file;

/// The version of the contract: it changes if a member is removed or gets another meaning.
const SCHEMA_VERSION: u32 = 1;

/// The whole table. Templates see the same content.
#[derive(Serialize)]
pub(crate) struct Catalogue<'a> {
    schema_version: u32,
    service: &'a str,
    r#enum: &'a str,
    version: Option<&'a str>,
    sources: Vec<Source<'a>>,
    elements: Vec<Element<'a>>,
    headers: BTreeMap<&'static str, &'a [String]>,
    json_members: BTreeMap<&'a str, Vec<&'a str>>,
    reserved: &'a [String],
    retry_classes: Vec<RetryClass>,
    retry_rules: Vec<RetryRule>,
    defaults: Vec<Default<'a>>,
    codes: Vec<Code<'a>>,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Element<'a> {
    name: &'a str,
    description: &'a str,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct RetryClass {
    name: &'static str,
    meaning: &'static str,
}

/// A rule for the retry class of responses with an unknown code. The first match counts.
#[derive(Serialize)]
struct RetryRule {
    first_status: u16,
    last_status: u16,
    /// If empty, the rule is for any response.
    indicators: &'static [&'static str],
    retry: &'static str,
}

/// The code of errors about which only the status is known. The first match counts.
#[derive(Serialize)]
struct Default<'a> {
    first_status: u16,
    last_status: u16,
    code: &'a str,
}

/// A code in the form of the catalogue.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the JSON")]
pub struct Code<'a> {
    code: &'a str,
    name: &'a str,
    status: u16,
    reason: &'a str,
    message: &'a str,
    solution: &'a str,
    note: Option<String>,
    editors_note: Option<String>,
    sends: Option<&'a str>,
    causes: Vec<Cause<'a>>,
    page: Option<&'a str>,
    retry: &'static str,
    aliases: &'a [String],
    sources: &'a [String],
    deprecated: Option<Deprecated<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct Cause<'a> {
    message: Option<&'a str>,
    meaning: &'a str,
    solution: &'a str,
}

#[derive(Clone, Debug, Serialize)]
struct Deprecated<'a> {
    since: &'a str,
    note: &'a str,
    r#use: Option<&'a str>,
}

pub(crate) fn json(table: &Table) -> String {
    json_file(&Catalogue::new(table))
}

/// The contract as JSON Schema. It does not depend on the table.
pub(crate) fn schema() -> String {
    include_str!("../../templates/catalogue.schema.json").to_owned()
}

/// The paragraphs of a note that are from the source, and those that are not.
fn notes(note: &str) -> (Option<String>, Option<String>) {
    let paragraphs = note.split("\n\n").filter(|paragraph| !paragraph.is_empty());
    let (editors, own): (Vec<&str>, Vec<&str>) =
        paragraphs.partition(|paragraph| paragraph.starts_with(EDITORS_NOTE));
    let editors: Vec<&str> =
        editors.iter().map(|paragraph| paragraph[EDITORS_NOTE.len()..].trim_start()).collect();
    let joined = |list: &[&str]| (!list.is_empty()).then(|| list.join("\n\n"));
    (joined(&own), joined(&editors))
}

impl<'a> Catalogue<'a> {
    pub(crate) fn new(table: &'a Table) -> Self {
        let Table {
            service,
            enum_name,
            version,
            sources,
            statuses: _,
            elements,
            headers,
            json,
            // As ranges of statuses.
            defaults: _,
            codes,
            reserved,
            outputs: _,
            templates: _,
            extends_obs: _,
        } = table;
        Self {
            schema_version: SCHEMA_VERSION,
            service,
            r#enum: enum_name,
            version: version.as_deref(),
            sources: sources.iter().map(Source::new).collect(),
            elements: elements.iter().map(Element::new).collect(),
            headers: headers.lists().into_iter().collect(),
            json_members: elements
                .iter()
                .map(|element| {
                    let own = json.iter().filter(|(name, _)| *name == element.name);
                    let own = own.flat_map(|(_, names)| names).map(String::as_str);
                    (
                        element.name.as_str(),
                        own.chain(names_of(&element.name).iter().copied()).collect(),
                    )
                })
                .filter(|(_, names): &(_, Vec<&str>)| !names.is_empty())
                .collect(),
            reserved,
            retry_classes: Retry::OF_CODES
                .iter()
                .map(|class| RetryClass { name: class.as_str(), meaning: class.meaning() })
                .collect(),
            retry_rules: Retry::RULES.iter().map(RetryRule::new).collect(),
            defaults: table.default_ranges().map(Default::new).collect(),
            codes: codes.iter().map(Code::new).collect(),
        }
    }
}

impl<'a> Source<'a> {
    pub(super) fn new(source: &'a model::Source) -> Self {
        let model::Source { id, title, is_paraphrased: _ } = source;
        Self { id, title }
    }
}

impl<'a> Element<'a> {
    fn new(element: &'a model::Element) -> Self {
        let model::Element { name, constant: _, description, note } = element;
        Self { name, description, note: note.as_deref() }
    }
}

impl<'a> Cause<'a> {
    fn new(cause: &'a model::Cause) -> Self {
        let model::Cause { message, meaning, solution } = cause;
        Self { message: message.as_deref(), meaning, solution }
    }
}

impl RetryRule {
    fn new(rule: &obs_errors_core::RetryRule) -> Self {
        Self {
            first_status: rule.first,
            last_status: rule.last,
            indicators: rule.indicators,
            retry: rule.retry.as_str(),
        }
    }
}

impl<'a> Default<'a> {
    fn new((statuses, code): (RangeInclusive<u16>, &'a str)) -> Self {
        Self { first_status: *statuses.start(), last_status: *statuses.end(), code }
    }
}

impl<'a> Code<'a> {
    /// Returns the code in the form of the catalogue.
    #[must_use]
    pub fn new(code: &'a model::Code) -> Self {
        let model::Code {
            code,
            name,
            status,
            reason,
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
        } = code;
        let (own, editors) = notes(note.as_deref().unwrap_or_default());
        Self {
            code,
            name,
            status: *status,
            reason,
            message,
            solution,
            note: own,
            editors_note: editors,
            sends: sends.as_deref(),
            causes: causes.iter().map(Cause::new).collect(),
            page: page.as_deref(),
            retry: retry.as_str(),
            aliases,
            sources,
            deprecated: deprecation.as_ref().map(|deprecation| {
                let model::Deprecation { since, note, replacement } = deprecation;
                Deprecated { since, note, r#use: replacement.as_deref() }
            }),
        }
    }
}
