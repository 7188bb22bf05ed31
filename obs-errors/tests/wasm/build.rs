//! Lists the cases of `tests/golden`, since there is no file system in WebAssembly.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut cases = String::new();
    for (directory, show) in [
        ("documents", "document"),
        ("responses", "response"),
        ("successes", "success"),
        ("deletes", "delete"),
    ] {
        let directory = tests.join(directory).canonicalize().expect("the cases");
        println!("cargo::rerun-if-changed={}", directory.display());
        let subjects = entries(&directory);
        for input in subjects.iter().flat_map(|subject| entries(subject)) {
            let expected = input.with_extension("txt");
            if input == expected || !expected.exists() {
                continue;
            }
            let name = input.strip_prefix(&directory).expect("it is inside");
            writeln!(
                cases,
                "Case {{ name: {name:?}, show: shown::{show}, input: include_bytes!({input:?}), \
                 expected: include_str!({expected:?}) }},"
            )
            .expect("a string");
        }
    }
    let output = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("cases.rs");
    fs::write(output, format!("&[\n{cases}]")).expect("the list");
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}
