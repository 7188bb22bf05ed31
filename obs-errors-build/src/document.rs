//! The kinds of documents that can be generated from a table.

use obs_errors_spec::model::Table;

#[cfg(feature = "documents")]
use crate::documents::{catalogue, schema, templates};
use crate::provenance::Provenance;
use crate::rust;

/// A document that can be generated from a table. It depends only on the table and the
/// [`Provenance`], so the same table gives the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Document {
    /// The codes as Rust code, like the expansion of `error_codes!`.
    Rust,
    /// The codes in Markdown, for people.
    #[cfg(feature = "documents")]
    Markdown,
    /// The codes as a searchable HTML page, for people.
    #[cfg(feature = "documents")]
    Page,
    /// The codes in JSON, for other languages.
    #[cfg(feature = "documents")]
    Catalogue,
    /// The error document as XML Schema.
    #[cfg(feature = "documents")]
    Xsd,
    /// The keys of a table as JSON Schema, for editors. It does not depend on the table.
    #[cfg(feature = "documents")]
    EditorSchema,
}

impl Document {
    /// Returns the content of the document.
    #[must_use]
    pub fn generate(self, table: &Table, provenance: Provenance<'_>) -> String {
        match self {
            Self::Rust => rust::source(table, provenance),
            #[cfg(feature = "documents")]
            Self::Markdown => templates::table("error-codes.md", table, provenance),
            #[cfg(feature = "documents")]
            Self::Page => templates::table("index.html", table, provenance),
            #[cfg(feature = "documents")]
            Self::Catalogue => catalogue::json(table),
            #[cfg(feature = "documents")]
            Self::Xsd => templates::table("error.xsd", table, provenance),
            #[cfg(feature = "documents")]
            Self::EditorSchema => schema::json(provenance),
        }
    }
}
