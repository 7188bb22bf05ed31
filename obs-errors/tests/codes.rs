//! The list of codes changes on purpose alone: who changes it, changes this too.
//! `UPDATE_EXPECT=1 cargo test --package obs-errors --test codes` writes it again.

use std::fmt::Write as _;

use expect_test::expect_file;
use obs_errors::ObsErrorCode;

#[test]
fn the_codes_are_these() {
    let mut codes = String::new();
    for code in ObsErrorCode::ALL {
        write!(codes, "{} {code:?} {:?}", code.status(), code.as_str()).expect("a string takes it");
        for alias in code.aliases() {
            write!(codes, " = {alias:?}").expect("a string takes it");
        }
        let deprecated = if code.deprecation().is_some() { ", deprecated" } else { "" };
        writeln!(codes, ": {}{deprecated}", code.retry().as_str()).expect("a string takes it");
    }
    expect_file!["codes.txt"].assert_eq(&codes);
}
