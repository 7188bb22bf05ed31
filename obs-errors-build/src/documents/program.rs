//! The table as code of other languages, and by templates of the user. Templates see the content of the
//! JSON.

use std::fs;
use std::io::ErrorKind as IoErrorKind;
use std::path::{Path, PathBuf};

use minijinja::value::{Serde, Value};
use minijinja::{Error, ErrorKind, context};
use obs_errors_spec::model::Table;
use obs_errors_spec::packages;

use super::catalogue::Catalogue;
use super::templates::{embedded, environment};
use crate::provenance::Provenance;

/// Renders an embedded template for the file at this path.
pub(crate) fn embedded_in(
    template: &str,
    table: &Table,
    provenance: Provenance<'_>,
    path: &str,
) -> String {
    // Without a directory, the package is named after the error type: `acmeerrors`.
    let name = || table.enum_name.trim_end_matches("Code").to_lowercase() + "s";
    let packages = context! {
        go_package => packages::go(path).map_or_else(name, str::to_owned),
        java_package => packages::java(path).join("."),
    };
    embedded(template, context! { ..content(table, provenance), ..packages })
}

/// Renders the template at this path, which is relative to the root like those that it includes.
///
/// # Errors
///
/// Returns where in the template an error is, with the line.
pub(crate) fn own(
    root: &Path,
    template: &str,
    table: &Table,
    provenance: Provenance<'_>,
) -> Result<String, String> {
    let mut templates = environment();
    // Errors then have what they are about.
    templates.set_debug(true);
    let root: PathBuf = root.to_owned();
    templates.set_loader(move |name| match fs::read_to_string(root.join(name)) {
        Ok(source) => Ok(Some(source)),
        Err(error) if error.kind() == IoErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(Error::new(ErrorKind::TemplateNotFound, format!("cannot read {name}: {error}")))
        }
    });
    let rendered = templates.get_template(template);
    let rendered = rendered.and_then(|it| it.render(content(table, provenance)));
    rendered.map_err(|error| message(template, &error))
}

/// The content of the JSON, and where the file comes from.
fn content(table: &Table, provenance: Provenance<'_>) -> Value {
    let mark = context! { mark => provenance.mark(), table_path => provenance.table };
    context! { ..Value::from(Serde(Catalogue::new(table))), ..mark }
}

/// Where an error is, what it is, and what led to it.
fn message(template: &str, error: &Error) -> String {
    let path = error.name().unwrap_or(template);
    let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let source = error.template_source().zip(error.range());
    let source = source.and_then(|(source, range)| source.get(range)).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::TemplateNotFound if error.line().is_none() => "there is no such file".to_owned(),
        ErrorKind::UndefinedError => format!("{what}: `{source}`"),
        _ => what,
    };
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref());
    let cause = cause.map_or_else(String::new, |cause| format!("\n  {}", message(path, cause)));
    format!("{path}{line}: {what}{cause}")
}
