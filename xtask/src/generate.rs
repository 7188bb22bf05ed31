//! `cargo xtask gen`: generates the files of a table.

use std::path::Path;

use obs_errors_build::spec::Severity;
use obs_errors_build::{Error, Generator, Mode, Provenance, Report, counted, read_table};

use crate::outcome::Outcome;
use crate::workspace::{TABLE, generation};

/// The table that is generated.
pub(crate) enum Job {
    /// The table of OBS, for this workspace.
    Workspace,
    /// A custom table: the path of its YAML, and the directory to write to.
    Crate { spec: String, out: String },
}

/// The options of the command.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    pub(crate) format: Format,
    /// Whether warnings are treated as errors.
    pub(crate) denies_warnings: bool,
}

/// How the report is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

pub(crate) fn run(root: &Path, job: &Job, options: Options) -> Result<Outcome, Error> {
    let Options { mode, format, denies_warnings } = options;
    let (directory, spec) = match job {
        Job::Workspace => (root, TABLE),
        Job::Crate { spec, .. } => (Path::new(""), spec.as_str()),
    };
    let (table, diagnostics) = match read_table(directory, spec, Some(&root.join(TABLE))) {
        Ok((table, warnings)) if warnings.is_empty() || !denies_warnings => (Some(table), warnings),
        Ok((_, diagnostics)) | Err(diagnostics) => (None, diagnostics),
    };
    let Some(table) = table else {
        return Ok(match format {
            Format::Json => {
                let report = Report::default().with_diagnostics(&diagnostics);
                Outcome::new(report.json(), false)
            }
            Format::Text => {
                let counts = [Severity::Error, Severity::Warning]
                    .map(|severity| (diagnostics.count(severity), severity.as_str()));
                let counts = counts.iter().filter(|(count, _)| *count > 0);
                let counts: Vec<_> = counts.map(|(count, noun)| counted(*count, noun)).collect();
                let counts = counts.join(" and ");
                let are_here = diagnostics.iter().all(|diagnostic| diagnostic.path == spec);
                let others = if are_here { "" } else { " and what it extends" };
                Outcome::failed(vec![format!(
                    "{diagnostics}error: {counts} in {spec}{others}; nothing was written"
                )])
            }
        });
    };
    let report = match job {
        Job::Workspace => generation(root).run(&table, mode)?,
        Job::Crate { out, .. } => {
            // Only the file name: the directories depend on where the command runs.
            let name = Path::new(spec).file_name().unwrap_or_default().to_string_lossy();
            let provenance = Provenance { command: "cargo xtask gen", table: &name };
            let generation = Generator::new(directory, provenance).crate_output(out);
            generation.refuse_handwritten().run(&table, mode)?
        }
    };
    let report = report.with_diagnostics(&diagnostics);
    let mut output = match format {
        Format::Json => report.json(),
        Format::Text => report.text(),
    };
    if report.has_stale_files() && format == Format::Text {
        output.extend(["run `", &command(job), "` to fix\n"]);
    }
    let outcome = Outcome::new(output, mode == Mode::Write || report.is_current());
    Ok(match format {
        Format::Text if !diagnostics.is_empty() => {
            outcome.with_errors(vec![diagnostics.to_string().trim_end().to_owned()])
        }
        _ => outcome,
    })
}

fn command(job: &Job) -> String {
    match job {
        Job::Workspace => "cargo xtask gen".to_owned(),
        Job::Crate { spec, out } => format!("cargo xtask gen --spec {spec} --out {out}"),
    }
}
