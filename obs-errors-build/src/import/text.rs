//! The tables in a text, and the text between them, to rows of error codes.

use super::aligned::{self, Aligned};
use super::grid::{self, Grid};
use super::row::{Known, Page};
use super::{listed, piped, ruled, stream};

/// How a kind of table is read: its cells, and how many lines it has.
type Reader = fn(&[&str], usize) -> Option<(Grid, usize)>;

const READERS: [Reader; 6] = [
    listed::read,
    piped::with_pipes,
    piped::with_cells_on_lines,
    piped::with_tabs,
    ruled::read,
    piped::with_spaces,
];

pub(super) fn read(text: &str, known: &Known<'_>, page: &mut Page) {
    let lines: Vec<&str> = text.lines().collect();
    // The lines of the tables are empty here.
    let mut rest = lines.clone();
    let mut at = 0;
    while at < lines.len() {
        let here = &lines[at..];
        let number = at + 1;
        let found = READERS.iter().find_map(|reader| reader(here, number));
        let before = page.rows.len() + page.unread.len();
        let length = if let Some((grid, length)) = found {
            grid::read(&grid, known, page);
            length
        } else {
            match aligned::read(here, number) {
                Some((Aligned::Grid(grid), length)) => {
                    grid::read(&grid, known, page);
                    length
                }
                Some((Aligned::Unread(rows), length)) => {
                    page.unread.extend(rows);
                    length
                }
                None => 0,
            }
        };
        if page.rows.len() + page.unread.len() > before {
            rest[at..at + length].fill("");
        }
        at += length.max(1);
    }
    let rest = rest.iter().enumerate().flat_map(|(at, line)| {
        // A row of a table that was not recognized.
        let has_pipes = line.matches('|').take(2).count() == 2 || line.trim().ends_with('|');
        let parts = line.split(move |c| c == '\t' || (has_pipes && c == '|'));
        parts.map(move |part| (at + 1, part))
    });
    stream::read(rest, known, page);
}
