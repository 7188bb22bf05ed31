//! `cargo xtask gen`: the table to every file that is made from it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use obs_errors_spec::{Diagnostic, Name};
use serde::Serialize;

use crate::documents::{self, json_file};
use crate::files::{self, State};

/// Where the table is written by hand.
pub(crate) const TABLE: &str = "obs-errors-spec/obs.yaml";

/// Whether files are written or only compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// What is made, and for whom.
pub(crate) enum Job {
    /// The table of OBS, for this workspace.
    Workspace,
    /// A table of one's own: the path of its YAML, and the folder to write to.
    Crate { spec: String, out: String },
}

/// How the report is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

/// What was done, or is to be done; empty where the table has mistakes.
#[derive(Default, Serialize)]
struct Report {
    mistakes: Vec<Mistake>,
    files: Vec<FileReport>,
    /// Files that nothing writes any more.
    orphans: Vec<String>,
    codes: usize,
}

/// A place is a line and a column, counted from one.
#[derive(Serialize)]
struct Mistake {
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: String,
    also: Option<Also>,
}

#[derive(Serialize)]
struct Also {
    line: usize,
    column: usize,
    label: &'static str,
}

#[derive(Serialize)]
struct FileReport {
    path: String,
    state: &'static str,
    #[serde(skip)]
    diff: Option<String>,
}

/// Adds to the report what was done to which file; `false` where the table has a
/// mistake or, in a check, a file is not as it should be.
pub(crate) fn run(
    workspace: &Path,
    job: &Job,
    mode: Mode,
    format: Format,
    output: &mut String,
) -> Result<bool> {
    let (root, spec) = match job {
        Job::Workspace => (workspace, TABLE),
        Job::Crate { spec, .. } => (Path::new(""), spec.as_str()),
    };
    let open = |name: Name<'_>| match name {
        Name::Obs => File::open(workspace.join(TABLE)),
        Name::Path(path) => File::open(root.join(path)),
    };
    let table = match obs_errors_spec::read(spec, open) {
        Ok(table) => table,
        Err(problems) => {
            if format == Format::Json {
                let mistakes = problems.diagnostics().map(|it| Mistake::of(&it)).collect();
                *output += &json_file(&Report { mistakes, ..Report::default() })?;
                return Ok(false);
            }
            let count = count(problems.len(), "mistake");
            let told = format!("{problems}error: {count} in {spec}; nothing was written\n");
            // Whoever closed the pipe does not want to read it.
            let _ = std::io::stderr().write_all(told.as_bytes());
            return Ok(false);
        }
    };
    // All is made before any is written.
    let documents = match job {
        Job::Workspace => documents::of_workspace(&table, spec)?,
        Job::Crate { out, .. } => {
            let document = documents::of_crate(&table, &name_of(spec), &rust_path(spec, out))?;
            files::refuse_handwritten(root, &document)?;
            vec![document]
        }
    };
    let mut report = Report { codes: table.codes.len(), ..Report::default() };
    let mut is_current = true;
    for document in &documents {
        let state = files::state(root, document)?;
        if mode == Mode::Write && state != State::Current {
            files::write(root, document)?;
        }
        is_current &= state == State::Current;
        report.files.push(FileReport {
            path: document.path.clone(),
            state: word(&state, mode),
            diff: match state {
                State::Stale { found } if mode == Mode::Check => {
                    Some(files::diff(&found, document))
                }
                _ => None,
            },
        });
    }
    if let Job::Workspace = job {
        report.orphans = files::orphans(root, &documents)?;
    }
    match format {
        Format::Json => *output += &json_file(&report)?,
        Format::Text => report.text(output)?,
    }
    if mode == Mode::Write {
        return Ok(true);
    }
    if !is_current && format == Format::Text {
        writeln!(output, "mend with: {}", command(job))?;
    }
    Ok(is_current && report.orphans.is_empty())
}

impl Report {
    fn text(&self, output: &mut String) -> Result<()> {
        for FileReport { path, state, diff } in &self.files {
            writeln!(output, "{state} {path}")?;
            if let Some(diff) = diff {
                writeln!(output, "{diff}")?;
            }
        }
        for orphan in &self.orphans {
            writeln!(
                output,
                "orphaned {orphan}: nothing writes it any more; mend with: rm {orphan}"
            )?;
        }
        writeln!(output, "{}", count(self.codes, "code"))?;
        Ok(())
    }
}

impl Mistake {
    fn of(diagnostic: &Diagnostic<'_>) -> Self {
        let ((line, column), (end_line, end_column)) = (diagnostic.start, diagnostic.end);
        Self {
            path: diagnostic.path.to_owned(),
            line,
            column,
            end_line,
            end_column,
            message: diagnostic.message.to_owned(),
            also: diagnostic.also.map(|((line, column), label)| Also { line, column, label }),
        }
    }
}

/// The file of a table of one's own: named as the YAML is.
fn rust_path(spec: &str, out: &str) -> String {
    let stem = Path::new(spec).file_stem().unwrap_or_default().to_string_lossy();
    Path::new(out).join(format!("{stem}.rs")).display().to_string()
}

/// A file without the folders that it happens to be reached by.
fn name_of(path: &str) -> String {
    Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn command(job: &Job) -> String {
    match job {
        Job::Workspace => "cargo xtask gen".to_owned(),
        Job::Crate { spec, out } => format!("cargo xtask gen --spec {spec} --out {out}"),
    }
}

fn word(state: &State, mode: Mode) -> &'static str {
    match (state, mode) {
        (State::Current, _) => "unchanged",
        (_, Mode::Write) => "written",
        (State::Missing, Mode::Check) => "missing",
        (State::Stale { .. }, Mode::Check) => "stale",
    }
}

pub(crate) fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
