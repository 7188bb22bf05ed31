//! Generated files on disk: whether they are up to date, and how they are written.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::Error;

/// A file with its expected content.
pub(crate) struct File {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// How a file on disk compares with its expected content.
#[derive(PartialEq, Eq)]
pub(crate) enum State {
    Current,
    Missing,
    Stale { found: String },
}

pub(crate) fn state(root: &Path, file: &File) -> Result<State, Error> {
    let found = match fs::read(root.join(&file.path)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) => return Err(Error::io("read", &file.path)(error)),
    };
    if found == file.text.as_bytes() {
        return Ok(State::Current);
    }
    Ok(State::Stale { found: String::from_utf8_lossy(&found).into_owned() })
}

/// Writes a file that is missing or stale, and returns its previous state.
pub(crate) fn update(root: &Path, file: &File) -> Result<State, Error> {
    let state = state(root, file)?;
    if state != State::Current {
        write(root, file)?;
    }
    Ok(state)
}

/// Writes a temporary file, then renames it: an interruption leaves the old file or the new one,
/// never a part of it.
pub(crate) fn write(root: &Path, file: &File) -> Result<(), Error> {
    let path = root.join(&file.path);
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = (|| {
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        let mut output = fs::File::create(&temporary)?;
        output.write_all(file.text.as_bytes())?;
        output.sync_all()?;
        fs::rename(&temporary, &path)
    })();
    written.map_err(|error| {
        // The temporary file may not exist; the first error is the one that matters.
        let _ = fs::remove_file(&temporary);
        Error::io("write", &file.path)(error)
    })
}

/// The name of the Rust file of a table: that of the YAML file.
pub(crate) fn rust_name(table: &str) -> String {
    let stem = Path::new(table).file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}.rs")
}
