//! `cargo xtask import`: compares a page of the vendor's documentation with the table.

use std::path::Path;

use obs_errors_build::import::Import;
use obs_errors_build::{Error, Outcome};

use crate::workspace::TABLE;

pub(crate) struct Job {
    /// The path of the page.
    pub(crate) page: String,
    /// The id of the source that the page is an edition of; the table's first if nothing
    /// is named.
    pub(crate) source: Option<String>,
    /// Whether new codes and sources are added to the table.
    pub(crate) writes: bool,
    /// Codes that are added although there is reason to doubt them.
    pub(crate) accepted: Vec<String>,
}

pub(crate) fn run(root: &Path, job: &Job) -> Result<Outcome, Error> {
    let Job { page, source, writes, accepted } = job;
    let imported = Import {
        root,
        table: TABLE,
        page,
        source: source.as_deref(),
        writes: *writes,
        accepted,
        command: &format!("cargo xtask import {page}"),
    };
    match imported.run() {
        Ok(imported) => Ok(Outcome::new(imported.report, imported.is_in_sync)),
        Err(Error::Table(diagnostics)) => {
            let error =
                format!("{diagnostics}error: {TABLE} has errors; nothing was compared with it");
            Ok(Outcome::failed(vec![error]))
        }
        Err(error) => Err(error),
    }
}
