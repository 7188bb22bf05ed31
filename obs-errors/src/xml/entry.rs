//! One entry of the response to a batch delete.

use std::borrow::Cow;

use super::error::XmlError;

/// An entry as it was sent; only the key keeps the whitespace around it.
#[cfg_attr(any(test, fuzzing), derive(Debug, PartialEq, Eq))]
pub(crate) struct Entry<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) version_id: Option<Cow<'a, str>>,
    pub(crate) code: Option<Cow<'a, str>>,
    pub(crate) message: Option<Cow<'a, str>>,
    /// The names and the values of the other elements, in order.
    pub(crate) others: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The first deviation from XML that was accepted.
    pub(crate) error: Option<Box<XmlError>>,
}
