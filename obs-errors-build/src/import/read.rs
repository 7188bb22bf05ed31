//! A file of the vendor's documentation to the rows of its table of error codes.

use super::row::{Known, Page, lines_in};
use super::{grid, html, text};

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
    for table in &html::read(text) {
        grid::read(table, known, &mut page);
    }
    if !text.trim_start().starts_with('<') {
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
    let mut depth = 0_usize;
    let lines = text.lines().map(|line| {
        let lower = line.to_ascii_lowercase();
        let was_inside = depth > 0;
        depth += lower.matches("<table").count();
        let is_inside = was_inside || depth > 0;
        depth = depth.saturating_sub(lower.matches("</table").count());
        if is_inside { "\n".to_owned() } else { format!("{line}\n") }
    });
    lines.collect()
}
