//! Opens the files of tables.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use obs_errors_spec::model::Table;
use obs_errors_spec::{Diagnostics, TableRef};

/// Reads a table, and those that it extends, from files. Paths are relative to `root`.
/// `extends: obs` means the file `obs` if it is `Some`, or else the embedded table (feature
/// `obs`).
///
/// Returns the table and the warnings.
///
/// # Errors
///
/// Returns every error in the tables, with the warnings. A file that cannot be opened is an
/// error, too.
pub fn read_table(
    root: &Path,
    path: &str,
    obs: Option<&Path>,
) -> Result<(Table, Diagnostics), Diagnostics> {
    obs_errors_spec::read_with_warnings(path, |table| open(root, obs, table))
}

/// Reads a table like [`read_table`], and returns the files that it was read from, too.
pub(crate) fn read_with_files(
    root: &Path,
    path: &str,
) -> (Result<(Table, Diagnostics), Diagnostics>, Vec<PathBuf>) {
    let files = RefCell::new(Vec::new());
    let table = obs_errors_spec::read_with_warnings(path, |table| {
        if let TableRef::Path(path) = table {
            files.borrow_mut().push(root.join(path));
        }
        open(root, None, table)
    });
    (table, files.into_inner())
}

pub(crate) fn open(
    root: &Path,
    obs: Option<&Path>,
    table: TableRef<'_>,
) -> io::Result<Box<dyn Read>> {
    match (table, obs) {
        (TableRef::Path(path), _) => Ok(Box::new(File::open(root.join(path))?)),
        (TableRef::Obs, Some(obs)) => Ok(Box::new(File::open(obs)?)),
        (TableRef::Obs, None) => embedded_obs(),
    }
}

/// The table of OBS, if it is embedded.
#[cfg(feature = "obs")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it fails")]
pub(crate) fn embedded_obs() -> io::Result<Box<dyn Read>> {
    Ok(Box::new(obs_errors_spec::OBS.as_bytes()))
}

#[cfg(not(feature = "obs"))]
pub(crate) fn embedded_obs() -> io::Result<Box<dyn Read>> {
    let message = "`extends: obs` needs the feature `obs` of obs-errors-build";
    Err(io::Error::new(io::ErrorKind::NotFound, message))
}
