//! Wire codes and aliases.

use std::collections::HashMap;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Span, Spanned, quoted};
use crate::names::wire_code_error;
use crate::raw::Entry;

pub(super) fn check_wire_codes(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Spanned { value, span } in tables.own.wire_codes().chain(&tables.own.reserved) {
        if let Some(error) = wire_code_error(value) {
            diagnostics.push(Diagnostic::new(*span, format!("the code {} {error}", quoted(value))));
        }
    }
}

pub(super) fn check_wire_codes_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    check_unique("code", tables.own.wire_codes().map(|code| (&code.value, code.span)), diagnostics);
}

pub(super) fn check_wire_codes_are_new(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let known = &tables.base_wire_codes;
    for Entry { key, value } in tables.own.added() {
        let Some(known) = known.get(key.value.as_str()) else {
            diagnostics.extend(value.missing.iter().cloned());
            continue;
        };
        let message = if known.code == key.value {
            format!(
                "the code {} is already in the table that this one extends; \
                 to change it, add `override: true`",
                quoted(&key.value)
            )
        } else {
            format!(
                "the code {} is an alias of {} in the table that this one extends; \
                 override that, or remove this",
                quoted(&key.value),
                quoted(&known.code)
            )
        };
        diagnostics.push(Diagnostic::new(key.span, message));
    }
    for Spanned { value, span } in tables.own.codes.iter().flat_map(|code| &code.value.aliases) {
        if let Some(known) = known.get(value.as_str()) {
            let message = format!(
                "the alias {} is read as {} in the table that this one extends; remove it",
                quoted(value),
                quoted(&known.code)
            );
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}

pub(super) fn check_reserved(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let reserved: HashMap<&str, Span> =
        tables.own.reserved.iter().map(|code| (code.value.as_str(), code.span)).collect();
    for Spanned { value, span } in tables.own.wire_codes() {
        if let Some(reserved) = reserved.get(value.as_str()) {
            let message =
                format!("the code {} is reserved and must not be used again", quoted(value));
            diagnostics
                .push(Diagnostic::new(*span, message).with_related(*reserved, "reserved here"));
        }
    }
    let Some(base) = tables.base else { return };
    for Spanned { value, span } in &tables.own.reserved {
        if tables.base_wire_codes.contains_key(value.as_str()) {
            let code = quoted(value);
            let message = format!(
                "{code} cannot be reserved, since it is in the table that this one extends"
            );
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
    for Spanned { value, span } in tables.own.wire_codes() {
        if base.reserved.contains(value) {
            let code = quoted(value);
            let message = format!("the code {code} is reserved in the table that this one extends");
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}

/// Codes, aliases and Rust names that differ only in case are easily confused, unless they belong
/// to the same code.
pub(super) fn check_case(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, (&str, &str, Option<Span>)> = HashMap::new();
    for code in tables.base_codes() {
        for name in code.wire_codes().chain([&code.name]) {
            first.entry(name.to_ascii_lowercase()).or_insert((&code.code, name, None));
        }
    }
    for entry in tables.own.added() {
        let names = entry.value.aliases.iter().chain([&entry.key]).chain(&entry.value.name);
        for Spanned { value, span } in names {
            let key = value.to_ascii_lowercase();
            let (code, other, other_span) =
                *first.entry(key).or_insert((&entry.key.value, value, Some(*span)));
            if code == entry.key.value || other == value {
                continue;
            }
            let message = format!(
                "{} differs from {} only by case; rename one",
                quoted(value),
                quoted(other)
            );
            let warning = Diagnostic::warning(*span, message);
            diagnostics.push(match other_span {
                Some(span) => warning.with_related(span, "the other"),
                None => warning,
            });
        }
    }
}
