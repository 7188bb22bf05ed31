//! A table whose columns are aligned by spaces to its cells: below a ruler of `=` or `-`, as in
//! reStructuredText and from pandoc, or below its titles alone, as from text browsers.

use std::ops::Range;

use super::grid::{Cell, Grid, GridRow};
use super::markup;
use super::ruled::{positions, slice};
use super::titles::{self, Columns};

/// A table, or the lines of the rows that cannot be separated.
pub(super) enum Aligned {
    Grid(Grid),
    Unread(Vec<(usize, String)>),
}

/// Reads the table that begins with the first of these lines, if one does. Returns how many lines
/// it has as well.
pub(super) fn read(lines: &[&str], number: usize) -> Option<(Aligned, usize)> {
    below_ruler(lines, number).or_else(|| below_titles(lines, number))
}

fn below_ruler(lines: &[&str], number: usize) -> Option<(Aligned, usize)> {
    // At most a border and five lines of titles are above the ruler.
    const MAX_TITLES: usize = 6;
    let is_bordered = is_ruler(lines.first()?);
    let from = usize::from(is_bordered);
    let ruler =
        (from..lines.len().min(from + MAX_TITLES)).take_while(|at| !lines[*at].trim().is_empty());
    let ruler = ruler.into_iter().find(|at| runs(lines[*at]).len() > 1 && is_ruler(lines[*at]))?;
    let columns = runs(lines[ruler]);
    let found = titles(lines, from..ruler, &columns)?;
    // The rows are between empty lines if a border of one piece encloses them.
    let is_multiline = is_bordered && runs(lines[0]).len() == 1;
    let is_end =
        |at: &usize| is_ruler(lines[*at]) || (!is_bordered && lines[*at].trim().is_empty());
    let end = (ruler + 1..lines.len()).find(is_end).unwrap_or(lines.len());
    let body: Vec<(usize, Vec<String>)> =
        (ruler + 1..end).map(|at| (number + at, slices(lines[at], &columns))).collect();
    let mut grid = vec![header(number, lines, from..ruler, &columns)];
    let mut rows: Vec<Vec<&(usize, Vec<String>)>> = Vec::new();
    let mut is_after_gap = true;
    for line in &body {
        let is_empty = line.1.iter().all(|cell| cell.trim().is_empty());
        let is_start = if is_multiline {
            is_after_gap
        } else {
            !line.1[found.code].trim().is_empty() || !line.1[0].trim().is_empty()
        };
        if is_start && !is_empty {
            rows.push(Vec::new());
        }
        is_after_gap = is_empty;
        rows.last_mut().into_iter().for_each(|row| row.push(line));
    }
    grid.extend(rows.iter().map(|row| grid_row(row, columns.len())));
    Some((Aligned::Grid(grid), (end + 1).min(lines.len())))
}

fn below_titles(lines: &[&str], number: usize) -> Option<(Aligned, usize)> {
    let first = lines.first()?;
    if !first.trim().contains("  ") {
        return None;
    }
    let titles: Vec<Range<usize>> = words(first);
    let texts = titles.iter().map(|title| slice(first, title));
    let found = titles::columns(&texts.collect::<Vec<_>>())?;
    // Two titles on a line may be those of a list of paragraphs.
    if found.message >= titles.len() {
        return None;
    }
    // Between two titles there is a column that is empty in each line of the table.
    let mut gaps: Vec<Vec<usize>> =
        titles.windows(2).map(|two| (two[0].end..two[1].start).collect()).collect();
    let mut end = 1;
    for (index, line) in lines.iter().enumerate().skip(1) {
        let is_text =
            |column: &usize| positions(line).any(|(at, c)| at == *column && !c.is_whitespace());
        let narrowed: Vec<Vec<usize>> = gaps
            .iter()
            .map(|gap| gap.iter().copied().filter(|column| !is_text(column)).collect())
            .collect();
        if narrowed.iter().any(Vec::is_empty) {
            break;
        }
        gaps = narrowed;
        end = index + 1;
    }
    // A paragraph that follows the table may fit by chance in its first words.
    let bounds = gaps.iter().map(|gap| gap[gap.len() - 1]);
    let starts: Vec<usize> = [0].into_iter().chain(bounds.map(|at| at + 1)).collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let columns: Vec<Range<usize>> =
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let body: Vec<(usize, Vec<String>)> =
        (1..end).map(|at| (number + at, slices(lines[at], &columns))).collect();
    let has = |line: &(usize, Vec<String>), column: usize| !line.1[column].trim().is_empty();
    let codes: Vec<usize> = (0..body.len()).filter(|at| has(&body[*at], found.code)).collect();
    let start = *codes.first()?;
    let has_message = |line: &(usize, Vec<String>)| has(line, found.message);
    let is_centered =
        body[..start].iter().any(has_message) || codes.iter().any(|at| !has_message(&body[*at]));
    if is_centered {
        let rows = codes.iter().map(|at| {
            let (line, cells) = &body[*at];
            let code = cells[found.code].trim();
            let why = "cannot be read: the cells of its table are centered, and there are no lines \
                       between them; save the page as HTML";
            (*line, format!("{code} {why}"))
        });
        return Some((Aligned::Unread(rows.collect()), end));
    }
    let mut grid = vec![header(number, lines, 0..1, &titles)];
    let ends = codes.iter().skip(1).copied().chain([body.len()]);
    grid.extend(codes.iter().zip(ends).map(|(start, end)| {
        grid_row(&body[*start..end].iter().collect::<Vec<_>>(), columns.len())
    }));
    Some((Aligned::Grid(grid), end))
}

fn titles(lines: &[&str], rows: Range<usize>, columns: &[Range<usize>]) -> Option<Columns> {
    let GridRow { cells, .. } = header(0, lines, rows, columns);
    let titles: Vec<String> = cells.iter().map(|cell| cell.join(" ").replace('\n', " ")).collect();
    titles::columns(&titles)
}

fn header(number: usize, lines: &[&str], rows: Range<usize>, columns: &[Range<usize>]) -> GridRow {
    let lines: Vec<(usize, Vec<String>)> =
        rows.map(|at| (number + at, slices(lines[at], columns))).collect();
    grid_row(&lines.iter().collect::<Vec<_>>(), columns.len())
}

fn grid_row(lines: &[&(usize, Vec<String>)], columns: usize) -> GridRow {
    let cell = |column: usize| -> Cell {
        let lines = lines.iter().map(|(number, cells)| (*number, cells[column].as_str()));
        markup::cell(lines)
    };
    let line = lines.first().map_or(1, |(number, _)| *number);
    GridRow { line, cells: (0..columns).map(cell).collect() }
}

fn is_ruler(line: &str) -> bool {
    let line = line.trim();
    let of = |rule: char| line.chars().all(|c| c == rule || c == ' ');
    line.len() > 3 && (of('=') || of('-'))
}

/// The columns of a ruler.
fn runs(line: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in positions(line).filter(|(_, c)| !c.is_whitespace()) {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => runs.push(at..at + 1),
        }
    }
    runs
}

/// The places of words that have at least two spaces between them.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let ends = positions(line).skip(1).map(|(at, _)| at).chain([usize::MAX]);
    for ((at, _), end) in positions(line).zip(ends).filter(|((_, c), _)| !c.is_whitespace()) {
        let end = if end == usize::MAX { at + 1 } else { end };
        match words.last_mut().filter(|word| word.end + 1 >= at) {
            Some(word) => word.end = end,
            None => words.push(at..end),
        }
    }
    words
}

/// The text of a line in each column. The last column has no end, and text that crosses the end of a
/// column belongs to it.
fn slices(line: &str, columns: &[Range<usize>]) -> Vec<String> {
    let last = columns.len().saturating_sub(1);
    let ends = columns.iter().skip(1).map(|next| next.start).chain([usize::MAX]);
    let slices = columns.iter().zip(ends).enumerate().map(|(index, (column, end))| {
        let start = if index == 0 { 0 } else { column.start };
        let end = if index == last { usize::MAX } else { end };
        slice(line, &(start..end))
    });
    slices.collect()
}
