//! The path of the table of this workspace, and the files that are generated from it.

use std::path::{Path, PathBuf};

use obs_errors_build::{Document, Generator, Provenance};

/// The table, which is written by hand.
pub(crate) const TABLE: &str = "obs-errors-spec/obs.yaml";

/// Every generated file, in the order in which they are reported.
const OUTPUTS: [(&str, Document); 12] = [
    ("obs-errors/src/generated.rs", Document::Rust),
    ("docs/error-codes.md", Document::Markdown),
    ("docs/error.xsd", Document::Xsd),
    ("docs/index.html", Document::Page),
    ("docs/obs-errors.json", Document::Catalogue),
    ("docs/obs-errors.schema.json", Document::CatalogueSchema),
    ("docs/obs-errors.openapi.json", Document::OpenApi),
    ("docs/languages/ObsErrorCode.java", Document::Java),
    ("docs/languages/obs_errors.py", Document::Python),
    ("docs/languages/obs_errors.ts", Document::TypeScript),
    ("docs/languages/obserrors/errors.go", Document::Go),
    ("obs-errors-spec/obs.schema.json", Document::EditorSchema),
];

/// The root of the workspace: the directory above this package's, which cargo names when it
/// runs the command, whatever the current directory is.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    package.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The generator of the files of this workspace.
pub(crate) fn generation(root: &Path) -> Generator<'_> {
    let provenance = Provenance { command: "cargo xtask gen", table: TABLE };
    let owned = ["docs", "docs/languages", "docs/languages/obserrors"];
    let generation = Generator::new(root, provenance).shared_directory("obs-errors/src");
    let generation = owned.into_iter().fold(generation, Generator::owned_directory);
    // `bash obs-errors-faults/conformance/run` writes these.
    let others = ["docs/conformance.md", "docs/conformance.html"];
    let generation = others.into_iter().fold(generation, Generator::other_file);
    OUTPUTS.into_iter().fold(generation, |all, (path, document)| all.output(path, document))
}
