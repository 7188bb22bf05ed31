//! Compares a page with a table, in a temporary workspace.

use std::fs;

use crate::workspace::{self, text, xtask};

/// What is reported for a page, and the exit status.
pub(crate) fn imported(
    table: &str,
    name: &str,
    page: impl AsRef<[u8]>,
    arguments: &[&str],
) -> (String, Option<i32>) {
    let workspace = workspace::with(table);
    fs::write(workspace.path().join(name), page).expect("a file");
    let output = xtask(workspace.path(), &[&["import", name], arguments].concat());
    (text(&output), output.status.code())
}
