//! Overrides: changes to codes of the table that is extended.

use super::tables::Tables;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::raw::{Code, Entry};

pub(super) fn check_overrides(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Entry { key, value } in tables.own.overrides() {
        let code = quoted(&key.value);
        let message = match tables.base_wire_codes.get(key.value.as_str()) {
            Some(known) if known.code == key.value => None,
            Some(known) => {
                Some(format!("{code} is an alias of {}; override that", quoted(&known.code)))
            }
            None if tables.base.is_none() => Some(format!(
                "{code} overrides nothing, since this table extends no other; remove `override`, or add `extends`"
            )),
            None => Some(format!(
                "{code} overrides nothing: the table that this one extends has no such code"
            )),
        };
        diagnostics.extend(message.map(|message| Diagnostic::new(key.span, message)));
        let Code {
            // These are the key that marks an override, and the keys that an override may change.
            is_override: _,
            status: _,
            message: _,
            solution: _,
            note: _,
            sends: _,
            causes: _,
            page: _,
            retry: _,
            missing: _,
            name,
            aliases,
            sources,
            deprecated,
        } = value;
        let kept = [
            ("name", name.as_ref().map(|name| name.span)),
            ("aliases", aliases.first().map(|alias| alias.span)),
            ("sources", sources.first().map(|source| source.span)),
            ("deprecated", deprecated.as_ref().map(|deprecated| deprecated.span)),
        ];
        for (what, span) in kept.into_iter().filter_map(|(what, span)| Some((what, span?))) {
            let message = format!("`{what}` of {code} cannot be overridden; remove it");
            diagnostics.push(Diagnostic::new(span, message));
        }
    }
}

pub(super) fn check_overrides_change_something(
    tables: &Tables<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for Entry { key, value } in tables.own.overrides() {
        let Some(base) = tables.overridden(key, value) else { continue };
        let is_base = |own: &Option<Spanned<String>>, base: Option<&String>| {
            own.as_ref().is_none_or(|own| Some(&own.value) == base)
        };
        let changes_nothing = value.status.as_ref().is_none_or(|it| it.value == base.status)
            && value.retry.as_ref().is_none_or(|it| it.value == Some(base.retry))
            && is_base(&value.message, Some(&base.message))
            && is_base(&value.solution, Some(&base.solution))
            && is_base(&value.note, base.note.as_ref())
            && is_base(&value.sends, base.sends.as_ref())
            && is_base(&value.page, base.page.as_ref())
            && value.causes.is_empty();
        if changes_nothing {
            let message =
                format!("the override of {} changes nothing; remove it", quoted(&key.value));
            diagnostics.push(Diagnostic::warning(key.span, message));
        }
    }
}
