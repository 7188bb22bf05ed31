//! `cargo xtask diff`: what changed in the table, and whom that breaks.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;

use anyhow::Result;
use obs_errors_spec::diff::{Change, Diff, Level, diff};
use obs_errors_spec::model::Table;
use obs_errors_spec::{Name, Problems};
use serde::Serialize;

use crate::baseline::Baseline;
use crate::documents::{json_file, rendered, value};
use crate::generate::{TABLE, count};

/// How the changes are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
}

pub(crate) struct Job {
    /// A revision of git, or a file; the last tag where nothing is said.
    pub(crate) baseline: Option<String>,
    pub(crate) format: Format,
    /// A change of this level or above it is refused, unless the version says it.
    pub(crate) fail_on: Option<Level>,
}

/// Adds the changes to the report; `false` where they are refused.
pub(crate) fn run(root: &Path, job: Job, report: &mut String) -> Result<bool> {
    let baseline = Baseline::find(root, job.baseline, TABLE)?;
    let (name, path) = match &baseline {
        Baseline::None(why) => {
            match job.format {
                Format::Json => report.push_str(&json_file(&Report {
                    no_baseline: Some(*why),
                    ..Report::default()
                })?),
                Format::Text | Format::Markdown => writeln!(report, "no baseline: {why}")?,
            }
            return Ok(true);
        }
        Baseline::Revision(revision) => (revision.as_str(), TABLE),
        Baseline::File(path) => (path.as_str(), path.as_str()),
    };
    let before = obs_errors_spec::read(path, |table| match table {
        Name::Obs => baseline.open(root, TABLE),
        Name::Path(path) => baseline.open(root, path),
    });
    let after = obs_errors_spec::read(TABLE, |_| File::open(root.join(TABLE)));
    let (before, after) = match (before, after) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let told = |table: Result<Table, Problems>| table.err().map(|it| it.to_string());
            if let Some(problems) = told(before) {
                eprintln!("{problems}error: the table of {name} has mistakes");
            }
            if let Some(problems) = told(after) {
                eprintln!("{problems}error: {TABLE} has mistakes");
            }
            return Ok(false);
        }
    };
    let diff = diff(&before, &after);
    let content = Report::of(name, &diff);
    *report += &match job.format {
        Format::Json => json_file(&content)?,
        Format::Text => content.text(),
        Format::Markdown => rendered("changes.md", &value(&content.by_level()))?,
    };
    for mistake in &content.mistakes {
        eprintln!("error: {mistake}");
    }
    let is_allowed = match (job.fail_on, diff.verdict()) {
        (Some(most), Some(level)) if level >= most => {
            let version = env!("CARGO_PKG_VERSION");
            let is_said = raised(name, version).is_some_and(|raised| raised >= level);
            if !is_said {
                let level = level.as_str();
                eprintln!(
                    "error: the table has a {level} change since {name}: take it back, or raise \
                     the version, which is {version}, for it (and compare with a tag of a version)"
                );
            }
            is_said
        }
        _ => true,
    };
    Ok(is_allowed && content.mistakes.is_empty())
}

/// By what a version is above that of a tag; `None` where it is not, or the tag has none.
/// Before 1.0.0 each part means what the one before it means later.
fn raised(tag: &str, version: &str) -> Option<Level> {
    let parse = |version: &str| -> Option<[u64; 3]> {
        let parts: Vec<u64> = version.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        parts.try_into().ok()
    };
    // `v1.2.3`, `obs-errors-v1.2.3`, `1.2.3-rc.1`.
    let tag = &tag[tag.find(|c: char| c.is_ascii_digit())?..];
    let was = parse(tag.split(['-', '+']).next()?)?;
    let is = parse(version).filter(|is| *is > was)?;
    let first = (0..3).find(|part| is[*part] != was[*part])?;
    let first = if is[0] == 0 { first - 1 } else { first };
    Some([Level::Major, Level::Minor, Level::Patch][first])
}

/// The changes as programs and templates have them.
#[derive(Default, Serialize)]
struct Report<'a> {
    /// What the table is compared with; `null` where there is nothing.
    baseline: Option<&'a str>,
    /// Why it is compared with nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_baseline: Option<&'static str>,
    /// The level of the gravest change; `null` where nothing changed.
    verdict: Option<&'static str>,
    changes: Vec<Row<'a>>,
    /// What is wrong, whatever the version says.
    mistakes: Vec<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    level: &'static str,
    what: &'static str,
    subject: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    #[serde(skip)]
    is_prose: bool,
}

/// The same for a change log: those of one kind together.
#[derive(Serialize)]
struct ByLevel<'a> {
    levels: Vec<OfLevel<'a>>,
}

#[derive(Serialize)]
struct OfLevel<'a> {
    title: &'static str,
    kinds: Vec<OfKind<'a>>,
}

#[derive(Serialize)]
struct OfKind<'a> {
    what: String,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    subject: &'a str,
    /// What stands behind the subject in parentheses; nothing where it is too long.
    detail: Option<String>,
}

impl<'a> Report<'a> {
    fn of(baseline: &'a str, diff: &'a Diff) -> Self {
        let lost = diff.lost.iter().map(|spelling| {
            format!(
                "`{spelling}` is read no more: keep it, as a code that is `deprecated` or as an \
                 alias, or list it under `reserved`"
            )
        });
        let freed = diff.freed.iter().map(|spelling| {
            format!(
                "`{spelling}` is no longer `reserved`: list it again, so that it never comes to \
                 mean something else"
            )
        });
        Self {
            baseline: Some(baseline),
            no_baseline: None,
            verdict: diff.verdict().map(Level::as_str),
            changes: diff.changes.iter().map(Row::of).collect(),
            mistakes: lost.chain(freed).collect(),
        }
    }

    fn text(&self) -> String {
        let mut text: String = self.changes.iter().map(Row::text).collect();
        if !text.is_empty() {
            text.push('\n');
        }
        text += &count(self.changes.len(), "change");
        for (word, value) in [(" since ", self.baseline), (": ", self.verdict)] {
            text.extend(value.into_iter().flat_map(|value| [word, value]));
        }
        text + "\n"
    }

    fn by_level(&self) -> ByLevel<'a> {
        let levels = self.changes.chunk_by(|a, b| a.level == b.level).map(|changes| OfLevel {
            title: match changes[0].level {
                "major" => "Breaking",
                "minor" => "New",
                _ => "Words",
            },
            kinds: changes.chunk_by(|a, b| a.what == b.what).map(OfKind::of).collect(),
        });
        ByLevel { levels: levels.collect() }
    }
}

impl<'a> Row<'a> {
    fn of(change: &'a Change) -> Self {
        Self {
            level: change.level().as_str(),
            what: change.what.as_str(),
            subject: &change.subject,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
            is_prose: change.what.is_prose(),
        }
    }

    fn text(&self) -> String {
        let Self { level, what, subject, .. } = self;
        let mut text = format!("{level}  {what:15}  {subject}");
        text += &self.detail().map_or_else(String::new, |detail| format!(" ({detail})"));
        for (sign, value) in [("-", self.before), ("+", self.after)] {
            for line in value.filter(|_| self.is_prose).into_iter().flat_map(str::lines) {
                text.extend(["\n         ", sign, " ", line]);
            }
        }
        text + "\n"
    }

    fn detail(&self) -> Option<String> {
        let values: Vec<&str> = [self.before, self.after].into_iter().flatten().collect();
        (!self.is_prose && values != [self.subject]).then(|| values.join(" → "))
    }
}

impl<'a> OfKind<'a> {
    fn of(changes: &[Row<'a>]) -> Self {
        let mut what = changes[0].what.to_owned();
        what[..1].make_ascii_uppercase();
        let entries =
            changes.iter().map(|row| Entry { subject: row.subject, detail: row.detail() });
        Self { what, changes: entries.collect() }
    }
}
