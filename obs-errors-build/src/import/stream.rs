//! Text whose cells are paragraphs or lines to the rows of error codes.

use super::paragraphs::{Line, Paragraph, paragraphs};
use super::row::{
    Known, Page, Row, Words, is_code, looks_like_status, one_line, status, words_like_codes,
};
use super::titles::{Role, roles, roles_at_end};

/// Adds the rows of a text to those of the page. A row begins where a code follows a status. It ends
/// where the next one begins, the titles are repeated, or something begins that looks like a row but
/// is not.
pub(super) fn read<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    known: &Known<'_>,
    page: &mut Page,
) {
    let units = with_reasons(units(paragraphs(lines), known), known);
    let units = with_codes_apart(units, known);
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

/// A part of a row: a status, a code, or a paragraph.
#[derive(Clone, Debug)]
struct Unit {
    line: usize,
    text: String,
}

impl Page {
    /// Adds the words that are written like codes in text that is not a part of a row.
    fn push_loose(&mut self, units: &[Unit]) {
        for Unit { line, text } in units {
            self.loose.extend(words_like_codes(text).map(|word| (*line, word.to_owned())));
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A status and a code, in the order of the page.
    Row,
    /// A code that has the status of the row above.
    Below,
    /// The titles of the columns.
    Titles,
    /// The status of the rows below.
    Heading,
    Unread,
}

/// Where the parts of the text begin.
fn parts(units: &[Unit], is_code_first: bool, known: &Known<'_>) -> Vec<(usize, Part)> {
    let mut parts: Vec<(usize, Part)> = Vec::new();
    let mut is_in_table = false;
    let mut at = 0;
    while at < units.len() {
        let mut found = part(&units[at..], is_code_first, known);
        // A word with a capital letter is a code if it is followed by a sentence, and the row above
        // is complete.
        let is_after_row =
            parts.last().is_some_and(|(start, part)| *part != Part::Titles && at >= start + 4);
        if found.is_none() && is_after_row && is_word_before_sentence(&units[at..]) {
            found = Some(Part::Below);
        }
        // A row without a status is below one that has it.
        let found = match found {
            Some(Part::Below) if !is_in_table && !known.is_known(&units[at].text) => {
                Some(Part::Unread)
            }
            Some(Part::Below) if !is_in_table => None,
            found => found,
        };
        if let Some(part) = found {
            parts.push((at, part));
            is_in_table |= matches!(part, Part::Row | Part::Titles | Part::Heading);
            // The second of a pair does not begin another part.
            let is_code = units.get(at + 1).is_some_and(|next| known.is_certain(&next.text));
            at += usize::from(part == Part::Row || (part == Part::Unread && is_code));
        }
        at += 1;
    }
    parts
}

/// What begins with the first of these units.
fn part(units: &[Unit], is_code_first: bool, known: &Known<'_>) -> Option<Part> {
    let first = units.first()?.text.as_str();
    let next = units.get(1).map_or("", |unit| unit.text.as_str());
    let (shown, code) = if is_code_first { (next, first) } else { (first, next) };
    if is_titles(first, next) {
        return Some(Part::Titles);
    }
    if status(shown).is_some() && is_code(code) && status(code).is_none() {
        return Some(if roles(code).is_empty() { Part::Row } else { Part::Heading });
    }
    if is_row_of_another_form(first, known) {
        return Some(Part::Unread);
    }
    let is_short = next.len() <= 80 && next.split(' ').count() <= 6;
    let has_reason = status(first).is_some_and(|(status, reason)| {
        !reason.is_empty() && known.reason_at_start(status, &reason) == Some(reason.len())
    });
    let is_odd =
        looks_like_status(first) && (known.is_certain(next) || (is_short && has_digit(first)));
    if has_reason || is_odd {
        return Some(Part::Unread);
    }
    // A name in a list of links is not followed by a sentence.
    (known.is_known(first) || (known.is_certain(first) && is_sentence(next))).then_some(Part::Below)
}

fn is_sentence(text: &str) -> bool {
    text.split(' ').count() >= 3 || text.chars().any(|c| c > '\u{2E80}')
}

fn is_word_before_sentence(units: &[Unit]) -> bool {
    let [Unit { text: word, .. }, next, ..] = units else { return false };
    let is_letters = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_capitalized = word.starts_with(|c: char| c.is_ascii_uppercase());
    is_letters && is_capitalized && is_sentence(&next.text) && !next.text.contains("://")
}

/// Whether a line has a status and a code between other separators, as in a file of comma-separated
/// values.
fn is_row_of_another_form(text: &str, known: &Known<'_>) -> bool {
    const MAX_LENGTH: usize = 1000;
    if text.len() > MAX_LENGTH || !text.contains([',', ';']) {
        return false;
    }
    let cells = text.split([',', ';']).map(|cell| cell.trim_matches(['"', '\'', ' '])).take(4);
    let cells: Vec<&str> = cells.collect();
    let has_status = cells.iter().any(|cell| status(cell).is_some());
    cells.len() > 2 && has_status && cells.iter().any(|cell| known.is_certain(cell))
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

fn is_titles(first: &str, next: &str) -> bool {
    let has = |text: &str, role: Role| roles(text).contains(&role);
    let first_has = |role: Role| roles_at_end(first).contains(&role);
    (first_has(Role::Status) && has(next, Role::Code))
        || (has(first, Role::Code) && has(next, Role::Status))
}

/// Whether the code precedes the status: by the titles, or else by what is more frequent.
fn is_code_first(units: &[Unit]) -> bool {
    let pairs = || units.iter().zip(units.iter().skip(1));
    if let Some((first, _)) = pairs().find(|(first, next)| is_titles(&first.text, &next.text)) {
        return !roles_at_end(&first.text).contains(&Role::Status);
    }
    let count = |is_code_first: bool| {
        let is_pair = |(first, next): &(&Unit, &Unit)| {
            let (shown, code) = if is_code_first { (next, first) } else { (first, next) };
            status(&shown.text).is_some() && is_code(&code.text) && status(&code.text).is_none()
        };
        pairs().filter(is_pair).count()
    };
    count(true) > count(false)
}

/// Splits paragraphs where a line of them is a status or a code, and where a status and a code are
/// inside of them.
fn units(paragraphs: Vec<Paragraph>, known: &Known<'_>) -> Vec<Unit> {
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
            bare.as_ref().is_some_and(|(status, _)| {
                known.reason_at_start(*status, &next.text) == Some(next.text.len())
            })
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
            let reason = status(text).map_or(0, |(status, reason)| {
                known
                    .reason_at_start(status, &reason)
                    .filter(|end| *end == reason.len())
                    .unwrap_or(0)
            });
            reason == 0 && !is_before_code && is_status(start) && known.is_certain(code)
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
