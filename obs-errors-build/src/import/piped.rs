//! A table with `|` or tabs between its cells to the cells.

use super::grid::{Grid, GridRow};
use super::markup::{OpenRow, grid};
use super::row::{is_code, status};

/// Reads the table of Markdown that begins with the first of these lines, if one does. Returns how
/// many lines it has as well. `number` is that of the first line.
pub(super) fn with_pipes(lines: &[&str], number: usize) -> Option<(Grid, usize)> {
    // A converter may have wrapped the titles.
    const MAX_TITLES: usize = 4;
    if !lines.first()?.contains('|') {
        return None;
    }
    let titles = lines.iter().take(MAX_TITLES).position(|line| is_delimiter_row(line))?;
    if titles == 0 || lines[..titles].iter().any(|line| line.trim().is_empty()) {
        return None;
    }
    let header = lines[..titles].join(" ");
    let has_outer_pipes = lines[0].trim_start().starts_with('|');
    if !has_outer_pipes && lines[titles - 1].ends_with("  ") {
        let header = OpenRow { line: number, cells: vec![] }.with_text(&header);
        let (rows, length) = wrapped_rows(&lines[titles + 1..], number + titles + 1);
        let rows = [header].into_iter().chain(rows).collect();
        return Some((grid(rows), titles + 1 + length));
    }
    let lines = [header.as_str()].into_iter().chain(lines[titles..].iter().copied());
    let columns = split(&header).len();
    // Without a pipe at its start, a row that ends with one goes on below: a list is in its last cell.
    let mut rows: Vec<OpenRow<String>> = Vec::new();
    let (mut is_open, mut length) = (false, 0);
    for (at, line) in lines.enumerate() {
        // The titles count as one line.
        let here = if at == 0 { number } else { number + at + titles - 1 };
        let cells = |line| split(line).into_iter().map(|cell| vec![(here, cell)]);
        if is_delimiter_row(line) {
            is_open = false;
        } else if line.contains('|') {
            // Each cell may be on a line of its own.
            let is_cell = split(line).len() == 1;
            let is_next_cell = is_cell && rows.last().is_some_and(|row| row.has_room(columns));
            match rows.last_mut() {
                Some(row) if is_open && (line.starts_with('|') || is_next_cell) => {
                    if is_next_cell {
                        row.cells.pop();
                    }
                    row.cells.extend(cells(line));
                }
                _ => rows.push(OpenRow { line: here, cells: cells(line).collect() }),
            }
            is_open = !line.trim_start().starts_with('|') && line.trim_end().ends_with('|');
            if let Some(row) = rows.last_mut().filter(|_| is_open) {
                row.cells.push(Vec::new());
            }
        } else if is_open && (line.trim().is_empty() || line.starts_with([' ', '*'])) {
            if let Some(cell) = rows.last_mut().and_then(|row| row.cells.last_mut()) {
                cell.push((here, line.to_owned()));
            }
        } else {
            break;
        }
        length = at + titles;
    }
    Some((grid(rows), length))
}

/// The rows of a table whose lines a converter has wrapped. Each ends with a line that has two spaces
/// at its end. Returns how many lines they have as well.
fn wrapped_rows(lines: &[&str], number: usize) -> (Vec<OpenRow<String>>, usize) {
    const MAX_LINES: usize = 200;
    let mut rows: Vec<OpenRow<String>> = Vec::new();
    let mut at = 0;
    while lines.get(at).is_some_and(|line| line.contains('|')) {
        let rest = &lines[at..lines.len().min(at + MAX_LINES)];
        let Some(end) = rest.iter().position(|line| line.ends_with("  ")) else { break };
        let text = rest[..=end].join("\n");
        if !is_delimiter_row(&text) {
            rows.push(OpenRow { line: number + at, cells: vec![] }.with_text(&text));
        }
        at += end + 1;
    }
    (rows, at)
}

/// Reads the same for a table each of whose cells is on a line of its own, after a line that is a
/// pipe, as some converters write it.
pub(super) fn with_cells_on_lines(lines: &[&str], number: usize) -> Option<(Grid, usize)> {
    // The titles may be on as many lines.
    const MAX_TITLES: usize = 60;
    let has_titles = || lines.iter().take(MAX_TITLES).any(|line| is_delimiter_row(line));
    if lines.first()?.trim() != "|" || !has_titles() {
        return None;
    }
    let mut rows: Vec<OpenRow<String>> = Vec::new();
    let (mut columns, mut is_in_cell, mut length) = (None, false, 0);
    for (at, line) in lines.iter().enumerate() {
        let (here, text) = (number + at, line.trim());
        let is_full =
            |row: &OpenRow<String>| columns.is_some_and(|columns| row.cells.len() >= columns);
        if is_delimiter_row(line) {
            columns = Some(split(line).len());
        } else if text == "|" && !is_in_cell {
            rows.push(OpenRow { line: here + 1, cells: Vec::new() });
        } else if !is_in_cell && text.is_empty() {
            continue;
        } else if !is_in_cell && rows.last().is_some_and(is_full) {
            break;
        } else if let Some(row) = rows.last_mut() {
            if !is_in_cell {
                row.cells.push(Vec::new());
            }
            let text = text.strip_suffix('|');
            is_in_cell = text.is_none();
            if let Some(cell) = row.cells.last_mut() {
                cell.push((here, text.unwrap_or(line).to_owned()));
            }
        }
        length = at + 1;
    }
    columns.map(|_| (grid(rows), length))
}

impl OpenRow<String> {
    /// Whether each line was a cell so far, and there are fewer than columns. The last cell is open.
    fn has_room(&self, columns: usize) -> bool {
        let lines: Vec<usize> = self.cells.iter().flatten().map(|(line, _)| *line).collect();
        self.cells.len() <= columns && lines.windows(2).all(|two| two[0] < two[1])
    }

    /// Adds the cells of a text of one or more lines.
    fn with_text(mut self, text: &str) -> Self {
        let line = self.line;
        let cells = split(text)
            .into_iter()
            .map(|cell| cell.lines().map(|text| (line, text.to_owned())).collect());
        self.cells.extend(cells);
        self
    }
}

fn is_delimiter_row(line: &str) -> bool {
    let cells = split(line);
    let is_rule = |cell: &String| {
        let rule = cell.trim().trim_matches(':');
        !rule.is_empty() && rule.bytes().all(|byte| byte == b'-')
    };
    cells.len() > 1 && cells.iter().all(is_rule)
}

/// The cells of a line. A pipe after a backslash is not a separator, and neither are those at the ends.
fn split(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let is_last = chars.peek().is_none();
        let last = cells.len() - 1;
        match c {
            '\\' if chars.next_if_eq(&'|').is_some() => cells[last].push('|'),
            '|' if is_last => {}
            '|' => cells.push(String::new()),
            c => cells[last].push(c),
        }
    }
    cells
}

/// Reads the rows with at least two spaces between their cells that begin with the first of these
/// lines, if that begins with a status and a code.
pub(super) fn with_spaces(lines: &[&str], number: usize) -> Option<(Grid, usize)> {
    let cells = |line: &str| -> Vec<String> {
        let cells = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
        cells.map(str::to_owned).collect()
    };
    let is_row = |cells: &[String]| match cells {
        [first, second, _, ..] => status(first).is_some() && is_code(second),
        _ => false,
    };
    let rows = lines.iter().map(|line| cells(line)).take_while(|cells| is_row(cells)).enumerate();
    let grid: Grid = rows
        .map(|(at, cells)| GridRow {
            line: number + at,
            cells: cells.into_iter().map(|cell| vec![cell]).collect(),
        })
        .collect();
    let length = grid.len();
    (length > 0).then_some((grid, length))
}

/// Reads the rows with tabs between their cells that begin with the first of these lines, if it is
/// one.
pub(super) fn with_tabs(lines: &[&str], number: usize) -> Option<(Grid, usize)> {
    let is_row = |line: &str| line.trim().contains('\t');
    if !is_row(lines.first()?) {
        return None;
    }
    let mut grid: Grid = Vec::new();
    let mut length = 0;
    for (at, line) in lines.iter().enumerate() {
        if is_row(line) {
            let cells = line.trim_end().split('\t').map(|cell| vec![cell.trim().to_owned()]);
            grid.push(GridRow { line: number + at, cells: cells.collect() });
        } else if line.trim().is_empty() {
            // Rows can have empty lines between them, but not the text after the table.
            if !lines[at + 1..]
                .iter()
                .find(|line| !line.trim().is_empty())
                .is_some_and(|next| is_row(next))
            {
                break;
            }
        } else {
            break;
        }
        length = at + 1;
    }
    Some((grid, length))
}
