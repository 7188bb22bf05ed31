//! Checks what is reported for each error in a table.
//!
//! `diagnostics/SUBJECT/NAME.yaml` has the error, `NAME.txt` beside it the message, and
//! whether an editor that knows `obs.schema.json` reports one, too. A case has only the
//! top-level keys that it is about: the others are added below it from `table/base.yaml`,
//! unless it extends a table. What it extends is that base, as `obs`, or a file of
//! `table/extended/`. `UPDATE_EXPECT=1 cargo test -p obs-errors-spec --test diagnostics`
//! writes the messages again, and a part of a path after `--` selects cases.

mod schema;
mod table;

use std::fs;
use std::path::Path;

use expect_test::expect_file;
use table::{completed, report};

datatest_stable::harness! {
    { test = diagnostic, root = "tests/diagnostics", pattern = r"\.yaml$" },
}

fn diagnostic(path: &Path) -> datatest_stable::Result<()> {
    let name = path.file_name().ok_or("a case has a name")?.to_string_lossy();
    let source = completed(&fs::read_to_string(path)?);
    let report = report(&name, &source) + editor_report(&source);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_extension("txt");
    expect_file![expected].assert_eq(&report);
    Ok(())
}

/// What an editor reports for a table, in a line.
fn editor_report(source: &[u8]) -> &'static str {
    match schema::document(source) {
        None => "in an editor: no YAML\n",
        Some(document) if schema::allows(&document) => "in an editor: nothing\n",
        Some(_) => "in an editor: an error\n",
    }
}
