//! Cases as files: an input, and beside it what is made of it.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;

/// Compares what `shown` gives for each file of a folder under `tests/` with the
/// `.txt` file of the same name; `UPDATE_EXPECT=1` writes the latter anew. A case
/// for which `shown` gives nothing is passed over.
pub(crate) fn each(folder: &str, extension: &str, shown: impl Fn(&str, &[u8]) -> Option<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of the cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|other| other == extension))
        .collect();
    cases.sort();
    assert!(cases.len() > 20, "the cases are missing");
    for case in cases {
        let name = case.file_stem().expect("a name").to_string_lossy();
        if let Some(shown) = shown(&name, &fs::read(&case).expect("a case")) {
            expect_file![case.with_extension("txt")].assert_eq(&shown);
        }
    }
}
