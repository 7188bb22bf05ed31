//! The codes that faults can be made of: those of OBS, or of another table.

use obs_errors::{ErrorCode, ObsError, ObsErrorCode};
use obs_errors_spec::model::Table;
use obs_errors_spec::suggest::nearest_code;

/// The codes of a table.
#[derive(Clone, Debug)]
pub(crate) struct Codes {
    /// In the order of their names.
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    code: String,
    status: u16,
    message: String,
}

impl Codes {
    pub(crate) fn of_enum<C: ErrorCode>() -> Self {
        Self::new(C::ALL.iter().map(|code| Entry {
            code: code.as_str().to_owned(),
            status: code.status(),
            message: code.sent_message().unwrap_or(code.message()).to_owned(),
        }))
    }

    pub(crate) fn of_table(table: &Table) -> Self {
        Self::new(table.codes.iter().map(|code| Entry {
            code: code.code.clone(),
            status: code.status,
            message: code.sends.as_ref().unwrap_or(&code.message).clone(),
        }))
    }

    fn new(entries: impl Iterator<Item = Entry>) -> Self {
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort_by(|a, b| a.code.cmp(&b.code));
        Self { entries }
    }

    /// The error with a code of the table, as the service sends it.
    pub(crate) fn error(&self, code: &str) -> Option<ObsError> {
        let found = self.entries.binary_search_by(|entry| entry.code.as_str().cmp(code)).ok()?;
        let Entry { code, status, message } = &self.entries[found];
        Some(custom(code, *status).with_message(message))
    }

    /// The code that an unknown one is probably a typo of.
    pub(crate) fn nearest(&self, code: &str) -> Option<&str> {
        let codes = || self.entries.iter().map(|entry| entry.code.as_str());
        // A code that differs only by case is the nearest.
        let same = codes().find(|known| known.eq_ignore_ascii_case(code));
        same.or_else(|| nearest_code(code, codes()))
    }
}

/// An error with any code.
pub(crate) fn custom(code: &str, status: u16) -> ObsError {
    ObsError::new(ObsErrorCode::InternalError)
        .with_field("Code", code)
        .with_status(status)
        .with_message("")
}
