//! The Rust names of the enum and of its variants.

use std::collections::HashSet;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::names::{identifier_error, suggested_name};

pub(super) fn check_enum_name(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(Spanned { value: name, span }) = &tables.own.enum_name else { return };
    let message = match (identifier_error(name), name.strip_suffix("Code")) {
        (Some(fault), _) => format!("the enum {} {fault}", quoted(name)),
        (None, Some(error)) if identifier_error(error).is_none() => return,
        (None, _) => format!(
            "the enum {} must end in `Code`, as `AcmeErrorCode` does: \
             what stands before it names the error type",
            quoted(name)
        ),
    };
    diagnostics.push(Diagnostic::new(*span, message));
}

pub(super) fn check_names(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for entry in tables.own.added() {
        let Spanned { value: name, span } = entry.name();
        if (!name.is_ascii() || name.trim() != name) && entry.value.name.is_none() {
            // It is no code at all, which is said already.
            continue;
        }
        let Some(fault) = identifier_error(name) else { continue };
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
        diagnostics.push(Diagnostic::new(*span, message));
    }
}

pub(super) fn check_names_are_unique(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    // A code that stands there twice is reported as that, and not as a name.
    let mut seen = HashSet::new();
    let codes = tables.own.added().filter(|code| seen.insert(&code.key.value));
    check_unique("name", codes.map(|code| (&code.name().value, code.name().span)), diagnostics);
}

pub(super) fn check_names_are_new(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(base) = tables.base else { return };
    let names: HashSet<&str> = base.codes.iter().map(|code| code.name.as_str()).collect();
    let codes: HashSet<&str> = base.codes.iter().map(|code| code.code.as_str()).collect();
    for entry in tables.own.added() {
        // A code that is there already is reported as that.
        let Spanned { value, span } = entry.name();
        if names.contains(value.as_str()) && !codes.contains(entry.key.value.as_str()) {
            let message = format!(
                "the name {} is one of the table that this one extends: give it another",
                quoted(value)
            );
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}
