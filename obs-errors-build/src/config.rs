//! Generates Rust from a table in a build script.

use std::env;
use std::path::PathBuf;

use obs_errors_spec::LocatedDiagnostic;

use crate::document::Document;
use crate::error::Error;
use crate::files::{self, File};
use crate::open::read_with_files;
use crate::provenance::Provenance;

/// The configuration of a build script.
#[derive(Clone, Debug)]
pub struct Config {
    table: String,
    out_dir: Option<PathBuf>,
}

impl Config {
    /// Returns the configuration for the table in a YAML file. The path is relative to the
    /// directory of `Cargo.toml`, with `/` as the separator.
    #[must_use]
    pub fn new(table: impl Into<String>) -> Self {
        Self { table: table.into(), out_dir: None }
    }

    /// Sets the directory to write to, by default that in the environment variable `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(directory.into());
        self
    }

    /// Writes the table as Rust to a file with the name of the YAML file and the extension
    /// `rs`. A file that is up to date is not written.
    ///
    /// It prints `cargo::rerun-if-changed` for the table and for those that it extends, and
    /// `cargo::warning` for each of their warnings.
    ///
    /// # Errors
    ///
    /// Returns an error if the table has errors, the file cannot be written, or no directory
    /// is given.
    pub fn generate(&self) -> Result<(), Error> {
        let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        let (table, tables) = read_with_files(&root, &self.table);
        for path in tables {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let (table, warnings) = table?;
        for LocatedDiagnostic { path, start: (line, column), message, .. } in warnings.iter() {
            println!("cargo::warning={path}:{line}:{column}: {message}");
        }
        let directory = self.out_dir.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        let directory = directory.ok_or_else(|| {
            Error::Other(
                "OUT_DIR is not set: call this from a build script, or set the directory with \
                 `out_dir`"
                    .to_owned(),
            )
        })?;
        let provenance = Provenance { command: "obs-errors-build", table: &self.table };
        let file = File {
            path: files::rust_name(&self.table),
            text: Document::Rust.generate(&table, provenance),
        };
        files::update(&directory, &file).map(|_| ())
    }
}
