//! Puts the codes of a table into their order.

use std::fs;
use std::path::Path;

use obs_errors_spec as spec;

use crate::error::Error;
use crate::files::{self, File};
use crate::open::open;

/// Sorts the codes in the file of a table by status, then by their bytes (feature `documents`). Each
/// moves with the comments above it. Returns whether anything moved.
///
/// # Errors
///
/// Returns an error if the file cannot be read or written, or if the table has other errors; then
/// nothing is written.
pub fn sort_table(root: &Path, table: &str) -> Result<bool, Error> {
    let source = fs::read_to_string(root.join(table)).map_err(Error::io("read", table))?;
    let text = spec::sort(table, &source, |table| open(root, None, table))?;
    let is_moved = text != source;
    if is_moved {
        files::write(root, &File { path: table.to_owned(), text })?;
    }
    Ok(is_moved)
}
