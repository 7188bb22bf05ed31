//! The page as a browser shows it.

use std::path::Path;
use std::process::Command;

#[test]
#[ignore = "a browser is needed; run with: bash xtask/tests/page/run"]
fn the_page_works_in_a_browser() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/run");
    let status = Command::new("bash").arg(script).status().expect("bash runs");
    assert!(status.success());
}
