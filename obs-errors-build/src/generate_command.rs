//! What a command prints that generates the files of a table.

use std::path::Path;

use obs_errors_spec::model::Table;
use obs_errors_spec::{Diagnostics, Severity};

use crate::count::counted;
use crate::error::Error;
use crate::generate::{Generator, Mode, Report};
use crate::open::read_table;
use crate::outcome::Outcome;

/// A run of a command that generates the files of a table, or checks them (feature `documents`).
///
/// `cargo xtask gen` and `obs-errors gen` differ only in their arguments, and in where the outputs are
/// stated.
#[derive(Clone, Copy, Debug)]
pub struct GenerateCommand<'a> {
    /// The directory that the path of the table is relative to.
    pub directory: &'a Path,
    /// The path of the table.
    pub table: &'a str,
    /// The file that `extends: obs` means, if not the embedded table.
    pub obs: Option<&'a Path>,
    /// Whether files are written or only compared.
    pub mode: Mode,
    /// Whether the report is for programs.
    pub is_json: bool,
    /// Whether warnings are errors.
    pub denies_warnings: bool,
    /// The command that brings stale files up to date.
    pub fix: &'a str,
}

impl GenerateCommand<'_> {
    /// Reads the table, and runs the generator that the function returns for it. Nothing is written if
    /// the table has errors.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or written, or the one of the function.
    pub fn run<'g>(
        &self,
        generator: impl FnOnce(&Table) -> Result<Generator<'g>, Error>,
    ) -> Result<Outcome, Error> {
        let (table, diagnostics) = match read_table(self.directory, self.table, self.obs) {
            Ok((table, warnings)) if warnings.is_empty() || !self.denies_warnings => {
                (table, warnings)
            }
            Ok((_, diagnostics)) | Err(diagnostics) => return Ok(self.refusal(&diagnostics)),
        };
        let report = generator(&table)?.run(&table, self.mode)?.with_diagnostics(&diagnostics);
        let is_success = self.mode == Mode::Write || report.is_current();
        if self.is_json {
            return Ok(Outcome::new(report.json(), is_success));
        }
        let mut output = report.text();
        if report.has_stale_files() {
            output.extend(["run `", self.fix, "` to fix\n"]);
        }
        let warnings = (!diagnostics.is_empty()).then(|| diagnostics.to_string());
        let warnings = warnings.map(|warnings| warnings.trim_end().to_owned());
        Ok(Outcome::new(output, is_success).with_errors(warnings.into_iter().collect()))
    }

    /// The outcome for a table that is not valid, or has warnings that are denied.
    fn refusal(&self, diagnostics: &Diagnostics) -> Outcome {
        if self.is_json {
            return Outcome::new(Report::default().with_diagnostics(diagnostics).json(), false);
        }
        let counts = [Severity::Error, Severity::Warning]
            .map(|severity| (diagnostics.count(severity), severity.as_str()));
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<_> = counts.map(|(count, noun)| counted(*count, noun)).collect();
        let (counts, table) = (counts.join(" and "), self.table);
        let are_here = diagnostics.iter().all(|diagnostic| diagnostic.path == table);
        let others = if are_here { "" } else { " and what it extends" };
        Outcome::failed(vec![format!(
            "{diagnostics}error: {counts} in {table}{others}; nothing was written"
        )])
    }
}
