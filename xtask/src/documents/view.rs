//! The table as documents show it.

use obs_errors_spec::model::{self, Retry, Table};
use serde::Serialize;

/// `docs/obs-errors.json`: the elements and codes, for other languages.
#[derive(Serialize)]
pub(crate) struct Data<'a> {
    service: &'a str,
    sources: Vec<Source<'a>>,
    elements: Vec<Element<'a>>,
    codes: Vec<Code<'a>>,
}

#[derive(Serialize)]
struct Element<'a> {
    name: &'a str,
    description: &'a str,
    note: Option<&'a str>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the JSON")]
struct Code<'a> {
    code: &'a str,
    name: &'a str,
    status: u16,
    reason: &'a str,
    message: &'a str,
    solution: &'a str,
    note: Option<&'a str>,
    retry: &'static str,
    aliases: &'a [String],
    sources: &'a [String],
    deprecated: Option<Deprecated<'a>>,
}

#[derive(Serialize)]
struct Deprecated<'a> {
    since: &'a str,
    note: &'a str,
    r#use: Option<&'a str>,
}

/// What the templates are filled with: the table for people.
#[derive(Serialize)]
pub(crate) struct Page<'a> {
    service: &'a str,
    enum_name: &'a str,
    retry_classes: Vec<RetryClass>,
    sources: Vec<Source<'a>>,
    elements: Vec<PageElement<'a>>,
    statuses: Vec<Status<'a>>,
}

#[derive(Serialize)]
struct RetryClass {
    name: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Source<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct PageElement<'a> {
    name: &'a str,
    paragraphs: Vec<&'a str>,
}

/// The codes of one status.
#[derive(Serialize)]
struct Status<'a> {
    number: u16,
    reason: &'a str,
    codes: Vec<PageCode<'a>>,
}

#[derive(Serialize)]
struct PageCode<'a> {
    #[serde(flatten)]
    code: Code<'a>,
    /// The message, then the note.
    paragraphs: Vec<&'a str>,
    /// The variant of the code to use instead, which is its anchor.
    replacement_name: Option<&'a str>,
}

impl<'a> Data<'a> {
    pub(crate) fn of(table: &'a Table) -> Self {
        Self {
            service: &table.service,
            sources: sources(table),
            elements: table.elements.iter().map(Element::of).collect(),
            codes: table.codes.iter().map(Code::of).collect(),
        }
    }
}

impl<'a> Page<'a> {
    pub(crate) fn of(table: &'a Table) -> Self {
        let elements = table.elements.iter();
        let statuses = table.codes.chunk_by(|a, b| a.status == b.status);
        Self {
            service: &table.service,
            enum_name: &table.enum_name,
            retry_classes: Retry::ALL
                .map(|(name, class)| RetryClass { name, meaning: meaning(class) })
                .into(),
            sources: sources(table),
            elements: elements
                .map(|element| PageElement {
                    name: &element.name,
                    paragraphs: paragraphs(&element.description, element.note.as_deref()),
                })
                .collect(),
            statuses: statuses
                .map(|codes| Status {
                    number: codes[0].status,
                    reason: &codes[0].reason,
                    codes: codes.iter().map(|code| PageCode::of(table, code)).collect(),
                })
                .collect(),
        }
    }
}

impl<'a> Element<'a> {
    fn of(element: &'a model::Element) -> Self {
        Self {
            name: &element.name,
            description: &element.description,
            note: element.note.as_deref(),
        }
    }
}

impl<'a> Code<'a> {
    fn of(code: &'a model::Code) -> Self {
        Self {
            code: &code.code,
            name: &code.name,
            status: code.status,
            reason: &code.reason,
            message: &code.message,
            solution: &code.solution,
            note: code.note.as_deref(),
            retry: code.retry.as_str(),
            aliases: &code.aliases,
            sources: &code.sources,
            deprecated: code.deprecation.as_ref().map(|deprecation| Deprecated {
                since: &deprecation.since,
                note: &deprecation.note,
                r#use: deprecation.replacement.as_deref(),
            }),
        }
    }
}

impl<'a> PageCode<'a> {
    fn of(table: &'a Table, code: &'a model::Code) -> Self {
        let replacement = code.deprecation.as_ref().and_then(|it| table.replacement(it));
        Self {
            code: Code::of(code),
            paragraphs: paragraphs(&code.message, code.note.as_deref()),
            replacement_name: replacement.map(|code| code.name.as_str()),
        }
    }
}

fn sources(table: &Table) -> Vec<Source<'_>> {
    let sources = table.sources.iter();
    sources.map(|source| Source { id: &source.id, title: &source.title }).collect()
}

fn paragraphs<'a>(text: &'a str, note: Option<&'a str>) -> Vec<&'a str> {
    std::iter::once(text).chain(note.into_iter().flat_map(|note| note.split("\n\n"))).collect()
}

fn meaning(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "Sent again unchanged, the request fails again.",
        Retry::Transient => "Sent again after a while, the request may succeed.",
        Retry::Throttling => {
            "The service asks for fewer requests: send it again, and all others more slowly."
        }
    }
}
