//! The parts of an error besides its status and its fields.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use crate::{HeaderStyle, XmlError};

#[derive(Clone, Debug, Default)]
pub(crate) struct Details {
    pub(crate) retry_after: Option<Duration>,
    pub(crate) location: Option<Box<str>>,
    pub(crate) date: Option<Box<str>>,
    pub(crate) indicator: Option<Box<str>>,
    pub(crate) header_style: HeaderStyle,
    pub(crate) excerpt: Option<Box<str>>,
    pub(crate) xml_error: Option<XmlError>,
    pub(crate) is_incomplete: bool,
    /// What caused an error that was built.
    pub(crate) source: Option<Arc<dyn Error + Send + Sync>>,
}
