//! Golden tests of what is read from responses and documents.
//!
//! Beside each input there is a file with the extension `txt`: the error as a caller sees it.
//! `UPDATE_EXPECT=1 cargo test -p obs-errors --all-features --test golden` writes them again,
//! and a part of a path after `--` selects cases. Without the feature `json` there are no
//! cases with bodies in JSON.

use std::fs;
use std::path::Path;

use expect_test::expect_file;

mod shown;

const RESPONSES: &str =
    if cfg!(feature = "json") { r"\.http$" } else { r"^(?!.*\bjson/).*\.http$" };

datatest_stable::harness! {
    { test = document, root = "tests/documents", pattern = r"\.xml$" },
    { test = response, root = "tests/responses", pattern = RESPONSES },
    { test = success, root = "tests/successes", pattern = RESPONSES },
    { test = delete, root = "tests/deletes", pattern = r"\.xml$" },
}

fn compare(path: &Path, shown: fn(&[u8]) -> String) -> datatest_stable::Result<()> {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_extension("txt");
    expect_file![expected].assert_eq(&shown(&fs::read(path)?));
    Ok(())
}

fn document(path: &Path) -> datatest_stable::Result<()> {
    compare(path, shown::document)
}

fn response(path: &Path) -> datatest_stable::Result<()> {
    compare(path, shown::response)
}

fn success(path: &Path) -> datatest_stable::Result<()> {
    compare(path, shown::success)
}

fn delete(path: &Path) -> datatest_stable::Result<()> {
    compare(path, shown::delete)
}
