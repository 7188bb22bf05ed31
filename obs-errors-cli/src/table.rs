//! The table that the command shows.

use std::path::Path;
use std::sync::OnceLock;

use obs_errors::__private::{HeaderNames, JsonNames};
use obs_errors_build::spec;
use obs_errors_build::spec::model::{Code, Headers, Table};

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
pub(crate) fn named(path: Option<&str>) -> Result<&'static Table, String> {
    let Some(path) = path else { return Ok(obs()) };
    let read = obs_errors_build::read_table(Path::new(""), path, None);
    // It is used until the program exits.
    read.map(|(table, _)| &*Box::leak(Box::new(table)))
        .map_err(|diagnostics| format!("{path} has errors\n{}", diagnostics.to_string().trim_end()))
}

/// The names of headers, and of members in JSON, in responses of a service.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    pub(crate) headers: HeaderNames,
    pub(crate) json: JsonNames,
}

impl Names {
    /// The names that a table states. They are kept until the program exits.
    pub(crate) fn of(table: &'static Table) -> Self {
        let leaked = |names: &'static [String]| {
            let names: Vec<&'static str> = names.iter().map(String::as_str).collect();
            &*Vec::leak(names)
        };
        let Headers { code, message, request_id, host_id, indicator } = &table.headers;
        let json = table.json.iter().map(|(element, names)| (element.as_str(), leaked(names)));
        Self {
            headers: HeaderNames {
                code: leaked(code),
                message: leaked(message),
                request_id: leaked(request_id),
                host_id: leaked(host_id),
                indicator: leaked(indicator),
            },
            json: Vec::leak(json.collect()),
        }
    }
}

/// The code with this wire code or alias, exactly.
pub(crate) fn by_wire_code<'a>(table: &'a Table, text: &str) -> Option<&'a Code> {
    table.codes.iter().find(|code| code.wire_codes().any(|own| own == text))
}

/// The codes with a status, in table order.
pub(crate) fn by_status(table: &Table, status: u16) -> impl Iterator<Item = &Code> {
    table.codes.iter().filter(move |code| code.status == status)
}
