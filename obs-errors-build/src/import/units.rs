//! Text to the parts of rows: a status, a code, or a paragraph each.

use super::paragraphs::{Line, Paragraph};
use super::row::{Known, is_code, looks_like_status, one_line, status, words_like_codes};
use super::titles::roles;

/// A part of a row: a status, a code, or a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) line: usize,
    pub(super) text: String,
}

/// Splits a text into its parts.
pub(super) fn units(paragraphs: Vec<Paragraph>, known: &Known<'_>) -> Vec<Unit> {
    with_codes_apart(with_reasons(split(paragraphs, known), known), known)
}

/// Splits paragraphs where a line of them is a status or a code, and where a status and a code are
/// inside of them.
fn split(paragraphs: Vec<Paragraph>, known: &Known<'_>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for Paragraph { lines } in paragraphs {
        let mut open: Vec<Line> = Vec::new();
        let mut lines = lines.into_iter().peekable();
        while let Some(line) = lines.next() {
            let text = one_line(&line.text);
            let is_after_status =
                open.is_empty() && units.last().is_some_and(|last| is_status(&last.text));
            let next = lines.peek().map(|next| one_line(&next.text));
            let is_status = is_status(&text) && next.as_ref().is_none_or(|next| is_code(next));
            // In running text, a code can be alone on a line by chance.
            let ends_sentence = |line: &Line| line.text.ends_with(['.', '!', '?', '\u{3002}']);
            let is_after_sentence = open.last().is_none_or(ends_sentence);
            let is_own_code = known.is_certain(&text) && is_after_sentence;
            let is_title = !roles(&text).is_empty();
            let is_odd_row = is_row_of_another_form(&text, known);
            if is_status
                || is_own_code
                || is_title
                || is_odd_row
                || (is_after_status && is_code(&text))
            {
                close(&mut open, known, &mut units);
                open.push(line);
                close(&mut open, known, &mut units);
            } else {
                open.push(line);
            }
        }
        close(&mut open, known, &mut units);
    }
    units
}

/// Joins a number and its reason phrase if they are apart.
fn with_reasons(units: Vec<Unit>, known: &Known<'_>) -> Vec<Unit> {
    let mut joined: Vec<Unit> = Vec::with_capacity(units.len());
    let mut units = units.into_iter().peekable();
    while let Some(mut unit) = units.next() {
        let bare = status(&unit.text).filter(|(_, reason)| reason.is_empty());
        let reason = units.next_if(|next| {
            bare.as_ref().is_some_and(|(status, _)| known.is_reason(*status, &next.text))
        });
        if let Some(reason) = reason {
            unit.text.extend([" ", reason.text.as_str()]);
        }
        joined.push(unit);
    }
    joined
}

/// Splits a status that has a code at its end if no code follows it.
fn with_codes_apart(units: Vec<Unit>, known: &Known<'_>) -> Vec<Unit> {
    let nexts = units.iter().skip(1).map(|next| is_code(&next.text)).chain([false]);
    let nexts: Vec<bool> = nexts.collect();
    let split = units.into_iter().zip(nexts).flat_map(|(unit, is_before_code)| {
        let Unit { line, text } = &unit;
        let code = text.rsplit_once(' ').filter(|(start, code)| {
            let has_reason =
                status(text).is_some_and(|(status, reason)| known.is_reason(status, &reason));
            !has_reason && !is_before_code && is_status(start) && known.is_certain(code)
        });
        match code {
            Some((start, code)) => {
                [start, code].map(|text| Unit { line: *line, text: text.to_owned() }).to_vec()
            }
            None => vec![unit],
        }
    });
    split.collect()
}

/// Whether a line is a status and its reason phrase.
fn is_status(text: &str) -> bool {
    status(text).is_some() || looks_like_status(text) && has_digit(text)
}

fn close(open: &mut Vec<Line>, known: &Known<'_>, units: &mut Vec<Unit>) {
    let Some(first) = open.first() else { return };
    let line = first.number;
    let text = Paragraph { lines: std::mem::take(open) }.text();
    let mut text = one_line(&text);
    // A code, and what follows it.
    if units.last().is_some_and(|last| looks_like_status(&last.text))
        && !is_code(&text)
        && let Some(end) = known.code_at_start(&text)
    {
        units.push(Unit { line, text: text[..end].to_owned() });
        text = one_line(text[end..].trim_start_matches(':'));
    }
    let mut rest = text.as_str();
    let mut push = |text: &str| {
        let text = text.trim().trim_matches(MARKUP).to_owned();
        if !text.is_empty() {
            units.push(Unit { line, text });
        }
    };
    while let Some(Inside { start, code, end }) = inside(rest, known) {
        for part in [&rest[..start], &rest[start..code], &rest[code..end]] {
            push(part);
        }
        rest = rest[end..].trim_start_matches([':', ' ']);
    }
    push(rest);
}

/// Characters around a word in bold or in the font of code.
const MARKUP: [char; 2] = ['*', '`'];

/// Where a status begins that precedes a code, where the code begins, and where it ends.
struct Inside {
    start: usize,
    code: usize,
    end: usize,
}

/// Finds a status and a code inside of a text, or a status at its end.
fn inside(text: &str, known: &Known<'_>) -> Option<Inside> {
    const MAX_WORDS: usize = 6;
    // Whether the last word of a status is a code depends on what follows.
    let (start, _) = text.rsplit_once(' ').unwrap_or_default();
    if text.len() < 120 && status(text).is_some() && words_like_codes(start).next().is_none() {
        return None;
    }
    let starts = [0].into_iter().chain(text.match_indices(' ').map(|(at, _)| at + 1));
    starts.into_iter().find_map(|start| {
        let own = &text[start..];
        let (first, after) = own.split_once(' ').unwrap_or((own, ""));
        let number = first.len() == 3 && first.bytes().all(|byte| byte.is_ascii_digit());
        let number: Option<u16> = number.then(|| first.parse().ok()).flatten();
        if number.is_none() && !looks_like_status(first) {
            return None;
        }
        let at = start + first.len() + 1;
        // The phrase of the status, which can be the first word of a code as well.
        if let Some(length) = number.and_then(|number| known.reason_at_start(number, after)) {
            let rest = after[length..].trim_start();
            let code = text.len() - rest.len();
            if let Some(length) = known.code_at_start(rest) {
                return Some(Inside { start, code, end: code + length });
            }
            if rest.is_empty() && start > 0 {
                return Some(Inside { start, code: text.len(), end: text.len() });
            }
        }
        let words = [0].into_iter().chain(after.match_indices(' ').map(|(at, _)| at + 1));
        let is_phrase = |phrase: &str| {
            phrase.split(' ').all(|word| word.is_empty() || !word.starts_with(char::is_lowercase))
                && !phrase.contains(['.', '!', '?'])
        };
        words.take(MAX_WORDS).take_while(|end| is_phrase(&after[..*end])).find_map(|word| {
            let length = known.code_at_start(&after[word..])?;
            // A dash in running text is not a status.
            let is_certain = start == 0 || word > 0 || first.len() > 1;
            is_certain.then_some(Inside { start, code: at + word, end: at + word + length })
        })
    })
}

/// Whether a line has a status and a code between other separators, as in a file of comma-separated
/// values.
pub(super) fn is_row_of_another_form(text: &str, known: &Known<'_>) -> bool {
    const MAX_LENGTH: usize = 1000;
    if text.len() > MAX_LENGTH || !text.contains([',', ';']) {
        return false;
    }
    let cells = text.split([',', ';']).map(|cell| cell.trim_matches(['"', '\'', ' '])).take(4);
    let cells: Vec<&str> = cells.collect();
    let has_status = cells.iter().any(|cell| status(cell).is_some());
    cells.len() > 2 && has_status && cells.iter().any(|cell| known.is_certain(cell))
}

pub(super) fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}
