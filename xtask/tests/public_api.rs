//! The public API of each published library changes only on purpose: `public-api/CRATE.txt`
//! lists it, with all features.
//!
//! It comes from cargo-public-api, which reads the JSON of rustdoc. That is not stable, so the
//! test is ignored by default; `.ci/run` installs the command and runs it.
//! `UPDATE_EXPECT=1 cargo test --package xtask --test public_api -- --ignored` writes the
//! lists again.

mod files;

use std::path::Path;
use std::process::Command;

use expect_test::expect_file;
use files::root;

const LIBRARIES: [&str; 5] =
    ["obs-errors", "obs-errors-build", "obs-errors-core", "obs-errors-faults", "obs-errors-spec"];

#[test]
#[ignore = "cargo-public-api is needed; run with: cargo test --package xtask --test public_api -- --ignored"]
fn the_public_api_matches_its_lists() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api");
    let mut changed = Vec::new();
    for library in LIBRARIES {
        let output = Command::new(env!("CARGO"))
            .current_dir(root())
            // The JSON of rustdoc is a nightly feature, which the stable compiler has, too.
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["public-api", "--package", library, "--all-features"])
            // Without blanket and auto traits, which every type has.
            .args(["-ss", "--target-dir"])
            .arg(&target)
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        // The codes are left out: `cargo xtask diff` reports their changes.
        let is_code = |line: &&str| {
            let code = line.strip_prefix("pub obs_errors::ObsErrorCode::").unwrap_or_default();
            code.starts_with(|c: char| c.is_ascii_uppercase())
        };
        let api = String::from_utf8_lossy(&output.stdout);
        let api = api.lines().filter(|line| !is_code(line)).collect::<Vec<_>>().join("\n") + "\n";
        let list = root().join("xtask/tests/public-api").join(library).with_extension("txt");
        let compared = std::panic::catch_unwind(|| expect_file![&list].assert_eq(&api));
        changed.extend(compared.is_err().then_some(library));
    }
    assert!(changed.is_empty(), "the public API of {} differs from its list", changed.join(", "));
}
