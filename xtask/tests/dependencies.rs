//! What a user of the crate compiles.

use std::collections::BTreeSet;
use std::process::Command;

/// The packages that a build of `obs-errors` with these feature flags compiles.
fn compiled(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(["tree", "--package=obs-errors", "--edges=normal,build", "--prefix=none"])
        .args(["--format={p}", "--offline", "--locked"])
        .args(features)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("UTF-8");
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[test]
fn a_user_compiles_no_yaml_no_syn_and_no_macro() {
    let crates = compiled(&[]);
    assert!(crates.contains("obs-errors") && crates.contains("quick-xml"), "{crates:?}");
    assert!(crates.len() <= 9, "{} crates: {crates:?}", crates.len());
    let unwanted = ["syn", "quote", "proc-macro2", "serde-saphyr", "serde", "obs-errors-macros"];
    for unwanted in unwanted {
        assert!(!crates.contains(unwanted), "{unwanted} in {crates:?}");
    }
}

#[test]
fn the_feature_http_is_all_that_the_default_adds() {
    let crates = compiled(&["--no-default-features"]);
    let expected =
        ["httpdate", "memchr", "obs-errors", "obs-errors-core", "percent-encoding", "quick-xml"];
    assert_eq!(crates, BTreeSet::from(expected.map(str::to_owned)));
}

/// Every feature is explained where users look for it.
#[test]
fn every_feature_is_in_both_tables() {
    let manifest = include_str!("../../obs-errors/Cargo.toml");
    let features = manifest.split("[features]\n").nth(1).expect("the features");
    let features = features.split("\n\n").next().unwrap_or_default().lines();
    let names: Vec<&str> = features.filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    assert!(names.len() > 4, "{names:?}");
    for table in [include_str!("../../obs-errors/src/lib.rs"), include_str!("../../README.md")] {
        let rows: Vec<&str> = table
            .lines()
            .map(|line| line.trim_start_matches("//! "))
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        for name in names.iter().filter(|name| **name != "default") {
            assert!(rows.contains(name), "no row for `{name}`");
        }
    }
}
