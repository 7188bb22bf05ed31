//! What a command prints that compares a table with an earlier one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use obs_errors_spec::diff::{Level, diff};
use obs_errors_spec::{self as spec, TableRef};

use crate::baseline::Baseline;
use crate::changes::{ChangeReport, is_version_raised};
use crate::error::Error;
use crate::open::{embedded_obs, read_table};
use crate::outcome::Outcome;

/// A run of a command that shows what changed in a table (feature `documents`).
///
/// `cargo xtask diff` and `obs-errors diff` differ only in their arguments.
#[derive(Clone, Debug)]
pub struct DiffCommand<'a> {
    /// The directory that the path of the table is relative to.
    pub root: &'a Path,
    /// The path of the table.
    pub table: &'a str,
    /// The path of the table that `extends: obs` means, relative to `root`; if `None`, the embedded
    /// one.
    pub obs: Option<&'a str>,
    /// A revision of git, or a file; the last tag if `None`.
    pub baseline: Option<String>,
    /// The level on which, and above which, a change is an error.
    pub fail_on: Option<Level>,
    /// The version of the table. If it was raised for a change since the tag, the change is no error.
    pub version: Option<&'a str>,
}

impl DiffCommand<'_> {
    /// Compares the tables. The function shows the report in one of its forms.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such baseline, or if git fails.
    pub fn run(&self, show: impl Fn(&ChangeReport<'_>) -> String) -> Result<Outcome, Error> {
        let Self { root, table, .. } = *self;
        let baseline = Baseline::find(root, self.baseline.clone(), table)?;
        let (name, path) = match &baseline {
            Baseline::None(why) => {
                return Ok(Outcome::new(show(&ChangeReport::without_baseline(why)), true));
            }
            Baseline::Revision(revision) => (revision.as_str(), table),
            Baseline::File(path) => (path.as_str(), path.as_str()),
        };
        let before = spec::read(path, |table| self.open(&baseline, table));
        let obs = self.obs.map(|obs| root.join(obs));
        let after = read_table(root, table, obs.as_deref());
        let (before, after) = match (before, after) {
            (Ok(before), Ok((after, _))) => (before, after),
            (before, after) => {
                let mut errors = Vec::new();
                if let Err(diagnostics) = before {
                    errors.push(format!("{diagnostics}error: the table of {name} has errors"));
                }
                if let Err(diagnostics) = after {
                    errors.push(format!("{diagnostics}error: {table} has errors"));
                }
                return Ok(Outcome::failed(errors));
            }
        };
        let diff = diff(&before, &after);
        let report = ChangeReport::new(name, &diff);
        let mut errors: Vec<String> =
            report.errors().iter().map(|error| format!("error: {error}")).collect();
        let refused =
            diff.max_level().filter(|level| self.fail_on.is_some_and(|most| *level >= most));
        errors.extend(refused.and_then(|level| self.refusal(name, level)));
        let is_success = errors.is_empty();
        Ok(Outcome::new(show(&report), is_success).with_errors(errors))
    }

    /// The error about a change of this level, unless the version was raised for it.
    fn refusal(&self, baseline: &str, level: Level) -> Option<String> {
        let name = level.as_str();
        match self.version {
            Some(version) if is_version_raised(baseline, version, level) => None,
            Some(version) => Some(format!(
                "error: the table has a {name} change since {baseline}; undo it, or raise the \
                 version, which is {version} (and compare with a tag that names a version)"
            )),
            None => Some(format!("error: the table has a {name} change since {baseline}")),
        }
    }

    /// Opens a table as it is in the baseline.
    fn open(&self, baseline: &Baseline, table: TableRef<'_>) -> io::Result<Box<dyn Read>> {
        match (table, self.obs) {
            (TableRef::Path(path), _) => baseline.open(self.root, path),
            // A file extends the current table.
            (TableRef::Obs, Some(obs)) if matches!(baseline, Baseline::File(_)) => {
                Ok(Box::new(File::open(self.root.join(obs))?))
            }
            (TableRef::Obs, Some(obs)) => baseline.open(self.root, obs),
            (TableRef::Obs, None) => embedded_obs(),
        }
    }
}
