//! The input of the rules: a table as written, and the valid one that it extends.

use std::collections::HashMap;

use crate::diagnostic::Spanned;
use crate::model;
use crate::raw::{Code, Entry, Table};

/// The order that the codes of a table must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Sorted,
    Any,
}

/// A table as written, and the one that it extends.
pub(crate) struct Tables<'a> {
    pub(super) own: &'a Table,
    pub(super) base: Option<&'a model::Table>,
    pub(super) order: Order,
    /// The codes of the table that is extended, by each of their wire codes.
    pub(super) base_wire_codes: HashMap<&'a str, &'a model::Code>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(own: &'a Table, base: Option<&'a model::Table>, order: Order) -> Self {
        let base_wire_codes = base.into_iter().flat_map(model::Table::wire_codes).collect();
        Self { own, base, order, base_wire_codes }
    }

    pub(super) fn base_codes(&self) -> impl Iterator<Item = &'a model::Code> {
        self.base.into_iter().flat_map(|base| &base.codes)
    }

    /// The code with this wire code in the table that is extended. Aliases do not count.
    pub(super) fn base_code(&self, code: &str) -> Option<&'a model::Code> {
        self.base_wire_codes.get(code).copied().filter(|known| known.code == code)
    }

    /// The code that has this alias.
    pub(super) fn code_of_alias(&self, alias: &str) -> Option<&'a str> {
        let is_alias = |code: &&Entry<String, Code>| {
            code.value.aliases.iter().any(|other| other.value == alias)
        };
        let own = self.own.codes.iter().find(is_alias).map(|code| code.key.value.as_str());
        own.or_else(|| self.base_wire_codes.get(alias).map(|code| code.code.as_str()))
    }

    /// The code that an entry overrides.
    pub(super) fn overridden(&self, key: &Spanned<String>, code: &Code) -> Option<&'a model::Code> {
        self.base_code(&key.value).filter(|_| code.is_override)
    }

    /// The status of a code: its own, or that of the code that it overrides.
    pub(super) fn status(&self, key: &Spanned<String>, code: &Code) -> Option<u16> {
        let own = code.status.as_ref().map(|status| status.value);
        own.or_else(|| self.overridden(key, code).map(|other| other.status))
    }
}
