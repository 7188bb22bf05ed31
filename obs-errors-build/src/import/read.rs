//! A file of the vendor's documentation to the rows of its table of error codes.

use super::html::Html;
use super::row::{Known, Page, lines_in};
use super::{grid, html, stream, text};

/// The largest page that is read, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// Reads the text of a page, or a page saved as HTML.
pub(super) fn read(bytes: &[u8], known: &Known<'_>) -> Result<Page, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!(
            "the page is larger than {} MiB, the limit for a page",
            MAX_BYTES >> 20
        ));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}'),
        Err(error) => {
            let line = 1 + lines_in(&bytes[..error.valid_up_to()]);
            return Err(format!("line {line} is not UTF-8; save the page as UTF-8"));
        }
    };
    if ["MIME-Version:", "From: <Saved by"].iter().any(|start| text.starts_with(start)) {
        return Err("the page is MHTML; save it as HTML, or copy its text".to_owned());
    }
    let mut page = Page { has_solutions: true, ..Page::default() };
    let is_html = text.trim_start().starts_with('<');
    let Html { tables, outside } = html::read(text);
    for table in &tables {
        grid::read(table, known, &mut page);
    }
    if is_html {
        stream::read(outside.iter().map(|(line, text)| (*line, text.as_str())), known, &mut page);
    } else {
        text::read(&without_tables(text), known, &mut page);
    }
    page.rows.sort_by_key(|row| row.line);
    page.unread.sort_unstable();
    if page.rows.is_empty() && page.unread.is_empty() {
        let message = "there is no table of error codes: in plain text a row is a status such as \
             `404 Not Found`, a code, a message and a solution, with empty lines between; in \
             HTML the table has the columns Status Code, Error Code, Error Message and Solution";
        return Err(message.to_owned());
    }
    Ok(page)
}

/// The text with empty lines in place of the tables that are written in HTML, as Markdown allows.
fn without_tables(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let tags = |name: &'static str| {
        lower.match_indices(name).map(|(at, name)| (at, at + name.len())).filter(|(at, end)| {
            // A mention in running text is in backticks.
            !lower[..*at].ends_with('`')
                && lower[*end..].starts_with(|c: char| c == '>' || c.is_whitespace())
        })
    };
    let mut tags: Vec<(usize, isize)> = tags("<table").map(|(at, _)| (at, 1)).collect::<Vec<_>>();
    tags.extend(lower.match_indices("</table").map(|(at, _)| (at, -1)));
    tags.sort_unstable();
    let (mut depth, mut start) = (0, 0);
    let mut ranges = Vec::new();
    for (at, change) in tags {
        if depth == 0 {
            start = at;
        }
        depth = (depth + change).max(0);
        if depth == 0 && change < 0 {
            ranges.push(start..at);
        }
    }
    let mut ranges = ranges.into_iter().peekable();
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let end = at + line.len();
        while ranges.next_if(|range| range.end < at).is_some() {}
        let is_inside = ranges.peek().is_some_and(|range| range.start < end && at <= range.end);
        at = end;
        if is_inside { "\n" } else { line }
    });
    lines.collect()
}
