//! The error codes of OBS, Huawei Cloud's object storage, as a typed table, and
//! the codec for its error documents.
//!
//! - [`ObsErrorCode`] is the table: every code with its status, message,
//!   solution and [retry class](Retry).
//! - [`ObsError`] is one error: [built](ErrorResponse::new) by a server, or
//!   [read](ErrorResponse::from_xml) by a client.
//!
//! ```
//! use obs_errors::{ObsError, ObsErrorCode, Retry};
//!
//! let body = b"<Error><Code>SlowDown</Code><Message>Slow down</Message></Error>";
//! let error = ObsError::from_xml(body)?;
//! match error.code() {
//!     Some(ObsErrorCode::NoSuchKey) => println!("there is no such object"),
//!     Some(code) if code.is_retryable() => assert_eq!(code.retry(), Retry::Throttling),
//!     _ => println!("{error}"),
//! }
//! # Ok::<_, obs_errors::XmlError>(())
//! ```
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `http` (default) | [`status_code`](ObsErrorCode::status_code): statuses as the `http` crate has them |
//! | `serde` | `Serialize` and `Deserialize` for codes, errors and retry classes |
//! | `macros` | `error_codes!`, which makes a table of one's own from a YAML file |
//!
//! # Where the table comes from
//!
//! `obs-errors-spec/obs.yaml` in the repository is the only place where a code is
//! written by hand; `cargo xtask gen` makes the module of [`ObsErrorCode`] from it.
#![cfg_attr(not(feature = "http"), allow(rustdoc::broken_intra_doc_links))]

// Generated code names this crate as its users do.
extern crate self as obs_errors;

mod code;
mod error;
mod fields;
#[rustfmt::skip]
mod generated;
mod http;
pub mod limits;
mod retry;
mod serde;
mod xml;

pub use code::{ErrorCode, UnknownCode};
pub use error::ErrorResponse;
pub use generated::{ObsError, ObsErrorCode, field};
#[cfg(feature = "macros")]
pub use obs_errors_macros::error_codes;
pub use retry::Retry;
pub use xml::XmlError;

/// The examples of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// What generated code needs and nobody else should name.
#[doc(hidden)]
pub mod __private {
    pub use crate::code::{Table, parse, search};
    #[cfg(feature = "serde")]
    pub use crate::serde::deserialize_str;
    #[cfg(feature = "http")]
    pub use ::http;
    #[cfg(feature = "serde")]
    pub use ::serde;
}
