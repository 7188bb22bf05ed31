//! `cargo xtask gen`: generates the files of a table.

use std::path::Path;

use obs_errors_build::{Error, GenerateCommand, Generator, Mode, Outcome, Provenance};

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
    let (directory, table) = match job {
        Job::Workspace => (root, TABLE),
        Job::Crate { spec, .. } => (Path::new(""), spec.as_str()),
    };
    let obs = root.join(TABLE);
    let command = GenerateCommand {
        directory,
        table,
        obs: Some(&obs),
        mode,
        is_json: format == Format::Json,
        denies_warnings,
        fix: &fix(job),
    };
    // Only the file name: the directories depend on where the command runs.
    let name = Path::new(table).file_name().unwrap_or_default().to_string_lossy();
    command.run(|_| {
        Ok(match job {
            Job::Workspace => generation(root),
            Job::Crate { out, .. } => {
                let provenance = Provenance { command: "cargo xtask gen", table: &name };
                Generator::new(directory, provenance).crate_output(out).refuse_handwritten()
            }
        })
    })
}

fn fix(job: &Job) -> String {
    match job {
        Job::Workspace => "cargo xtask gen".to_owned(),
        Job::Crate { spec, out } => format!("cargo xtask gen --spec {spec} --out {out}"),
    }
}
