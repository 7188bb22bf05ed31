//! A page in HTML to the rows of its tables of error codes. The only file that names
//! the HTML reader.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::row::{Page, Row, Words, lines_in, one_line, status};

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

/// How many rows and columns a cell may span; larger values are clamped.
const MAX_ROW_SPAN: usize = 1000;
const MAX_COLUMN_SPAN: usize = 20;

/// Elements whose text is not displayed.
const HIDDEN: [&str; 3] = ["script", "style", "template"];

pub(crate) fn read(html: &str) -> Page {
    let mut page = Page { rows: Vec::new(), unread: Vec::new(), has_solutions: true };
    for table in tables(html) {
        let grid = grid(table);
        if let Some((header, columns)) = header(&grid) {
            page.has_solutions &= columns.solution.is_some();
            rows(&grid[header + 1..], columns, &mut page);
        }
    }
    page.rows.sort_by_key(|row| row.line);
    page
}

/// The index of each column.
#[derive(Clone, Copy)]
struct Columns {
    status: usize,
    code: usize,
    message: usize,
    /// Some editions have none.
    solution: Option<usize>,
}

impl Columns {
    /// Finds the columns by the names in a header row, the likeliest word first.
    fn from_header(row: &Cells) -> Option<Self> {
        const MAX_LENGTH: usize = 40;
        let names = row.cells.iter().map(|cell| text(cell).to_ascii_lowercase().replace('_', " "));
        let names: Vec<String> = names.collect();
        let find = |words: &[&str]| {
            words.iter().find_map(|word| {
                names.iter().position(|name| name.len() <= MAX_LENGTH && name.contains(word))
            })
        };
        let status = find(&["status", "http code"])?;
        let code =
            find(&["error code"]).or_else(|| names.iter().position(|name| name == "code"))?;
        let message = find(&["message", "description", "meaning", "cause"])?;
        let solution =
            find(&["solution", "measure", "handling", "suggestion", "processing", "action"]);
        (status != code).then_some(Self { status, code, message, solution })
    }
}

/// The first row whose cells name the columns.
fn header(grid: &[Cells]) -> Option<(usize, Columns)> {
    grid.iter().enumerate().find_map(|(index, row)| Some((index, Columns::from_header(row)?)))
}

fn rows(grid: &[Cells], columns: Columns, page: &mut Page) {
    for row in grid {
        let Cells { line, cells } = row;
        let cell = |column: usize| cells.get(column).cloned().unwrap_or_default();
        let (first, code) = (text(&cell(columns.status)), text(&cell(columns.code)));
        match status(&first) {
            Some((status, reason)) if !code.is_empty() => page.rows.push(Row {
                line: *line,
                status,
                reason,
                code,
                words: Words::Cells {
                    message: lines(&cell(columns.message)),
                    solution: columns.solution.map_or_else(Vec::new, |at| lines(&cell(at))),
                },
            }),
            // A heading over all columns, or the header row again.
            _ if first == code || Columns::from_header(row).is_some() => {}
            _ => page.unread.push((*line, format!("{first} / {code}"))),
        }
    }
}

/// The paragraphs of a cell.
fn lines(cell: &Cell) -> Vec<String> {
    let lines = cell.paragraphs.iter().map(|text| one_line(text));
    lines.filter(|line| !line.is_empty()).collect()
}

fn is_whitespace(text: &str) -> bool {
    one_line(text).is_empty()
}

/// The text of a cell with a single value.
fn text(cell: &Cell) -> String {
    lines(cell).join(" ")
}

/// The rows of a table, with a copy of a cell in every place that it spans.
fn grid(table: Table) -> Vec<Cells> {
    let mut grid: Vec<Cells> = Vec::new();
    // For each column the cell that spans further rows, and how many.
    let mut reaching: Vec<(Cell, usize)> = Vec::new();
    for row in table.rows {
        let mut cells: Vec<Cell> = Vec::new();
        let mut own = row.cells.into_iter();
        loop {
            let column = cells.len();
            match reaching.get_mut(column) {
                Some((cell, rows)) if *rows > 0 => {
                    *rows -= 1;
                    cells.push(cell.clone());
                    continue;
                }
                _ => {}
            }
            let Some(cell) = own.next() else { break };
            for _ in 0..cell.columns {
                reaching.resize_with(reaching.len().max(cells.len() + 1), Default::default);
                reaching[cells.len()] = (cell.clone(), cell.rows - 1);
                cells.push(cell.clone());
            }
        }
        grid.push(Cells { line: row.line, cells });
    }
    grid
}

/// Every table of a page, nested ones included.
fn tables(html: &str) -> Vec<Table> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let (mut open, mut closed): (Vec<Table>, Vec<Table>) = Default::default();
    let mut unseen = None;
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
                if let Some(paragraph) = open.last_mut().and_then(Table::paragraph) {
                    *paragraph += &String::from_utf8_lossy(&text);
                }
            }
            _ => {}
        }
    }
    closed.extend(open);
    closed
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
