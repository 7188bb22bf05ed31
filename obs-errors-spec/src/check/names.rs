//! The Rust names of the enum and of its variants.

use std::collections::HashSet;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::names::{identifier_error, suggested_name, wire_code_error};

pub(super) fn check_enum_name(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(Spanned { value: name, span }) = &tables.own.enum_name else { return };
    let message = match (identifier_error(name), name.strip_suffix("Code")) {
        (Some(error), _) => format!("the enum name {} {error}", quoted(name)),
        (None, Some(error_name)) if identifier_error(error_name).is_none() => return,
        (None, Some("")) => format!(
            "the enum name {} needs a part before `Code`, like `AcmeErrorCode`; that part names \
             the error type",
            quoted(name)
        ),
        (None, _) => format!(
            "the enum name {} must end in `Code`, like `AcmeErrorCode`; the part before `Code` \
             names the error type",
            quoted(name)
        ),
    };
    diagnostics.push(Diagnostic::new(*span, message));
}

pub(super) fn check_names(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for entry in tables.own.added() {
        let Spanned { value: name, span } = entry.name();
        if entry.value.name.is_none() && wire_code_error(name).is_some() {
            // It is not a wire code, which is already reported.
            continue;
        }
        let Some(error) = identifier_error(name) else { continue };
        let message = match (&entry.value.name, suggested_name(name)) {
            (None, Some(suggestion)) => {
                format!(
                    "the code {} {error}; add a Rust name, such as `name: {suggestion}`",
                    quoted(name)
                )
            }
            (None, None) => {
                format!("the code {} {error}; add a Rust name with `name`", quoted(name))
            }
            (Some(_), _) => format!("the name {} {error}", quoted(name)),
        };
        diagnostics.push(Diagnostic::new(*span, message));
    }
}

pub(super) fn check_names_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    // A duplicate code is reported as such, and not as a duplicate name.
    let mut seen = HashSet::new();
    let codes = tables.own.added().filter(|code| seen.insert(&code.key.value));
    check_unique("name", codes.map(|code| (&code.name().value, code.name().span)), diagnostics);
}

pub(super) fn check_names_are_new(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(base) = tables.base else { return };
    let names: HashSet<&str> = base.codes.iter().map(|code| code.name.as_str()).collect();
    for entry in tables.own.added() {
        // A code that the extended table has is reported as such.
        let Spanned { value, span } = entry.name();
        if names.contains(value.as_str()) && tables.base_code(&entry.key.value).is_none() {
            let message = format!(
                "the name {} is already in the table that this one extends; choose another",
                quoted(value)
            );
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}
