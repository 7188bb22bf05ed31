//! What the crate `obs-errors` and its generator both have to know, stated once.
//!
//! - [`Retry`]: the retry classes, their names, and what a bare status means.
//! - [`PerfectHash`]: how a code is found, and with [`placement`] how the generator
//!   computes the data for it.
//! - [`chars`]: classes of characters.
//!
//! This is an implementation detail of `obs-errors`, which re-exports what its users
//! need: depend on that crate instead. Nothing here is generated, and without the
//! feature `serde` there are no dependencies.

pub mod chars;
mod hash;
pub mod placement;
mod retry;
#[cfg(feature = "serde")]
pub mod serde;

pub use hash::{PerfectHash, is_same};
pub use retry::Retry;
