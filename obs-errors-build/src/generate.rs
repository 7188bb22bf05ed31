//! Generates every file of a table.

use std::fmt::Write as _;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

use obs_errors_spec::model::Table;
use obs_errors_spec::{Diagnostics, LocatedDiagnostic, Severity};
use serde::Serialize;
use similar::TextDiff;

use crate::count::counted;
use crate::document::Document;
use crate::documents::{Links, json_file, program, relative};
use crate::error::Error;
use crate::files::{self, File, State};
use crate::marks;
use crate::provenance::Provenance;

/// Whether files are written or only compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Writes the files that are missing or stale.
    Write,
    /// Writes nothing, and only compares.
    Check,
}

/// A generator of the files of a table (feature `documents`).
///
/// ```
/// use std::path::Path;
///
/// use obs_errors_build::{Document, Generator, Mode, Provenance, read_table};
///
/// # let directory = tempfile::tempdir()?;
/// # let root = directory.path();
/// # std::fs::write(root.join("errors.yaml"), "extends: obs\nservice: Acme\nenum: AcmeErrorCode\ncodes:\n  Gone: { status: 404, message: a, solution: b }\n")?;
/// let (table, warnings) = read_table(root, "errors.yaml", None)?;
/// eprint!("{warnings}");
/// let provenance = Provenance { command: "make errors", table: "errors.yaml" };
/// let generator = Generator::new(root, provenance)
///     .output("src/errors.rs", Document::Rust)
///     .output("docs/errors.json", Document::Catalogue)
///     .owned_directory("docs");
/// let report = generator.run(&table, Mode::Write)?;
/// assert!(generator.run(&table, Mode::Check)?.is_current());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generator<'a> {
    root: &'a Path,
    provenance: Provenance<'a>,
    outputs: Vec<(String, Content)>,
    directories: Vec<(String, Directory)>,
    /// Files in owned directories that something else writes.
    others: Vec<String>,
    refuses_handwritten: bool,
    /// What comes before the paths of files in the report.
    shown_in: String,
}

/// What a file contains.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Document(Document),
    /// What the template at this path makes.
    Template(String),
}

#[derive(Clone, Copy, Debug)]
enum Directory {
    /// Every file is generated.
    Owned,
    /// Generated files are among others; they have the mark.
    Shared,
}

impl<'a> Generator<'a> {
    /// Returns a generator without outputs. The paths of outputs are relative to `root`.
    #[must_use]
    pub fn new(root: &'a Path, provenance: Provenance<'a>) -> Self {
        Self {
            root,
            provenance,
            outputs: Vec::new(),
            directories: Vec::new(),
            others: Vec::new(),
            refuses_handwritten: false,
            shown_in: String::new(),
        }
    }

    /// Adds an output file. Its path has `/` between its parts.
    #[must_use]
    pub fn output(mut self, path: impl Into<String>, document: Document) -> Self {
        self.outputs.push((path.into(), Content::Document(document)));
        self
    }

    /// Adds the file that a template makes. Both paths are relative to the root, with `/` between their
    /// parts, and so are those of templates that it includes.
    ///
    /// The guide to [templates](crate#templates) says what a template can use.
    #[must_use]
    pub fn template(mut self, path: impl Into<String>, template: impl Into<String>) -> Self {
        self.outputs.push((path.into(), Content::Template(template.into())));
        self
    }

    /// Adds the files that the table itself states under `output`.
    #[must_use]
    pub fn outputs_of(self, table: &Table) -> Self {
        let outputs = table.outputs.iter();
        let outputs = outputs.filter_map(|(key, path)| Some((path, Document::of_key(key)?)));
        let all = outputs.fold(self, |all, (path, document)| all.output(path, document));
        let templates = table.templates.iter();
        templates.fold(all, |all, (template, path)| all.template(path, template))
    }

    /// Adds the Rust file for a crate, in this directory and with the file name of the table.
    #[must_use]
    pub fn crate_output(self, directory: &str) -> Self {
        let path = Path::new(directory).join(files::rust_name(self.provenance.table));
        self.output(path.display().to_string(), Document::Rust)
    }

    /// Names a directory in which every file is generated: a file that is not an output is
    /// an orphan.
    #[must_use]
    pub fn owned_directory(mut self, directory: impl Into<String>) -> Self {
        self.directories.push((directory.into(), Directory::Owned));
        self
    }

    /// Names a file in an owned directory that something else writes: it is not an orphan.
    #[must_use]
    pub fn other_file(mut self, path: impl Into<String>) -> Self {
        self.others.push(path.into());
        self
    }

    /// Names a directory in which generated files are among others: a file with the mark in
    /// one of its first three lines that is not an output is an orphan.
    #[must_use]
    pub fn shared_directory(mut self, directory: impl Into<String>) -> Self {
        self.directories.push((directory.into(), Directory::Shared));
        self
    }

    /// Makes it an error if an output would replace a file that does not look generated: without the
    /// mark or, if the output has none, with another first line. The first lines of JSON are two.
    #[must_use]
    pub fn refuse_handwritten(mut self) -> Self {
        self.refuses_handwritten = true;
        self
    }

    /// Shows paths in the report with the root before them, for a root that is relative to the current
    /// directory.
    #[must_use]
    pub fn show_root(mut self) -> Self {
        let root = self.root.display().to_string();
        self.shown_in = if root.is_empty() { root } else { root + "/" };
        self
    }

    /// Writes the files, or checks them. All content is generated before anything is written.
    ///
    /// # Errors
    ///
    /// Returns an error if templates have errors, of which the first of each is reported, if a file
    /// cannot be read or written, or if it would replace the table, or one that does not look generated
    /// and [`refuse_handwritten`](Self::refuse_handwritten) was called.
    pub fn run(&self, table: &Table, mode: Mode) -> Result<Report, Error> {
        if self.outputs.iter().any(|(path, _)| path == self.provenance.table) {
            let table = self.provenance.table;
            return Err(Error::Other(format!(
                "{table} is the table itself; generate another file"
            )));
        }
        let files = self.files(table)?;
        let mark = self.provenance.mark();
        if self.refuses_handwritten {
            for file in &files {
                marks::refuse_handwritten(self.root, file, &mark)?;
            }
        }
        let mut report = Report { codes: table.codes.len(), mode: Some(mode), ..Report::default() };
        for file in &files {
            let state = match mode {
                Mode::Write => files::update(self.root, file)?,
                Mode::Check => files::state(self.root, file)?,
            };
            report.files.push(FileReport::new(&self.shown_in, file, &state, mode));
        }
        for (directory, kind) in &self.directories {
            let mark = match kind {
                Directory::Owned => None,
                Directory::Shared => Some(mark.as_str()),
            };
            let orphans = marks::orphans(self.root, directory, mark, &files)?.into_iter();
            let orphans = orphans.filter(|path| !self.others.contains(path));
            report.orphans.extend(orphans.map(|path| format!("{}{path}", self.shown_in)));
        }
        Ok(report)
    }

    /// The links from one output to the others.
    fn links(&self, from: &str) -> Links {
        let link = |document| {
            let content = Content::Document(document);
            let output = self.outputs.iter().find(|(_, other)| *other == content);
            output.map(|(path, _)| relative(from, path))
        };
        Links {
            markdown: link(Document::Markdown),
            page: link(Document::Page),
            json: link(Document::Catalogue),
            xsd: link(Document::Xsd),
        }
    }

    /// Every file with its content, generated in parallel: each takes a while for a large
    /// table.
    fn files(&self, table: &Table) -> Result<Vec<File>, Error> {
        let (mut files, mut errors) = (Vec::new(), Vec::new());
        thread::scope(|scope| {
            let outputs = self.outputs.iter().map(|(path, content)| {
                (path, scope.spawn(move || self.content(path, content, table)))
            });
            for (path, running) in outputs.collect::<Vec<_>>() {
                match running.join().unwrap_or_else(|panic| resume_unwind(panic)) {
                    Ok(text) => files.push(File { path: path.clone(), text }),
                    // Several templates may include the same part.
                    Err(error) if errors.contains(&error) => {}
                    Err(error) => errors.push(error),
                }
            }
        });
        if errors.is_empty() { Ok(files) } else { Err(Error::Other(errors.join("\n"))) }
    }

    fn content(&self, path: &str, content: &Content, table: &Table) -> Result<String, String> {
        match content {
            Content::Document(document) => {
                Ok(document.generate_at(path, table, self.provenance, &self.links(path)))
            }
            Content::Template(template) => {
                program::own(self.root, template, table, self.provenance)
            }
        }
    }
}

/// A report of what was generated or is out of date, with the errors and warnings of the
/// table. The default is the report of a table from which nothing was generated.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    errors: Vec<DiagnosticReport>,
    warnings: Vec<DiagnosticReport>,
    files: Vec<FileReport>,
    /// Files that nothing writes any longer.
    orphans: Vec<String>,
    codes: usize,
    #[serde(skip)]
    mode: Option<Mode>,
}

/// An error or warning in the table. Lines and columns are counted from one.
#[derive(Debug, Serialize)]
struct DiagnosticReport {
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: String,
    related: Option<RelatedReport>,
}

#[derive(Debug, Serialize)]
struct RelatedReport {
    line: usize,
    column: usize,
    label: &'static str,
}

#[derive(Debug, Serialize)]
struct FileReport {
    path: String,
    state: &'static str,
    #[serde(skip)]
    diff: Option<String>,
}

impl Report {
    /// Returns the report with the errors and warnings of the table.
    #[must_use]
    pub fn with_diagnostics(mut self, diagnostics: &Diagnostics) -> Self {
        for diagnostic in diagnostics.iter() {
            match diagnostic.severity {
                Severity::Error => self.errors.push(DiagnosticReport::new(&diagnostic)),
                Severity::Warning => self.warnings.push(DiagnosticReport::new(&diagnostic)),
            }
        }
        self
    }

    /// Returns `true` if there is no error, no orphan, and no file that is missing or stale.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.errors.is_empty() && self.orphans.is_empty() && !self.has_stale_files()
    }

    /// Returns `true` if a check found a file that is missing or stale.
    #[must_use]
    pub fn has_stale_files(&self) -> bool {
        self.mode == Some(Mode::Check) && self.files.iter().any(|it| it.state != UNCHANGED)
    }

    /// Returns the report as text: a line for each file, with a diff after each stale one, and
    /// the number of codes.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for FileReport { path, state, diff } in &self.files {
            text.extend([state, " ", path, "\n"]);
            text.extend(diff.iter().flat_map(|diff| [diff, "\n"]));
        }
        for orphan in &self.orphans {
            writeln!(
                text,
                "orphaned {orphan}: no longer generated; run `rm {orphan}` to remove it"
            )
            .expect("writing to a string cannot fail");
        }
        text + &counted(self.codes, "code") + "\n"
    }

    /// Returns the report for programs, as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        json_file(self)
    }
}

impl DiagnosticReport {
    fn new(diagnostic: &LocatedDiagnostic<'_>) -> Self {
        let LocatedDiagnostic { severity: _, path, start, end, message, related } = *diagnostic;
        let related = related.map(|((line, column), label)| RelatedReport { line, column, label });
        Self {
            path: path.to_owned(),
            line: start.0,
            column: start.1,
            end_line: end.0,
            end_column: end.1,
            message: message.to_owned(),
            related,
        }
    }
}

const UNCHANGED: &str = "unchanged";

impl FileReport {
    fn new(directory: &str, file: &File, state: &State, mode: Mode) -> Self {
        let (word, diff) = match (state, mode) {
            (State::Current, _) => (UNCHANGED, None),
            (_, Mode::Write) => ("written", None),
            (State::Missing, Mode::Check) => ("missing", None),
            (State::Stale { found }, Mode::Check) => ("stale", Some(diff(found, file))),
        };
        Self { path: format!("{directory}{}", file.path), state: word, diff }
    }
}

/// How the file differs from what was found.
fn diff(found: &str, File { path, text }: &File) -> String {
    let diff = TextDiff::from_lines(found, text.as_str());
    diff.unified_diff().header(path, &format!("{path} (expected)")).to_string()
}
