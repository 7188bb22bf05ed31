//! Documents that are made from a table (feature `documents`).

pub mod catalogue;
pub(crate) mod json;
mod page;
pub(crate) mod schema;
pub(crate) mod templates;
