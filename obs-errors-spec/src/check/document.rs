//! The elements of an error document.

use std::collections::HashSet;

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::keys::REQUIRED_ELEMENTS;
use crate::names::constant;
use crate::raw::Entry;

pub(super) fn check_first_elements(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    // A duplicate is reported as such.
    let mut seen = HashSet::new();
    let elements = tables.own.elements.iter().filter(|it| seen.insert(&it.key.value));
    let elements: Vec<_> = elements.collect();
    for (index, name) in REQUIRED_ELEMENTS.into_iter().enumerate() {
        let Some(found) = elements.get(index).or(elements.last()) else {
            return;
        };
        if found.key.value != name {
            let message = format!(
                "the elements must start with `{}`, by which clients recognize an error; add \
                 `{name}` here",
                REQUIRED_ELEMENTS.join("`, `")
            );
            return diagnostics.push(Diagnostic::new(found.key.span, message));
        }
    }
}

pub(super) fn check_element_names(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Entry { key: Spanned { value: name, span }, .. } in &tables.own.elements {
        let rest = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if !(name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(rest)) {
            let message = format!(
                "{} is not a valid element name; use a letter, then letters, digits, `.`, `_`, `-`",
                quoted(name)
            );
            diagnostics.push(Diagnostic::new(*span, message));
        }
    }
}

pub(super) fn check_elements_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let constants =
        tables.own.elements.iter().map(|element| (constant(&element.key.value), element.key.span));
    check_unique("element constant", constants, diagnostics);
}
