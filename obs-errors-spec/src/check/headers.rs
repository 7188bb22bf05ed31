//! The names of headers.

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};

/// Headers that already have a meaning in every service.
const STANDARD_HEADERS: [&str; 5] =
    ["content-length", "content-type", "date", "location", "retry-after"];

fn names<'a>(tables: &Tables<'a>) -> impl Iterator<Item = &'a Spanned<String>> {
    tables.own.headers.lists().into_iter().flat_map(|(_, names)| names)
}

pub(super) fn check_header_names(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let is_name = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
    };
    for Spanned { value, span } in names(tables) {
        let error = if value.is_empty() || !value.bytes().all(is_name) {
            "is not a valid header name; use lower-case letters, digits, `-` and `_`"
        } else if STANDARD_HEADERS.contains(&value.as_str()) {
            "has a fixed meaning in HTTP; use another header"
        } else {
            continue;
        };
        diagnostics.push(Diagnostic::new(*span, format!("{} {error}", quoted(value))));
    }
}

pub(super) fn check_headers_are_unique(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    check_unique("header", names(tables).map(|name| (&name.value, name.span)), diagnostics);
}

/// A style is a position in the lists, so they must have the same length; a list with one
/// name serves every style.
pub(super) fn check_header_counts(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut lists = tables.own.headers.lists().into_iter().filter(|(_, names)| names.len() > 1);
    let Some((first, names)) = lists.next() else { return };
    for (key, others) in lists.filter(|(_, others)| others.len() != names.len()) {
        let (count, other_count) = (names.len(), others.len());
        let message = format!(
            "`{key}` has {other_count} headers, but `{first}` has {count}; list one for \
             each style, in the same order, or one for all styles"
        );
        diagnostics.push(Diagnostic::new(others[0].span, message));
    }
}
