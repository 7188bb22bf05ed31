//! `cargo xtask import`: a page of the vendor's documentation against the table.

mod compare;
mod html;
mod page;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use obs_errors_spec::insert::{self, Additions, Outline};
use obs_errors_spec::keys::asks_for_retry;
use obs_errors_spec::model::{Code, Source, Table};

use self::compare::{Comparison, Difference, Kind, compare};
use crate::files::{self, Document};
use crate::generate::{TABLE, count};

pub(crate) struct Job {
    /// The page, as text or as HTML.
    pub(crate) page: String,
    /// The id of the source that the page is an edition of; the table's first if nothing
    /// is said.
    pub(crate) source: Option<String>,
    /// Whether new codes are added to the table.
    pub(crate) is_writing: bool,
}

/// Adds to the report what the page says otherwise; `false` where it does.
pub(crate) fn run(root: &Path, job: &Job, report: &mut String) -> Result<bool> {
    let read = |text: &str| obs_errors_spec::read(TABLE, |_| Ok(text.as_bytes()));
    let path = root.join(TABLE);
    let yaml = fs::read_to_string(&path).with_context(|| format!("cannot read {TABLE}"))?;
    let table = match read(&yaml) {
        Ok(table) => table,
        Err(problems) => {
            eprint!("{problems}");
            bail!("{TABLE} has mistakes: nothing is compared with it");
        }
    };
    let source = named(&table, job.source.as_deref())?;
    let bytes = fs::read(&job.page).with_context(|| format!("cannot read {}", job.page))?;
    let page = page::read(&bytes).with_context(|| job.page.clone())?;
    let outline = match Outline::of(TABLE, &yaml) {
        Ok(outline) => outline,
        Err(problems) => bail!("{problems}"),
    };

    let comparison = compare(&page, &table, &source.id);
    show(&comparison, &job.page, &outline, report)?;
    let (additions, left) = additions(&comparison, &table, source);
    for line in left {
        writeln!(report, "remark     {line}")?;
    }
    if !job.is_writing || additions.codes.is_empty() {
        summarize(&comparison, &job.page, source, report)?;
        if !additions.codes.is_empty() {
            writeln!(report, "add the new codes with: {}", command(job))?;
        }
        return Ok(comparison.differences.is_empty());
    }

    let text = outline.with(&table, &additions);
    let changed = match read(&text) {
        Ok(table) => table,
        Err(problems) => bail!("with the new codes the table has mistakes:\n{problems}"),
    };
    files::write(root, &Document { path: TABLE.to_owned(), text })?;
    writeln!(report, "\nadded {} to {TABLE}", count(additions.codes.len(), "code"))?;
    let comparison = compare(&page, &changed, &source.id);
    summarize(&comparison, &job.page, source, report)?;
    Ok(comparison.differences.is_empty())
}

fn named<'a>(table: &'a Table, id: Option<&str>) -> Result<&'a Source> {
    let found = match id {
        Some(id) => table.sources.iter().find(|source| source.id == id),
        None => table.sources.first(),
    };
    found.with_context(|| {
        let ids: Vec<&str> = table.sources.iter().map(|source| source.id.as_str()).collect();
        let id = id.unwrap_or_default();
        format!("unknown source `{id}`: {TABLE} has `{}`", ids.join("`, `"))
    })
}

/// What can be added, and what is to be said of it.
fn additions(comparison: &Comparison, table: &Table, source: &Source) -> (Additions, Vec<String>) {
    let mut remarks = Vec::new();
    let mut codes: Vec<Code> = Vec::new();
    for code in &comparison.new {
        let shown = &code.code;
        let statuses = table.statuses.iter().chain(&comparison.statuses);
        let has_phrase = statuses.map(|(status, _)| *status).any(|status| status == code.status);
        let name = insert::name_of(&code.code);
        let mut others = table.codes.iter().chain(&codes);
        let fault = if code.message.is_empty() || code.solution.is_empty() {
            "the page has no message or no solution"
        } else if !has_phrase {
            "nothing says what the phrase of its status is"
        } else if name.is_none() {
            "it is no code, or makes no name in Rust"
        } else if others.any(|other| Some(&other.name) == name.as_ref()) {
            "its name in Rust is another code's"
        } else {
            let name = name.unwrap_or_default();
            codes.push(Code { name, ..code.clone() });
            if asks_for_retry(code.status) {
                remarks.push(format!(
                    "with `--write` `{shown}` gets `retry: never`: see whether that is so"
                ));
            }
            if source.is_paraphrased {
                remarks.push(format!(
                    "with `--write` `{shown}` gets the words of the page, and its source is \
                     `paraphrased`: write others"
                ));
            }
            continue;
        };
        remarks.push(format!("`{shown}` cannot be added: {fault}; write its entry"));
    }
    let is_used = |(status, _): &&(u16, String)| codes.iter().any(|code| code.status == *status);
    let statuses: Vec<_> = comparison.statuses.iter().filter(is_used).cloned().collect();
    for (status, phrase) in &statuses {
        remarks.push(format!("with `--write` the phrase of {status} is `{phrase}`"));
    }
    (Additions { codes, statuses }, remarks)
}

fn show(
    comparison: &Comparison,
    page: &str,
    outline: &Outline<'_>,
    report: &mut String,
) -> Result<()> {
    for difference in &comparison.differences {
        let Difference { kind, code, line, page: said, table } = difference;
        let places = line.iter().map(|line| format!("{page}:{line}"));
        let own = outline.line_of(code).map(|line| format!("{TABLE}:{line}"));
        let places: Vec<String> = places.chain(own).collect();
        let meaning = difference.meaning();
        writeln!(report, "{:10} {code}{meaning} ({})", kind.word(), places.join(", "))?;
        let new = comparison.new.iter().find(|new| *kind == Kind::New && new.code == *code);
        if let Some(new) = new {
            side(report, "status", format!("{} {}", new.status, new.reason).trim_end())?;
            side(report, "message", &new.message)?;
            side(report, "note", new.note.as_deref().unwrap_or_default())?;
            side(report, "solution", &new.solution)?;
        }
        let is_told = *kind == Kind::NotCited || (said.is_none() && table.is_none());
        for (label, text) in [("page", said), ("table", table)].into_iter().filter(|_| !is_told) {
            let text = text.as_deref().filter(|text| !text.is_empty());
            side(report, label, text.unwrap_or("(nothing)"))?;
        }
    }
    for remark in &comparison.remarks {
        writeln!(report, "remark     {page}: {remark}")?;
    }
    Ok(())
}

/// A text behind its label; nothing where there is none.
fn side(report: &mut String, label: &str, text: &str) -> Result<()> {
    for (index, line) in text.split("\n\n").filter(|line| !line.is_empty()).enumerate() {
        writeln!(report, "           {:9} {line}", if index == 0 { label } else { "" })?;
    }
    Ok(())
}

fn summarize(
    comparison: &Comparison,
    page: &str,
    source: &Source,
    report: &mut String,
) -> Result<()> {
    let codes = count(comparison.codes, "code");
    let id = &source.id;
    let state = match comparison.differences.len() {
        0 => format!("in step with `{id}` of {TABLE}"),
        many => format!("{} from `{id}` of {TABLE}", count(many, "difference")),
    };
    let words = if source.is_paraphrased { "; its words are not compared" } else { "" };
    writeln!(report, "{page}: {codes}, {state}{words}")?;
    Ok(())
}

fn command(job: &Job) -> String {
    let source = job.source.iter().map(|id| format!(" --source {id}"));
    format!("cargo xtask import {}{} --write", job.page, source.collect::<String>())
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::New => "new",
            Self::Missing => "missing",
            Self::Reserved => "reserved",
            Self::NotCited => "source",
            Self::Spelling => "spelling",
            Self::Status => "status",
            Self::Reason => "phrase",
            Self::Message => "message",
            Self::Note => "note",
            Self::Solution => "solution",
        }
    }
}

impl Difference {
    /// What there is to say beyond the word.
    fn meaning(&self) -> String {
        match self.kind {
            Kind::Unread => " looks like a row: a status from 300 to 599, then a code".to_owned(),
            Kind::Missing => " is not on the page".to_owned(),
            Kind::Reserved => " is `reserved`, and is on the page".to_owned(),
            Kind::Spelling => {
                ": where it is the layout of the page, list it under `aliases`".to_owned()
            }
            Kind::NotCited => {
                let [page, table] =
                    [&self.page, &self.table].map(|id| id.as_deref().unwrap_or_default());
                format!(" is known from `{table}`: add `{page}` to its `sources`")
            }
            _ => String::new(),
        }
    }
}
