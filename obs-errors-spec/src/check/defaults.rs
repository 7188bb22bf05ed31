//! The codes of errors about which only the status is known.

use std::collections::HashMap;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::names::status_or_class;
use crate::raw::Entry;
use crate::suggest::nearest_code;

pub(super) fn check_defaults_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let defaults = tables.own.defaults.iter();
    let keys = defaults.map(|entry| (status_or_class(entry.key.value), entry.key.span));
    check_unique("status", keys, diagnostics);
}

/// A default is a code of the table, and its status is of the same class: otherwise the code says
/// that the client is at fault, and the status that the server is.
pub(super) fn check_defaults(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let base = tables.base_codes().map(|code| (code.code.as_str(), Some(code.status)));
    let own = tables.own.codes.iter().map(|Entry { key, value }| {
        // The status of a code may be missing, which is another error.
        (key.value.as_str(), tables.status(key, value))
    });
    let known: HashMap<&str, Option<u16>> = base.chain(own).collect();
    for Entry { key, value } in &tables.own.defaults {
        let Some(Spanned { value: code, span }) = value else { continue };
        let class = class(key.value);
        let error = match known.get(code.as_str()) {
            Some(None) => continue,
            Some(Some(status)) if status / 100 == class => continue,
            Some(Some(status)) => {
                format!("has the status {status}; name a code whose status is {class}xx")
            }
            None => match (tables.code_of_alias(code), nearest_code(code, known.keys().copied())) {
                (Some(known), _) => format!("is an alias of {}; name that", quoted(known)),
                (None, Some(near)) => format!("is not in the table; did you mean `{near}`?"),
                (None, None) => "is not in the table; name a code that is".to_owned(),
            },
        };
        let status = status_or_class(key.value);
        let message = format!("the default for {status}, {}, {error}", quoted(code));
        diagnostics.push(Diagnostic::new(*span, message));
    }
}

/// An override must not move a default to another class.
pub(super) fn check_inherited_defaults(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let is_own = |key: u16| tables.own.defaults.iter().any(|own| own.key.value == key);
    let inherited = tables.base.iter().flat_map(|base| &base.defaults);
    for (key, code) in inherited.filter(|(key, _)| !is_own(*key)) {
        let change = tables.own.overrides().find(|change| change.key.value == *code);
        let Some(Spanned { value, span }) = change.and_then(|change| change.value.status.as_ref())
        else {
            continue;
        };
        if value / 100 != class(*key) {
            let (code, key) = (quoted(code), status_or_class(*key));
            let message = format!(
                "{code} is the default for {key}; name another code for that under \
                 `default_for_status`"
            );
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}

fn class(key: u16) -> u16 {
    if key < 10 { key } else { key / 100 }
}

/// A server needs a code for every status, so if there are defaults, there are those of both
/// classes.
pub(super) fn check_defaults_are_complete(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = tables.own.defaults.first() else { return };
    let base = tables.base.iter().flat_map(|base| &base.defaults).map(|(status, _)| *status);
    let own = tables.own.defaults.iter().map(|entry| entry.key.value);
    let known: Vec<u16> = own.chain(base).collect();
    for class in [4, 5].into_iter().filter(|class| !known.contains(class)) {
        let class = status_or_class(class);
        let message = format!(
            "missing key `{class}` in `default_for_status`; add the code for all other statuses \
             of that class"
        );
        diagnostics.push(Diagnostic::new(first.key.span, message));
    }
}
