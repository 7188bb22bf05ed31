//! One error or warning in the YAML with its span: what every stage reports.

/// A range of bytes of the source, between two character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span of an error that has no better one.
    pub(crate) const START: Self = Self { start: 0, end: 0 };
}

/// A value and its span.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is.
    pub span: Span,
}

/// The severity of a diagnostic: whether the table can be used despite it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The table is not valid.
    Error,
    /// The table is valid, but something in it is probably not what its author meant.
    Warning,
}

impl Severity {
    /// Returns the name of the severity in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One error or warning: what was found, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) span: Span,
    pub(crate) message: String,
    /// A related span, with its label.
    pub(crate) related: Option<(Span, &'static str)>,
}

impl Diagnostic {
    /// Returns an error.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, span, message: message.into(), related: None }
    }

    pub(crate) fn warning(span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::new(span, message) }
    }

    pub(crate) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    pub(crate) fn with_related(mut self, span: Span, label: &'static str) -> Self {
        self.related = Some((span, label));
        self
    }
}

/// Returns a value as a message shows it: in backticks, without control characters, and truncated
/// if it is long.
#[must_use]
pub fn quoted(value: &str) -> String {
    const MAX_LENGTH: usize = 60;
    let start: String = value.chars().take(MAX_LENGTH).flat_map(char::escape_debug).collect();
    let start = start.replace("\\\"", "\"").replace("\\'", "'");
    let more = if value.chars().nth(MAX_LENGTH).is_some() { "..." } else { "" };
    format!("`{start}{more}`")
}

/// The offsets at which the lines of a string begin. A line ends in LF, CR LF or, as in YAML,
/// CR.
pub(crate) fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = move |at: &usize| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|end| end + 1))
}
