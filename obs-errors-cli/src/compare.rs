//! `obs-errors diff` and `obs-errors import`: a table compared with an earlier one, or with a page.

use std::path::Path;

use obs_errors_build::import::Import;
use obs_errors_build::spec::diff::Level;
use obs_errors_build::{DiffCommand, Error, Outcome};

use crate::arguments::Format;

/// Shows what changed in a table.
pub(crate) fn diff(
    table: &str,
    baseline: Option<String>,
    fail_on: Option<Level>,
    format: Format,
    is_markdown: bool,
) -> Result<Outcome, Error> {
    let root = Path::new(".");
    let command = DiffCommand { root, table, obs: None, baseline, fail_on, version: None };
    command.run(|report| match format {
        _ if is_markdown => report.markdown(),
        Format::Json => report.json(),
        Format::Text => report.text(),
    })
}

/// A page of the documentation.
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) source: Option<String>,
    pub(crate) writes: bool,
    pub(crate) accepted: Vec<String>,
}

impl Page {
    /// Compares the page with a table, and adds to the table what it lacks.
    pub(crate) fn compare(&self, table: &str) -> Result<Outcome, Error> {
        let Self { path: page, source, writes, accepted } = self;
        let imported = Import {
            root: Path::new(""),
            table,
            page,
            source: source.as_deref(),
            writes: *writes,
            accepted,
            command: &format!("obs-errors import {page} --table {table}"),
        };
        let imported = imported.run()?;
        Ok(Outcome::new(imported.report, imported.is_in_sync))
    }
}
