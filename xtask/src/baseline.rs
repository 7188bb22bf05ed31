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
            Some(name) if name.is_empty() => bail!("the revision is empty: name one, or none"),
            Some(name) if Path::new(&name).is_file() => return Ok(Self::File(name)),
            Some(name) => match has(root, &name, table) {
                Ok(()) => return Ok(Self::Revision(name)),
                Err(error) => bail!("`{name}` is no file, and as a revision of git: {error}"),
            },
            None => {}
        }
        // What else git may complain of must not pass for a table without a past.
        let tags = match git(root, &LIST_TAGS) {
            Ok(tags) => String::from_utf8_lossy(&tags).into_owned(),
            Err(error) if error.to_string().contains("not a git repository") => {
                return Ok(Self::None("this is no repository of git"));
            }
            Err(error) if error.to_string().contains("malformed object name HEAD") => {
                return Ok(Self::None("there is no commit to look back from"));
            }
            Err(error) => bail!("git cannot say which tags there are: {error}"),
        };
        if tags.is_empty() {
            return Ok(Self::None("there is no tag (a shallow clone has none)"));
        }
        match tags.lines().find(|tag| has(root, tag, table).is_ok()) {
            Some(tag) => Ok(Self::Revision(tag.to_owned())),
            None => Ok(Self::None("no tag has the table")),
        }
    }

    /// The content of a table as it is there.
    pub(crate) fn open(&self, root: &Path, path: &str) -> io::Result<Box<dyn Read>> {
        Ok(match self {
            Self::None(_) => Box::new(io::empty()),
            Self::Revision(revision) => {
                Box::new(io::Cursor::new(git(root, &["show", &object(revision, path)])?))
            }
            Self::File(_) => Box::new(File::open(path)?),
        })
    }
}

/// The tags of the past, the last one first.
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

/// A file of a revision. The workspace may be a folder of a larger repository.
fn object(revision: &str, path: &str) -> String {
    format!("{revision}:./{path}")
}

/// What git prints; an error where it fails.
fn git(root: &Path, arguments: &[&str]) -> io::Result<Vec<u8>> {
    let mut command = Command::new("git");
    // Its words are looked at.
    let output = command.env("LC_ALL", "C").arg("-C").arg(root).args(arguments).output();
    let output = output.map_err(|error| io::Error::other(format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
