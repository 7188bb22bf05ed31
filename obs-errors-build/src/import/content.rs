//! Where the message of a row ends.

use obs_errors_spec::model::Code;
use obs_errors_spec::prose::EDITORS_NOTE;

use super::row::Words;

/// The prose of a row, once it is known where its message ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) message: String,
    pub(super) note: Option<String>,
    pub(super) solution: String,
}

/// Whether the words of a row are these strings one after the other: a text browser prints two cells
/// without anything between them.
pub(super) fn is_same_text(words: &Words, strings: &[&str]) -> bool {
    let Words::Paragraphs { all, is_last } = words else { return false };
    let (on_page, own) = (all.join(" "), strings.join(" "));
    let rest = on_page.strip_prefix(own.as_str());
    rest.is_some_and(|rest| rest.is_empty() || (*is_last && rest.starts_with(' ')))
}

/// The paragraphs of a code's note that come from the source, if there are any.
pub(super) fn source_note(code: &Code) -> Option<String> {
    let paragraphs = code.note.iter().flat_map(|note| note.split("\n\n"));
    let own: Vec<&str> = paragraphs.filter(|it| !it.starts_with(EDITORS_NOTE)).collect();
    (!own.is_empty()).then(|| own.join("\n\n"))
}

/// A message is one paragraph; what follows in its cell is a note. A solution is one line.
pub(super) fn content(words: &Words, known: Option<(&Code, Option<&str>)>) -> Content {
    let (message, description, solution) = match words {
        Words::Cells { message, description, solution } => {
            // The table may describe a code in other words.
            let description = if known.is_some() { &[] } else { &description[..] };
            (&message[..], description, &solution[..])
        }
        Words::Paragraphs { all, is_last } => {
            let (message, solution) = split_solution(all, *is_last, known);
            (message, &[][..], solution)
        }
    };
    let (first, others) = message.split_first().unzip();
    let others: Vec<String> = [others.unwrap_or_default(), description].concat();
    Content {
        message: first.cloned().unwrap_or_default(),
        note: (!others.is_empty()).then(|| others.join("\n\n")),
        solution: solution.join(" "),
    }
}

/// The most paragraphs of a solution: what follows it on the page may be long.
const MAX_SOLUTION_PARAGRAPHS: usize = 8;

/// Splits paragraphs into the message and the solution. The solution begins where that of the table
/// is found, or else after the message and the note of the table, or else at the last paragraph.
fn split_solution<'a>(
    all: &'a [String],
    is_last: bool,
    known: Option<(&Code, Option<&str>)>,
) -> (&'a [String], &'a [String]) {
    let split = |at: usize| {
        let (message, rest) = all.split_at(at.min(all.len()));
        (message, if is_last { &rest[..rest.len().min(1)] } else { rest })
    };
    let last = all.len().saturating_sub(1);
    let Some((code, note)) = known else {
        return split(if is_last { 1 } else { last.max(1) });
    };
    let ends = |from: usize| {
        let last = all.len();
        if is_last { from + 1..=last.min(from + MAX_SOLUTION_PARAGRAPHS) } else { last..=last }
    };
    for from in 1..all.len() {
        if let Some(end) = ends(from).find(|end| all[from..*end].join(" ") == code.solution) {
            return (&all[..from], &all[from..end]);
        }
    }
    let notes = note.map_or(0, |note| note.split("\n\n").count());
    split((1 + notes).min(last).max(1))
}
