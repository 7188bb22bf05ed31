//! The shell commands of README.md and CONTRIBUTING.md, run as a reader would paste them. The guide
//! "Add a code" is followed in `guide.rs`.

mod blocks;
mod files;

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use blocks::blocks;
use files::root;

const README: &str = include_str!("../../README.md");
const CLI: &str = include_str!("../../obs-errors-cli/README.md");
const GUIDE: &str = include_str!("../../CONTRIBUTING.md");

/// The lines of the first block of shell commands that contains this string.
fn block<'a>(document: &'a str, word: &str) -> Vec<&'a str> {
    let block = blocks(document, "sh").into_iter().find(|block| block.contains(word));
    block.unwrap_or_else(|| panic!("no block has `{word}`")).lines().collect()
}

/// A shell in the workspace, in which `cargo install` installs into a directory of the test.
fn shell(script: &str) -> Command {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shell");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = [directory.join("bin")].into_iter().chain(std::env::split_paths(&path));
    let mut command = Command::new("sh");
    command
        .args(["-ec", script])
        .current_dir(root())
        .env("CARGO_INSTALL_ROOT", &directory)
        .env("PATH", std::env::join_paths(path).expect("a path"));
    command
}

fn run(script: &str) -> Output {
    shell(script).output().expect("a shell runs")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}

/// A file beside those of the repository while a test runs.
struct File(PathBuf);

impl File {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = root().join(name);
        assert!(!path.exists(), "{} already exists", path.display());
        fs::write(&path, content).expect("a file");
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
#[ignore = "the command is installed; run with: cargo test --package xtask --test shell -- --ignored"]
fn the_command_is_installed_and_used() {
    let commands = block(README, "obs-errors explain");
    assert_eq!(commands[1..], block(CLI, "obs-errors explain")[1..], "the READMEs differ");
    for command in commands {
        let output = run(command);
        assert!(output.status.success(), "{command}\n{}", text(&output));
    }
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "a server is compiled; run with: cargo test --package xtask --test shell -- --ignored"]
fn the_fault_server_responds() {
    let commands = block(README, "--example serve");
    let [server, request] = commands[..] else { panic!("two commands") };
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let [server, request] =
        [server, request].map(|it| it.replace("127.0.0.1:9000", &port.to_string()));
    let build = run(&server.replace("cargo run", "cargo build").replace(&format!("-- {port}"), ""));
    assert!(build.status.success(), "{}", text(&build));
    // With `exec`, so that the server is killed, and not the shell.
    let server = shell(&format!("exec {server}")).stderr(Stdio::piped()).spawn();
    let mut server = Server(server.expect("a shell runs"));
    for _ in 0..100 {
        let output = run(&request);
        if output.status.success() {
            let response = text(&output);
            assert!(response.starts_with("HTTP/1.1 500 "), "{response}");
            assert!(response.contains("<html>"), "{response}");
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = server.0.kill();
    let mut errors = String::new();
    let stderr = server.0.stderr.as_mut().expect("it is piped");
    stderr.read_to_string(&mut errors).expect("UTF-8");
    panic!("the server does not respond:\n{errors}");
}

/// The saved page is that of the first source, so only other sources differ from it.
#[test]
#[ignore = "xtask is compiled again; run with: cargo test --package xtask --test shell -- --ignored"]
fn a_page_is_compared() {
    let page = fs::read(root().join("xtask/tests/import/page.html")).expect("the saved page");
    let _page = File::new("page.html", &page);
    for command in block(GUIDE, "cargo xtask import") {
        let output = run(command);
        let differs = command.contains("--source");
        assert_eq!(output.status.code(), Some(i32::from(differs)), "{command}\n{}", text(&output));
        assert!(!text(&output).contains("error:"), "{command}\n{}", text(&output));
    }
}
