//! The commands of this workspace: `cargo xtask`.
//!
//! They are thin: reading and checking the table, and emitting it as Rust, is
//! `obs-errors-spec`'s. Nothing here depends on `obs-errors`, so that a broken
//! generated file never blocks its own repair.

mod arguments;
mod baseline;
mod diff;
mod documents;
mod files;
mod generate;
mod import;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::arguments::{Command, HELP};

fn main() -> ExitCode {
    let mut report = String::new();
    let result = match Command::read() {
        Ok(Command::Help) => {
            report.push_str(HELP);
            Ok(true)
        }
        Ok(Command::Generate(job, mode, format)) => {
            generate::run(&workspace(), &job, mode, format, &mut report)
        }
        Ok(Command::Diff(job)) => diff::run(&workspace(), job, &mut report),
        Ok(Command::Import(job)) => import::run(&workspace(), &job, &mut report),
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

/// The root of the workspace: the folder above this package's, which cargo names
/// when it runs the command, from whatever folder.
fn workspace() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    package.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}
