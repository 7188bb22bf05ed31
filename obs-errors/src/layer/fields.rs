//! Single fields of an error, and the headers that carry them.

use ::http::HeaderMap;

use crate::{ErrorCode, ErrorResponse};

pub(super) fn is_missing(value: Option<&str>) -> bool {
    value.is_none_or(str::is_empty)
}

/// The value of the first header in a list that has one.
pub(super) fn from_headers<'a>(headers: &'a HeaderMap, names: &[&str]) -> Option<&'a str> {
    let values = names.iter().flat_map(|name| headers.get_all(*name));
    values.filter_map(|value| value.to_str().ok()).find(|value| !value.is_empty())
}

/// Sets a field if there is a value for it.
pub(super) fn with_value<C: ErrorCode>(
    error: ErrorResponse<C>,
    name: &str,
    value: Option<&str>,
) -> ErrorResponse<C> {
    match value {
        Some(value) if !value.is_empty() => error.with_field(name, value),
        _ => error,
    }
}

/// Sets a field if the table documents it.
pub(super) fn with_documented<C: ErrorCode>(
    error: ErrorResponse<C>,
    name: &str,
    value: &str,
) -> ErrorResponse<C> {
    let is_documented = const { C::COLUMNS.elements }.contains(&name);
    if is_documented { error.with_field(name, value) } else { error }
}
