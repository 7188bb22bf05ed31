//! The table that a change is compared with: of a tag, another revision, or a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

/// A table to compare with.
pub(crate) enum Baseline {
    /// There is none, and why.
    None(&'static str),
    Revision(String),
    File(String),
}

impl Baseline {
    /// What was named, or else the last tag that has the table. Of tags only those count
    /// that the current commit comes after.
    pub(crate) fn find(root: &Path, name: Option<String>, table: &str) -> Result<Self> {
        match name {
            Some(name) if Path::new(&name).is_file() => return Ok(Self::File(name)),
            Some(name) if has(root, &name, table) => return Ok(Self::Revision(name)),
            Some(name) => {
                bail!("`{name}` is no file, and no revision of git that has {table}")
            }
            None => {}
        }
        let tags = git(
            root,
            &[
                "tag",
                "--merged=HEAD",
                "--sort=-version:refname",
                "--sort=-creatordate",
                "--format=%(refname:strip=2)",
            ],
        );
        let Ok(tags) = tags else { return Ok(Self::None("there is no commit to look back from")) };
        let tags = String::from_utf8_lossy(&tags).into_owned();
        if tags.is_empty() {
            return Ok(Self::None("there is no tag (a shallow clone has none)"));
        }
        match tags.lines().find(|tag| has(root, tag, table)) {
            Some(tag) => Ok(Self::Revision(tag.to_owned())),
            None => Ok(Self::None("no tag has the table")),
        }
    }

    /// The content of a table as it is there.
    pub(crate) fn open(&self, root: &Path, path: &str) -> io::Result<Box<dyn Read>> {
        Ok(match self {
            Self::None(_) => Box::new(io::empty()),
            Self::Revision(revision) => {
                Box::new(io::Cursor::new(git(root, &["show", &format!("{revision}:{path}")])?))
            }
            Self::File(_) => Box::new(File::open(path)?),
        })
    }
}

fn has(root: &Path, revision: &str, path: &str) -> bool {
    git(root, &["cat-file", "-e", &format!("{revision}:{path}")]).is_ok()
}

/// What git prints; an error where it fails.
fn git(root: &Path, arguments: &[&str]) -> io::Result<Vec<u8>> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
