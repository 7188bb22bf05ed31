//! Measures how `cargo xtask gen` and the compiler scale with the size of a table.
//!
//! ```text
//! cargo bench --profile dev --package xtask
//! ```
//!
//! The profile is that of `cargo xtask`. The first run of `gen` on a table is not counted, since it
//! writes the files; of the three runs after it, and of the compilations, the shortest counts.
#![allow(missing_docs, reason = "a bench has no users")]

#[path = "../tests/workspace/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod workspace;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use wait4::Wait4;

const RUNS: usize = 3;

fn main() {
    let mut per_code = Vec::new();
    for count in [76, 1_000, 10_000] {
        let workspace = table(count);
        generate(workspace.path());
        let runs = (0..RUNS).map(|_| generate(workspace.path()));
        let (time, bytes) = runs.min().expect("a run");
        println!("gen, {count} codes: {:.2} s, {} MiB", time.as_secs_f64(), bytes >> 20);
        per_code.push(time / count);
        if count == 10_000 {
            let [enum_alone, table] = compile(workspace.path());
            println!(
                "rustc, {count} codes: {:.2} s, the bare enum {:.2} s: {:.2}",
                table.as_secs_f64(),
                enum_alone.as_secs_f64(),
                table.as_secs_f64() / enum_alone.as_secs_f64()
            );
        }
    }
    println!("gen, per code: {per_code:.1?}");
}

/// A table with this number of codes, in a temporary workspace.
fn table(count: u32) -> TempDir {
    const STATUSES: [(u32, &str, &str); 5] = [
        (400, "Bad Request", ""),
        (403, "Forbidden", ""),
        (404, "Not Found", ""),
        (500, "Internal Server Error", "\n    retry: transient"),
        (503, "Service Unavailable", "\n    retry: throttling"),
    ];
    let mut yaml = String::from("service: Scale\nenum: ScaleErrorCode\nsources:\n");
    yaml += "  made: A table as large as it has to be\n  other: Another one\nstatuses:\n";
    for (status, reason, _) in STATUSES {
        writeln!(yaml, "  {status}: {reason}").expect("writing to a string cannot fail");
    }
    yaml +=
        "elements:\n  Error:\n    description: The root.\n  Code:\n    description: The code.\n";
    yaml += "  Message:\n    description: What went wrong.\ncodes:\n";
    for (remainder, (status, _, retry)) in (0..).zip(STATUSES) {
        for number in (remainder..count).step_by(STATUSES.len()) {
            write!(
                yaml,
                "  Refused{number:05}ForAReason:\n    status: {status}{retry}\n    \
                 message: Request number {number} was refused, for a reason of its own.\n    \
                 solution: Send another request than number {number}.\n"
            )
            .expect("writing to a string cannot fail");
            match number % 40 {
                0..10 => yaml += "    note: It is one of many.\n",
                10..12 => yaml += "    sources: [made, other]\n",
                12 => writeln!(yaml, "    aliases: [Refused{number}]")
                    .expect("writing to a string cannot fail"),
                13 => yaml += "    deprecated:\n      since: 0.1.0\n      note: Nobody sends it.\n",
                _ => {}
            }
        }
    }
    workspace::with(&yaml)
}

/// The duration of `gen`, and its peak memory in bytes.
fn generate(root: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut gen_command = workspace::command(root, &["gen"]);
    let mut child = gen_command.stdout(Stdio::null()).spawn().expect("gen starts");
    let ended = child.wait4().expect("gen ends");
    assert!(ended.status.success(), "gen accepts the table");
    (start.elapsed(), ended.rusage.maxrss)
}

/// How long the compiler takes for the bare enum, with everything that is derived for it, and
/// for the whole table.
fn compile(root: &Path) -> [Duration; 2] {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../obs-errors");
    let table = fs::read_to_string(root.join("obs-errors/src/generated.rs")).expect("the table");
    let (bare, _) = table.split_once("pub type ").expect("an alias after the enum");
    let (bare, _) = bare.rsplit_once("\n\n").expect("items with blank lines between");
    let bare = bare.replacen("derive(", "derive(Debug, ", 1);
    assert!(bare.contains("derive(Debug, ") && bare.contains("pub enum "));
    let crates = tempfile::tempdir().expect("a directory");
    let write = |path: &str, text: &str| {
        let path = crates.path().join(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
        fs::write(path, text).expect("a file");
    };
    let package = |name| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
    write("Cargo.toml", "[workspace]\nmembers = [\"bare\", \"table\"]\nresolver = \"3\"\n");
    write("bare/Cargo.toml", &package("bare"));
    // A Windows path has backslashes, which TOML takes literally between single quotes.
    let path = runtime.display();
    let dependency = format!("[dependencies]\nobs-errors = {{ path = '{path}' }}\n");
    write("table/Cargo.toml", &(package("table") + &dependency));
    fs::copy(runtime.join("../Cargo.lock"), crates.path().join("Cargo.lock")).expect("the lock");
    // The first run also compiles the dependencies, and so is not the shortest.
    let time = |name: &str, text: &str| {
        let runs = (0..=RUNS).map(|run| {
            write(&format!("{name}/src/lib.rs"), &format!("{text}\n// {run}\n"));
            let start = Instant::now();
            let status = Command::new(env!("CARGO"))
                .args(["build", "--quiet", "--offline", "--release", "--package", name])
                .current_dir(crates.path())
                .env("CARGO_TARGET_DIR", crates.path().join("target"))
                .status();
            assert!(status.expect("cargo starts").success(), "{name} compiles");
            start.elapsed()
        });
        runs.min().expect("a run")
    };
    write("table/src/lib.rs", "");
    [time("bare", &bare), time("table", &table)]
}
