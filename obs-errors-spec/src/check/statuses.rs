//! Statuses: their reason phrases, and what they ask of a code.

use std::collections::HashSet;

use obs_errors_core::Retry;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::keys::asks_for_retry;
use crate::raw::Entry;

pub(super) fn check_statuses_are_unique(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    check_unique(
        "status",
        tables.own.statuses().map(|status| (status.key.value, status.key.span)),
        diagnostics,
    );
}

pub(super) fn check_reasons(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if tables.own.statuses.is_none() && tables.base.is_none() {
        return;
    }
    let base = tables.base.iter().flat_map(|base| &base.statuses).map(|(status, _)| *status);
    let own = tables.own.statuses().map(|status| status.key.value);
    let known: HashSet<u16> = own.chain(base).collect();
    for Spanned { value: status, span } in
        tables.own.codes.iter().filter_map(|code| code.value.status.as_ref())
    {
        if !known.contains(status) {
            let message = format!("the status {status} has no reason phrase; add it to `statuses`");
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}

pub(super) fn check_retry_is_stated(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let names: Vec<&str> = Retry::ALL.iter().map(|class| class.as_str()).collect();
    for Entry { key, value } in &tables.own.codes {
        let Some(status) = value.status.as_ref().map(|status| status.value) else { continue };
        // A class that the overridden code had to state is still there.
        let was_stated =
            tables.overridden(key, value).is_some_and(|code| asks_for_retry(code.status));
        if asks_for_retry(status) && value.retry.is_none() && !was_stated {
            let (last, others) = names.split_last().expect("there are classes");
            let classes = format!("{} or {last}", others.join(", "));
            let code = quoted(&key.value);
            let message =
                format!("missing key `retry` in {code}; status {status} needs one: {classes}");
            diagnostics.push(Diagnostic::new(key.span, message));
        }
    }
}
