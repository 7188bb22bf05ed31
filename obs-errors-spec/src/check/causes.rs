//! Causes of errors, and the pages that explain them.

use std::collections::HashMap;

use obs_errors_core::Pattern;

use super::tables::Tables;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::raw::Entry;

/// Two causes with the same message and the same meaning are one.
pub(super) fn check_causes_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Entry { key, value } in &tables.own.codes {
        let base = tables.overridden(key, value);
        let inherited = base.iter().flat_map(|base| &base.causes);
        let mut known: HashMap<(Option<&str>, &str), Option<_>> = inherited
            .map(|cause| ((cause.message.as_deref(), cause.meaning.as_str()), None))
            .collect();
        for Spanned { value: cause, span } in &value.causes {
            let Some(meaning) = &cause.meaning else { continue };
            let message = cause.message.as_ref().map(|message| message.value.as_str());
            let first = known.entry((message, meaning.value.as_str())).or_insert(Some(*span));
            if *first == Some(*span) {
                continue;
            }
            let text = format!("this cause of {} is listed twice; remove one", quoted(&key.value));
            let diagnostic = Diagnostic::new(*span, text);
            diagnostics.push(match first {
                Some(first) => diagnostic.with_related(*first, "the first"),
                None => diagnostic,
            });
        }
    }
}

/// The messages of causes are patterns.
pub(super) fn check_patterns(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let causes = tables.own.codes.iter().flat_map(|code| &code.value.causes);
    for message in causes.filter_map(|cause| cause.value.message.as_ref()) {
        if let Err(error) = Pattern::new(&message.value) {
            diagnostics.push(Diagnostic::new(message.span, error.to_string()));
        }
    }
}

pub(super) fn check_pages(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for page in tables.own.codes.iter().filter_map(|code| code.value.page.as_ref()) {
        let Spanned { value, span } = page;
        let host = value.strip_prefix("https://").unwrap_or_default();
        let is_printable = value.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_printable || !host.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            let message =
                format!("expected an address that begins with `https://`, found {}", quoted(value));
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}
