//! The files that are generated.

use super::tables::Tables;
use super::unique::check_unique;
use crate::diagnostic::{Diagnostic, Spanned, quoted};

/// The paths have to mean the same on every platform, wherever the command runs.
pub(super) fn check_outputs(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (key, Spanned { value: path, span }) in &tables.own.outputs {
        let error = if path.contains('\\') {
            "contains a backslash; write `/` between the parts of a path"
        } else if path.contains(':') {
            "contains a colon, which no file name has on Windows"
        } else if path.starts_with('/') {
            "is an absolute path; make it relative to this file"
        } else if path.ends_with('/') {
            "is a directory; add the name of a file"
        } else {
            continue;
        };
        let message = format!("{} of `{key}` {error}", quoted(path));
        diagnostics.push(Diagnostic::new(*span, message));
    }
    let paths = tables.own.outputs.iter().map(|(_, path)| (&path.value, path.span));
    check_unique("path", paths, diagnostics);
}
