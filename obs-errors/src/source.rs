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

    /// Returns the id of the document in the table, such as `api-reference`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.id
    }

    /// Returns the title of the document.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.title
    }
}
