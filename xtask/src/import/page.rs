//! A page of the vendor's documentation to the rows of its table of error codes.

use anyhow::{Result, bail};

use super::html;

/// The largest page that is read, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// What a page says of codes.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    /// What stands where rows do, and is none.
    pub(crate) remarks: Vec<String>,
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
    let page = if text.trim_start().starts_with('<') { html::read(text) } else { of_text(text) };
    if page.rows.is_empty() {
        bail!(
            "there is no table of error codes: in plain text a row is a status such as \
             `404 Not Found`, a code, a message and a solution, with empty lines between; in \
             HTML the table has the columns Status Code, Error Code, Error Message and Solution"
        );
    }
    Ok(page)
}

/// A row begins where a code follows a status.
fn of_text(text: &str) -> Page {
    let paragraphs = paragraphs(text);
    let starts: Vec<usize> = (1..paragraphs.len())
        .filter(|at| status(&paragraphs[at - 1].text).is_some() && is_code(&paragraphs[*at].text))
        .map(|at| at - 1)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([paragraphs.len()]);
    let rows = starts.iter().zip(ends).filter_map(|(start, end)| {
        let (status, reason) = status(&paragraphs[*start].text)?;
        let words = paragraphs[start + 2..end].iter().map(|paragraph| paragraph.text.clone());
        Some(Row {
            line: paragraphs[*start].line,
            status,
            reason,
            code: paragraphs[start + 1].text.clone(),
            words: Words::Paragraphs { all: words.collect(), is_last: end == paragraphs.len() },
        })
    });
    Page { rows: rows.collect(), remarks: Vec::new() }
}

/// What empty lines part, and tabs, which stand between the cells of a copied table. An
/// item of a list goes on with what is before it.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut is_open = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        // A line with tabs is a whole row.
        let is_row = line.trim().contains('\t');
        is_open &= !is_row;
        for part in line.trim().split('\t') {
            let part = one_line(part);
            let (part, is_item) = match part.strip_prefix(['\u{2022}', '\u{25CF}', '\u{B7}']) {
                Some(item) => (item.trim_start().to_owned(), true),
                None => (part, false),
            };
            match paragraphs.last_mut() {
                _ if part.is_empty() => {}
                Some(last) if is_open || is_item => {
                    last.text.push(' ');
                    last.text += &part;
                }
                _ => paragraphs.push(Paragraph { line: index + 1, text: part }),
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

/// A status, and what stands behind it: `404 Not Found`.
pub(crate) fn status(text: &str) -> Option<(u16, String)> {
    const LONGEST: usize = 60;
    let (status, reason) = text.split_at_checked(3)?;
    let status = status.parse().ok().filter(|status| (300..600).contains(status))?;
    let is_parted = reason.is_empty() || reason.starts_with([' ', ',', ':', '(']);
    let is_sentence = reason.ends_with('.') || reason.len() > LONGEST;
    let reason = reason.trim_matches([' ', ',', ':', '(', ')']);
    (is_parted && !is_sentence).then(|| (status, reason.to_owned()))
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
