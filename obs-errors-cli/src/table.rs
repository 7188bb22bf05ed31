//! The table that the command shows.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use obs_errors_build::spec;
use obs_errors_build::spec::model::{Code, Table};

/// The table of OBS.
pub(crate) fn obs() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        spec::read("obs.yaml", |_| Ok(spec::OBS.as_bytes())).expect("the tests check this table")
    })
}

/// The table in a file, or that of OBS if none is named.
///
/// # Errors
///
/// Returns the errors of the table, as they are printed.
pub(crate) fn named(path: Option<&str>) -> Result<Cow<'static, Table>, String> {
    let Some(path) = path else { return Ok(Cow::Borrowed(obs())) };
    let read = obs_errors_build::read_table(Path::new(""), path, None);
    read.map(|(table, _)| Cow::Owned(table))
        .map_err(|diagnostics| format!("{path} has errors\n{}", diagnostics.to_string().trim_end()))
}

/// The code with this wire code or alias, exactly.
pub(crate) fn by_wire_code<'a>(table: &'a Table, text: &str) -> Option<&'a Code> {
    table.codes.iter().find(|code| code.wire_codes().any(|own| own == text))
}

/// The codes with a status, in table order.
pub(crate) fn by_status(table: &Table, status: u16) -> impl Iterator<Item = &Code> {
    table.codes.iter().filter(move |code| code.status == status)
}
