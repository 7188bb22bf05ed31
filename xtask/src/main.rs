//! The commands of this workspace: `cargo xtask`.
//!
//! They are thin: `obs-errors-build` does the work, and only the arguments and the paths of
//! the workspace are here. Nothing here depends on `obs-errors`, so that a broken generated
//! file never blocks its own repair.

mod arguments;
mod diff;
mod generate;
mod import;
mod workspace;

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use obs_errors_build::Outcome;

use crate::arguments::{Command, HELP};

fn main() -> ExitCode {
    let root = workspace::root();
    let result = match Command::read() {
        Ok(Command::Help) => Ok(Outcome::new(HELP.to_owned(), true)),
        Ok(Command::Generate(job, options)) => generate::run(&root, &job, options),
        Ok(Command::Diff(job)) => diff::run(&root, job),
        Ok(Command::Import(job)) => import::run(&root, &job),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let outcome = result.unwrap_or_else(|error| Outcome::failed(vec![format!("error: {error}")]));
    let printed = std::io::stdout().write_all(outcome.output.as_bytes());
    // A closed pipe is not an error: its reader has seen enough.
    let printed = printed.or_else(|error| match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => Err(format!("error: cannot print the result: {error}")),
    });
    let is_success = outcome.is_success && printed.is_ok();
    for error in outcome.errors.into_iter().chain(printed.err()) {
        let _ = writeln!(std::io::stderr(), "{error}");
    }
    if is_success { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
