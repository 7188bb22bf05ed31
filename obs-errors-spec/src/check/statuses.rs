//! Statuses: their reason phrases, and what they require of a code.

use std::collections::HashSet;

use obs_errors_core::Retry;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::iana;
use crate::keys::requires_retry;
use crate::prose::named;
use crate::raw::Entry;

pub(super) fn check_statuses_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    check_unique(
        "status",
        tables.own.statuses.iter().map(|status| (status.key.value, status.key.span)),
        diagnostics,
    );
}

pub(super) fn check_reasons(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let base = tables.base.iter().flat_map(|base| &base.statuses).map(|(status, _)| *status);
    let own = tables.own.statuses.iter().map(|status| status.key.value);
    let known: HashSet<u16> = own.chain(base).collect();
    for Spanned { value: status, span } in
        tables.own.codes.iter().filter_map(|code| code.value.status.as_ref())
    {
        if !known.contains(status) && iana::reason(*status).is_none() {
            let message = format!(
                "IANA registers no reason phrase for the status {status}; add one to `statuses`"
            );
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}

pub(super) fn check_retry_is_stated(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let names: Vec<&str> = Retry::OF_CODES.iter().map(|class| class.as_str()).collect();
    for Entry { key, value } in &tables.own.codes {
        let Some(status) = value.status.as_ref().map(|status| status.value) else { continue };
        // An override keeps the class that the overridden code had to state.
        let was_stated =
            tables.overridden(key, value).is_some_and(|code| requires_retry(code.status));
        if requires_retry(status) && value.retry.is_none() && !was_stated {
            let (last, others) = names.split_last().expect("there are classes");
            let classes = format!("{} or {last}", others.join(", "));
            let code = quoted(&key.value);
            let message =
                format!("missing key `retry` in {code}; status {status} needs one: {classes}");
            diagnostics.push(Diagnostic::new(key.span, message));
        }
    }
}

pub(super) fn check_retry_fits_the_status(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Entry { key, value } in &tables.own.codes {
        let Some(Spanned { value: Some(class), span }) = value.retry else { continue };
        let Some(status) = tables.status(key, value) else { continue };
        if !fits(class, status) {
            let (code, class) = (quoted(&key.value), class.as_str());
            let message = format!("`retry: {class}` of {code} contradicts its status, {status}");
            diagnostics.push(Diagnostic::warning(span, message));
        }
    }
}

/// Whether clients can make sense of a class together with a status.
fn fits(class: Retry, status: u16) -> bool {
    match status {
        // Too Many Requests: clients slow down.
        429 => class == Retry::Throttling,
        // Of the other 4xx statuses, these may be temporary.
        400 | 408 | 409 | 423 | 424 | 425 => class != Retry::Throttling,
        200..=499 | 501 | 505 => class == Retry::Never,
        _ => true,
    }
}

/// HTTP/1.1 sends a reason phrase as it is; few clients expect anything but ASCII.
pub(super) fn check_reasons_are_ascii(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Spanned { value, span } in tables.own.statuses.iter().flat_map(|status| &status.value) {
        if let Some(c) = value.chars().find(|c| !c.is_ascii()) {
            let message = format!("the reason phrase contains {}, which is not ASCII", named(c));
            diagnostics.push(Diagnostic::warning(*span, message));
        }
    }
}

pub(super) fn check_statuses_are_used(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let codes = &tables.own.codes;
    let own = codes.iter().filter_map(|code| tables.status(&code.key, &code.value));
    let used: HashSet<u16> = own.chain(tables.base_codes().map(|code| code.status)).collect();
    for Entry { key: Spanned { value: status, span }, .. } in &tables.own.statuses {
        if !used.contains(status) {
            let message = format!("no code has the status {status}; remove it from `statuses`");
            diagnostics.push(Diagnostic::warning(*span, message));
        }
    }
}
