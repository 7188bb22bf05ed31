//! Reads a YAML table of error codes, checks it, and emits it as Rust.
//!
//! This is the library behind `cargo xtask gen` and `error_codes!`, which are
//! a few lines each over it. It opens no file and knows no macro:
//!
//! ```text
//! bytes ── yaml ──> nodes ── written ──> entries ── check ──> model::Table ── rust ──> tokens
//!            │                  │                     │
//!            └──────────────────┴─────────────────────┴── problem ──> path:line:column: message
//! ```
//!
//! [`read`] does everything up to the table, and [`rust::tokens`] the rest. What
//! is left of `check` collects every mistake and reports them at once; what is
//! right of it cannot fail.

pub mod markdown;
pub mod model;
pub mod rust;

mod check;
mod problem;
mod written;
mod yaml;

use std::io;

pub use problem::Problems;

/// Reads and checks a table.
///
/// `path` is how messages name the file. `input` is the file just opened, or
/// the error of opening it: that the file cannot be read is reported like every
/// other mistake in it. No more than 8 MiB are read.
///
/// # Errors
///
/// Every mistake in the file; the first one only where the file is not UTF-8 or
/// not YAML, since what follows cannot be understood.
///
/// ```
/// let mistakes = obs_errors_spec::read("errors.yaml", Ok("service: Acme".as_bytes())).unwrap_err();
/// assert!(mistakes.to_string().starts_with("errors.yaml:1:1: the table has no `enum`: add it"));
/// ```
pub fn read(path: &str, input: io::Result<impl io::Read>) -> Result<model::Table, Problems> {
    let source = yaml::text(path, input)?;
    let document = yaml::parse(&source);
    document
        .map_err(|problem| vec![problem])
        .and_then(|document| check::check(&source, document))
        .map_err(|problems| Problems::new(path, &source, problems))
}
