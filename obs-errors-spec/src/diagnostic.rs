//! One error in the YAML with its span: what every stage reports.

/// A stretch of the source: bytes from one boundary of characters to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    /// The span of an error that has no better one.
    pub(crate) const START: Self = Self { start: 0, end: 0 };
}

/// A value and its span.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// One error: what was found, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    pub(crate) span: Span,
    pub(crate) message: String,
    /// A second span that belongs to the error, with what it is.
    pub(crate) also: Option<(Span, &'static str)>,
}

impl Diagnostic {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), also: None }
    }

    pub(crate) fn also(mut self, span: Span, label: &'static str) -> Self {
        self.also = Some((span, label));
        self
    }
}

/// A value as a message shows it: in backticks, without control characters, and
/// truncated if it is longer than anybody reads.
pub(crate) fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    let start: String = value.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    let start = start.replace("\\\"", "\"").replace("\\'", "'");
    let more = if value.chars().nth(LONGEST).is_some() { "..." } else { "" };
    format!("`{start}{more}`")
}

/// The offsets at which the lines of a string begin. A line ends in LF, CR LF or, as YAML has it, CR.
pub(crate) fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = move |at: &usize| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|end| end + 1))
}
