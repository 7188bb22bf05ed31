//! The data for the templates of the documents for people.

use std::ops::RangeInclusive;

use obs_errors_core::Retry;
use obs_errors_spec::model::{self, Table};
use serde::Serialize;

use super::catalogue::{Code, Source};

#[derive(Serialize)]
pub(super) struct Page<'a> {
    service: &'a str,
    enum_name: &'a str,
    retry_classes: Vec<RetryClass>,
    sources: Vec<Source<'a>>,
    elements: Vec<PageElement<'a>>,
    /// A code to search for.
    example: Example<'a>,
    /// Whether any code has a solution.
    has_solutions: bool,
    /// The number of columns of the table of codes.
    columns: usize,
    statuses: Vec<Status<'a>>,
    defaults: Vec<DefaultCode<'a>>,
}

#[derive(Serialize)]
struct Example<'a> {
    code: &'a str,
    status: u16,
}

#[derive(Serialize)]
struct RetryClass {
    name: &'static str,
    /// A sentence.
    meaning: String,
}

/// The code of errors about which only the status is known.
#[derive(Serialize)]
struct DefaultCode<'a> {
    /// A status, or "other 4xx".
    status: String,
    code: &'a str,
    /// The variant, which is its anchor.
    name: &'a str,
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
    /// What the code means, then the note.
    paragraphs: Vec<&'a str>,
    /// The variant of the code to use instead, which is its anchor.
    replacement_name: Option<&'a str>,
}

impl<'a> Page<'a> {
    pub(super) fn new(table: &'a Table) -> Self {
        let Table {
            service,
            enum_name,
            version: _,
            sources,
            // Each is shown with its codes.
            statuses: _,
            elements,
            headers: _,
            json: _,
            // As ranges of statuses.
            defaults: _,
            codes,
            reserved: _,
            outputs: _,
            templates: _,
            extends_obs: _,
        } = table;
        let statuses = table.by_status();
        let has_solutions = codes.iter().any(model::Code::has_solution);
        // Those that every table has, and the optional ones.
        let columns = 4 + usize::from(has_solutions) + usize::from(!sources.is_empty());
        Self {
            service,
            enum_name,
            retry_classes: Retry::OF_CODES.iter().copied().map(RetryClass::new).collect(),
            sources: sources.iter().map(Source::new).collect(),
            elements: elements.iter().map(PageElement::new).collect(),
            example: Example::new(table),
            has_solutions,
            columns,
            statuses: statuses
                .map(|codes| Status {
                    number: codes[0].status,
                    reason: &codes[0].reason,
                    codes: codes.iter().map(|code| PageCode::new(table, code)).collect(),
                })
                .collect(),
            defaults: table.default_ranges().map(|it| DefaultCode::new(table, it)).collect(),
        }
    }
}

impl<'a> DefaultCode<'a> {
    fn new(table: &'a Table, (statuses, code): (RangeInclusive<u16>, &'a str)) -> Self {
        let (first, last) = statuses.into_inner();
        let status =
            if first == last { first.to_string() } else { format!("other {}xx", first / 100) };
        let known = table.codes.iter().find(|known| known.code == code);
        Self { status, code, name: known.map_or(code, |known| &known.name) }
    }
}

impl<'a> Example<'a> {
    /// The default for 404, which most people know, or else the first code.
    fn new(table: &'a Table) -> Self {
        let default = table.default_ranges().find(|(statuses, _)| statuses.contains(&404));
        let code = default.map_or(table.codes[0].code.as_str(), |(_, code)| code);
        let known = table.codes.iter().find(|known| known.code == code);
        Self { code, status: known.map_or(404, |known| known.status) }
    }
}

impl RetryClass {
    fn new(class: Retry) -> Self {
        let meaning = class.meaning();
        let (first, rest) = meaning.split_at(1);
        Self { name: class.as_str(), meaning: format!("{}{rest}.", first.to_uppercase()) }
    }
}

impl<'a> PageElement<'a> {
    fn new(element: &'a model::Element) -> Self {
        let model::Element { name, constant: _, description, note } = element;
        Self { name, paragraphs: paragraphs(description, note.as_deref()) }
    }
}

impl<'a> PageCode<'a> {
    fn new(table: &'a Table, code: &'a model::Code) -> Self {
        let replacement = code.deprecation.as_ref().and_then(|it| table.replacement(it));
        Self {
            code: Code::new(code),
            paragraphs: paragraphs(code.heading(), code.note.as_deref()),
            replacement_name: replacement.map(|code| code.name.as_str()),
        }
    }
}

fn paragraphs<'a>(text: &'a str, note: Option<&'a str>) -> Vec<&'a str> {
    std::iter::once(text).chain(note.into_iter().flat_map(|note| note.split("\n\n"))).collect()
}
