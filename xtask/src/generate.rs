//! `cargo xtask gen`: the table to every file that is made from it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
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

/// Adds to the report what was done to which file; `false` where the table has a
/// mistake or, in a check, a file is not as it should be.
pub(crate) fn run(root: &Path, mode: Mode, report: &mut String) -> Result<bool> {
    let table = match obs_errors_spec::read(TABLE, File::open(root.join(TABLE))) {
        Ok(table) => table,
        Err(problems) => {
            let count = count(problems.len(), "mistake");
            let told = format!("{problems}error: {count} in {TABLE}; nothing was written\n");
            // Whoever closed the pipe does not want to read it.
            let _ = std::io::stderr().write_all(told.as_bytes());
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
        writeln!(report, "{} {}", word(&state, mode), document.path)?;
        if let (Mode::Check, State::Stale { diff }) = (mode, &state) {
            writeln!(report, "{diff}")?;
        }
    }
    for orphan in files::orphans(root, &documents)? {
        is_orphaned = true;
        writeln!(report, "orphaned {orphan}: nothing writes it any more; mend with: rm {orphan}")?;
    }
    writeln!(report, "{}", count(table.codes.len(), "code"))?;
    if mode == Mode::Check && !is_current {
        writeln!(report, "mend with: cargo xtask gen")?;
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
