//! A workspace of a few files, and the command in it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A workspace with a table and nothing else.
pub(crate) fn with(table: &str) -> TempDir {
    let workspace = TempDir::new().expect("a directory");
    let directory = workspace.path().join("obs-errors-spec");
    fs::create_dir(&directory).expect("a directory");
    fs::write(directory.join("obs.yaml"), table).expect("a file");
    workspace
}

/// The command, as cargo starts it in the root of a workspace.
pub(crate) fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(root).env("CARGO_MANIFEST_DIR", root.join("xtask")).args(arguments);
    command
}

/// The output of the command when it has ended.
pub(crate) fn xtask(root: &Path, arguments: &[&str]) -> Output {
    command(root, arguments).output().expect("xtask runs")
}

/// Its standard output, and then its standard error.
pub(crate) fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}
