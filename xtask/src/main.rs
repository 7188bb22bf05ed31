//! The commands of this workspace: `cargo xtask`.
//!
//! They are thin: reading and checking the table, and emitting it as Rust, is
//! `obs-errors-spec`'s. Nothing here depends on `obs-errors`, so that a broken
//! generated file never blocks its own repair.

mod documents;
mod files;
mod generate;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;

use crate::generate::{Job, Mode};

const HELP: &str = "\
The commands of this workspace.

Usage: cargo xtask gen [--check] [--spec FILE --out FOLDER]

  gen            check obs-errors-spec/obs.yaml and write what is made from it
  --check        write nothing; name every file that is not as gen would write it
  --spec FILE    check a table of one's own instead, which may extend that of OBS,
  --out FOLDER   and write to this folder what `error_codes!` would make of it

Exit status: 0 if all is well, 1 if not, 2 if the command line is wrong.
";

enum Command {
    Help,
    Generate(Job, Mode),
}

fn main() -> ExitCode {
    let mut report = String::new();
    let result = match command() {
        Ok(Command::Help) => {
            report.push_str(HELP);
            Ok(true)
        }
        Ok(Command::Generate(job, mode)) => generate::run(&workspace(), &job, mode, &mut report),
        Err(error) => {
            eprintln!("error: {error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    // Whoever closed the pipe does not want to read it.
    let _ = std::io::stdout().write_all(report.as_bytes());
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<Command, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let (mut is_named, mut mode, mut spec, mut out) = (false, Mode::Write, None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Value(name) if name == "gen" && !is_named => is_named = true,
            Long("check") if is_named => mode = Mode::Check,
            Long("spec") if is_named => spec = Some(arguments.value()?.string()?),
            Long("out") if is_named => out = Some(arguments.value()?.string()?),
            argument => return Err(argument.unexpected()),
        }
    }
    match (is_named, spec, out) {
        (false, ..) => Err("no command".into()),
        (true, None, None) => Ok(Command::Generate(Job::Workspace, mode)),
        (true, Some(spec), Some(out)) => Ok(Command::Generate(Job::Crate { spec, out }, mode)),
        (true, ..) => Err("`--spec` and `--out` need each other".into()),
    }
}

/// The root of the workspace: the folder above this package's, which cargo names
/// when it runs the command, from whatever folder.
fn workspace() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    package.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}
