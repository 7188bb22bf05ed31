//! Puts the codes of a file into their order.

use std::io::{self, Read};

use crate::insert::Outline;
use crate::load::{TableRef, read_in_any_order};
use crate::report::Diagnostics;

/// Returns the file with its codes sorted by status, then by their bytes. Each moves with the comments
/// and the empty lines above it; nothing else changes.
///
/// `source` is the content of the file, and `path` and `open` are those of [`read`](crate::read).
///
/// # Errors
///
/// Returns every error in the tables other than the order, and an error if the codes are not in block
/// style.
pub fn sort<R: Read>(
    path: &str,
    source: &str,
    open: impl Fn(TableRef<'_>) -> io::Result<R>,
) -> Result<String, Diagnostics> {
    let table = read_in_any_order(path, open)?;
    Ok(Outline::new(path, source)?.sorted(&table))
}
