//! The code that `obs-errors` and its generator share.
//!
//! - [`Retry`]: the retry classes, their names, and what a bare status means.
//! - [`PerfectHash`]: the lookup of codes, whose data the generator computes with
//!   [`placement`].
//! - [`Pattern`]: messages with text that varies, and which of several fit.
//! - [`chars`]: classes of characters; [`members`]: the names of fields in JSON.
//!
//! This is an implementation detail of `obs-errors`, which re-exports what its users
//! need: depend on that crate instead. Nothing here is generated, and without the
//! feature `serde` there are no dependencies.

pub mod chars;
mod hash;
pub mod members;
mod pattern;
pub mod placement;
mod retry;
#[cfg(feature = "serde")]
pub mod serde;

pub use hash::{PerfectHash, is_same};
pub use pattern::{Pattern, PatternError, fitting};
pub use retry::{Retry, RetryRule};
