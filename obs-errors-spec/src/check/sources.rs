//! The documents that the facts come from.

use std::collections::HashSet;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned};
use crate::suggest::unknown;

pub(super) fn check_sources_are_unique(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    check_unique(
        "source",
        tables.own.sources.iter().map(|source| (&source.key.value, source.key.span)),
        diagnostics,
    );
}

pub(super) fn check_paraphrased(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let known: Vec<&str> =
        tables.own.sources.iter().map(|source| source.key.value.as_str()).collect();
    for Spanned { value: source, span } in &tables.own.paraphrased {
        if !known.contains(&source.as_str()) {
            diagnostics
                .push(Diagnostic::new(*span, unknown("source", source, &known, "`sources`")));
        }
    }
}

pub(super) fn check_cited_sources(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
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
