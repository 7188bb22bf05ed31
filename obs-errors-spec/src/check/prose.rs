//! Messages, notes and titles.

use obs_errors_core::chars::is_invisible;

use super::tables::Tables;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::prose::is_forbidden;
use crate::raw::{Code, Deprecated, Element, Entry, Table};

pub(super) fn check_lines(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Table {
        service,
        sources,
        statuses: _,
        elements,
        codes,
        is_extension: _,
        // A word, and names and references, which other rules check.
        extends: _,
        enum_name: _,
        version: _,
        paraphrased: _,
        headers: _,
        json: _,
        defaults: _,
        outputs: _,
        reserved: _,
    } = tables.own;
    let lines = codes.iter().flat_map(|code| lines_of(&code.value));
    let elements = elements.iter().flat_map(|element| {
        let Element { description, note: _ } = &element.value;
        description
    });
    let titles = sources.iter().flat_map(|source| &source.value);
    let reasons = tables.own.statuses.iter().flat_map(|status| &status.value);
    let lines = lines.chain(elements).chain(titles).chain(reasons).chain(service);
    for line in lines.chain(sources.iter().map(|source| &source.key)) {
        check_characters(line, is_forbidden, diagnostics);
    }
}

/// The strings of a code that are one line; its note may have more.
fn lines_of(code: &Code) -> impl Iterator<Item = &Spanned<String>> {
    let Code {
        message,
        solution,
        deprecated,
        sends,
        causes,
        note: _,
        page: _,
        is_override: _,
        name: _,
        aliases: _,
        status: _,
        retry: _,
        sources: _,
        missing: _,
    } = code;
    let why = deprecated.iter().flat_map(|deprecated| {
        let Deprecated { since: _, note, replacement: _ } = &deprecated.value;
        note
    });
    let causes = causes.iter().flat_map(|cause| cause.value.lines());
    message.iter().chain(solution).chain(why).chain(sends).chain(causes)
}

pub(super) fn check_notes(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let codes = tables.own.codes.iter().map(|code| &code.value.note);
    let elements = tables.own.elements.iter().map(|element| &element.value.note);
    for note in codes.chain(elements).flatten() {
        let before = diagnostics.len();
        check_characters(note, |c| is_forbidden(c) && c != '\n', diagnostics);
        let is_paragraph = |paragraph: &str| {
            !paragraph.contains('\n') && paragraph.trim() == paragraph && !paragraph.is_empty()
        };
        if diagnostics.len() == before && !note.value.split("\n\n").all(is_paragraph) {
            let message = "a paragraph of a note is one line without whitespace at its ends; \
                           write `|-`, and one empty line between paragraphs";
            diagnostics.push(Diagnostic::new(note.span, message));
        }
    }
}

pub(super) fn check_characters(
    string: &Spanned<String>,
    forbidden: impl Fn(char) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Spanned { value, span } = string;
    let message = if value.ends_with('\n') && !value.trim_end().contains(&forbidden) {
        "the value ends with a line break; write `>-` or `|-` instead of `>` or `|`".to_owned()
    } else {
        match value.chars().find(|c| forbidden(*c)) {
            Some('\n') => {
                "the value has a line break; write it on one line, or fold it with `>-`".to_owned()
            }
            Some(c) if is_invisible(c) => {
                format!(
                    "invisible character U+{:04X}; remove it or replace it with a space",
                    u32::from(c)
                )
            }
            Some(c) => format!("the character U+{:04X} is not allowed; remove it", u32::from(c)),
            None if value.trim() != value => {
                "the value has leading or trailing whitespace; remove it".to_owned()
            }
            None => return,
        }
    };
    diagnostics.push(Diagnostic::new(*span, message));
}

/// `TODO` marks what has to be written.
pub(super) fn check_placeholders(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let is_mark = |text: &str| {
        let word = text.get(..4).filter(|word| word.eq_ignore_ascii_case("todo"));
        word.is_some() && !text[4..].starts_with(char::is_alphanumeric)
    };
    let codes = tables.own.codes.iter();
    for line in codes.flat_map(|code| lines_of(&code.value).chain(&code.value.note)) {
        if is_mark(&line.value) {
            let message = format!("{} is a placeholder; write the real text", quoted(&line.value));
            diagnostics.push(Diagnostic::new(line.span, message));
        }
    }
}

/// Reports other placeholders, repeated prose, and prose that is far too long.
pub(super) fn check_prose_is_useful(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    const PLACEHOLDERS: [&str; 5] = ["tbd", "fixme", "xxx", "n/a", "none"];
    const MAX_LENGTH: usize = 2000;
    for Entry { key, value: code } in &tables.own.codes {
        for line in lines_of(code).chain(&code.note) {
            let Spanned { value, span } = line;
            let word = value.trim_end_matches(['.', ':', '!', '?']).to_ascii_lowercase();
            if PLACEHOLDERS.contains(&word.as_str()) {
                let message = format!("{} is a placeholder; write the real text", quoted(value));
                diagnostics.push(Diagnostic::warning(*span, message));
            }
            if let Some(entity) = entity(value) {
                let message =
                    format!("`{entity}` is sent as it is written; write the character itself");
                diagnostics.push(Diagnostic::warning(*span, message));
            }
            if value.starts_with('\u{201C}') && value.ends_with('\u{201D}') {
                let message = "the curly quotes are part of the value; \
                               to quote it, write `\"` or `'`";
                diagnostics.push(Diagnostic::warning(*span, message));
            }
            if value.len() > MAX_LENGTH {
                let length = value.len();
                let message =
                    format!("the value has {length} bytes; shorten it to at most {MAX_LENGTH}");
                diagnostics.push(Diagnostic::warning(*span, message));
            }
        }
        if let (Some(message), Some(solution)) = (&code.message, &code.solution)
            && message.value == solution.value
            && code.note.is_none()
        {
            let text = format!(
                "the solution of {} repeats its message; reword it, or say more in a `note`",
                quoted(&key.value)
            );
            diagnostics.push(
                Diagnostic::warning(solution.span, text).with_related(message.span, "the message"),
            );
        }
    }
}

/// A character reference of XML or HTML, which the writer would escape again.
fn entity(value: &str) -> Option<String> {
    const NAMES: [&str; 6] = ["amp", "lt", "gt", "quot", "apos", "nbsp"];
    let names = value.split('&').skip(1).filter_map(|rest| Some(rest.split_once(';')?.0));
    let is_number = |name: &str| name.strip_prefix('#').is_some_and(|it| !it.contains(' '));
    let mut entities = names.filter(|name| NAMES.contains(name) || is_number(name));
    entities.next().map(|name| format!("&{name};"))
}
