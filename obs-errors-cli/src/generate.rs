//! `obs-errors gen`, `check`, `sort` and `init`: the files of a table, its order, and a table to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use obs_errors_build::spec::model::Table;
use obs_errors_build::{Error, GenerateCommand, Generator, Mode, Outcome, Provenance, sort_table};

/// The path of a table if none is named.
pub(crate) const DEFAULT: &str = "errors.yaml";

/// A table with a few codes, and comments that explain it.
const STARTER: &str = include_str!("starter.yaml");

/// Generates the files that a table states, or checks them.
pub(crate) fn run(
    table: &str,
    mode: Mode,
    is_json: bool,
    denies_warnings: bool,
) -> Result<Outcome, Error> {
    let path = Path::new(table);
    if !path.exists() {
        return Err(Error::Other(format!(
            "there is no {table}; run `obs-errors init{}` to write a table to start from",
            option(table)
        )));
    }
    let root = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let command = GenerateCommand {
        directory: Path::new(""),
        table,
        obs: None,
        mode,
        is_json,
        denies_warnings,
        fix: &format!("obs-errors gen{}", option(table)),
    };
    command.run(|content| {
        let is_stated = !content.outputs.is_empty() || !content.templates.is_empty();
        // A table can be checked without its files.
        if mode == Mode::Write && !is_stated {
            return Err(Error::Other(format!(
                "{table} does not state what to generate; add it, for example \
                 `output: {{ rust: src/errors.rs }}`"
            )));
        }
        let provenance = Provenance { command: "obs-errors gen", table: &name };
        let generator =
            Generator::new(root, provenance).outputs_of(content).refuse_handwritten().show_root();
        Ok(directories(content).into_iter().fold(generator, Generator::shared_directory))
    })
}

/// The option that names a table, unless it is the one that is meant without it.
fn option(table: &str) -> String {
    if table == DEFAULT { String::new() } else { format!(" --table {table}") }
}

/// The directories that have outputs, each once.
fn directories(table: &Table) -> Vec<String> {
    let directory =
        |path: &String| path.rsplit_once('/').map_or("", |(directory, _)| directory).to_owned();
    let documents = table.outputs.iter().map(|(_, path)| path);
    let files = documents.chain(table.templates.iter().map(|(_, path)| path));
    let mut directories: Vec<String> = files.map(directory).collect();
    directories.sort();
    directories.dedup();
    directories
}

/// Puts the codes of a table into their order.
pub(crate) fn sort(table: &str) -> Result<Outcome, Error> {
    let is_moved = sort_table(Path::new(""), table)?;
    let state = if is_moved { "sorted" } else { "unchanged" };
    Ok(Outcome::new(format!("{state} {table}\n"), true))
}

/// Writes a table to start from, unless there is a file already.
pub(crate) fn init(table: &str) -> Result<Outcome, String> {
    let written = OpenOptions::new().write(true).create_new(true).open(table);
    match written.and_then(|mut file| file.write_all(STARTER.as_bytes())) {
        Ok(()) => {
            let next =
                format!("written {table}\nedit it, then run `obs-errors gen{}`\n", option(table));
            Ok(Outcome::new(next, true))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(format!("{table} exists already; name another file with `--table`"))
        }
        Err(error) => Err(format!("cannot write {table}: {error}")),
    }
}
