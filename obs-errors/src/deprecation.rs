//! Codes that are not to be used any more.

use std::fmt;

/// Why a code is not to be used any more: the service no longer sends it. It is still
/// read like every other.
///
/// [`Display`](fmt::Display) says it in a line:
/// `since 0.2.0: the service answers with another code; use NoSuchKey`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deprecation {
    since: &'static str,
    note: &'static str,
    replacement: Option<&'static str>,
}

impl Deprecation {
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(
        since: &'static str,
        note: &'static str,
        replacement: Option<&'static str>,
    ) -> Self {
        Self { since, note, replacement }
    }

    /// The version of the table that said so first, such as `0.2.0`.
    #[must_use]
    pub const fn since(self) -> &'static str {
        self.since
    }

    /// Why.
    #[must_use]
    pub const fn note(self) -> &'static str {
        self.note
    }

    /// The code that stands in its place, as it is sent; it is one of the same table,
    /// and not deprecated.
    #[must_use]
    pub const fn replacement(self) -> Option<&'static str> {
        self.replacement
    }
}

impl fmt::Display for Deprecation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "since {}: {}", self.since, self.note)?;
        self.replacement.map_or(Ok(()), |code| write!(f, "; use {code}"))
    }
}
