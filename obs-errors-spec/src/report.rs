//! The errors and warnings of one or more files, and how they are shown.

use std::fmt;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, Span, line_starts};

/// How many diagnostics of a file are shown. If there are more, it is one error many times
/// over, or the file is not a table.
const MAX_SHOWN: usize = 1000;

/// How many characters of a line are shown before and after a span.
const EXCERPT: usize = 160;

/// Every error and warning in a table and in those that it extends.
///
/// [`Display`](fmt::Display) shows each error as `path:line:column: message` and each warning
/// as `path:line:column: warning: message`, with the line of the file below it, if there is
/// one. Lines and columns are counted from one, and columns in characters. Within a file,
/// diagnostics are sorted by position. An error about the file as a whole, such as a missing
/// file, is at 1:1. After the first thousand in a file, the rest are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    files: Vec<File>,
}

/// The errors and warnings in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    path: String,
    source: String,
    /// Where each line of the source begins.
    lines: Vec<usize>,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Returns the diagnostics of a file, sorted by position. `path` is the name of the file, and `source` its
    /// content, in which each span is.
    #[must_use]
    pub fn new(path: &str, source: &str, mut list: Vec<Diagnostic>) -> Self {
        if list.is_empty() {
            return Self::default();
        }
        list.sort_by_key(|diagnostic| diagnostic.span.start);
        let lines = line_starts(source).collect();
        Self { files: vec![File { path: path.to_owned(), source: source.to_owned(), lines, list }] }
    }

    /// Returns an error of a file as a whole, which was not read.
    #[must_use]
    pub fn from_file_error(path: &str, message: impl Into<String>) -> Self {
        Self::new(path, "", vec![Diagnostic::new(Span::START, message)])
    }

    /// Appends the diagnostics of another file.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.files.extend(others.files);
        self
    }

    /// Returns the number of errors and warnings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.iter().map(|file| file.list.len()).sum()
    }

    /// Returns `true` if there is neither an error nor a warning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of diagnostics of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let all = self.files.iter().flat_map(|file| &file.list);
        all.filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// An error or warning for an editor or another program. Lines and columns are counted from one,
/// and columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedDiagnostic<'a> {
    /// The severity: whether the table can be used despite the diagnostic.
    pub severity: Severity,
    /// The file, as [`read`](crate::read) was given it.
    pub path: &'a str,
    /// The line and column where it begins.
    pub start: (usize, usize),
    /// The line and column after its last character, or those of `start` if it is between two
    /// characters.
    pub end: (usize, usize),
    /// What was found, and what to do.
    pub message: &'a str,
    /// A second position that belongs to it, with its label.
    pub related: Option<((usize, usize), &'static str)>,
}

impl Diagnostics {
    /// Returns an iterator over all of them, in the order in which they are shown; none is
    /// left out.
    pub fn iter(&self) -> impl Iterator<Item = LocatedDiagnostic<'_>> {
        self.files.iter().flat_map(|file| {
            file.list.iter().map(|diagnostic| LocatedDiagnostic {
                severity: diagnostic.severity,
                path: &file.path,
                start: file.line_and_column(diagnostic.span.start),
                end: file.line_and_column(diagnostic.span.end),
                message: &diagnostic.message,
                related: diagnostic
                    .related
                    .map(|(span, label)| (file.line_and_column(span.start), label)),
            })
        })
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.iter().try_for_each(|file| file.fmt(f))
    }
}

impl std::error::Error for Diagnostics {}

impl File {
    fn show(&self, diagnostic: &Diagnostic, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_and_column(diagnostic.span.start);
        let (label, level) = match diagnostic.severity {
            Severity::Error => ("", Level::ERROR),
            Severity::Warning => ("warning: ", Level::WARNING),
        };
        write!(f, "{}:{line}:{column}: {label}{}", self.path, diagnostic.message)?;
        if let Some((span, label)) = &diagnostic.related {
            let (line, column) = self.line_and_column(span.start);
            write!(f, " ({label}: {line}:{column})")?;
        }
        writeln!(f)?;
        if self.source.is_empty() {
            return Ok(());
        }
        let first = self.snippet(diagnostic.span, AnnotationKind::Primary, None);
        let second = diagnostic
            .related
            .iter()
            .map(|(span, label)| self.snippet(*span, AnnotationKind::Context, Some(label)));
        let group = Group::with_level(level).element(first).elements(second);
        writeln!(f, "{}", Renderer::plain().render(&[group]))
    }

    /// The line of a span with the span marked. If the span ends on a later line, or the line
    /// is very long, only the start is shown.
    fn snippet(
        &self,
        span: Span,
        kind: AnnotationKind,
        label: Option<&'static str>,
    ) -> Snippet<'_, Annotation<'_>> {
        let line = self.line_of(span.start);
        let (before, after) = self.source.split_at(span.start);
        let before = &before[self.lines[line]..];
        let from = before.char_indices().rev().take(EXCERPT).last().map_or(0, |(at, _)| at);
        let before = &before[from..];
        let to = after
            .char_indices()
            .enumerate()
            .find(|(count, (_, c))| *count == EXCERPT || matches!(c, '\n' | '\r'))
            .map_or(after.len(), |(_, (at, _))| at);
        let text = format!("{before}{}", &after[..to]);
        let span = before.len()..before.len() + to.min(span.end - span.start);
        Snippet::source(text).line_start(line + 1).annotation(kind.span(span).label(label))
    }

    /// The line that a byte is on, counted from zero.
    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset) - 1
    }

    /// The line and column of a byte, both counted from one; columns count characters.
    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let column = self.source[self.lines[line]..offset].chars().count();
        (line + 1, column + 1)
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.list.len().min(MAX_SHOWN);
        self.list[..shown].iter().try_for_each(|diagnostic| self.show(diagnostic, f))?;
        match self.list.len() - shown {
            0 => Ok(()),
            rest => writeln!(f, "{}: and {rest} more", self.path),
        }
    }
}
