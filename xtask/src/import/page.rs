//! A page of the vendor's documentation to the rows of its table of error codes.

use anyhow::{Result, bail};

use super::html;

/// The largest page that is read, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// What a page says of codes.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    /// What looks like a row, and could not be read as one: where, and what.
    pub(crate) unread: Vec<(usize, String)>,
    /// Whether there are solutions.
    pub(crate) has_solutions: bool,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Where it begins, counted from one.
    pub(crate) line: usize,
    pub(crate) status: u16,
    /// What stands behind the status, which is not always a reason phrase.
    pub(crate) reason: String,
    pub(crate) code: String,
    pub(crate) words: Words,
}

/// What a row says of its code.
#[derive(Clone, Debug)]
pub(crate) enum Words {
    /// The paragraphs of two cells.
    Cells { message: Vec<String>, solution: Vec<String> },
    /// In plain text nothing says where a cell ends: the paragraphs of both. After those
    /// of the last row follows the rest of the page.
    Paragraphs { all: Vec<String>, is_last: bool },
}

/// A paragraph of plain text, on one line.
pub(crate) struct Paragraph {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// Reads the text of a page, or a page saved as HTML.
pub(crate) fn read(bytes: &[u8]) -> Result<Page> {
    if bytes.len() > MAX_BYTES {
        bail!("the page is larger than {} MiB: no page of error codes is", MAX_BYTES >> 20);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}'),
        Err(error) => {
            let line = 1 + lines_in(&bytes[..error.valid_up_to()]);
            bail!("line {line} is not UTF-8: save the page as UTF-8");
        }
    };
    if ["MIME-Version:", "From: <Saved by"].iter().any(|start| text.starts_with(start)) {
        bail!("this is MHTML, of one file: save the page as HTML, or copy its text");
    }
    let is_html =
        text.trim_start().starts_with('<') || text.to_ascii_lowercase().contains("<table");
    let page = if is_html { html::read(text) } else { of_text(text) };
    if page.rows.is_empty() {
        bail!(
            "there is no table of error codes: in plain text a row is a status such as \
             `404 Not Found`, a code, a message and a solution, with empty lines between; in \
             HTML the table has the columns Status Code, Error Code, Error Message and Solution"
        );
    }
    Ok(page)
}

/// A row begins where a code follows a status. It ends where the next one begins, the
/// header is repeated, or something begins that looks like a row and is none.
fn of_text(text: &str) -> Page {
    let paragraphs = paragraphs(text);
    let begins = |at: &usize| -> Option<Begins> {
        let (first, second) = (&paragraphs[*at].text, &paragraphs.get(at + 1)?.text);
        if status(first).is_some() && is_code(second) {
            Some(Begins::Row)
        } else if is_header(first, second) {
            Some(Begins::Header)
        } else {
            looks_like_row(first, second).then_some(Begins::Unread)
        }
    };
    let parts: Vec<(usize, Begins)> =
        (0..paragraphs.len()).filter_map(|at| Some((at, begins(&at)?))).collect();
    let ends = parts.iter().skip(1).map(|(at, _)| *at).chain([paragraphs.len()]);
    let mut page = Page { rows: Vec::new(), unread: Vec::new(), has_solutions: true };
    for ((start, begins), end) in parts.iter().zip(ends) {
        let Paragraph { line, text } = &paragraphs[*start];
        match (begins, status(text)) {
            (Begins::Row, Some((status, reason))) => {
                let words = paragraphs[start + 2..end.max(start + 2)].iter();
                page.rows.push(Row {
                    line: *line,
                    status,
                    reason,
                    code: paragraphs[start + 1].text.clone(),
                    words: Words::Paragraphs {
                        all: words.map(|paragraph| paragraph.text.clone()).collect(),
                        is_last: end == paragraphs.len(),
                    },
                });
            }
            (Begins::Header, _) => {}
            _ => page.unread.push((*line, format!("{text} / {}", paragraphs[start + 1].text))),
        }
    }
    page
}

enum Begins {
    Row,
    /// The names of the columns, once more.
    Header,
    Unread,
}

fn is_header(first: &str, second: &str) -> bool {
    first.to_ascii_lowercase().ends_with("status code") && second.eq_ignore_ascii_case("error code")
}

/// Whether two paragraphs are short, and the first begins with a number as a status does.
fn looks_like_row(first: &str, second: &str) -> bool {
    let is_short = |text: &str| text.len() <= 80 && text.split(' ').count() <= 6;
    let first = first.strip_prefix("HTTP ").unwrap_or(first);
    let Some((number, rest)) = first.split_at_checked(3) else { return false };
    let letter = rest.chars().find(|c| c.is_alphabetic());
    number.bytes().all(|byte| byte.is_ascii_digit())
        && !rest.starts_with(|c: char| c.is_ascii_digit())
        && letter.is_none_or(char::is_uppercase)
        && !rest.contains(". ")
        && is_short(first)
        && is_short(second)
}

/// What empty lines part, and tabs, which stand between the cells of a copied table. An
/// item of a list goes on with the item, or the colon, before it.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let (mut is_open, mut is_in_list) = (false, false);
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        // A line with tabs is a whole row.
        let is_row = line.trim().contains('\t');
        is_open &= !is_row;
        for part in line.trim().split('\t').map(one_line).filter(|part| !part.is_empty()) {
            let item = part.strip_prefix(['\u{2022}', '\u{25CF}', '\u{B7}']);
            let text = item.map_or(part.as_str(), str::trim_start);
            let goes_on = |last: &&mut Paragraph| match item {
                Some(_) => is_in_list || last.text.ends_with(':'),
                None => is_open,
            };
            let last = paragraphs.last_mut().filter(goes_on);
            is_in_list = item.is_some() || (is_in_list && is_open);
            match last {
                Some(last) => last.text.extend([" ", text]),
                None => paragraphs.push(Paragraph { line: index + 1, text: text.to_owned() }),
            }
        }
        is_open = !is_row;
    }
    paragraphs
}

/// How many lines end in a text.
pub(crate) fn lines_in(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// The text with one blank for all that is blank, and without what is not seen.
pub(crate) fn one_line(text: &str) -> String {
    let seen = text.replace(['\u{200B}', '\u{AD}', '\u{FEFF}', '\u{2060}'], "");
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A status, and what stands behind it: `404 Not Found`, `HTTP 404 - Not Found.`.
pub(crate) fn status(text: &str) -> Option<(u16, String)> {
    const LONGEST: usize = 60;
    const BETWEEN: [char; 9] = [' ', ',', ':', '(', ')', '-', '\u{2013}', '\u{2014}', '.'];
    let text = text.strip_prefix("HTTP ").unwrap_or(text);
    let (status, rest) = text.split_at_checked(3)?;
    let status = status.parse().ok().filter(|status| (300..600).contains(status))?;
    let is_parted = rest.is_empty() || rest.starts_with([' ', ',', ':', '(']);
    let reason = rest.trim_matches(BETWEEN);
    let is_phrase = reason.len() <= LONGEST
        && !reason.contains(". ")
        && !reason.starts_with(char::is_lowercase);
    (is_parted && is_phrase).then(|| (status, reason.to_owned()))
}

/// Whether a text may be a code, and is no sentence.
pub(crate) fn is_code(text: &str) -> bool {
    const LONGEST: usize = 64;
    let is_spelled = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_spelled
        && text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(['.', ':', ';', ','])
        && !text.contains(", ")
        && text.split(' ').count() <= 4
}
