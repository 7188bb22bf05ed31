//! What the rules look at: a table as written, and the valid one that it extends.

use std::collections::HashMap;

use crate::diagnostic::Spanned;
use crate::model;
use crate::raw::{Code, Table};

/// A table as written, and the one that it extends.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'a> {
    pub(crate) own: &'a Table,
    pub(crate) base: Option<&'a model::Table>,
}

impl<'a> Tables<'a> {
    pub(super) fn base_codes(self) -> impl Iterator<Item = &'a model::Code> {
        self.base.into_iter().flat_map(|base| &base.codes)
    }

    /// The codes of the table that is extended, by each of their wire codes.
    pub(super) fn base_wire_codes(self) -> HashMap<&'a str, &'a String> {
        let codes = self.base_codes();
        codes.flat_map(|code| code.wire_codes().map(|it| (it.as_str(), &code.code))).collect()
    }

    /// The code that an entry overrides.
    pub(super) fn overridden(self, key: &Spanned<String>, code: &Code) -> Option<&'a model::Code> {
        self.base_codes().find(|other| code.is_override && other.code == key.value)
    }

    /// The status of a code: its own, or that of the code that it overrides.
    pub(super) fn status(self, key: &Spanned<String>, code: &Code) -> Option<u16> {
        let own = code.status.as_ref().map(|status| status.value);
        own.or_else(|| self.overridden(key, code).map(|other| other.status))
    }
}
