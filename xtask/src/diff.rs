//! `cargo xtask diff`: what changed in the table, and what that breaks.

use std::path::Path;

use obs_errors_build::spec::diff::Level;
use obs_errors_build::{DiffCommand, Error, Outcome};

use crate::workspace::TABLE;

/// How the changes are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
}

pub(crate) struct Job {
    /// A revision of git, or a file; the last tag if nothing is named.
    pub(crate) baseline: Option<String>,
    pub(crate) format: Format,
    /// A change of this level or above is an error, unless the version was raised for it.
    pub(crate) fail_on: Option<Level>,
}

pub(crate) fn run(root: &Path, job: Job) -> Result<Outcome, Error> {
    let Job { baseline, format, fail_on } = job;
    let version = Some(env!("CARGO_PKG_VERSION"));
    let command = DiffCommand { root, table: TABLE, obs: Some(TABLE), baseline, fail_on, version };
    command.run(|report| match format {
        Format::Json => report.json(),
        Format::Text => report.text(),
        Format::Markdown => report.markdown(),
    })
}
