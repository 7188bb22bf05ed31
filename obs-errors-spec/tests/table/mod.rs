//! Tables of a few lines, completed by a base, and what is reported for them.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use obs_errors_spec::TableRef;

pub(crate) const BASE: &str = include_str!("base.yaml");

/// What is reported for a table: errors, or else warnings.
pub(crate) fn report(path: &str, source: &[u8]) -> String {
    match obs_errors_spec::read_with_warnings(path, |table| open(table, path, source)) {
        Ok((_, warnings)) if warnings.is_empty() => panic!("{path}: no error and no warning"),
        Ok((_, diagnostics)) | Err(diagnostics) => diagnostics.to_string(),
    }
}

/// Opens the table itself, or one that it extends.
fn open<'a>(
    table: TableRef<'_>,
    path: &str,
    source: &'a [u8],
) -> io::Result<io::Cursor<Cow<'a, [u8]>>> {
    let content = match table {
        TableRef::Obs => Ok(Cow::Borrowed(BASE.as_bytes())),
        TableRef::Path(other) if other == path => Ok(Cow::Borrowed(source)),
        // An endless chain of tables, each of which extends the next.
        TableRef::Path(other) if other.starts_with("chain/") => {
            let number: usize = other[6..].trim_end_matches(".yaml").parse().expect("a number");
            let table = format!(
                "extends: {}.yaml\nservice: A\nenum: ACode\ncodes: {{A: {{status: 404, message: a, solution: b}}}}\n",
                number + 1
            );
            Ok(Cow::Owned(table.into_bytes()))
        }
        TableRef::Path(other) => {
            let extended = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/table/extended");
            fs::read(extended.join(other)).map(Cow::Owned)
        }
    };
    content.map(io::Cursor::new)
}

/// The case, and below it the sections of the base that it lacks.
pub(crate) fn completed(case: &str) -> Vec<u8> {
    let mut source = case.to_owned();
    if !case.contains(':') || case.contains("extends:") {
        return source.into_bytes();
    }
    for section in sections(BASE) {
        let key = section.split_inclusive(':').next().expect("a section begins with a key");
        if !case.lines().any(|line| line.starts_with(key)) {
            source += section;
        }
    }
    source.into_bytes()
}

/// Splits the text before every line that begins a top-level key.
fn sections(source: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = source
        .match_indices('\n')
        .map(|(newline, _)| newline + 1)
        .filter(|start| source[*start..].starts_with(|c: char| c.is_ascii_alphabetic()))
        .collect();
    starts.insert(0, 0);
    let ends = starts[1..].iter().copied().chain([source.len()]);
    starts.iter().zip(ends).map(|(start, end)| &source[*start..end]).collect()
}
