//! Merges two tables: the one that is extended, and the one that extends it. Both are valid,
//! and so is the result.

use obs_errors_core::Retry;

use crate::model::{Cause, Code, Source, Table};

/// What a table changes in a code of the one that it extends.
pub(crate) struct Override {
    pub(crate) code: String,
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
    pub(crate) solution: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) sends: Option<String>,
    /// These are added to the causes of the code.
    pub(crate) causes: Vec<Cause>,
    pub(crate) page: Option<String>,
    pub(crate) retry: Option<Retry>,
}

pub(crate) fn merge(base: Table, own: Table, overrides: Vec<Override>) -> Table {
    let Table {
        // What the extending table states itself, if at all.
        service: _,
        enum_name: _,
        version: _,
        outputs: _,
        templates: _,
        sources: base_sources,
        statuses: base_statuses,
        elements: base_elements,
        headers: base_headers,
        json: base_json,
        defaults: base_defaults,
        mut codes,
        reserved: base_reserved,
        extends_obs,
    } = base;
    let statuses = by_status(own.statuses, base_statuses);

    for change in overrides {
        let code = codes.iter_mut().find(|code| code.code == change.code);
        change.apply(code.expect("a rule has checked that the code exists"));
    }
    codes.extend(own.codes);
    codes.sort_by(|a, b| (a.status, &a.code).cmp(&(b.status, &b.code)));
    for code in &mut codes {
        if let Ok(index) = statuses.binary_search_by_key(&code.status, |(status, _)| *status) {
            code.reason.clone_from(&statuses[index].1);
        }
    }
    let mut sources = own.sources;
    let is_new = |source: &Source| sources.iter().all(|own| own.id != source.id);
    let more: Vec<Source> = base_sources.into_iter().filter(is_new).collect();
    sources.extend(more);
    Table {
        defaults: by_status(own.defaults, base_defaults),
        service: own.service,
        version: own.version,
        outputs: own.outputs,
        templates: own.templates,
        enum_name: own.enum_name,
        sources,
        statuses,
        elements: if own.elements.is_empty() { base_elements } else { own.elements },
        headers: if own.headers.is_empty() { base_headers } else { own.headers },
        json: with_inherited(own.json, base_json),
        codes,
        reserved: own.reserved.into_iter().chain(base_reserved).collect(),
        extends_obs,
    }
}

/// The names of members in JSON of both tables, by element; those of the extending table come first.
fn with_inherited(
    mut own: Vec<(String, Vec<String>)>,
    base: Vec<(String, Vec<String>)>,
) -> Vec<(String, Vec<String>)> {
    let is_taken = |own: &[(String, Vec<String>)], name: &String| {
        own.iter().any(|(_, names)| names.contains(name))
    };
    for (element, mut names) in base {
        names.retain(|name| !is_taken(&own, name));
        match own.iter_mut().find(|(other, _)| *other == element) {
            Some((_, own)) => own.append(&mut names),
            None => own.push((element, names)),
        }
    }
    own
}

/// What both tables have by status, in ascending order. If both have it for the same status, that
/// of the extending one wins.
fn by_status(own: Vec<(u16, String)>, base: Vec<(u16, String)>) -> Vec<(u16, String)> {
    let mut merged = own;
    merged.extend(base);
    merged.sort_by_key(|(status, _)| *status);
    merged.dedup_by_key(|(status, _)| *status);
    merged
}

impl Override {
    fn apply(self, to: &mut Code) {
        let Self { code: _, status, message, solution, note, sends, causes, page, retry } = self;
        to.status = status.unwrap_or(to.status);
        to.retry = retry.unwrap_or(to.retry);
        if let Some(message) = message {
            to.message = message;
        }
        if let Some(solution) = solution {
            to.solution = solution;
        }
        to.note = note.or(to.note.take());
        to.sends = sends.or(to.sends.take());
        to.page = page.or(to.page.take());
        to.causes.extend(causes);
    }
}
