//! `cargo xtask diff`: what changed in the table, and what that breaks.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use obs_errors_build::spec::diff::{Level, diff};
use obs_errors_build::spec::{self, TableRef};
use obs_errors_build::{Baseline, ChangeReport, Error, Outcome, is_version_raised};

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
    let printed = |report: &ChangeReport<'_>| match job.format {
        Format::Json => report.json(),
        Format::Text => report.text(),
        Format::Markdown => report.markdown(),
    };
    let baseline = Baseline::find(root, job.baseline, TABLE)?;
    let (name, path) = match &baseline {
        Baseline::None(why) => {
            return Ok(Outcome::new(printed(&ChangeReport::without_baseline(why)), true));
        }
        Baseline::Revision(revision) => (revision.as_str(), TABLE),
        Baseline::File(path) => (path.as_str(), path.as_str()),
    };
    let before = spec::read(path, |table| match table {
        // A file extends the current table.
        TableRef::Obs if matches!(baseline, Baseline::File(_)) => {
            Ok(Box::new(File::open(root.join(TABLE))?) as Box<dyn Read>)
        }
        TableRef::Obs => baseline.open(root, TABLE),
        TableRef::Path(path) => baseline.open(root, path),
    });
    let after = spec::read(TABLE, |_| File::open(root.join(TABLE)));
    let (before, after) = match (before, after) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let mut errors = Vec::new();
            if let Err(diagnostics) = before {
                errors.push(format!("{diagnostics}error: the table of {name} has errors"));
            }
            if let Err(diagnostics) = after {
                errors.push(format!("{diagnostics}error: {TABLE} has errors"));
            }
            return Ok(Outcome::failed(errors));
        }
    };
    let diff = diff(&before, &after);
    let report = ChangeReport::new(name, &diff);
    let mut errors: Vec<String> =
        report.errors().iter().map(|error| format!("error: {error}")).collect();
    let version = env!("CARGO_PKG_VERSION");
    let refused = diff.max_level().filter(|level| {
        job.fail_on.is_some_and(|most| *level >= most) && !is_version_raised(name, version, *level)
    });
    if let Some(level) = refused {
        let level = level.as_str();
        errors.push(format!(
            "error: the table has a {level} change since {name}; undo it, or raise the \
             version, which is {version} (and compare with a tag that names a version)"
        ));
    }
    let is_success = errors.is_empty();
    Ok(Outcome::new(printed(&report), is_success).with_errors(errors))
}
