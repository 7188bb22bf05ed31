//! Where rows, titles and headings begin in a text.

use super::row::{Known, is_code, looks_like_status, status};
use super::titles::{Role, roles, roles_at_end};
use super::units::{Unit, has_digit, is_row_of_another_form};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
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
pub(super) fn parts(units: &[Unit], is_code_first: bool, known: &Known<'_>) -> Vec<(usize, Part)> {
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
    if is_titles(first, next) {
        return Some(Part::Titles);
    }
    if is_pair(first, next, is_code_first) {
        let code = if is_code_first { first } else { next };
        return Some(if roles(code).is_empty() { Part::Row } else { Part::Heading });
    }
    if is_row_of_another_form(first, known) {
        return Some(Part::Unread);
    }
    let is_short = next.len() <= 80 && next.split(' ').count() <= 6;
    let has_reason = status(first).is_some_and(|(status, reason)| known.is_reason(status, &reason));
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

/// Whether these are a status and a code.
fn is_pair(first: &str, next: &str, is_code_first: bool) -> bool {
    let (shown, code) = if is_code_first { (next, first) } else { (first, next) };
    status(shown).is_some() && is_code(code) && status(code).is_none()
}

fn is_titles(first: &str, next: &str) -> bool {
    let has = |text: &str, role: Role| roles(text).contains(&role);
    let first_has = |role: Role| roles_at_end(first).contains(&role);
    (first_has(Role::Status) && has(next, Role::Code))
        || (has(first, Role::Code) && has(next, Role::Status))
}

/// Whether the code precedes the status: by the titles, or else by what is more frequent.
pub(super) fn is_code_first(units: &[Unit]) -> bool {
    let pairs = || units.iter().zip(units.iter().skip(1));
    if let Some((first, _)) = pairs().find(|(first, next)| is_titles(&first.text, &next.text)) {
        return !roles_at_end(&first.text).contains(&Role::Status);
    }
    let count = |is_code_first: bool| {
        pairs().filter(|(first, next)| is_pair(&first.text, &next.text, is_code_first)).count()
    };
    count(true) > count(false)
}
