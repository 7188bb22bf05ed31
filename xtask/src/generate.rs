//! `cargo xtask gen`: the table to every file that is made from it.

use std::fs::File;
use std::path::Path;

use anyhow::Result;

use crate::documents;
use crate::files::{self, State};

/// Where the table is written by hand.
const TABLE: &str = "obs-errors-spec/obs.yaml";

/// Whether files are written or only compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// Says on standard output what was done to which file; `false` where the table
/// has a mistake or, in a check, a file is not as it should be.
pub(crate) fn run(root: &Path, mode: Mode) -> Result<bool> {
    let table = match obs_errors_spec::read(TABLE, File::open(root.join(TABLE))) {
        Ok(table) => table,
        Err(problems) => {
            eprint!("{problems}");
            eprintln!(
                "error: {} in {TABLE}; nothing was written",
                count(problems.len(), "mistake")
            );
            return Ok(false);
        }
    };
    // All is made before any is written.
    let documents = documents::all(&table)?;
    let mut is_current = true;
    let mut is_orphaned = false;
    for document in &documents {
        let state = files::state(root, document)?;
        if mode == Mode::Write && state != State::Current {
            files::write(root, document)?;
        }
        is_current &= state == State::Current;
        println!("{} {}", word(&state, mode), document.path);
        if let (Mode::Check, State::Stale { diff }) = (mode, &state) {
            println!("{diff}");
        }
    }
    for orphan in files::orphans(root, &documents)? {
        is_orphaned = true;
        println!("orphaned {orphan}: nothing writes it any more; mend with: rm {orphan}");
    }
    println!("{}", count(table.codes.len(), "code"));
    if mode == Mode::Check && !is_current {
        println!("mend with: cargo xtask gen");
    }
    Ok(mode == Mode::Write || (is_current && !is_orphaned))
}

fn word(state: &State, mode: Mode) -> &'static str {
    match (state, mode) {
        (State::Current, _) => "unchanged",
        (_, Mode::Write) => "written",
        (State::Missing, Mode::Check) => "missing",
        (State::Stale { .. }, Mode::Check) => "stale",
    }
}

fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
