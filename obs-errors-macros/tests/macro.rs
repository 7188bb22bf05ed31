//! What `error_codes!` accepts, and what the compiler reports for the rest. The cases are here and
//! not in `obs-errors`, because they are built with the dev-dependencies of their crate.
//!
//! `macro/fail/NAME.rs` has an error, `macro/fail/NAME.stderr` what is reported for it.
//! `TRYBUILD=overwrite cargo test -p obs-errors-macros --test macro` writes them again.

use std::fs;
use std::path::Path;

#[test]
fn macro_uses_compile_or_fail_as_expected() {
    // The macro looks for files beside the manifest, which for these cases is the one
    // that trybuild writes.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target directory");
    let crate_of_cases = target.join("tests/trybuild/obs-errors-macros");
    for tables in ["tests/tables", "tests/tables/nested", "tests/macro/tables"] {
        fs::create_dir_all(crate_of_cases.join(tables)).expect("a directory");
        for table in fs::read_dir(tables).expect("the tables") {
            let table = table.expect("a table").path();
            if table.is_file() {
                fs::copy(&table, crate_of_cases.join(&table)).expect("a copy");
            }
        }
    }
    let cases = trybuild::TestCases::new();
    cases.pass("tests/macro/pass/*.rs");
    cases.compile_fail("tests/macro/fail/*.rs");
}
