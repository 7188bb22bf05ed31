//! A mistake in the YAML with its place, and how a list of them is shown.

use std::fmt;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

/// A stretch of the source: bytes from one boundary of characters to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Place {
    /// Where a mistake stands that has no better place.
    pub(crate) const START: Self = Self { start: 0, end: 0 };
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// One mistake: what was found, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) place: Place,
    pub(crate) message: String,
    /// A second place that belongs to the mistake, with what it is.
    pub(crate) also: Option<(Place, &'static str)>,
}

impl Problem {
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), also: None }
    }

    pub(crate) fn also(mut self, place: Place, label: &'static str) -> Self {
        self.also = Some((place, label));
        self
    }
}

/// Where the lines of a text begin. A line ends in LF, CR LF or, as YAML has it, CR.
pub(crate) fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = move |at: &usize| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|end| end + 1))
}

/// A value as a message shows it: in backticks, without control characters, and
/// cut where it goes on for longer than anybody reads.
pub(crate) fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    let start: String = value.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    let start = start.replace("\\\"", "\"").replace("\\'", "'");
    let more = if value.chars().nth(LONGEST).is_some() { "..." } else { "" };
    format!("`{start}{more}`")
}

/// How many mistakes are shown. Who has more has one mistake many times over,
/// or a file that is no table.
const MAX_SHOWN: usize = 1000;

/// How many characters of a line are shown before and after a place.
const EXCERPT: usize = 160;

/// Every mistake in a table and in what it extends; never empty.
///
/// [`Display`](fmt::Display) shows each as `path:line:column: message`, counted
/// from one in characters, with the line below it where there is one; those of a
/// file in the order of their places. A mistake of the file as a whole (it is
/// missing, say) stands at 1:1. After the first thousand of a file the rest is only
/// counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    files: Vec<File>,
}

/// The mistakes in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    path: String,
    source: String,
    /// Where each line of the source begins.
    lines: Vec<usize>,
    list: Vec<Problem>,
}

impl Problems {
    /// `list` is not empty; it is sorted here.
    pub(crate) fn new(path: &str, source: &str, mut list: Vec<Problem>) -> Self {
        list.sort_by_key(|problem| problem.place.start);
        let lines = line_starts(source).collect();
        Self { files: vec![File { path: path.to_owned(), source: source.to_owned(), lines, list }] }
    }

    /// A mistake of the file as a whole, which was not read.
    pub(crate) fn of_file(path: &str, message: impl Into<String>) -> Self {
        Self::new(path, "", vec![Problem::new(Place::START, message)])
    }

    /// These, and then those of another file.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.files.extend(others.files);
        self
    }

    /// How many mistakes there are; at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it never is")]
    pub fn len(&self) -> usize {
        self.files.iter().map(|file| file.list.len()).sum()
    }
}

/// A mistake for an editor or another program. Lines and columns count from one, columns
/// in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<'a> {
    /// The file, as [`read`](crate::read) was told to name it.
    pub path: &'a str,
    /// Where it begins, and the place behind its end: a line and a column each.
    pub start: (usize, usize),
    /// See `start`; the same where it stands between two characters.
    pub end: (usize, usize),
    /// What was found, and the way out.
    pub message: &'a str,
    /// A second place that belongs to it, and what that is.
    pub also: Option<((usize, usize), &'static str)>,
}

impl Problems {
    /// Each mistake, in the order in which they are shown; none is left out.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic<'_>> {
        self.files.iter().flat_map(|file| {
            file.list.iter().map(|problem| Diagnostic {
                path: &file.path,
                start: file.line_and_column(problem.place.start),
                end: file.line_and_column(problem.place.end),
                message: &problem.message,
                also: problem.also.map(|(place, label)| (file.line_and_column(place.start), label)),
            })
        })
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.iter().try_for_each(|file| file.fmt(f))
    }
}

impl std::error::Error for Problems {}

impl File {
    fn show(&self, problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_and_column(problem.place.start);
        write!(f, "{}:{line}:{column}: {}", self.path, problem.message)?;
        if let Some((place, label)) = &problem.also {
            let (line, column) = self.line_and_column(place.start);
            write!(f, " ({label}: {line}:{column})")?;
        }
        writeln!(f)?;
        if self.source.is_empty() {
            return Ok(());
        }
        let first = self.snippet(problem.place, AnnotationKind::Primary, None);
        let second = problem
            .also
            .iter()
            .map(|(place, label)| self.snippet(*place, AnnotationKind::Context, Some(label)));
        let group = Group::with_level(Level::ERROR).element(first).elements(second);
        writeln!(f, "{}", Renderer::plain().render(&[group]))
    }

    /// The line of a place with the place marked. Of a place that goes on after
    /// its line, and of a line that goes on and on, the start is enough.
    fn snippet(
        &self,
        place: Place,
        kind: AnnotationKind,
        label: Option<&'static str>,
    ) -> Snippet<'_, Annotation<'_>> {
        let line = self.line_of(place.start);
        let (before, after) = self.source.split_at(place.start);
        let before = &before[self.lines[line]..];
        let from = before.char_indices().rev().take(EXCERPT).last().map_or(0, |(at, _)| at);
        let before = &before[from..];
        let to = after
            .char_indices()
            .enumerate()
            .find(|(count, (_, c))| *count == EXCERPT || matches!(c, '\n' | '\r'))
            .map_or(after.len(), |(_, (at, _))| at);
        let text = format!("{before}{}", &after[..to]);
        let span = before.len()..before.len() + to.min(place.end - place.start);
        Snippet::source(text).line_start(line + 1).annotation(kind.span(span).label(label))
    }

    /// The line that a byte stands on, counted from zero.
    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset) - 1
    }

    /// Counted from one, in characters.
    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let column = self.source[self.lines[line]..offset].chars().count();
        (line + 1, column + 1)
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.list.len().min(MAX_SHOWN);
        self.list[..shown].iter().try_for_each(|problem| self.show(problem, f))?;
        match self.list.len() - shown {
            0 => Ok(()),
            rest => writeln!(f, "{}: and {rest} mistakes more", self.path),
        }
    }
}
