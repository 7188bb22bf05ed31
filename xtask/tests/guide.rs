//! Follows "Add a code" of CONTRIBUTING.md in a copy of the tree.

mod blocks;
mod files;

use std::fs;
use std::path::Path;
use std::process::Command;

use blocks::blocks;
use files::{files, root};

const GUIDE: &str = include_str!("../../CONTRIBUTING.md");

/// One entry and two commands, and every test passes.
#[test]
#[ignore = "the workspace is built and tested again in a copy; run with: cargo test --package xtask --test guide -- --ignored"]
fn a_code_is_added_as_the_guide_says() {
    let section = GUIDE.split("\n## ").find(|it| it.starts_with("Add a code\n"));
    let section = section.expect("the guide has such a section");
    let entry = *blocks(section, "yaml").first().expect("the section has an entry");

    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
    let _ = fs::remove_dir_all(&copy);
    for path in files() {
        copy_all(&root().join(&path), &copy.join(path));
    }
    let path = copy.join("obs-errors-spec/obs.yaml");
    let table = fs::read_to_string(&path).expect("the table");
    let place = table.find("  PreconditionFailed:\n").expect("the place that the guide names");
    let write = |entry: &str| {
        let table = format!("{}{entry}\n{}", &table[..place], &table[place..]);
        fs::write(&path, table).expect("a file");
    };
    write(entry);

    let run = |command: &str| {
        let mut words = command.split(' ');
        let output = Command::new(words.next().expect("a program"))
            .args(words)
            .current_dir(&copy)
            .env("CARGO_TARGET_DIR", copy.with_extension("target"))
            .output()
            .expect("cargo runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`{command}` failed:\n{text}\n{errors}");
    };
    for command in ["cargo xtask gen", "cargo test --workspace --all-features"] {
        assert!(
            section.contains(&format!("Run `{command}`")),
            "the guide does not say `{command}`"
        );
        run(command);
    }
    for path in ["obs-errors/src/generated.rs", "docs/error-codes.md", "docs/index.html"] {
        let generated = fs::read_to_string(copy.join(path)).expect("a file");
        assert!(generated.contains("ObjectFrozen"), "{path}");
    }

    // The same code, deprecated.
    let mut examples = blocks(GUIDE, "yaml").into_iter();
    let deprecation = examples.find(|block| block.trim_start().starts_with("deprecated:"));
    write(&[entry, deprecation.expect("an example")].join("\n"));
    run("cargo xtask gen");
    let generated = fs::read_to_string(copy.join("docs/error-codes.md")).expect("a file");
    assert!(generated.contains("the service sends another code"), "{generated}");
}

/// Copies a file, or the files of a directory.
fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a directory") {
            let entry = entry.expect("an entry");
            copy_all(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a directory")).expect("a directory");
        fs::copy(from, to).expect("a copy");
    }
}
