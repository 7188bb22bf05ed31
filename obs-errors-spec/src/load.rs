//! From files to one valid table: each file goes through the stages, the one that it
//! extends first.

use std::io::{self, Read};

use crate::check::{self, Order, Tables};
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::keys;
use crate::model::{ObsCode, Table};
use crate::parse;
use crate::report::Diagnostics;
use crate::resolve::resolve;
use crate::yaml;

/// A table to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRef<'a> {
    /// The table of OBS, which others extend as `obs`.
    Obs,
    /// A file: the path that [`read`] was given, or the path of one that it extends,
    /// relative to the directory of the file that names it.
    Path(&'a str),
}

/// The name of the table of OBS in `extends`, and its label in diagnostics. No file has that label.
const OBS: &str = "obs";
const OBS_LABEL: &str = "<obs>";

/// The maximum number of tables in a chain in which each extends the next.
const MAX_TABLES: usize = 16;

/// Reads and checks a table, and those that it extends.
///
/// `path` is the name of the file in diagnostics. `open` returns the content of a table, or
/// the error from opening it: a file that cannot be read is reported like any other error. At
/// most 8 MiB of each file are read.
///
/// # Errors
///
/// Returns every error in the files; only the first if a file is not UTF-8 or not YAML,
/// because the rest cannot be parsed.
///
/// ```
/// let errors = obs_errors_spec::read("errors.yaml", |_| Ok("service: Acme".as_bytes()));
/// let errors = errors.unwrap_err().to_string();
/// assert!(errors.starts_with("errors.yaml:1:1: missing key `enum` in the table; add it"));
/// ```
pub fn read<R: Read>(
    path: &str,
    open: impl Fn(TableRef<'_>) -> io::Result<R>,
) -> Result<Table, Diagnostics> {
    read_with_warnings(path, open).map(|(table, _)| table)
}

/// Reads and checks a table like [`read`], and returns the warnings, too.
///
/// # Errors
///
/// Returns the errors of [`read`], with the warnings in the same files.
pub fn read_with_warnings<R: Read>(
    path: &str,
    open: impl Fn(TableRef<'_>) -> io::Result<R>,
) -> Result<(Table, Diagnostics), Diagnostics> {
    let mut warnings = Diagnostics::default();
    let input = open(TableRef::Path(path));
    let paths = &mut vec![path.to_owned()];
    let table = read_last(paths, input, &open, Order::Sorted, &mut warnings)?;
    Ok((table, warnings))
}

/// Reads and checks a table like [`read`], whose own codes may be in any order.
pub(crate) fn read_in_any_order<R: Read>(
    path: &str,
    open: impl Fn(TableRef<'_>) -> io::Result<R>,
) -> Result<Table, Diagnostics> {
    let input = open(TableRef::Path(path));
    let paths = &mut vec![path.to_owned()];
    read_last(paths, input, &open, Order::Any, &mut Diagnostics::default())
}

/// Reads the last of the paths; each of the others extends the one after it.
fn read_last<R: Read>(
    paths: &mut Vec<String>,
    input: io::Result<R>,
    open: &impl Fn(TableRef<'_>) -> io::Result<R>,
    order: Order,
    warnings: &mut Diagnostics,
) -> Result<Table, Diagnostics> {
    let path = paths.last().cloned().unwrap_or_default();
    let source = yaml::text(&path, input, &keys::FILE)?;
    let report = |list| Diagnostics::new(&path, &source, list);
    let document =
        yaml::parse(&source, &keys::FILE).map_err(|diagnostic| report(vec![diagnostic]))?;

    let mut diagnostics = Vec::new();
    let Some(raw) = parse::parse(&source, document, &mut diagnostics) else {
        return Err(report(diagnostics));
    };
    let base = match &raw.extends {
        None if raw.is_extension => Err(Diagnostics::default()),
        None => Ok(None),
        Some(extends) => match read_base(extends, paths, open, warnings) {
            Ok(base) => Ok(Some(base)),
            Err(Failure::Here(diagnostic)) => {
                diagnostics.push(diagnostic);
                Err(Diagnostics::default())
            }
            Err(Failure::There(others)) => Err(others),
        },
    };
    let base = match base {
        Ok(base) => base,
        // The rules are skipped: they would report things that the extended table may define.
        Err(others) => {
            diagnostics.extend(raw.missing());
            return Err(report(diagnostics).and(others));
        }
    };
    let is_valid = check::check(&Tables::new(&raw, base.as_ref(), order), &mut diagnostics);
    match is_valid.then(|| resolve(raw, base)).flatten() {
        Some(table) => {
            *warnings = report(diagnostics).and(std::mem::take(warnings));
            Ok(table)
        }
        None => Err(report(diagnostics)),
    }
}

/// Why a table cannot be extended, by the file that has the error.
enum Failure {
    /// In the file that extends it.
    Here(Diagnostic),
    /// In the table that is extended.
    There(Diagnostics),
}

fn read_base<R: Read>(
    extends: &Spanned<String>,
    paths: &mut Vec<String>,
    open: &impl Fn(TableRef<'_>) -> io::Result<R>,
    warnings: &mut Diagnostics,
) -> Result<Table, Failure> {
    let here = |message: String| Failure::Here(Diagnostic::new(extends.span, message));
    let is_obs = extends.value == OBS;
    let path = if is_obs { OBS_LABEL.to_owned() } else { relative(paths, &extends.value) };
    if paths.contains(&path) {
        let chain = paths.join("` -> `");
        return Err(here(format!("the table extends itself: `{chain}` -> `{path}`")));
    }
    if paths.len() == MAX_TABLES {
        return Err(here(format!("more than {MAX_TABLES} tables in a chain of `extends`")));
    }
    let table = if is_obs { TableRef::Obs } else { TableRef::Path(&path) };
    let input = open(table).map_err(|error| {
        here(format!(
            "cannot read {}: {error}; expected `obs`, or a path relative to this file",
            quoted(&path)
        ))
    })?;
    paths.push(path);
    let mut table =
        read_last(paths, Ok(input), open, Order::Sorted, warnings).map_err(Failure::There)?;
    if is_obs {
        table.extends_obs = true;
        for (index, code) in table.codes.iter_mut().enumerate() {
            code.obs = Some(ObsCode { index, name: code.name.clone() });
        }
    }
    Ok(table)
}

/// Resolves the path that the last file names against the directory of that file; the result
/// is normalized, so that a cycle is noticed.
fn relative(paths: &[String], path: &str) -> String {
    let directory = paths.last().and_then(|last| last.rsplit_once('/')).map(|(parent, _)| parent);
    let directory = directory.filter(|_| !path.starts_with('/'));
    let mut parts: Vec<&str> = Vec::new();
    for part in directory.into_iter().flat_map(|it| it.split('/')).chain(path.split('/')) {
        match (part, parts.last()) {
            (".", _) => {}
            ("..", Some(&last)) if last != ".." && !last.is_empty() => _ = parts.pop(),
            _ => parts.push(part),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}
