//! A table that is drawn with lines, as by text browsers and in reStructuredText, to its cells.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::grid::{Grid, GridRow};
use super::markup;

/// A table of error codes has few columns.
const MAX_COLUMNS: usize = 32;

/// Reads the table that begins with the first of these lines, if one does. Returns how many lines
/// it has as well. `number` is that of the first line.
pub(super) fn read(lines: &[&str], number: usize) -> Option<(Grid, usize)> {
    if !is_border(lines.first()?) {
        return None;
    }
    let length = lines.iter().take_while(|line| is_part(line)).count();
    let lines = &lines[..length];
    let bounds = bounds(lines);
    let columns: Vec<Range<usize>> = bounds.windows(2).map(|two| two[0] + 1..two[1]).collect();
    if length < 2 || !(2..=MAX_COLUMNS).contains(&columns.len()) {
        return None;
    }
    let slices: Vec<Vec<String>> = lines.iter().map(|line| slices(line, &columns)).collect();
    // The lines of each column between its rules.
    let rules = |column: usize| {
        slices
            .iter()
            .enumerate()
            .filter(move |(_, cells)| is_rule(&cells[column]))
            .map(|(at, _)| at)
    };
    let mut cuts: Vec<usize> = (0..columns.len()).flat_map(rules).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain([length]);
    let rows = cuts.iter().zip(ends).filter(|(start, end)| *start + 1 < *end);
    let rows = rows.map(|(start, end)| {
        // A cell that spans several rows is a cell of each.
        let cells = (0..columns.len()).map(|column| {
            let top = rules(column).take_while(|at| at <= start).last().map_or(0, |at| at + 1);
            let bottom = rules(column).find(|at| *at >= end).unwrap_or(length);
            let cell = (top..bottom).map(|at| (number + at, slices[at][column].as_str()));
            markup::cell(cell)
        });
        let is_text = |at: &usize| slices[*at].iter().any(|cell| !cell.trim().is_empty());
        let line = (start + 1..end).find(is_text).unwrap_or(start + 1);
        GridRow { line: number + line, cells: cells.collect() }
    });
    Some((rows.collect(), length))
}

/// Whether a line is the upper border of a table.
fn is_border(line: &str) -> bool {
    let line = line.trim();
    let is_start = line.starts_with("+-") || line.starts_with("+=") || line.starts_with(is_corner);
    is_start && line.chars().all(|c| is_rule_character(c) || is_junction(c))
}

/// Whether a line can belong to a table that is drawn with lines.
fn is_part(line: &str) -> bool {
    line.trim_start().starts_with(|c: char| is_junction(c) || is_separator(c))
}

fn is_corner(c: char) -> bool {
    matches!(c, '\u{250C}'..='\u{250F}' | '\u{2552}'..='\u{2554}' | '\u{256D}')
}

fn is_separator(c: char) -> bool {
    matches!(c, '|' | '\u{2502}' | '\u{2503}' | '\u{2551}')
}

fn is_rule_character(c: char) -> bool {
    matches!(c, '-' | '=' | ':' | '\u{2500}' | '\u{2501}' | '\u{2550}')
}

/// Whether lines meet in a character.
fn is_junction(c: char) -> bool {
    c == '+' || (matches!(c, '\u{250C}'..='\u{254B}' | '\u{2552}'..='\u{2570}'))
}

fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| is_rule_character(c) || is_junction(c))
}

/// The columns of the terminal where the lines between the cells are.
fn bounds(lines: &[&str]) -> Vec<usize> {
    let is_blank = |line: &str| !line.contains(char::is_alphanumeric);
    let ruled = lines.iter().filter(|line| is_blank(line) && line.contains(is_junction));
    let mut bounds: Vec<usize> = ruled
        .flat_map(|line| {
            positions(line).filter(|(_, c)| is_junction(*c)).map(|(at, _)| at).collect::<Vec<_>>()
        })
        .collect();
    bounds.sort_unstable();
    bounds.dedup();
    bounds
}

/// The characters of a line, each with its column on a terminal.
pub(super) fn positions(line: &str) -> impl Iterator<Item = (usize, char)> {
    line.chars().scan(0, |column, c| {
        let at = *column;
        *column += c.width().unwrap_or(0);
        Some((at, c))
    })
}

/// The text of a line in each of the columns.
fn slices(line: &str, columns: &[Range<usize>]) -> Vec<String> {
    // The width of some characters depends on the terminal, but not the number of separators.
    let inner =
        line.trim().strip_prefix(is_separator).and_then(|rest| rest.strip_suffix(is_separator));
    let parts: Vec<&str> = inner.map_or_else(Vec::new, |inner| inner.split(is_separator).collect());
    if parts.len() == columns.len() {
        return parts.into_iter().map(str::to_owned).collect();
    }
    columns.iter().map(|column| slice(line, column)).collect()
}

/// The text of a line in some columns of a terminal.
pub(super) fn slice(line: &str, columns: &Range<usize>) -> String {
    positions(line).filter(|(at, _)| columns.contains(at)).map(|(_, c)| c).collect()
}
