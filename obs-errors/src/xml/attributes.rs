//! Attributes mean nothing in the error documents of the service, but a document is well-formed
//! only if they are, and other services send values in them.

use std::borrow::Cow;

use obs_errors_core::chars::WHITESPACE;

use super::chars::{is_name, is_qualified_name, is_reference};

/// Whether a string may be between the name of a tag and its end.
pub(super) fn are_well_formed(mut rest: &str) -> bool {
    let mut names = Vec::new();
    loop {
        let next = rest.trim_start_matches(WHITESPACE);
        if next.is_empty() {
            names.sort_unstable();
            return names.windows(2).all(|pair| pair[0] != pair[1]);
        }
        let has_space = next.len() < rest.len();
        let Some((name, value, after)) = attribute(next) else { return false };
        let is_well_formed = has_space
            && is_qualified_name(name)
            && !value.contains('<')
            && value.split('&').skip(1).all(begins_with_reference);
        if !is_well_formed {
            return false;
        }
        names.push(name);
        rest = after;
    }
}

/// The names and the values of the attributes, up to the first that is malformed; without those
/// that have a prefix or declare one.
pub(super) fn values(mut rest: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let all = std::iter::from_fn(move || {
        let (name, value, after) = attribute(rest.trim_start_matches(WHITESPACE))?;
        rest = after;
        // A value with an undefined reference is kept as it is.
        let value = quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value));
        Some((name, value))
    });
    all.filter(|(name, _)| is_name(name) && *name != "xmlns")
}

/// The name and the value of the first attribute, and what comes after it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('=')?;
    let rest = rest.trim_start_matches(WHITESPACE);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = rest[1..].split_once(quote)?;
    Some((name.trim_end_matches(WHITESPACE), value, after))
}

/// Whether a string that follows an ampersand begins with the rest of a reference.
fn begins_with_reference(text: &str) -> bool {
    text.split_once(';').is_some_and(|(name, _)| is_reference(name))
}
