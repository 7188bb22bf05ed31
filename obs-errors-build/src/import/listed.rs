//! A `list-table` of reStructuredText to its cells.

use super::grid::Grid;
use super::markup::{OpenRow, grid};

/// Reads the table that begins with the first of these lines, if one does. Returns how many lines
/// it has as well. `number` is that of the first line.
pub(super) fn read(lines: &[&str], number: usize) -> Option<(Grid, usize)> {
    let first = lines.first()?;
    if !first.trim_start().starts_with(".. list-table::") {
        return None;
    }
    let is_inside = |line: &&&str| line.trim().is_empty() || indent_of(line) > indent_of(first);
    let length = 1 + lines[1..].iter().take_while(is_inside).count();
    // Where the bullets of rows and of cells are: deeper ones are lists inside of a cell.
    let (mut row_indent, mut cell_indent) = (None, None);
    let mut rows: Vec<OpenRow<&str>> = Vec::new();
    for (at, line) in lines[..length].iter().enumerate().skip(1) {
        let (line, indent, text) = (number + at, indent_of(line), line.trim_start());
        let row = text.strip_prefix("* ").filter(|_| row_indent.is_none_or(|own| own == indent));
        let cell = row.map(str::trim_start).or(Some(text)).and_then(after_dash);
        let is_cell = row.is_some() || cell_indent == Some(indent);
        if let Some(rest) = row {
            row_indent = Some(indent);
            cell_indent = Some(indent + text.len() - rest.trim_start().len());
            rows.push(OpenRow { line, cells: Vec::new() });
        }
        let Some(row) = rows.last_mut() else { continue };
        match cell.filter(|_| is_cell) {
            Some(text) => row.cells.push(vec![(line, text)]),
            None => row.cells.last_mut().into_iter().for_each(|cell| cell.push((line, text))),
        }
    }
    Some((grid(rows), length))
}

fn after_dash(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('-')?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
