//! Compares a page of the vendor's documentation with a table (feature `import`).

mod compare;
mod difference;
mod html;
mod page;
mod read;
mod row;

use std::fmt::{Arguments, Write as _};
use std::fs;
use std::path::Path;

use obs_errors_spec::insert::{self, Additions, Outline};
use obs_errors_spec::keys::requires_retry;
use obs_errors_spec::model::{Code, Source, Table};

use self::compare::compare;
use self::difference::{Comparison, Difference, Kind};
use crate::count::counted;
use crate::error::Error;
use crate::files::{self, File};

/// A page to compare with a table.
#[derive(Clone, Copy, Debug)]
pub struct Import<'a> {
    /// The directory that the path of the table is relative to.
    pub root: &'a Path,
    /// The path of the table, which must not extend another one.
    pub table: &'a str,
    /// The path of the page, as text or as HTML; relative to the current directory.
    pub page: &'a str,
    /// The id of the source that the page is an edition of; the first source of the table if
    /// `None`.
    pub source: Option<&'a str>,
    /// Whether new codes are added to the table.
    pub adds_codes: bool,
    /// The command that adds the new codes, for the report.
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
    /// Compares the page with the table and, if `adds_codes` is set, adds the new codes, each
    /// at its place, with every other byte of the file unchanged.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or written, the table has errors, or the page
    /// has no table of error codes.
    pub fn run(&self) -> Result<ImportReport, Error> {
        let read = |text: &str| obs_errors_spec::read(self.table, |_| Ok(text.as_bytes()));
        let path = self.root.join(self.table);
        let yaml = fs::read_to_string(path).map_err(Error::io("read", self.table))?;
        let table = read(&yaml)?;
        let source = named(&table, self.source, self.table)?;
        let bytes = fs::read(self.page).map_err(Error::io("read", self.page))?;
        let page = read::read(&bytes)
            .map_err(|message| Error::Other(format!("{}: {message}", self.page)))?;
        let outline = Outline::new(self.table, &yaml)?;

        let mut report = Report::default();
        let comparison = compare(&page, &table, &source.id);
        self.show(&comparison, &outline, &mut report);
        let (additions, remarks) = additions(&comparison, &table, source);
        for remark in remarks {
            report.line(format_args!("remark     {remark}"));
        }
        if !self.adds_codes || additions.codes.is_empty() {
            self.summarize(&comparison, source, &mut report);
            if !additions.codes.is_empty() {
                report.line(format_args!("run `{}` to add the new codes", self.command));
            }
            return Ok(report.end(&comparison));
        }

        let text = outline.insert(&table, &additions);
        let changed = read(&text).map_err(|diagnostics| {
            Error::Other(format!("with the new codes the table has errors:\n{diagnostics}"))
        })?;
        files::write(self.root, &File { path: self.table.to_owned(), text })?;
        let added = counted(additions.codes.len(), "code");
        report.line(format_args!("\nadded {added} to {}", self.table));
        let comparison = compare(&page, &changed, &source.id);
        self.summarize(&comparison, source, &mut report);
        Ok(report.end(&comparison))
    }

    fn show(&self, comparison: &Comparison, outline: &Outline<'_>, report: &mut Report) {
        let page = self.page;
        for difference in &comparison.differences {
            let Difference { kind, code, line, page: on_page, table } = difference;
            let places = line.iter().map(|line| format!("{page}:{line}"));
            let own = outline.line_of(code).map(|line| format!("{}:{line}", self.table));
            let places: Vec<String> = places.chain(own).collect();
            let meaning = difference.meaning();
            let places = places.join(", ");
            report.line(format_args!("{:10} {code}{meaning} ({places})", kind.word()));
            let new = comparison.new.iter().find(|new| *kind == Kind::New && new.code == *code);
            if let Some(new) = new {
                report.labelled("status", format!("{} {}", new.status, new.reason).trim_end());
                report.labelled("message", &new.message);
                report.labelled("note", new.note.as_deref().unwrap_or_default());
                report.labelled("solution", &new.solution);
            }
            let is_shown = *kind == Kind::NotCited || (on_page.is_none() && table.is_none());
            for (label, text) in
                [("page", on_page), ("table", table)].into_iter().filter(|_| !is_shown)
            {
                let text = text.as_deref().filter(|text| !text.is_empty());
                report.labelled(label, text.unwrap_or("(nothing)"));
            }
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
        let ids: Vec<&str> = table.sources.iter().map(|source| source.id.as_str()).collect();
        let (id, ids) = (id.unwrap_or_default(), ids.join("`, `"));
        Error::Other(format!("unknown source `{id}`: {path} has `{ids}`"))
    })
}

/// The codes and statuses that can be added, and remarks on them.
fn additions(comparison: &Comparison, table: &Table, source: &Source) -> (Additions, Vec<String>) {
    let mut remarks = Vec::new();
    let mut codes: Vec<Code> = Vec::new();
    for code in &comparison.new {
        let shown = &code.code;
        let statuses = table.statuses.iter().chain(&comparison.statuses);
        let has_reason = statuses.map(|(status, _)| *status).any(|status| status == code.status);
        let name = insert::variant_name(&code.code);
        let mut others = table.codes.iter().chain(&codes);
        let obstacle = if code.message.is_empty() || code.solution.is_empty() {
            "the page has no message or no solution"
        } else if !has_reason {
            "the reason phrase of its status is unknown"
        } else if name.is_none() {
            "it is not a valid code, or no Rust name can be made from it"
        } else if others.any(|other| Some(&other.name) == name.as_ref()) {
            "its Rust name is taken by another code"
        } else {
            let name = name.unwrap_or_default();
            codes.push(Code { name, ..code.clone() });
            if requires_retry(code.status) {
                remarks.push(format!(
                    "with `--write` `{shown}` gets `retry: never`; check that it is right"
                ));
            }
            if source.is_paraphrased {
                remarks.push(format!(
                    "with `--write` `{shown}` gets the wording of the page, but its source is \
                     `paraphrased`; reword it"
                ));
            }
            continue;
        };
        remarks.push(format!("`{shown}` cannot be added: {obstacle}; write its entry by hand"));
    }
    let is_used = |(status, _): &&(u16, String)| codes.iter().any(|code| code.status == *status);
    let statuses: Vec<_> = comparison.statuses.iter().filter(is_used).cloned().collect();
    for (status, reason) in &statuses {
        remarks.push(format!("with `--write` the reason phrase of {status} is `{reason}`"));
    }
    (Additions { codes, statuses }, remarks)
}
