//! The kinds of documents that can be generated from a table.

use obs_errors_spec::model::Table;

#[cfg(feature = "documents")]
use crate::documents::{Links, catalogue, program, schema, templates};
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
    /// The error document and the responses of each status, for the description of a service in
    /// `OpenAPI` 3.1.
    #[cfg(feature = "documents")]
    OpenApi,
    /// The codes as TypeScript.
    #[cfg(feature = "documents")]
    TypeScript,
    /// The codes as Python, for version 3.8 and above.
    #[cfg(feature = "documents")]
    Python,
    /// The codes as Go, for version 1.19 and above.
    #[cfg(feature = "documents")]
    Go,
    /// The codes as Java, for version 17 and above.
    #[cfg(feature = "documents")]
    Java,
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
            "openapi" => Some(Self::OpenApi),
            #[cfg(feature = "documents")]
            "typescript" => Some(Self::TypeScript),
            #[cfg(feature = "documents")]
            "python" => Some(Self::Python),
            #[cfg(feature = "documents")]
            "go" => Some(Self::Go),
            #[cfg(feature = "documents")]
            "java" => Some(Self::Java),
            #[cfg(feature = "documents")]
            "schema" => Some(Self::EditorSchema),
            _ => None,
        }
    }

    /// Returns the content of the document, without links to others.
    #[must_use]
    pub fn generate(self, table: &Table, provenance: Provenance<'_>) -> String {
        #[cfg(feature = "documents")]
        return self.generate_at("", table, provenance, &Links::default());
        #[cfg(not(feature = "documents"))]
        match self {
            Self::Rust => rust::source(table, provenance),
        }
    }

    /// Returns the content of the document for a file at this path, with links to others.
    #[cfg(feature = "documents")]
    pub(crate) fn generate_at(
        self,
        path: &str,
        table: &Table,
        provenance: Provenance<'_>,
        links: &Links,
    ) -> String {
        let program = |template| program::embedded_in(template, table, provenance, path);
        match self {
            Self::Rust => rust::source(table, provenance),
            Self::Markdown => templates::table("error-codes.md", table, provenance, links),
            Self::Page => templates::table("index.html", table, provenance, links),
            Self::Catalogue => catalogue::json(table),
            Self::CatalogueSchema => catalogue::schema(),
            Self::Xsd => templates::table("error.xsd", table, provenance, links),
            Self::OpenApi => program("errors.openapi.json"),
            Self::TypeScript => program("errors.ts"),
            Self::Python => program("errors.py"),
            Self::Go => program("errors.go"),
            Self::Java => program("errors.java"),
            Self::EditorSchema => schema::json(provenance),
        }
    }
}
