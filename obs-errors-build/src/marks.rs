//! Generated files among others, which are known by their mark.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::Error;
use crate::files::File;

/// Returns an error if there is a file that was not generated: it may be somebody's work.
pub(crate) fn refuse_handwritten(root: &Path, file: &File, mark: &str) -> Result<(), Error> {
    let path = root.join(&file.path);
    if path.exists() && !has_mark(&path, mark)? {
        let path = &file.path;
        return Err(Error::Refused(format!(
            "{path} was not written by this command: move it, or name another folder"
        )));
    }
    Ok(())
}

/// Files of a directory that an earlier run wrote, and that this one would not: all that
/// are not known, or those of them with the mark.
pub(crate) fn orphans(
    root: &Path,
    directory: &str,
    mark: Option<&str>,
    known: &[File],
) -> Result<Vec<String>, Error> {
    let mut orphans = Vec::new();
    for name in names(&root.join(directory))? {
        let path = format!("{directory}/{name}");
        let is_known = known.iter().any(|file| file.path == path);
        let is_generated = || mark.map_or(Ok(true), |mark| has_mark(&root.join(&path), mark));
        if !is_known && is_generated()? {
            orphans.push(path);
        }
    }
    Ok(orphans)
}

/// The files of a directory, sorted; none if there is no such directory.
fn names(directory: &Path) -> Result<Vec<String>, Error> {
    let failed = |error| Error::io("read", directory.display().to_string())(error);
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn has_mark(path: &Path, mark: &str) -> Result<bool, Error> {
    let bytes = fs::read(path).map_err(Error::io("read", path.display().to_string()))?;
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(String::from_utf8_lossy(first).contains(mark))
}
