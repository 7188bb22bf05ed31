//! What the headers of a response say about an error.

use std::borrow::Cow;

use obs_errors_core::chars::WHITESPACE;

use crate::columns::HeaderNames;
use crate::details::Details;
use crate::fields::{CODE, HOST_ID, MESSAGE, REQUEST_ID};
use crate::{HeaderStyle, date, retry_after};

/// The fields that headers can fill, and the names of these headers. The first header in the
/// list that has a value counts.
///
/// The indicator is not one of them: successful responses have it, too, and bodies do not.
pub(crate) fn field_headers(names: &HeaderNames) -> [(&'static str, &'static [&'static str]); 4] {
    let HeaderNames { code, message, request_id, host_id, indicator: _ } = *names;
    [(CODE, code), (MESSAGE, message), (REQUEST_ID, request_id), (HOST_ID, host_id)]
}

pub(crate) struct Headers {
    /// For each field, the style and the value of the header that comes first in its list.
    values: [(&'static str, Option<(u8, String)>); 4],
    /// The first style, in the order of the lists, that any header has.
    style: Option<u8>,
    /// The request id that a proxy or a gateway gave the request.
    proxy_request_id: Option<String>,
    retry_after: Option<String>,
    location: Option<String>,
    date: Option<String>,
    /// The indicator, and the position of its header in the list.
    indicator: Option<(u8, String)>,
}

impl Headers {
    pub(crate) fn new<N: AsRef<str>, V: AsRef<[u8]>>(
        names: &HeaderNames,
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let (fields, indicator) = (field_headers(names), names.indicator);
        let mut headers = Self {
            values: fields.map(|(field, _)| (field, None)),
            style: None,
            proxy_request_id: None,
            retry_after: None,
            location: None,
            date: None,
            indicator: None,
        };
        for (name, value) in pairs {
            let (name, value) = (name.as_ref(), value.as_ref());
            match position(indicator, name) {
                Some(index) => _ = keep_first(&mut headers.indicator, index, value),
                None => headers.add(&fields, name, value),
            }
        }
        headers
    }

    fn add(&mut self, names: &[(&str, &[&str]); 4], name: &str, value: &[u8]) {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let mut lists = names.iter().zip(&mut self.values);
        let place = if is("retry-after") {
            &mut self.retry_after
        } else if is("location") {
            &mut self.location
        } else if is("date") {
            &mut self.date
        } else if let Some((index, is_styled, found)) =
            lists.find_map(|((_, names), (_, found))| {
                Some((position(names, name)?, names.len() > 1, found))
            })
        {
            if keep_first(found, index, value) && is_styled {
                self.style = Some(self.style.map_or(index, |style| style.min(index)));
            }
            return;
        } else if is("x-request-id") && names.iter().any(|(_, names)| !names.is_empty()) {
            &mut self.proxy_request_id
        } else {
            return;
        };
        let Some(value) = value_of(value) else { return };
        match place {
            // The values of a repeated header form a list.
            Some(list) if is("retry-after") => list.extend([", ", &value]),
            // The first date that can be read counts.
            Some(own) if is("date") && date::parse(own).is_none() => *own = value,
            Some(_) => {}
            None => *place = Some(value),
        }
    }

    /// The fields that the headers fill, with their values.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.values.iter().filter_map(|(field, value)| {
            let value = value.as_ref().map(|(_, value)| value.as_str());
            let other = self.proxy_request_id.as_deref().filter(|_| *field == REQUEST_ID);
            Some((*field, value.or(other)?))
        })
    }

    /// The details that are in the headers.
    pub(crate) fn into_details(self) -> Details {
        let (retry_after, date) = (self.retry_after.as_deref(), self.date.as_deref());
        Details {
            retry_after: retry_after.and_then(|value| retry_after::parse(value, date)),
            location: self.location.map(String::into_boxed_str),
            date: self.date.map(String::into_boxed_str),
            indicator: self.indicator.map(|(_, value)| value.into_boxed_str()),
            // The first style that a header has.
            header_style: self.style.map(HeaderStyle::new).unwrap_or_default(),
            ..Details::default()
        }
    }
}

/// The position of a header in a list of names.
fn position(names: &[&str], name: &str) -> Option<u8> {
    let index = names.iter().position(|other| name.eq_ignore_ascii_case(other))?;
    Some(u8::try_from(index).unwrap_or(u8::MAX))
}

/// Keeps a value if its header precedes the one that was found before; returns whether it does.
fn keep_first(found: &mut Option<(u8, String)>, index: u8, value: &[u8]) -> bool {
    let is_first = found.as_ref().is_none_or(|(other, _)| index < *other);
    let Some(value) = value_of(value).filter(|_| is_first) else { return false };
    *found = Some((index, value));
    true
}

/// The value without the whitespace around it; `None` if nothing is left.
fn value_of(value: &[u8]) -> Option<String> {
    let value = decoded(value);
    let value = value.trim_matches(WHITESPACE);
    (!value.is_empty()).then(|| value.to_owned())
}

/// Decodes UTF-8, which the service sends, or else ISO 8859-1, the encoding of older HTTP, whose
/// bytes are the first 256 code points of Unicode.
fn decoded(value: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(value) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}
