//! A page in HTML to the cells of its tables. The only file that names the HTML reader.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::grid::{Grid, GridRow};
use super::row::{lines_in, one_line};

/// A table that is being read: an open `table` element.
#[derive(Default)]
struct Table {
    rows: Vec<Cells>,
    /// Whether a row, and in it a cell, is open.
    is_in_row: bool,
    is_in_cell: bool,
}

#[derive(Default)]
struct Cells {
    line: usize,
    cells: Vec<Cell>,
}

#[derive(Clone, Default)]
struct Cell {
    /// Separated by block elements; not yet on one line.
    paragraphs: Vec<String>,
    columns: usize,
    rows: usize,
}

/// Elements whose text is a separate paragraph.
const BLOCKS: [&str; 9] = ["p", "div", "br", "pre", "h1", "h2", "h3", "h4", "blockquote"];

/// The elements outside of tables whose text is a separate paragraph as well.
const OUTER_BLOCKS: [&str; 6] = ["li", "dt", "dd", "tr", "section", "title"];

/// How many copies of cells that span several rows or columns are made.
const MAX_COPIES: usize = 100_000;

/// How many rows and columns a cell may span; larger values are clamped.
const MAX_ROW_SPAN: usize = 1000;
const MAX_COLUMN_SPAN: usize = 20;

/// Elements whose text is not displayed.
const HIDDEN: [&str; 3] = ["script", "style", "template"];

/// What is on a page.
pub(super) struct Html {
    /// Every table, nested ones included.
    pub(super) tables: Vec<Grid>,
    /// The text outside of tables: lines, and empty lines between paragraphs.
    pub(super) outside: Vec<(usize, String)>,
}

pub(super) fn read(html: &str) -> Html {
    let (tables, outside) = parts(html);
    let mut copies = MAX_COPIES;
    let tables = tables.into_iter().map(|table| grid(table, &mut copies)).collect();
    Html { tables, outside }
}

fn is_whitespace(text: &str) -> bool {
    one_line(text).is_empty()
}

/// The rows of a table, with a copy of a cell in every place that it spans.
fn grid(table: Table, copies: &mut usize) -> Grid {
    let mut grid = Grid::new();
    // For each column the cell that spans further rows, and how many.
    let mut reaching: Vec<(Cell, usize)> = Vec::new();
    for row in table.rows {
        let mut cells: Vec<Cell> = Vec::new();
        let mut own = row.cells.into_iter();
        loop {
            let column = cells.len();
            match reaching.get_mut(column) {
                Some((cell, rows)) if *rows > 0 && *copies > 0 => {
                    (*rows, *copies) = (*rows - 1, *copies - 1);
                    cells.push(cell.clone());
                    continue;
                }
                _ => {}
            }
            let Some(cell) = own.next() else { break };
            let columns = cell.columns.min(*copies + 1);
            *copies -= columns - 1;
            for _ in 0..columns {
                reaching.resize_with(reaching.len().max(cells.len() + 1), Default::default);
                reaching[cells.len()] = (cell.clone(), cell.rows - 1);
                cells.push(cell.clone());
            }
        }
        // How the text is wrapped in the file means nothing.
        let cells =
            cells.iter().map(|cell| cell.paragraphs.iter().map(|text| one_line(text)).collect());
        grid.push(GridRow { line: row.line, cells: cells.collect() });
    }
    grid
}

/// The tables, and the text outside of them.
fn parts(html: &str) -> (Vec<Table>, Vec<(usize, String)>) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let (mut open, mut closed): (Vec<Table>, Vec<Table>) = Default::default();
    let mut unseen = None;
    let mut outside = vec![(1, String::new())];
    // Lines are counted incrementally.
    let (mut line, mut counted) = (1, 0);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let at = tag.span.start.clamp(counted, html.len());
                line += lines_in(&html.as_bytes()[counted..at]);
                counted = at;
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if HIDDEN.contains(&name.as_str()) {
                    unseen = Some(name);
                } else if name == "table" {
                    open.push(Table::default());
                } else if let Some(table) = open.last_mut() {
                    table.start(&name, &tag, line);
                } else if OUTER_BLOCKS.contains(&name.as_str()) || BLOCKS.contains(&name.as_str()) {
                    outside.extend([(line, String::new()), (line, String::new())]);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if unseen.as_ref() == Some(&name) {
                    unseen = None;
                } else if name == "table" {
                    closed.extend(open.pop());
                } else if let Some(table) = open.last_mut() {
                    table.end(&name);
                }
            }
            Token::String(text) if unseen.is_none() => {
                let text = String::from_utf8_lossy(&text);
                if let Some(paragraph) = open.last_mut().and_then(Table::paragraph) {
                    *paragraph += &text;
                } else if open.is_empty() {
                    // How the text is wrapped in the file means nothing.
                    if let Some((_, paragraph)) = outside.last_mut() {
                        *paragraph += &text.replace('\n', " ");
                    }
                }
            }
            _ => {}
        }
    }
    closed.extend(open);
    (closed, outside)
}

impl Table {
    fn start(&mut self, name: &str, tag: &StartTag<usize>, line: usize) {
        // HTML lets the end tags of rows, cells and paragraphs be left out.
        match name {
            "tr" => {
                self.rows.push(Cells { line, cells: Vec::new() });
                (self.is_in_row, self.is_in_cell) = (true, false);
            }
            "td" | "th" => {
                if !self.is_in_row {
                    self.start("tr", tag, line);
                }
                let span = |name: &[u8]| {
                    let value = tag.attributes.get(name)?;
                    std::str::from_utf8(value).ok()?.trim().parse().ok()
                };
                let span = |name: &[u8]| span(name).unwrap_or(1).clamp(1, MAX_ROW_SPAN);
                let (columns, rows) = (span(b"colspan").min(MAX_COLUMN_SPAN), span(b"rowspan"));
                let cell = Cell { paragraphs: vec![String::new()], columns, rows };
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(cell);
                }
                self.is_in_cell = true;
            }
            // A list item continues the paragraph before it.
            "li" => {
                if let Some(Cell { paragraphs, .. }) = self.cell() {
                    while paragraphs.len() > 1
                        && paragraphs.last().is_some_and(|it| is_whitespace(it))
                    {
                        paragraphs.pop();
                    }
                    paragraphs.iter_mut().last().into_iter().for_each(|it| it.push(' '));
                }
            }
            name => self.part(name),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "tr" => (self.is_in_row, self.is_in_cell) = (false, false),
            "td" | "th" => self.is_in_cell = false,
            name => self.part(name),
        }
    }

    /// Begins another paragraph at either end of a block.
    fn part(&mut self, name: &str) {
        if BLOCKS.contains(&name)
            && let Some(cell) = self.cell()
        {
            cell.paragraphs.push(String::new());
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        let row = self.rows.last_mut().filter(|_| self.is_in_cell)?;
        row.cells.last_mut()
    }

    fn paragraph(&mut self) -> Option<&mut String> {
        self.cell()?.paragraphs.last_mut()
    }
}
