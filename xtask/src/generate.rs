//! `cargo xtask gen`: a table to its files.

use std::path::Path;

use obs_errors_build::{Error, Generation, Mode, Provenance, Report, read_table};

use crate::outcome::Outcome;
use crate::workspace::{TABLE, generation};

/// What is generated, and for whom.
pub(crate) enum Job {
    /// The table of OBS, for this workspace.
    Workspace,
    /// A custom table: the path of its YAML, and the directory to write to.
    Crate { spec: String, out: String },
}

/// How the report is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

pub(crate) fn run(root: &Path, job: &Job, mode: Mode, format: Format) -> Result<Outcome, Error> {
    let (directory, spec) = match job {
        Job::Workspace => (root, TABLE),
        Job::Crate { spec, .. } => (Path::new(""), spec.as_str()),
    };
    let table = match read_table(directory, spec, Some(&root.join(TABLE))) {
        Ok(table) => table,
        Err(diagnostics) if format == Format::Json => {
            return Ok(Outcome::new(Report::of_errors(&diagnostics).json(), false));
        }
        Err(diagnostics) => {
            let plural = if diagnostics.len() == 1 { "" } else { "s" };
            let count = diagnostics.len();
            return Ok(Outcome::new(String::new(), false).with_errors(vec![format!(
                "{diagnostics}error: {count} error{plural} in {spec}; nothing was written"
            )]));
        }
    };
    let report = match job {
        Job::Workspace => generation(root).run(&table, mode)?,
        Job::Crate { out, .. } => {
            // Without the directories that the file happens to be reached by.
            let name = Path::new(spec).file_name().unwrap_or_default().to_string_lossy();
            let provenance = Provenance { command: "cargo xtask gen", table: &name };
            let generation = Generation::new(directory, provenance).crate_output(out);
            generation.refuse_handwritten().run(&table, mode)?
        }
    };
    let mut output = match format {
        Format::Json => report.json(),
        Format::Text => report.text(),
    };
    if report.has_stale_files() && format == Format::Text {
        output.extend(["run `", &command(job), "` to fix\n"]);
    }
    Ok(Outcome::new(output, mode == Mode::Write || report.is_current()))
}

fn command(job: &Job) -> String {
    match job {
        Job::Workspace => "cargo xtask gen".to_owned(),
        Job::Crate { spec, out } => format!("cargo xtask gen --spec {spec} --out {out}"),
    }
}
