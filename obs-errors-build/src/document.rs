//! The kinds of documents that can be generated from a table.

use obs_errors_spec::model::Table;

#[cfg(feature = "documents")]
use crate::documents::{Links, catalogue, schema, templates};
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
    /// The contract of the JSON as JSON Schema. It does not depend on the table.
    #[cfg(feature = "documents")]
    CatalogueSchema,
    /// The error document as XML Schema.
    #[cfg(feature = "documents")]
    Xsd,
    /// The keys of a table as JSON Schema, for editors. It does not depend on the table.
    #[cfg(feature = "documents")]
    EditorSchema,
}

impl Document {
    /// Returns the document that a key under `output` in a table means, such as `rust`; `None` for any
    /// other string.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "rust" => Some(Self::Rust),
            #[cfg(feature = "documents")]
            "markdown" => Some(Self::Markdown),
            #[cfg(feature = "documents")]
            "page" => Some(Self::Page),
            #[cfg(feature = "documents")]
            "json" => Some(Self::Catalogue),
            #[cfg(feature = "documents")]
            "json_schema" => Some(Self::CatalogueSchema),
            #[cfg(feature = "documents")]
            "xsd" => Some(Self::Xsd),
            #[cfg(feature = "documents")]
            "schema" => Some(Self::EditorSchema),
            _ => None,
        }
    }

    /// Whether the first lines of the document have the mark by which it is recognized. JSON has no
    /// comments.
    #[cfg(feature = "documents")]
    pub(crate) fn has_mark(self) -> bool {
        !matches!(self, Self::Catalogue | Self::CatalogueSchema | Self::EditorSchema)
    }

    /// Returns the content of the document, without links to others.
    #[must_use]
    pub fn generate(self, table: &Table, provenance: Provenance<'_>) -> String {
        #[cfg(feature = "documents")]
        return self.generate_with(table, provenance, &Links::default());
        #[cfg(not(feature = "documents"))]
        match self {
            Self::Rust => rust::source(table, provenance),
        }
    }

    /// Returns the content of the document, with links to others.
    #[cfg(feature = "documents")]
    pub(crate) fn generate_with(
        self,
        table: &Table,
        provenance: Provenance<'_>,
        links: &Links,
    ) -> String {
        match self {
            Self::Rust => rust::source(table, provenance),
            Self::Markdown => templates::table("error-codes.md", table, provenance, links),
            Self::Page => templates::table("index.html", table, provenance, links),
            Self::Catalogue => catalogue::json(table),
            Self::CatalogueSchema => catalogue::schema(),
            Self::Xsd => templates::table("error.xsd", table, provenance, links),
            Self::EditorSchema => schema::json(provenance),
        }
    }
}
