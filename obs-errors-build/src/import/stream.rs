//! Text whose cells are paragraphs or lines to the rows of error codes.

use super::paragraphs::paragraphs;
use super::parts::{Part, is_code_first, parts};
use super::row::{Known, Page, Row, Words, status, words_like_codes};
use super::titles::{Role, roles_at_end};
use super::units::{Unit, units};

/// Adds the rows of a text to those of the page. A row begins where a code follows a status. It ends
/// where the next one begins, the titles are repeated, or something begins that looks like a row but
/// is not.
pub(super) fn read<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    known: &Known<'_>,
    page: &mut Page,
) {
    let units = units(paragraphs(lines), known);
    let is_code_first = is_code_first(&units);
    let parts = parts(&units, is_code_first, known);
    let is_of_row = |part: Part| !matches!(part, Part::Titles | Part::Heading);
    let first_row = parts.iter().find(|(_, part)| is_of_row(*part));
    let first_row = first_row.map_or(units.len(), |(at, _)| *at);
    let titles = parts.iter().find(|(_, part)| *part == Part::Titles).map(|(at, _)| *at);
    let start = titles.unwrap_or(first_row.saturating_sub(4)).min(first_row);
    page.push_loose(&units[start..first_row]);
    let ends = parts.iter().skip(1).map(|(at, _)| *at).chain([units.len()]).collect::<Vec<_>>();
    let mut above: Option<(u16, String)> = None;
    let nexts = parts.iter().skip(1).map(|(_, part)| Some(*part)).chain([None]);
    for (((start, part), end), next_part) in parts.iter().zip(ends).zip(nexts) {
        let Unit { line, text } = &units[*start];
        let next = units.get(start + 1).map_or("", |unit| unit.text.as_str());
        let (code, found, length) = match part {
            Part::Titles => {
                let titles = &units[*start..end.min(start + 6)];
                let is_solution = |unit: &Unit| roles_at_end(&unit.text).contains(&Role::Solution);
                page.has_solutions &= titles.iter().any(is_solution);
                continue;
            }
            Part::Heading => {
                above = status(text);
                continue;
            }
            Part::Row if is_code_first => (text, status(next), 2),
            Part::Row => (&units[start + 1].text, status(text), 2),
            Part::Below => (text, above.clone(), 1),
            Part::Unread => (text, None, 1),
        };
        let Some((status, reason)) = found else {
            let next = if next.len() <= 80 { next } else { "" };
            page.push_unread(*line, &format!("{text} / {next}"));
            page.push_loose(&units[(start + 1 + usize::from(!next.is_empty())).min(end)..end]);
            continue;
        };
        above = Some((status, reason.clone()));
        let words = units[(start + length).min(end)..end].iter();
        page.rows.push(Row {
            line: *line,
            status,
            has_status_of_above: *part == Part::Below,
            reason,
            code: code.clone(),
            words: Words::Paragraphs {
                all: words.map(|unit| unit.text.clone()).collect(),
                // What follows may be the end of the page, or the title of another table.
                is_last: next_part.is_none_or(|next| !is_of_row(next)),
            },
        });
    }
}

impl Page {
    /// Adds the words that are written like codes in text that is not a part of a row.
    fn push_loose(&mut self, units: &[Unit]) {
        for Unit { line, text } in units {
            self.loose.extend(words_like_codes(text).map(|word| (*line, word.to_owned())));
        }
    }
}
