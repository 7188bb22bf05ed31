//! Error documents: reading, writing, and what XML allows. The only directory that names
//! `quick_xml`.

#[cfg(any(test, fuzzing))]
mod agreement;
mod attributes;
pub(crate) mod chars;
mod delete;
mod entry;
mod error;
mod padding;
mod parser;
mod read;
mod scan;
mod write;

#[cfg(fuzzing)]
pub use agreement::assert_agreement;
pub(crate) use delete::Entries;
pub(crate) use entry::Entry;
pub use error::{XmlError, XmlErrorKind};
pub(crate) use padding::without_padding;
pub(crate) use read::{check_root, has_error_root, read, salvage};
pub(crate) use write::write;
