//! Deprecated codes.

use std::fmt;

/// The reason why a code is deprecated: the service no longer sends it. It is still read like
/// any other code.
///
/// [`Display`](fmt::Display) formats it on one line:
/// `since 0.2.0: the service sends another code; use NoSuchKey`.
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

    /// Returns the first version of the table in which the code is deprecated, such as `0.2.0`.
    #[must_use]
    pub const fn since(self) -> &'static str {
        self.since
    }

    /// Returns why the code is deprecated.
    #[must_use]
    pub const fn note(self) -> &'static str {
        self.note
    }

    /// Returns the wire code to use instead, if there is one: a code of the same table that is
    /// not deprecated.
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
