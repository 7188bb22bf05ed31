//! A table whose cells are known to the rows of error codes.

use super::row::{Known, Page, Row, Words, is_code, looks_like_status, one_line, status};
use super::titles::{self, Columns, roles, roles_at_end};

/// A table, wherever it was found.
pub(super) type Grid = Vec<GridRow>;

#[derive(Debug, Default)]
pub(super) struct GridRow {
    /// Where it begins, counted from one.
    pub(super) line: usize,
    pub(super) cells: Vec<Cell>,
}

/// The paragraphs of a cell. Where its text was wrapped, a paragraph has line feeds.
pub(super) type Cell = Vec<String>;

/// Adds the rows of a table to those of the page. A table whose columns have no titles is read if its
/// rows begin with a status and a code, and is skipped otherwise.
pub(super) fn read(grid: &Grid, known: &Known<'_>, page: &mut Page) {
    let mut columns: Option<Columns> = None;
    // The status of the rows that have none of their own.
    let mut above: Option<(u16, String)> = None;
    let first_row = page.rows.len();
    for GridRow { line, cells } in grid {
        let texts: Vec<String> = cells.iter().map(|cell| text(cell)).collect();
        if let Some(found) = titles::columns(&texts) {
            page.has_solutions &= found.solution.is_some();
            let others = texts.iter().filter(|title| !title.is_empty() && roles(title).is_empty());
            // A caption may precede the first title.
            let others = others.filter(|title| roles_at_end(title).is_empty());
            page.unknown_titles.extend(others.map(|title| (*line, title.clone())));
            (columns, above) = (Some(found), None);
            continue;
        }
        let Some(columns) = columns.or_else(|| without_titles(&texts, known)) else {
            let has_status = texts.iter().any(|text| status(text).is_some());
            if has_status && texts.iter().any(|text| known.is_certain(text)) {
                page.push_unread(*line, &texts.join(" / "));
            }
            continue;
        };
        // A converter may leave out the cell that spans several rows.
        let is_short = texts.len() + 1 == columns.count && columns.status == 0 && above.is_some();
        let shift = usize::from(is_short && texts.first().is_some_and(|first| is_code(first)));
        let at = |column: usize| column.checked_sub(shift);
        let cell =
            |column: usize| at(column).and_then(|at| cells.get(at)).map_or(&[][..], Vec::as_slice);
        let own_status = text(cell(columns.status));
        let code = code(cell(columns.code), known);
        let mut words = words(cells, columns, shift);

        let mut others = texts.iter().filter(|text| !text.is_empty());
        let only = others.next().filter(|first| others.all(|other| other == *first));
        if let Some(only) = only {
            // A heading over all columns, or a line that belongs to the row above.
            if let Some(found) = status(only) {
                above = Some(found);
            } else if looks_like_status(only) || (!code.is_empty() && own_status.is_empty()) {
                page.push_unread(*line, only);
            } else if own_status.is_empty() && page.rows.len() > first_row {
                append(&mut words, &mut page.rows);
            }
            continue;
        }
        let is_own = status(&own_status);
        match is_own.or_else(|| above.clone().filter(|_| own_status.is_empty())) {
            Some((status, reason)) if is_code(&code) && !looks_like_status(&code) => {
                above = Some((status, reason.clone()));
                page.rows.push(Row {
                    line: *line,
                    status,
                    has_status_of_above: false,
                    reason,
                    code,
                    words,
                });
            }
            None | Some(_) if own_status.is_empty() && code.is_empty() => {
                append(&mut words, &mut page.rows);
            }
            _ => page.push_unread(*line, &format!("{own_status} / {code}")),
        }
    }
}

/// The usual order of the columns, if the row has one.
fn without_titles(texts: &[String], known: &Known<'_>) -> Option<Columns> {
    let [first, second, _, ..] = texts else { return None };
    let (status, code) = if (status(first).is_some() || looks_like_status(first)) && is_code(second)
    {
        (0, 1)
    } else if known.is_certain(first) && status(second).is_some() {
        (1, 0)
    } else {
        return None;
    };
    let solution = (texts.len() > 3).then_some(3);
    Some(Columns {
        status,
        code,
        message: 2,
        description: None,
        solution,
        count: texts.len().min(4),
    })
}

fn words(cells: &[Cell], columns: Columns, shift: usize) -> Words {
    let paragraphs = |column: usize| {
        let cell = column.checked_sub(shift).and_then(|at| cells.get(at));
        cell.into_iter().flatten().map(|text| one_line(text)).filter(|text| !text.is_empty())
    };
    let Columns { message, description, solution, count, .. } = columns;
    let (mut message, mut solution): (Vec<String>, Vec<String>) =
        (paragraphs(message).collect(), solution.into_iter().flat_map(paragraphs).collect());
    // What follows the last column belongs to it.
    let beyond = (count..cells.len() + shift).flat_map(paragraphs);
    if columns.solution.is_some() { &mut solution } else { &mut message }.extend(beyond);
    let description = description.into_iter().flat_map(paragraphs).collect();
    Words::Cells { message, description, solution }
}

/// Adds words to those of the last row.
fn append(words: &mut Words, rows: &mut [Row]) {
    let Some(Row { words: Words::Cells { message, description, solution }, .. }) = rows.last_mut()
    else {
        return;
    };
    if let Words::Cells { message: more_message, description: more, solution: more_solution } =
        words
    {
        message.append(more_message);
        description.append(more);
        solution.append(more_solution);
    }
}

/// The text of a cell with a single value.
fn text(cell: &[String]) -> String {
    let paragraphs = cell.iter().map(|text| one_line(text)).filter(|text| !text.is_empty());
    paragraphs.collect::<Vec<_>>().join(" ")
}

/// The code of a cell. It may be wrapped where it has no whitespace.
fn code(cell: &[String], known: &Known<'_>) -> String {
    let spaced = without_marks(&text(cell)).to_owned();
    let is_wrapped = cell.iter().any(|paragraph| paragraph.trim().contains('\n'));
    if !is_wrapped || known.is_known(&spaced) {
        return spaced;
    }
    let paragraphs = cell.iter().map(|text| text.lines().map(one_line).collect::<String>());
    without_marks(&paragraphs.collect::<Vec<_>>().join(" ")).to_owned()
}

/// The code without what is left of its markup, and without a reference to a footnote.
fn without_marks(code: &str) -> &str {
    let code = code.trim_matches(['*', '`']);
    let number =
        code.trim_end_matches('_').strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    number.map_or(code, |(code, _)| code.trim_end())
}
