//! The table that a change is compared with: from a tag, another revision, or a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;

use crate::error::Error;

/// A table to compare with (feature `documents`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// There is no table to compare with, for this reason.
    None(&'static str),
    /// A git revision.
    Revision(String),
    /// The path of a file.
    File(String),
}

impl Baseline {
    /// Finds the file or git revision that was named, or else the last tag that contains the
    /// table. Only tags that are reachable from the current commit are considered.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such file or revision, or if git fails.
    pub fn find(root: &Path, name: Option<String>, table: &str) -> Result<Self, Error> {
        match name {
            Some(name) if name.is_empty() => {
                return Err(Error::Other(
                    "the revision is empty; name one, or leave it out".to_owned(),
                ));
            }
            Some(name) if Path::new(&name).is_file() => return Ok(Self::File(name)),
            Some(name) => match has(root, &name, table) {
                Ok(()) => return Ok(Self::Revision(name)),
                Err(error) => {
                    return Err(Error::Other(format!(
                        "`{name}` is neither a file nor a git revision with the table: {error}"
                    )));
                }
            },
            None => {}
        }
        // Any other error of git must not be mistaken for a missing baseline.
        let tags = match git(root, &LIST_TAGS) {
            Ok(tags) => String::from_utf8_lossy(&tags).into_owned(),
            Err(error) if error.to_string().contains("not a git repository") => {
                return Ok(Self::None("this is not a git repository"));
            }
            Err(error) if error.to_string().contains("malformed object name HEAD") => {
                return Ok(Self::None("there is no commit yet"));
            }
            Err(error) => {
                return Err(Error::Other(format!("cannot list git tags: {error}")));
            }
        };
        if tags.is_empty() {
            return Ok(Self::None("there is no tag (a shallow clone has none)"));
        }
        match tags.lines().find(|tag| has(root, tag, table).is_ok()) {
            Some(tag) => Ok(Self::Revision(tag.to_owned())),
            None => Ok(Self::None("no tag has the table")),
        }
    }

    /// Opens a table as it is in the baseline. The path is relative to `root` or, for a file,
    /// to the current directory.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such table.
    pub fn open(&self, root: &Path, path: &str) -> io::Result<Box<dyn Read>> {
        Ok(match self {
            Self::None(_) => Box::new(io::empty()),
            Self::Revision(revision) => {
                Box::new(io::Cursor::new(git(root, &["show", &object(revision, path)])?))
            }
            Self::File(_) => Box::new(File::open(path)?),
        })
    }
}

/// Lists the tags of the current commit and its ancestors, the latest first.
const LIST_TAGS: [&str; 5] = [
    "tag",
    "--merged=HEAD",
    "--sort=-version:refname",
    "--sort=-creatordate",
    "--format=%(refname:strip=2)",
];

fn has(root: &Path, revision: &str, path: &str) -> io::Result<()> {
    git(root, &["cat-file", "-e", &object(revision, path)]).map(drop)
}

/// The git name of a file in a revision, relative to the root, which may be a subdirectory of the
/// repository.
fn object(revision: &str, path: &str) -> String {
    format!("{revision}:./{path}")
}

/// Runs git and returns its output; an error if it fails.
fn git(root: &Path, arguments: &[&str]) -> io::Result<Vec<u8>> {
    let mut command = Command::new("git");
    // The caller compares the messages of git, which would be translated.
    let output = command.env("LC_ALL", "C").arg("-C").arg(root).args(arguments).output();
    let output = output.map_err(|error| io::Error::other(format!("cannot run git: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
