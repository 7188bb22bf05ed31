//! The documents that the facts come from.

use std::collections::HashSet;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::suggest::unknown;

pub(super) fn check_sources_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    check_unique(
        "source",
        tables.own.sources.iter().map(|source| (&source.key.value, source.key.span)),
        diagnostics,
    );
}

pub(super) fn check_paraphrased(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let known: Vec<&str> =
        tables.own.sources.iter().map(|source| source.key.value.as_str()).collect();
    for Spanned { value: source, span } in &tables.own.paraphrased {
        if !known.contains(&source.as_str()) {
            diagnostics
                .push(Diagnostic::new(*span, unknown("source", source, &known, "`paraphrased`")));
        }
    }
}

pub(super) fn check_cited_sources(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let base = tables.base.iter().flat_map(|base| &base.sources).map(|source| source.id.as_str());
    let own = tables.own.sources.iter().map(|source| source.key.value.as_str());
    let known: Vec<&str> = own.chain(base).collect();
    let set: HashSet<&str> = known.iter().copied().collect();
    for source in tables.own.codes.iter().flat_map(|code| &code.value.sources) {
        if !set.contains(source.value.as_str()) {
            let message = unknown("source", &source.value, &known, "`sources`");
            diagnostics.push(Diagnostic::new(source.span, message));
        }
    }
}

/// The first source is the default of the codes that cite none.
pub(super) fn check_sources_are_used(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let cited = tables.own.codes.iter().flat_map(|code| &code.value.sources);
    let cited: HashSet<&str> = cited.map(|source| source.value.as_str()).collect();
    let has_default = tables.own.added().any(|code| code.value.sources.is_empty());
    for (index, source) in tables.own.sources.iter().enumerate() {
        let Spanned { value: id, span } = &source.key;
        let is_used = cited.contains(id.as_str()) || (index == 0 && has_default);
        if !is_used {
            let message = format!("no code cites the source {}; remove it", quoted(id));
            diagnostics.push(Diagnostic::warning(*span, message));
        }
    }
}
