//! The error codes of OBS, Huawei Cloud's object storage, as a typed table, and
//! the codec for its error documents.
//!
//! - [`ObsErrorCode`] is the table: every code with its status, message, solution and
//!   [retry class](Retry).
//! - [`ObsError`] is one error: [built](ErrorResponse::new) by a server, or
//!   [read](ErrorResponse::from_parts) by a client from any response.
//! - [`delete_errors`] reads the errors of individual keys in the response to a batch delete.
//!
//! # In a client
//!
//! ```
//! use obs_errors::{ObsError, ObsErrorCode};
//!
//! let body = b"<Error><Code>SlowDown</Code><Message>Slow down</Message></Error>";
//! let error = ObsError::from_parts(503, [("x-obs-request-id", "R1")], body);
//! match error.code() {
//!     Some(ObsErrorCode::NoSuchKey) => println!("there is no such object"),
//!     _ if error.retry().is_retryable() => println!("try again: {error}"),
//!     _ => println!("{error}"),
//! }
//! assert_eq!(error.to_string(), "SlowDown (503): Slow down [request id R1]");
//! ```
//!
//! Reading never fails. The guide in the module [`reading`] explains what is trusted, and has
//! examples for HTTP clients. Whether to send the request again, and when, is what [`RetryPolicy`]
//! decides; the guide in the module [`retrying`] has examples for retry loops.
//!
//! # In a server
//!
//! ```
//! # #[cfg(feature = "http")] {
//! use obs_errors::{ObsError, ObsErrorCode};
//!
//! let response = ObsError::new(ObsErrorCode::NoSuchKey).with_resource("/photos/a.jpg").to_http();
//! assert_eq!(response.status(), 404);
//! assert!(response.body().ends_with(b"<Resource>/photos/a.jpg</Resource></Error>"));
//! # }
//! ```
//!
//! [`to_http`](ErrorResponse::to_http) returns a response with all headers; no value can break
//! a header or the document. With the feature `axum`, handlers can return codes and errors as
//! responses. With the feature `tower`, [`layer`] makes documents of all other failures, and every
//! response has a request id.
//!
//! # Another service
//!
//! The codes of a product that is built on OBS, or of another service, are a table of its own, with its own
//! headers; the guide in the module [`own_table`] goes from an empty directory to a crate, a page and
//! other languages.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `http` (default) | [`from_response`](ErrorResponse::from_response), [`to_http`](ErrorResponse::to_http), and statuses as types of the crate `http` |
//! | `http-body` | [`read_response`](ErrorResponse::read_response), which receives a response of the crate `http` within the limits |
//! | `json` | bodies in JSON |
//! | `axum` | `IntoResponse` for codes and errors, custom tables included |
//! | `tower` | [`ErrorDocumentLayer`](layer::ErrorDocumentLayer), the layer for servers |
//! | `serde` | `Serialize` and `Deserialize` for codes, [errors](ErrorResponse#serialized-errors) and retry classes |
//! | `macros` | `error_codes!`, which generates a custom table from a YAML file |
//!
//! `obs-errors` needs Rust 1.86; its feature `macros` needs 1.89.
//!
//! # The command
//!
//! `cargo install obs-errors-cli` installs the command `obs-errors`, which looks up codes and
//! decodes responses: `obs-errors explain NoSuchKey`. `obs-errors init` writes a custom table to
//! start from, and `obs-errors gen` generates Rust, documents and schemas from it.
//!
//! # Where the table comes from
//!
//! `obs-errors-spec/obs.yaml` in the repository is the only place where a code is written by
//! hand; `cargo xtask gen` generates the module of [`ObsErrorCode`] from it.
#![cfg_attr(
    not(all(feature = "http-body", feature = "tower")),
    allow(rustdoc::broken_intra_doc_links)
)]
// The documentation shows which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

// Generated code refers to this crate as `obs_errors`, like code of its users.
extern crate self as obs_errors;

mod absent;
mod attempt;
#[cfg(feature = "axum")]
mod axum;
mod body_buffer;
mod cause;
mod clock;
mod code;
mod columns;
mod date;
mod decision;
mod delete;
mod deprecation;
mod details;
mod endpoint;
mod error;
mod extends;
mod fields;
mod form;
#[rustfmt::skip]
mod generated;
mod header_style;
mod headers;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "http-body")]
mod http_body;
mod jitter;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "tower")]
pub mod layer;
pub mod limits;
mod log;
mod lossy;
mod no_code;
mod one_line;
mod origin;
// Its examples run in `xtask/tests/own_table.rs`, because they need the command.
#[cfg(all(doc, not(doctest)))]
#[doc = include_str!("own_table.md")]
pub mod own_table {}
#[cfg(all(feature = "http", any(doc, doctest)))]
#[doc = include_str!("reading.md")]
pub mod reading {}
mod response;
mod retry_after;
mod retry_budget;
mod retry_policy;
// Its examples run in `tests/recipes`, because they need many crates.
#[cfg(all(doc, not(doctest)))]
#[doc = include_str!("retrying.md")]
#[doc = ""]
#[doc = include_str!("outages.md")]
#[doc = ""]
#[doc = include_str!("outages.svg")]
pub mod retrying {}
#[cfg(feature = "serde")]
mod serde;
mod source;
mod success;
mod xml;

pub use attempt::Attempt;
pub use body_buffer::BodyBuffer;
pub use cause::Cause;
pub use code::{DefaultCodes, ErrorCode, UnknownCode};
pub use decision::{Decision, StopReason};
pub use delete::{DeleteError, DeleteErrors, delete_errors};
pub use deprecation::Deprecation;
pub use error::ErrorResponse;
pub use generated::{ObsError, ObsErrorCode, field};
pub use header_style::HeaderStyle;
pub use jitter::random_jitter;
pub use log::MISSING_CODE;
pub use no_code::{NoCode, RawError};
pub use obs_errors_core::{Retry, RetryRule};
#[cfg(feature = "macros")]
pub use obs_errors_macros::error_codes;
pub use one_line::OneLine;
pub use origin::Origin;
pub use response::NO_HEADERS;
pub use retry_budget::RetryBudget;
pub use retry_policy::RetryPolicy;
pub use source::Source;
pub use xml::{XmlError, XmlErrorKind};

/// Items that only generated code may use.
#[doc(hidden)]
pub mod __private {
    pub use crate::code::parse;
    pub use crate::columns::{
        Columns, HasDefaults, HeaderNames, JsonNames, Table, dense, find, is_retryable, run,
        sparse, sparse_or, with_status,
    };
    pub use crate::extends::{ExtendsObs, assert_is_current, from_obs, obs_index};
    #[cfg(fuzzing)]
    pub use crate::xml::assert_agreement;
    pub use obs_errors_core::PerfectHash;
    #[cfg(feature = "serde")]
    pub use obs_errors_core::serde::deserialize_str;

    #[cfg(feature = "axum")]
    pub use ::axum_core;
    #[cfg(feature = "http")]
    pub use ::http;
    #[cfg(feature = "serde")]
    pub use ::serde;
}
