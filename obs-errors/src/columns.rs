//! A table as data: what the generated code provides, and how it is read.

use obs_errors_core::{PerfectHash, Retry};

use crate::{Cause, Deprecation, Source};

/// The data of a table. A column has a value for each code, in table order.
///
/// Accessors read a column in a constant expression, `const { C::COLUMNS.codes }`: then
/// the columns that a program does not read are not linked into it, at any optimization level.
#[derive(Clone, Copy, Debug)]
pub struct Columns<C: 'static> {
    /// The codes themselves.
    pub all: &'static [C],
    /// The wire codes: [`dense`].
    pub codes: &'static [&'static str],
    /// Rust names that are not the wire code: [`sparse`].
    pub renamed: &'static [(usize, &'static str)],
    /// [`dense`], and in ascending order.
    pub statuses: &'static [u16],
    /// The codes of one status share a reason: [`run`].
    pub reasons: &'static [(usize, &'static str)],
    /// [`dense`].
    pub messages: &'static [&'static str],
    /// [`dense`].
    pub solutions: &'static [&'static str],
    /// [`sparse`].
    pub notes: &'static [(usize, &'static str)],
    /// The messages that the service sends, if they differ: [`sparse`].
    pub sends: &'static [(usize, &'static str)],
    /// [`sparse`].
    pub causes: &'static [(usize, &'static [Cause])],
    /// [`sparse`].
    pub pages: &'static [(usize, &'static str)],
    /// [`dense`].
    pub retries: &'static [Retry],
    /// [`sparse`].
    pub aliases: &'static [(usize, &'static [&'static str])],
    /// [`dense`].
    pub sources: &'static [&'static [Source]],
    /// [`sparse`].
    pub deprecations: &'static [(usize, Deprecation)],
    /// The documented fields of an error document, in the order in which they are written.
    pub elements: &'static [&'static str],
    /// The headers that carry parts of an error.
    pub headers: HeaderNames,
    /// The names of members in JSON that mean an element, beside those that mean it in every table:
    /// in lower case, without `_` and `-`.
    pub json: JsonNames,
    /// The codes of errors about which only the status is known: under a status, or under the first
    /// digit of all others of its class. In ascending order; there are those of both classes, or
    /// none at all.
    pub defaults: &'static [(u16, C)],
    /// The codes by their wire codes and aliases.
    pub lookup: &'static PerfectHash<C>,
}

/// Elements, each with names of members in JSON.
pub type JsonNames = &'static [(&'static str, &'static [&'static str])];

/// The names of the headers that carry parts of an error. The position in a list is the
/// [style](crate::HeaderStyle).
#[derive(Clone, Copy, Debug)]
pub struct HeaderNames {
    /// The code.
    pub code: &'static [&'static str],
    /// The message.
    pub message: &'static [&'static str],
    /// The id of the request.
    pub request_id: &'static [&'static str],
    /// The id of the server.
    pub host_id: &'static [&'static str],
    /// A symbol for support.
    pub indicator: &'static [&'static str],
}

/// The part of a table that is generated, and the seal of [`ErrorCode`](crate::ErrorCode).
pub trait Table: Copy + 'static {
    /// The data of the table.
    const COLUMNS: Columns<Self>;

    /// Returns the position of the code in the table.
    fn index(self) -> usize;
}

/// The seal of [`DefaultCodes`](crate::DefaultCodes).
pub trait HasDefaults {}

/// Returns the value at an index of a column that has one for every code.
#[must_use]
pub const fn dense<T: Copy>(column: &[T], index: usize) -> T {
    column[index]
}

/// Returns the value at an index of a column that has values for few codes, each after the
/// index of its code, in ascending order.
#[must_use]
pub const fn sparse<T: Copy>(column: &[(usize, T)], index: usize) -> Option<T> {
    match after(column, index).checked_sub(1) {
        Some(last) if column[last].0 == index => Some(column[last].1),
        _ => None,
    }
}

/// Returns the same value as [`sparse`], or a default.
#[must_use]
pub const fn sparse_or<T: Copy>(column: &[(usize, T)], index: usize, other: T) -> T {
    match sparse(column, index) {
        Some(value) => value,
        None => other,
    }
}

/// Returns the value of the run that an index is in. A run begins at the index before its
/// value; the first begins at zero.
#[must_use]
pub const fn run<T: Copy>(column: &[(usize, T)], index: usize) -> T {
    column[after(column, index) - 1].1
}

/// How many entries of a column are at the index or before it.
const fn after<T: Copy>(column: &[(usize, T)], index: usize) -> usize {
    let (mut from, mut to) = (0, column.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        if column[middle].0 <= index {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

/// Returns the code of an error about which only the status is known, which must be that of a
/// failure. The table must have defaults.
pub(crate) fn default_for_status<C: Copy>(defaults: &[(u16, C)], status: u16) -> C {
    let find = |key| defaults.binary_search_by_key(&key, |(status, _)| *status);
    let found = find(status).or_else(|_| find(status / 100));
    defaults[found.expect("a table with defaults has those of both classes")].1
}

/// Whether a status is that of a failure: 4xx or 5xx.
pub(crate) const fn is_failure(status: u16) -> bool {
    matches!(status, 400..=599)
}

/// Returns whether a code may be retried, from the column of its class.
#[must_use]
pub const fn is_retryable(retries: &[Retry], index: usize) -> bool {
    dense(retries, index).is_retryable()
}

/// Returns the code that a string means.
#[must_use]
#[inline]
pub const fn find<C: Copy>(lookup: &PerfectHash<C>, code: &str) -> Option<C> {
    lookup.find(code)
}

/// Returns the codes with a status; the table is sorted by status.
pub fn with_status<C: Copy>(
    all: &'static [C],
    statuses: &[u16],
    status: u16,
) -> std::iter::Copied<std::slice::Iter<'static, C>> {
    let from = statuses.partition_point(|other| *other < status);
    let to = statuses.partition_point(|other| *other <= status);
    all[from..to].iter().copied()
}
