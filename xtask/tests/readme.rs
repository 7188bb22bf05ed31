//! The examples of the READMEs, compiled and run as a reader would paste them: in a separate
//! crate, with the dependencies and the tables that are shown.

mod blocks;
mod files;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use blocks::blocks;

const README: &str = include_str!("../../README.md");
const RUNTIME: &str = include_str!("../../obs-errors/README.md");
const BUILD: &str = include_str!("../../obs-errors-build/README.md");
const FAULTS: &str = include_str!("../../obs-errors-faults/README.md");
const TABLES: &str = include_str!("../../obs-errors-macros/src/tables.md");

fn block<'a>(document: &'a str, language: &str) -> &'a str {
    let [block] = blocks(document, language).try_into().expect("one block");
    block
}

/// A crate outside the workspace.
struct Reader {
    root: PathBuf,
}

impl Reader {
    fn new(name: &str, dependencies: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let workspace = files::root();
        let mut manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n{dependencies}\n\n\
             [workspace]\n\n[patch.crates-io]\n"
        );
        for package in ["", "-build", "-core", "-faults", "-macros", "-spec"]
            .map(|it| format!("obs-errors{it}"))
        {
            let path = workspace.join(&package);
            // A Windows path has backslashes, which TOML takes literally between single quotes.
            writeln!(manifest, "{package} = {{ path = '{}' }}", path.display()).expect("a string");
        }
        let reader = Self { root };
        reader.write("Cargo.toml", &manifest);
        fs::copy(workspace.join("Cargo.lock"), reader.root.join("Cargo.lock"))
            .expect("the lock file");
        reader
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
        fs::write(path, text).expect("a file");
    }

    fn cargo(&self, arguments: &[&str]) {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.with_file_name("readers"))
            .output()
            .expect("cargo runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo {arguments:?}:\n{errors}");
    }
}

#[test]
#[ignore = "crates are built outside the workspace; run with: cargo test --package xtask --test readme -- --ignored"]
fn every_program_runs() {
    let reader = Reader::new("reader", block(README, "toml"));
    reader.write("errors.yaml", block(README, "yaml"));
    let programs = [blocks(README, "rust"), blocks(RUNTIME, "rust")].concat();
    for (index, program) in programs.iter().enumerate() {
        reader.write(&format!("src/bin/example-{index}.rs"), program);
    }
    reader.cargo(&["build", "--bins"]);
    for (index, program) in programs.iter().enumerate() {
        // A server does not exit.
        if !program.contains("axum::serve") {
            reader.cargo(&["run", "--bin", &format!("example-{index}")]);
        }
    }
}

#[test]
#[ignore = "crates are built outside the workspace; run with: cargo test --package xtask --test readme -- --ignored"]
fn a_build_script_runs() {
    let reader = Reader::new("script", block(BUILD, "toml"));
    let [script, program] = blocks(BUILD, "rust").try_into().expect("a build script and a program");
    reader.write("build.rs", script);
    reader.write("src/main.rs", program);
    for table in [block(BUILD, "yaml"), block(TABLES, "yaml")] {
        reader.write("errors.yaml", table);
        reader.cargo(&["run"]);
    }
}

#[test]
#[ignore = "crates are built outside the workspace; run with: cargo test --package xtask --test readme -- --ignored"]
fn a_test_starts_a_server() {
    let reader = Reader::new("tester", block(FAULTS, "toml"));
    reader.write("src/lib.rs", "");
    reader.write("tests/server.rs", block(FAULTS, "rust"));
    reader.cargo(&["test"]);
}
