//! The text of a page to the rows of its table of error codes.

use super::row::{Page, Row, Words, is_code, one_line, status};

/// A paragraph of plain text, on one line.
pub(crate) struct Paragraph {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A row begins where a code follows a status. It ends where the next one begins, the
/// header is repeated, or something begins that looks like a row but is not.
pub(super) fn read(text: &str) -> Page {
    let paragraphs = paragraphs(text);
    let begins = |at: &usize| -> Option<PartKind> {
        let (first, second) = (&paragraphs[*at].text, &paragraphs.get(at + 1)?.text);
        if status(first).is_some() && is_code(second) {
            Some(PartKind::Row)
        } else if is_header(first, second) {
            Some(PartKind::Header)
        } else {
            looks_like_row(first, second).then_some(PartKind::Unread)
        }
    };
    let parts: Vec<(usize, PartKind)> =
        (0..paragraphs.len()).filter_map(|at| Some((at, begins(&at)?))).collect();
    let ends = parts.iter().skip(1).map(|(at, _)| *at).chain([paragraphs.len()]);
    let mut page = Page { rows: Vec::new(), unread: Vec::new(), has_solutions: true };
    for ((start, begins), end) in parts.iter().zip(ends) {
        let Paragraph { line, text } = &paragraphs[*start];
        match (begins, status(text)) {
            (PartKind::Row, Some((status, reason))) => {
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
            (PartKind::Header, _) => {}
            _ => page.unread.push((*line, format!("{text} / {}", paragraphs[start + 1].text))),
        }
    }
    page
}

enum PartKind {
    Row,
    /// The names of the columns, again.
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

/// Splits a text at empty lines, and at the tabs between the cells of a copied table. A list
/// item continues the item before it, or a paragraph that ends in a colon.
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
