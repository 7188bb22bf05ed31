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

use crate::generate::Mode;

const HELP: &str = "\
The commands of this workspace.

Usage: cargo xtask gen [--check]

  gen            check obs-errors-spec/obs.yaml and write what is made from it
  gen --check    write nothing; name every file that is not as gen would write it

Exit status: 0 if all is well, 1 if not, 2 if the command line is wrong.
";

enum Command {
    Help,
    Generate(Mode),
}

fn main() -> ExitCode {
    let mut report = String::new();
    let result = match command() {
        Ok(Command::Help) => {
            report.push_str(HELP);
            Ok(true)
        }
        Ok(Command::Generate(mode)) => generate::run(&workspace(), mode, &mut report),
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
    let mut command = None;
    while let Some(argument) = arguments.next()? {
        command = Some(match (argument, command) {
            (Short('h') | Long("help"), _) => return Ok(Command::Help),
            (Value(name), None) if name == "gen" => Command::Generate(Mode::Write),
            (Long("check"), Some(Command::Generate(_))) => Command::Generate(Mode::Check),
            (argument, _) => return Err(argument.unexpected()),
        });
    }
    command.ok_or_else(|| "no command".into())
}

/// The root of the workspace: the folder above this package's, which cargo names
/// when it runs the command, from whatever folder.
fn workspace() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    package.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}
