//! Follows the guide `own_table`, block by block, in a directory of its own.

mod files;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use files::root;

const GUIDE: &str = include_str!("../../obs-errors/src/own_table.md");

/// A fenced block: its language, and the file that the sentence before it names last.
struct Block<'a> {
    language: &'a str,
    file: &'a str,
    text: &'a str,
}

fn blocks() -> Vec<Block<'static>> {
    let parts: Vec<&str> = GUIDE.split("```").collect();
    // Prose and blocks alternate, since no fence is within another.
    let pairs = parts.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    let blocks = pairs.map(|(prose, block)| {
        let (language, text) = block.split_once('\n').expect("a block begins with its language");
        let sentence = prose.trim_end().rsplit("\n\n").next().unwrap_or_default();
        let file = sentence.rsplit('`').nth(1).unwrap_or_default();
        Block { language, file, text }
    });
    blocks.collect()
}

/// The directory of the programs that cargo builds for this workspace.
fn built() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--package", "obs-errors-cli", "--locked"])
        .current_dir(root())
        .status();
    assert!(built.expect("cargo runs").success());
    let test = std::env::current_exe().expect("the test has a path");
    test.ancestors().nth(2).expect("it is in `deps`").to_owned()
}

/// What a reader has that is not published yet: the crates, and the command.
struct Reader {
    /// The directory in which the next command runs.
    directory: PathBuf,
    path: std::ffi::OsString,
    target: PathBuf,
}

impl Reader {
    fn new(directory: &Path) -> Self {
        let mut config = "[patch.crates-io]\n".to_owned();
        for package in ["obs-errors", "obs-errors-core", "obs-errors-macros", "obs-errors-spec"] {
            let path = root().join(package);
            config.extend([package, " = { path = '", &path.display().to_string(), "' }\n"]);
        }
        fs::create_dir(directory.join(".cargo")).expect("a directory");
        fs::write(directory.join(".cargo/config.toml"), config).expect("a file");
        let installed = std::env::var_os("OBS_ERRORS_TOOLS");
        let installed = installed.expect("run this with: bash xtask/tests/languages/run");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let tools = [built(), Path::new(&installed).join("node/node_modules/.bin")];
        let path = tools.into_iter().chain(std::env::split_paths(&path));
        Self {
            directory: directory.to_owned(),
            path: std::env::join_paths(path).expect("a path"),
            target: Path::new(env!("CARGO_TARGET_TMPDIR")).join("own_table"),
        }
    }

    fn run(&mut self, command: &str) {
        if let Some(directory) = command.strip_prefix("cd ") {
            self.directory.push(directory);
            return;
        }
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(&self.directory)
            .env("PATH", &self.path)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()
            .expect("a shell runs");
        let text =
            String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{command}\n{text}");
    }
}

#[test]
#[ignore = "a crate is built, and TypeScript; run with: bash xtask/tests/languages/run"]
fn every_step_of_the_guide_works() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut reader = Reader::new(directory.path());
    for Block { language, file, text } in blocks() {
        let path = reader.directory.join(file);
        match language {
            // The command is built already.
            "sh" => text
                .lines()
                .filter(|command| *command != "cargo install obs-errors-cli")
                .for_each(|command| reader.run(command)),
            // The dependencies are the last section of a new manifest.
            "toml" => {
                let manifest = fs::read_to_string(&path).expect("the manifest");
                fs::write(path, manifest + text).expect("it can be written");
            }
            _ => {
                fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
                fs::write(path, text).expect("it can be written");
            }
        }
    }
    // The program in TypeScript says so if an assertion fails.
    reader.run("node web/main.js 2>&1 | grep . && exit 1 || exit 0");
    let page = fs::read_to_string(reader.directory.join("docs/errors.html")).expect("the page");
    assert!(page.contains("Error codes of Depot"), "{page}");
}
