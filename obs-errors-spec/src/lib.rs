//! Reads a YAML table of error codes, checks it, and emits it as Rust.
//!
//! This is the library behind `cargo xtask gen` and `error_codes!`, which are
//! a few lines each over it. It opens no file and knows no macro:
//!
//! ```text
//! bytes ── yaml ──> nodes ── written ──> entries ── check ──> model::Table ── rust ──> tokens
//!            │                  │                     │ ▲
//!            │                  │                     │ └─ extends: the table that this one extends
//!            └──────────────────┴─────────────────────┴── problem ──> path:line:column: message
//! ```
//!
//! [`read`] does everything up to the table, and [`rust::tokens`] the rest. What
//! is left of `check` collects every mistake and reports them at once; what is
//! right of it cannot fail. [`diff`] compares two
//! tables, and [`insert`] adds codes to the file of one.

pub mod diff;
pub mod insert;
pub mod keys;
pub mod markdown;
pub mod model;
pub mod rust;

mod check;
mod extends;
mod lookup;
mod problem;
mod written;
mod yaml;

use std::io;

pub use problem::{Diagnostic, Problems};

/// The table of OBS, for tables that extend it (feature `obs`).
#[cfg(feature = "obs")]
pub const OBS: &str = include_str!("../obs.yaml");

/// A table to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// The table of OBS, which others extend as `obs`.
    Obs,
    /// A file: the path that [`read`] was given, or the path of one that it extends,
    /// beside it.
    Path(&'a str),
}

/// Reads and checks a table, and those that it extends.
///
/// `path` is how messages name the file. `open` gives the content of a table, or the
/// error of opening it: that a file cannot be read is reported like every other
/// mistake. No more than 8 MiB of each are read.
///
/// # Errors
///
/// Every mistake in the files; the first one only where a file is not UTF-8 or
/// not YAML, since what follows cannot be understood.
///
/// ```
/// let mistakes = obs_errors_spec::read("errors.yaml", |_| Ok("service: Acme".as_bytes()));
/// let mistakes = mistakes.unwrap_err().to_string();
/// assert!(mistakes.starts_with("errors.yaml:1:1: the table has no `enum`: add it"));
/// ```
pub fn read<R: io::Read>(
    path: &str,
    open: impl Fn(Name<'_>) -> io::Result<R>,
) -> Result<model::Table, Problems> {
    extends::read(&mut vec![path.to_owned()], open(Name::Path(path)), &open)
}
