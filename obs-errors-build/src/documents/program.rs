//! The table as code of other languages, and by templates of the user. Templates see the content of the
//! JSON.

use std::fs;
use std::io::ErrorKind as IoErrorKind;
use std::path::{Path, PathBuf};

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Error, ErrorKind, context};
use obs_errors_spec::model::Table;
use obs_errors_spec::packages;

use super::catalogue::Catalogue;
use super::templates::{embedded, environment, escape_of};
use crate::provenance::Provenance;

/// Renders an embedded template for the file at this path.
pub(crate) fn embedded_in(
    template: &str,
    table: &Table,
    provenance: Provenance<'_>,
    path: &str,
) -> String {
    let context = context! {
        file => path.rsplit('/').next(),
        go_package => packages::go(path).map_or_else(|| default_package(table), str::to_owned),
        java_package => packages::java(path).unwrap_or_default().join("."),
    };
    embedded(template, context! { ..content(table, provenance), ..context })
}

/// The package in Go of a file without a directory, after the name of the error type: `acmeerrors`.
fn default_package(table: &Table) -> String {
    let error = table.enum_name.strip_suffix("Code").unwrap_or(&table.enum_name).to_lowercase();
    error.strip_suffix("error").unwrap_or(&error).to_owned() + "errors"
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
        // A byte order mark is no part of the text.
        Ok(source) => Ok(Some(source.trim_start_matches('\u{FEFF}').to_owned())),
        Err(error) if error.kind() == IoErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::new(ErrorKind::BadInclude, format!("it cannot be read: {error}"))),
    });
    let content = content(table, provenance);
    // Markdown would have backslashes before the backticks of the mark.
    let content = match escape_of(template) {
        AutoEscape::Custom(kind) if kind == "markdown" => {
            context! { mark => Value::from_safe_string(provenance.mark()), ..content }
        }
        _ => content,
    };
    let rendered = templates.get_template(template).and_then(|it| it.render(content));
    rendered.map_err(|error| message(template, &error))
}

/// The content of the JSON, and where the file comes from.
fn content(table: &Table, provenance: Provenance<'_>) -> Value {
    let mark = context! { mark => provenance.mark(), table_path => provenance.table };
    context! { ..Value::from(Serde(Catalogue::new(table))), ..mark }
}

/// Where an error is, what it is, and what led to it.
fn message(template: &str, error: &Error) -> String {
    const MAX_CAUSES: usize = 3;
    let mut message = String::new();
    let mut next = Some(error);
    for _ in 0..=MAX_CAUSES {
        let Some(error) = next else { break };
        if !message.is_empty() {
            message += "\n  ";
        }
        message.extend([error.name().unwrap_or(template), &line(error), ": ", &what(error)]);
        next = std::error::Error::source(error).and_then(|cause| cause.downcast_ref());
    }
    message
}

fn line(error: &Error) -> String {
    error.line().map_or_else(String::new, |line| format!(":{line}"))
}

/// What the error is, with the expression that it is in.
fn what(error: &Error) -> String {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    if error.kind() == ErrorKind::TemplateNotFound && error.line().is_none() {
        return "there is no such file".to_owned();
    }
    let source = error.template_source().zip(error.range());
    let source = source.and_then(|(source, range)| source.get(range)).map(str::trim);
    match source.filter(|source| !source.is_empty() && !what.contains(source)) {
        Some(source) => format!("{what}, in `{source}`"),
        None => what,
    }
}
