//! How two tables differ, as text, JSON or Markdown.

use obs_errors_spec::diff::{Change, Diff, Level};
use serde::Serialize;

use crate::count::counted;
use crate::documents::json_file;
use crate::documents::templates;

/// A report of how two tables differ (feature `documents`).
#[derive(Debug, Default, Serialize)]
pub struct ChangeReport<'a> {
    /// What the table is compared with; `null` if there is nothing.
    baseline: Option<&'a str>,
    /// Why the table is compared with nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_baseline: Option<&'static str>,
    /// The level of the most severe change; `null` if nothing changed.
    level: Option<&'static str>,
    changes: Vec<Row<'a>>,
    /// The errors that raising the version does not fix.
    errors: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    level: &'static str,
    kind: &'static str,
    subject: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    #[serde(skip)]
    is_prose: bool,
}

/// The changes for a change log, grouped by level, then by kind.
#[derive(Debug, Serialize)]
struct ChangeLog<'a> {
    levels: Vec<LevelSection<'a>>,
}

#[derive(Debug, Serialize)]
struct LevelSection<'a> {
    title: &'static str,
    kinds: Vec<KindSection<'a>>,
}

#[derive(Debug, Serialize)]
struct KindSection<'a> {
    kind: String,
    changes: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    subject: &'a str,
    /// What follows the subject in parentheses; `None` if it is too long or says nothing new.
    detail: Option<String>,
}

impl<'a> ChangeReport<'a> {
    /// Returns the report of the differences from the baseline with this name.
    #[must_use]
    pub fn new(baseline: &'a str, diff: &'a Diff) -> Self {
        let lost = diff.lost.iter().map(|code| {
            format!(
                "`{code}` is no longer read; keep it as a `deprecated` code or as an alias, or list it \
                 under `reserved`"
            )
        });
        let unreserved = diff.unreserved.iter().map(|code| {
            format!(
                "`{code}` is no longer `reserved`; list it again, so that it never gets another meaning"
            )
        });
        Self {
            baseline: Some(baseline),
            no_baseline: None,
            level: diff.max_level().map(Level::as_str),
            changes: diff.changes.iter().map(Row::new).collect(),
            errors: lost.chain(unreserved).collect(),
        }
    }

    /// Returns the report of a table without a baseline, with the reason.
    #[must_use]
    pub fn without_baseline(why: &'static str) -> Self {
        Self { no_baseline: Some(why), ..Self::default() }
    }

    /// Returns the errors that raising the version does not fix: codes that could get another
    /// meaning.
    #[must_use]
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// Returns the report as JSON, for programs.
    #[must_use]
    pub fn json(&self) -> String {
        json_file(self)
    }

    /// Returns the changes in Markdown, for a change log.
    #[must_use]
    pub fn markdown(&self) -> String {
        match self.no_baseline {
            Some(_) => self.text(),
            None => templates::other("changes.md", self.by_level()),
        }
    }

    /// Returns the report as text: a line for each change, then their number.
    #[must_use]
    pub fn text(&self) -> String {
        if let Some(why) = self.no_baseline {
            return format!("no baseline: {why}\n");
        }
        let mut text: String = self.changes.iter().map(Row::text).collect();
        if !text.is_empty() {
            text.push('\n');
        }
        text += &counted(self.changes.len(), "change");
        for (word, value) in [(" since ", self.baseline), (": ", self.level)] {
            text.extend(value.into_iter().flat_map(|value| [word, value]));
        }
        text + "\n"
    }

    fn by_level(&self) -> ChangeLog<'a> {
        let levels = self.changes.chunk_by(|a, b| a.level == b.level).map(|changes| LevelSection {
            title: match changes[0].level {
                "major" => "Breaking",
                "minor" => "New",
                _ => "Documentation",
            },
            kinds: changes.chunk_by(|a, b| a.kind == b.kind).map(KindSection::new).collect(),
        });
        ChangeLog { levels: levels.collect() }
    }
}

impl<'a> Row<'a> {
    fn new(change: &'a Change) -> Self {
        Self {
            level: change.level().as_str(),
            kind: change.kind.as_str(),
            subject: &change.subject,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
            is_prose: change.kind.is_prose(),
        }
    }

    fn text(&self) -> String {
        let Self { level, kind, subject, .. } = self;
        let mut text = format!("{level}  {kind:15}  {subject}");
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

impl<'a> KindSection<'a> {
    fn new(changes: &[Row<'a>]) -> Self {
        let mut kind = changes[0].kind.to_owned();
        kind[..1].make_ascii_uppercase();
        let entries =
            changes.iter().map(|row| Entry { subject: row.subject, detail: row.detail() });
        Self { kind, changes: entries.collect() }
    }
}

/// Returns `true` if `version` is sufficiently higher than that of `tag` for changes of this level.
///
/// As in Cargo, a version before 1.0.0 raises its minor part for a major change, and its patch part
/// for any other. Returns `false` if the tag has no version.
#[must_use]
pub fn is_version_raised(tag: &str, version: &str, level: Level) -> bool {
    raised(tag, version).is_some_and(|raised| raised >= level)
}

fn raised(tag: &str, version: &str) -> Option<Level> {
    let parse = |version: &str| -> Option<[u64; 3]> {
        let parts: Vec<u64> = version.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        parts.try_into().ok()
    };
    // Accepts `v1.2.3`, `obs-errors-v1.2.3` and `1.2.3-rc.1`.
    let tag = &tag[tag.find(|c: char| c.is_ascii_digit())?..];
    let was = parse(tag.split(['-', '+']).next()?)?;
    let is = parse(version).filter(|is| *is > was)?;
    let first = (0..3).find(|part| is[*part] != was[*part])?;
    let first = if is[0] == 0 { first - 1 } else { first };
    Some([Level::Major, Level::Minor, Level::Patch][first])
}
