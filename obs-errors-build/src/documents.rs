//! Documents that are made from a table (feature `documents`).

pub mod catalogue;
mod json;
mod languages;
mod links;
mod page;
pub(crate) mod program;
pub(crate) mod schema;
pub(crate) mod templates;

pub use json::json_file;
pub(crate) use links::{Links, relative};
