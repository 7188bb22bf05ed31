//! The rows of a page, and what can be in their cells.

use std::collections::HashSet;

use obs_errors_core::chars::is_invisible;
use obs_errors_spec::model::Table;
use unicode_width::UnicodeWidthChar;

/// The rows that were read from a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    /// The line of each part that looks like a row but could not be read as one, and what it is.
    pub(crate) unread: Vec<(usize, String)>,
    /// The line of each word that is written like a code and is not in a row.
    pub(crate) loose: Vec<(usize, String)>,
    /// The line of each column whose title is not known, and the title.
    pub(crate) unknown_titles: Vec<(usize, String)>,
    /// Whether the page has a column of solutions.
    pub(crate) has_solutions: bool,
}

impl Page {
    /// Adds a part that does not begin with a status and a code.
    pub(super) fn push_unread(&mut self, line: usize, text: &str) {
        let text = text.trim_end_matches([' ', '/']);
        let text = format!(
            "{text} looks like a row but cannot be read as one; a row begins with a status from 300 to \
             599, then a code"
        );
        self.unread.push((line, text));
    }
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Where it begins, counted from one.
    pub(crate) line: usize,
    pub(crate) status: u16,
    /// Whether the status is that of the row above, because text without cells has none here.
    pub(crate) has_status_of_above: bool,
    /// What follows the status, which is not always a reason phrase.
    pub(crate) reason: String,
    pub(crate) code: String,
    pub(crate) words: Words,
}

/// The prose of a row.
#[derive(Clone, Debug)]
pub(crate) enum Words {
    /// The paragraphs of each cell.
    Cells { message: Vec<String>, description: Vec<String>, solution: Vec<String> },
    /// In plain text nothing marks the end of a cell: the paragraphs of both. After those of
    /// the last row comes the rest of the page.
    Paragraphs { all: Vec<String>, is_last: bool },
}

/// What the table says, which helps to recognize it on the page.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    codes: HashSet<&'a str>,
    statuses: &'a [(u16, String)],
}

impl<'a> Known<'a> {
    pub(crate) fn new(table: &'a Table) -> Self {
        let codes = table.wire_codes().map(|(code, _)| code);
        let codes = codes.chain(table.reserved.iter().map(String::as_str)).collect();
        Self { codes, statuses: &table.statuses }
    }

    pub(super) fn is_known(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// Whether a string is a code wherever it is found: one of the table, or one word that is
    /// written like a code.
    pub(super) fn is_certain(&self, text: &str) -> bool {
        self.is_known(text) || is_camel_case(text)
    }

    /// The code at the start of a text, in bytes.
    pub(super) fn code_at_start(&self, text: &str) -> Option<usize> {
        // A known code can have whitespace.
        let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]).take(4);
        let known = ends.clone().filter(|end| self.is_known(&text[..*end])).last();
        known.or_else(|| ends.take(1).find(|end| is_camel_case(&text[..*end])))
    }

    /// Whether a text is the reason phrase of a status.
    pub(super) fn is_reason(&self, status: u16, text: &str) -> bool {
        self.reason_at_start(status, text) == Some(text.len())
    }

    /// The end of the reason phrase of a status at the start of a text.
    pub(super) fn reason_at_start(&self, status: u16, text: &str) -> Option<usize> {
        let mut own = self.statuses.iter().filter(|(own, _)| *own == status);
        let ends = |reason: &&(u16, String)| {
            text.strip_prefix(&reason.1)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        own.find(ends).map(|(_, reason)| reason.len())
    }
}

/// The number of line feeds in a text.
pub(crate) fn lines_in(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// The text with each run of whitespace replaced by one space, and without invisible characters.
/// Where a line of Chinese or Japanese was wrapped, there is no space.
pub(crate) fn one_line(text: &str) -> String {
    // A no-break space counts as invisible, but is whitespace.
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect();
    let is_wide = |c: Option<char>| c.and_then(UnicodeWidthChar::width) == Some(2);
    let mut line = String::with_capacity(seen.len());
    for part in seen.split('\n') {
        for (index, word) in part.split_whitespace().enumerate() {
            let is_wrapped = index == 0;
            let is_joined = is_wide(line.chars().next_back()) && is_wide(word.chars().next());
            if !(line.is_empty() || (is_wrapped && is_joined)) {
                line.push(' ');
            }
            line += word;
        }
    }
    line
}

const SEPARATORS: [char; 11] =
    [' ', ',', ':', '(', ')', '-', '\u{2013}', '\u{2014}', '.', '\u{FF08}', '\u{FF09}'];

/// A status, and its reason phrase: `404 Not Found`, `HTTP 404 - Not Found.`, `Conflict (409)`.
pub(crate) fn status(text: &str) -> Option<(u16, String)> {
    let (number, reason) = numbered(text)?;
    (300..600).contains(&number).then_some((number, reason))
}

/// Whether a string is where a status is, but is not one that a code can have: `203 Created`,
/// `4xx`, `N/A`.
pub(crate) fn looks_like_status(text: &str) -> bool {
    let text = text.trim();
    let is_class = |text: &str| {
        let mut chars = text.chars();
        matches!(chars.next(), Some('1'..='9'))
            && chars.as_str().get(..2).is_some_and(|rest| rest.eq_ignore_ascii_case("xx"))
    };
    let starts_with_number = |text: &str| {
        let Some((number, rest)) = text.split_at_checked(3) else { return false };
        let letter = rest.chars().find(|c| c.is_alphabetic());
        number.bytes().all(|byte| byte.is_ascii_digit())
            && !rest.starts_with(|c: char| c.is_ascii_digit())
            && letter.is_none_or(char::is_uppercase)
            && !rest.contains(". ")
    };
    let is_short = text.len() <= 80 && text.split(' ').count() <= 6;
    is_short
        && (["N/A", "n/a", "NA", "-", "--", "\u{2013}", "\u{2014}", "None", "/"].contains(&text)
            || is_class(text)
            || numbered(text).is_some()
            || starts_with_number(without_protocol(text)))
}

fn without_protocol(text: &str) -> &str {
    let rest = text.strip_prefix("HTTP/").and_then(|rest| Some(rest.split_once(' ')?.1));
    rest.or_else(|| text.strip_prefix("HTTP ")).unwrap_or(text)
}

/// A number of three digits with words before or after it.
fn numbered(text: &str) -> Option<(u16, String)> {
    const MAX_LENGTH: usize = 60;
    const MAX_WORDS: usize = 5;
    let text = without_protocol(text);
    let is_reason = |reason: &str| {
        reason.len() <= MAX_LENGTH
            && reason.split(' ').count() <= MAX_WORDS
            && !reason.contains(". ")
            && !reason.contains(|c: char| c.is_ascii_digit() || [',', ';', '"'].contains(&c))
            && !reason.starts_with(char::is_lowercase)
    };
    let three = |text: &str| {
        let is_number = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    if let Some((number, rest)) = text.split_at_checked(3)
        && let Some(number) = three(number)
    {
        let is_separated =
            rest.is_empty() || rest.starts_with([' ', ',', ':', '(', '\u{FF08}', '\u{FF1A}']);
        let reason = rest.trim_start_matches('\u{FF1A}').trim_matches(SEPARATORS);
        return (is_separated && is_reason(reason)).then(|| (number, reason.to_owned()));
    }
    let inner = text.strip_suffix([')', '\u{FF09}'])?;
    let (reason, number) = inner.rsplit_once(['(', '\u{FF08}'])?;
    let reason = reason.trim_matches(SEPARATORS);
    is_reason(reason).then(|| Some((three(number.trim())?, reason.to_owned())))?
}

/// Whether a string may be a code and not a sentence.
pub(crate) fn is_code(text: &str) -> bool {
    const MAX_LENGTH: usize = 64;
    let is_printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_printable
        && text.len() <= MAX_LENGTH
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(['.', ':', ';'])
        && !text.contains(',')
        && text.split(' ').count() <= 4
}

/// The words of a text that are written like codes.
pub(crate) fn words_like_codes(text: &str) -> impl Iterator<Item = &str> {
    let words =
        text.split(' ').map(|word| word.trim_matches(['.', ',', ':', ';', '(', ')', '"', '`']));
    words.filter(|word| is_camel_case(word))
}

/// Whether a string is one word with a capital letter inside, as most codes are.
fn is_camel_case(text: &str) -> bool {
    const MAX_LENGTH: usize = 64;
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte));
    let has_hump = || {
        text.as_bytes()
            .windows(2)
            .any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
    };
    let starts = text.starts_with(|c: char| c.is_ascii_uppercase());
    is_word && starts && !text.ends_with('.') && text.len() <= MAX_LENGTH && has_hump()
}
