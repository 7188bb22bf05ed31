//! Golden tests of what is reported for changes of a table, and for pages of the vendor.
//!
//! `diff/SUBJECT/NAME.change` replaces lines of `diff/before.yaml`: the lines after `-` by
//! those after `+`; if there are none, `..` ends the replacement. `NAME.txt` beside it is
//! what `cargo xtask diff` prints. A page in `import/cases/SUBJECT/` is compared with
//! `import/table.yaml`, one in `sources/` with each of its sources; `NAME.expected` is what
//! `cargo xtask import` prints. `UPDATE_EXPECT=1 cargo test -p xtask --test golden` writes
//! them again, and a part of a path after `--` selects cases.

mod change;
mod imported;
mod workspace;

use std::fs;
use std::path::Path;

use change::{BEFORE, changed};
use expect_test::expect_file;
use imported::imported;
use workspace::{text, xtask};

const TABLE: &str = include_str!("import/table.yaml");

datatest_stable::harness! {
    { test = diff, root = "tests/diff", pattern = r"\.change$" },
    { test = import, root = "tests/import/cases", pattern = r"\.(txt|html|md|rst)$" },
}

fn diff(path: &Path) -> datatest_stable::Result<()> {
    let workspace = workspace::with(&changed(&fs::read_to_string(path)?));
    fs::write(workspace.path().join("before.yaml"), BEFORE)?;
    let output = xtask(workspace.path(), &["diff", "before.yaml"]);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_extension("txt");
    expect_file![expected].assert_eq(&text(&output));
    Ok(())
}

fn import(path: &Path) -> datatest_stable::Result<()> {
    let page = fs::read(path)?;
    let name = path.file_name().ok_or("a page has a name")?.to_string_lossy();
    let is_for_each = path.parent().is_some_and(|parent| parent.ends_with("sources"));
    let sources: &[&str] = if is_for_each { &["manual", "guide", "notes"] } else { &["manual"] };
    let reports = sources.iter().map(|source| {
        let (report, status) = imported(TABLE, &name, &page, &["--source", source]);
        format!("{report}exit status {}\n\n", status.unwrap_or(-1))
    });
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_extension("expected");
    expect_file![expected].assert_eq(&reports.collect::<String>());
    Ok(())
}
