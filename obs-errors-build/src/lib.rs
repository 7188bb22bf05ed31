//! Generates files from a YAML table of error codes.
//!
//! # In a build script
//!
//! ```no_run
//! fn main() -> Result<(), obs_errors_build::Error> {
//!     obs_errors_build::Config::new("errors.yaml").generate()
//! }
//! ```
//!
//! This writes `errors.rs` to the directory `OUT_DIR`. The crate includes it, in a separate
//! module for each table if there is more than one:
//!
//! ```ignore
//! mod errors {
//!     include!(concat!(env!("OUT_DIR"), "/errors.rs"));
//! }
//! ```
//!
//! The file is what the macro `error_codes!` of the crate `obs-errors` expands to, so that
//! crate has to be a dependency:
//!
//! ```toml
//! [dependencies]
//! obs-errors = "0.1"
//!
//! [build-dependencies]
//! obs-errors-build = "0.1"
//! ```
//!
//! Cargo runs the build script again when the table, or one that it extends, changes. A table
//! either extends that of OBS with `extends: obs` (feature `obs`, on by default) or is
//! complete in itself:
//!
//! ```yaml
//! service: Acme
//! enum: AcmeErrorCode
//! headers:
//!   code: [x-acme-error-code]
//! codes:
//!   NoSuchThing:
//!     status: 404
//!     message: There is no such thing.
//!     solution: Create it first.
//! ```
//!
//! # In a command
//!
//! - [`Generator`] writes the files of a table, or checks that they are up to date;
//!   [`GenerateCommand`] is a command that does so.
//! - [`ChangeReport`] shows how two tables differ and what that breaks, and [`Baseline`] finds
//!   the table to compare with in git (feature `documents`); [`DiffCommand`] is a command that
//!   does so.
//! - [`import`] compares a page of the vendor's documentation with the table, and adds the
//!   new codes (feature `import`).
//!
//! # Templates
//!
#![doc = include_str!("templates.md")]
//!
//! # The table itself
//!
//! The crate [`spec`] reads and checks a table, and emits it as Rust.

// The documentation shows which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "documents")]
mod baseline;
#[cfg(feature = "documents")]
mod changes;
mod config;
#[cfg(any(feature = "documents", feature = "import"))]
mod count;
#[cfg(feature = "documents")]
mod diff_command;
mod document;
#[cfg(feature = "documents")]
pub mod documents;
mod error;
mod files;
#[cfg(feature = "documents")]
mod generate;
#[cfg(feature = "documents")]
mod generate_command;
#[cfg(feature = "import")]
pub mod import;
#[cfg(feature = "documents")]
mod marks;
mod open;
#[cfg(feature = "documents")]
mod outcome;
mod provenance;
mod rust;
#[cfg(feature = "documents")]
mod sort;

#[cfg(feature = "documents")]
pub use baseline::Baseline;
#[cfg(feature = "documents")]
pub use changes::{ChangeReport, is_version_raised};
pub use config::Config;
#[cfg(any(feature = "documents", feature = "import"))]
pub use count::counted;
#[cfg(feature = "documents")]
pub use diff_command::DiffCommand;
pub use document::Document;
pub use error::Error;
#[cfg(feature = "documents")]
pub use generate::{Generator, Mode, Report};
#[cfg(feature = "documents")]
pub use generate_command::GenerateCommand;
pub use obs_errors_spec as spec;
pub use open::read_table;
#[cfg(feature = "documents")]
pub use outcome::Outcome;
pub use provenance::Provenance;
#[cfg(feature = "documents")]
pub use sort::sort_table;
