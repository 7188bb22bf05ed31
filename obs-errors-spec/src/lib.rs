//! Reads a YAML table of error codes, checks it, and emits it as Rust.
//!
//! This is the library behind `cargo xtask gen`, `error_codes!` and build scripts. It
//! opens no files itself, and depends on neither of them:
//!
//! ```text
//!        ┌───────────────────── load: a file, after those that it extends ─────────────────────┐
//! bytes ─┴─ yaml ──► nodes ── parse ──► raw ── check ──► raw ── resolve, merge ──► model::Table ┴─ rust ──► tokens
//!              │                │                │
//!              └────────────────┴────────────────┴── diagnostic, report ──► path:line:column: message
//! ```
//!
//! [`read`] does everything up to the table, and [`rust::tokens`] the rest. Up to `check`,
//! all errors are collected and reported at once; the later stages cannot fail. [`diff`]
//! compares two tables, [`insert`] adds codes to the file of one, and [`sort`](sort()) sorts them.
//!
//! It is the implementation of the crates `obs-errors-macros` and `obs-errors-build`:
//! depend on those instead.

pub mod case;
pub mod diff;
pub mod insert;
pub mod keys;
pub mod markdown;
pub mod model;
pub mod packages;
pub mod prose;
pub mod rust;
pub mod suggest;
pub mod yaml;

mod change;
mod check;
mod diagnostic;
mod file_kind;
mod hints;
mod iana;
mod load;
mod merge;
mod names;
mod parse;
mod raw;
mod report;
mod resolve;
mod sort;

pub use diagnostic::{Diagnostic, Severity, Span, Spanned, quoted};
pub use file_kind::FileKind;
pub use load::{TableRef, read, read_with_warnings};
pub use report::{Diagnostics, LocatedDiagnostic};
pub use sort::sort;

/// The table of OBS, for tables that extend it (feature `obs`).
#[cfg(feature = "obs")]
pub const OBS: &str = include_str!("../obs.yaml");
