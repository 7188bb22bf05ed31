//! The files of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The paths of the files below the root, including files that are not committed yet. A symbolic
/// link to a directory is one path.
#[allow(dead_code, reason = "not every test lists them")]
pub(crate) fn files() -> Vec<String> {
    let output = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let paths = String::from_utf8(output.stdout).expect("UTF-8");
    // A deleted file is listed until the deletion is committed.
    let paths = paths.split_terminator('\0').filter(|path| root().join(path).exists());
    paths.map(str::to_owned).collect()
}
