//! The names of members in JSON.

use obs_errors_core::members::{is_one_of, names_of, simplified};

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::keys::DEFAULT_ELEMENTS;
use crate::suggest::unknown;

/// Each name means one element: of the table, and of every table.
pub(super) fn check_json(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let json = &tables.own.json;
    check_unique("element", json.iter().map(|it| (&it.key.value, it.key.span)), diagnostics);
    let names = json.iter().flat_map(|entry| &entry.value);
    let simple = names.map(|name| (simplified(&name.value), name.span));
    check_unique("name in JSON", simple, diagnostics);

    let fields = fields(tables);
    for entry in json {
        let Spanned { value: element, span } = &entry.key;
        if !fields.contains(&element.as_str()) {
            let message = unknown("element", element, &fields, "`json`");
            diagnostics.push(Diagnostic::new(*span, message));
        }
        for Spanned { value: name, span } in &entry.value {
            let is_name = name.bytes().all(|byte| byte.is_ascii_graphic());
            let simple = simplified(name);
            let means = |field: &str| is_one_of(name, names_of(field));
            let other = fields.iter().find(|field| {
                **field != element.as_str() && (means(field) || simplified(field) == simple)
            });
            let error = if !is_name || !simple.contains(|c: char| c.is_ascii_alphanumeric()) {
                "is not the name of a member; use letters, digits, `_` and `-`".to_owned()
            } else if let Some(other) = other {
                format!("means {} already; remove it", quoted(other))
            } else if means(element) || name == element {
                format!("means {} without being listed; remove it", quoted(element))
            } else {
                continue;
            };
            diagnostics.push(Diagnostic::new(*span, format!("{} {error}", quoted(name))));
        }
    }
}

/// The elements of the table without the root.
fn fields<'a>(tables: &Tables<'a>) -> Vec<&'a str> {
    let own: Vec<&str> = tables.own.elements.iter().map(|it| it.key.value.as_str()).collect();
    let inherited = || match tables.base {
        Some(base) => base.elements.iter().map(|element| element.name.as_str()).collect(),
        None => DEFAULT_ELEMENTS.map(|(name, _)| name).to_vec(),
    };
    let all = if own.is_empty() { inherited() } else { own };
    all.into_iter().skip(1).collect()
}
