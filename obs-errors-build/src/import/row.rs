//! The rows of a page, and what can be in their cells.

use obs_errors_core::chars::is_invisible;

/// The rows that were read from a page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    /// The line and the text of each part that looks like a row but could not be read as one.
    pub(crate) unread: Vec<(usize, String)>,
    /// Whether the page has a column of solutions.
    pub(crate) has_solutions: bool,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Where it begins, counted from one.
    pub(crate) line: usize,
    pub(crate) status: u16,
    /// What follows the status, which is not always a reason phrase.
    pub(crate) reason: String,
    pub(crate) code: String,
    pub(crate) words: Words,
}

/// The prose of a row.
#[derive(Clone, Debug)]
pub(crate) enum Words {
    /// The paragraphs of two cells.
    Cells { message: Vec<String>, solution: Vec<String> },
    /// In plain text nothing marks the end of a cell: the paragraphs of both. After those of
    /// the last row comes the rest of the page.
    Paragraphs { all: Vec<String>, is_last: bool },
}

/// The number of line feeds in a text.
pub(crate) fn lines_in(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// The text with each run of whitespace replaced by one space, and without invisible characters.
pub(crate) fn one_line(text: &str) -> String {
    // A no-break space counts as invisible, but is whitespace.
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A status, and what follows it: `404 Not Found`, `HTTP 404 - Not Found.`.
pub(crate) fn status(text: &str) -> Option<(u16, String)> {
    const MAX_LENGTH: usize = 60;
    const SEPARATORS: [char; 9] = [' ', ',', ':', '(', ')', '-', '\u{2013}', '\u{2014}', '.'];
    let text = text.strip_prefix("HTTP ").unwrap_or(text);
    let (status, rest) = text.split_at_checked(3)?;
    let status = status.parse().ok().filter(|status| (300..600).contains(status))?;
    let is_separated = rest.is_empty() || rest.starts_with([' ', ',', ':', '(']);
    let reason = rest.trim_matches(SEPARATORS);
    let is_reason = reason.len() <= MAX_LENGTH
        && !reason.contains(". ")
        && !reason.starts_with(char::is_lowercase);
    (is_separated && is_reason).then(|| (status, reason.to_owned()))
}

/// Whether a string may be a code and not a sentence.
pub(crate) fn is_code(text: &str) -> bool {
    const MAX_LENGTH: usize = 64;
    let is_printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_printable
        && text.len() <= MAX_LENGTH
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(['.', ':', ';', ','])
        && !text.contains(", ")
        && text.split(' ').count() <= 4
}
