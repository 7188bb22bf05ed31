//! Where the facts of a table come from.

/// A document that the facts of a table come from, such as one edition of the
/// service's documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    id: &'static str,
    title: &'static str,
}

impl Source {
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(id: &'static str, title: &'static str) -> Self {
        Self { id, title }
    }

    /// Returns the id by which the table names it, such as `api-reference`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.id
    }

    /// Returns its title, for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.title
    }
}
