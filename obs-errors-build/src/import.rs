//! Compares a page of the vendor's documentation with a table (feature `import`).

mod aligned;
mod compare;
mod content;
mod difference;
mod grid;
mod html;
mod listed;
mod markup;
mod paragraphs;
mod parts;
mod piped;
mod proposal;
mod read;
mod reasons;
mod row;
mod ruled;
mod stream;
mod swallowed;
mod text;
mod titles;
mod units;

use std::collections::HashMap;
use std::fmt::{Arguments, Write as _};
use std::fs;
use std::path::Path;

use obs_errors_spec::insert::{Additions, Outline};
use obs_errors_spec::model::{Code, Source, Table};

use self::compare::compare;
use self::difference::{Comparison, Difference, Kind};
use self::proposal::Proposal;
use self::row::Known;
use crate::count::{counted, some_of};
use crate::error::Error;
use crate::files::{self, File};

/// A page to compare with a table.
#[derive(Clone, Copy, Debug)]
pub struct Import<'a> {
    /// The directory that the path of the table is relative to.
    pub root: &'a Path,
    /// The path of the table, which must not extend another one.
    pub table: &'a str,
    /// The path of the page, as HTML, Markdown, reStructuredText or text; relative to the current
    /// directory.
    pub page: &'a str,
    /// The id of the source that the page is an edition of; the first source of the table if
    /// `None`.
    pub source: Option<&'a str>,
    /// Whether new codes, and the source of the codes that do not cite it, are added to the table.
    pub writes: bool,
    /// Codes that are added although there is reason to doubt them.
    pub accepted: &'a [String],
    /// The command without the options that are fields here, for the report.
    pub command: &'a str,
}

/// The result of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// The differences, as text.
    pub report: String,
    /// Whether no difference is left.
    pub is_in_sync: bool,
}

impl Import<'_> {
    /// Compares the page with the table and, if `writes` is set, adds the new codes, each at its
    /// place, and the source to the codes that do not cite it, with every other byte of the file
    /// unchanged. A message or a solution that the page does not have becomes a placeholder, which
    /// is an error of the table until it is replaced.
    ///
    /// Codes that may be misread are not added unless they are in `accepted`: those with characters
    /// that codes do not have, such as whitespace, those that differ from a code of the table only
    /// in such characters or in case, and those that have several statuses on the page.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or written, the table has errors, the page has no
    /// table of error codes, or an accepted code is not a new one.
    pub fn run(&self) -> Result<ImportReport, Error> {
        let read = |text: &str| obs_errors_spec::read(self.table, |_| Ok(text.as_bytes()));
        let path = self.root.join(self.table);
        let yaml = fs::read_to_string(path).map_err(Error::io("read", self.table))?;
        let table = read(&yaml)?;
        let source = named(&table, self.source, self.table)?;
        let bytes = fs::read(self.page).map_err(Error::io("read", self.page))?;
        let page = read::read(&bytes, &Known::new(&table))
            .map_err(|message| Error::Other(format!("{}: {message}", self.page)))?;
        let outline = Outline::new(self.table, &yaml)?;

        let mut report = Report::default();
        let writing = self.writing_command();
        let comparison = compare(&page, &table, &source.id);
        self.check_accepted(&comparison)?;
        self.show(&comparison, &outline, source, &mut report);
        let Proposal { additions, remarks } =
            proposal::new(&comparison, &table, source, self.accepted, &writing);
        for remark in remarks {
            report.line(format_args!("remark     {remark}"));
        }
        let shown = proposal::shown(&additions, source);
        if !self.writes || shown.is_empty() {
            self.summarize(&comparison, source, &mut report);
            if !shown.is_empty() {
                report.line(format_args!("run `{writing}` to add {shown}"));
            }
            return Ok(report.end(&comparison));
        }

        // The placeholders are errors, so the table is checked without them.
        let without = Additions {
            codes: proposal::without_placeholders(&additions.codes),
            ..additions.clone()
        };
        let changed = read(&outline.insert(&table, &without)).map_err(|diagnostics| {
            Error::Other(format!("with the additions the table has errors:\n{diagnostics}"))
        })?;
        let text = outline.insert(&table, &additions);
        files::write(self.root, &File { path: self.table.to_owned(), text })?;
        report.line(format_args!("\nadded {shown} to {}", self.table));
        let comparison = compare(&page, &changed, &source.id);
        self.summarize(&comparison, source, &mut report);
        Ok(report.end(&comparison))
    }

    /// The command that writes what this one would add.
    fn writing_command(&self) -> String {
        let source = self.source.iter().map(|id| format!(" --source {id}"));
        let accepted = self.accepted.iter().map(|code| format!(" --accept '{code}'"));
        let options: String = source.chain(accepted).collect();
        format!("{}{options} --write", self.command)
    }

    fn check_accepted(&self, comparison: &Comparison) -> Result<(), Error> {
        let is_new = |code: &&String| comparison.new.iter().any(|new| new.code == **code);
        match self.accepted.iter().find(|code| !is_new(code)) {
            Some(code) => Err(Error::Other(format!(
                "cannot accept `{code}`: it is not a new code of {}",
                self.page
            ))),
            None => Ok(()),
        }
    }

    fn show(
        &self,
        comparison: &Comparison,
        outline: &Outline<'_>,
        source: &Source,
        report: &mut Report,
    ) {
        let page = self.page;
        let new: HashMap<&str, &Code> =
            comparison.new.iter().map(|code| (code.code.as_str(), code)).collect();
        let is_source = |it: &&Difference| it.kind == Kind::NotCited;
        for difference in comparison.differences.iter().filter(|it| !is_source(it)) {
            let Difference { kind, code, line, page: on_page, table } = difference;
            let places = line.iter().map(|line| format!("{page}:{line}"));
            let own = outline.line_of(code).map(|line| format!("{}:{line}", self.table));
            let places: Vec<String> = places.chain(own).collect();
            let meaning = difference.meaning();
            let places = places.join(", ");
            report.line(format_args!("{:10} {code}{meaning} ({places})", kind.word()));
            if let Some(new) = new.get(code.as_str()).filter(|_| *kind == Kind::New) {
                report.labelled("status", format!("{} {}", new.status, new.reason).trim_end());
                report.labelled("message", &new.message);
                report.labelled("note", new.note.as_deref().unwrap_or_default());
                report.labelled("solution", &new.solution);
            }
            let has_texts = on_page.is_some() || table.is_some();
            for (label, text) in
                [("page", on_page), ("table", table)].into_iter().filter(|_| has_texts)
            {
                let text = text.as_deref().filter(|text| !text.is_empty());
                report.labelled(label, text.unwrap_or("(nothing)"));
            }
        }
        let not_cited: Vec<&str> =
            comparison.differences.iter().filter(is_source).map(|it| it.code.as_str()).collect();
        if !not_cited.is_empty() {
            report.line(format_args!(
                "{:10} `{}` is missing in the `sources` of {}",
                Kind::NotCited.word(),
                source.id,
                some_of(&not_cited)
            ));
        }
        for remark in &comparison.remarks {
            report.line(format_args!("remark     {page}: {remark}"));
        }
    }

    fn summarize(&self, comparison: &Comparison, source: &Source, report: &mut Report) {
        let Self { page, table, .. } = self;
        let codes = counted(comparison.codes, "code");
        let id = &source.id;
        let state = match comparison.differences.len() {
            0 => format!("in sync with `{id}` of {table}"),
            many => format!("{} from `{id}` of {table}", counted(many, "difference")),
        };
        let words = if source.is_paraphrased { "; its prose is not compared" } else { "" };
        report.line(format_args!("{page}: {codes}, {state}{words}"));
    }
}

/// The report as it grows.
#[derive(Default)]
struct Report(String);

impl Report {
    fn line(&mut self, line: Arguments<'_>) {
        writeln!(self.0, "{line}").expect("writing to a string cannot fail");
    }

    /// A string after its label, a line for each paragraph; nothing if it is empty.
    fn labelled(&mut self, label: &str, text: &str) {
        for (index, line) in text.split("\n\n").filter(|line| !line.is_empty()).enumerate() {
            let label = if index == 0 { label } else { "" };
            self.line(format_args!("           {label:9} {line}"));
        }
    }

    fn end(self, comparison: &Comparison) -> ImportReport {
        ImportReport { report: self.0, is_in_sync: comparison.differences.is_empty() }
    }
}

fn named<'a>(table: &'a Table, id: Option<&str>, path: &str) -> Result<&'a Source, Error> {
    let found = match id {
        Some(id) => table.sources.iter().find(|source| source.id == id),
        None => table.sources.first(),
    };
    found.ok_or_else(|| {
        if table.sources.is_empty() {
            return Error::Other(format!(
                "{path} states no sources; add the page to it, for example \
                 `sources: {{ manual: The Manual }}`"
            ));
        }
        let ids: Vec<&str> = table.sources.iter().map(|source| source.id.as_str()).collect();
        let (id, ids) = (id.unwrap_or_default(), ids.join("`, `"));
        Error::Other(format!("unknown source `{id}`: {path} has `{ids}`"))
    })
}
