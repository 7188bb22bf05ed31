//! Uses of `error_codes!` in surroundings that could break what it generates.
#![cfg(feature = "macros")]

mod extends_without_names;
mod no_implicit_prelude;
mod renamed_crate;
pub mod shadowed_names;
