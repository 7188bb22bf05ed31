//! A file of the vendor's documentation to the rows of its table of error codes.

use super::row::{Page, lines_in};
use super::{html, page};

/// The largest page that is read, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// Reads the text of a page, or a page saved as HTML.
pub(super) fn read(bytes: &[u8]) -> Result<Page, String> {
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
    let is_html =
        text.trim_start().starts_with('<') || text.to_ascii_lowercase().contains("<table");
    let page = if is_html { html::read(text) } else { page::read(text) };
    if page.rows.is_empty() {
        let message = "there is no table of error codes: in plain text a row is a status such as \
             `404 Not Found`, a code, a message and a solution, with empty lines between; in \
             HTML the table has the columns Status Code, Error Code, Error Message and Solution";
        return Err(message.to_owned());
    }
    Ok(page)
}
