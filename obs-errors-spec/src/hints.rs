//! What an error of the YAML parser means in a table, and what to do about it.

use crate::diagnostic::{Diagnostic, Span, quoted};
use crate::file_kind::FileKind;
use crate::prose::named;

/// The longest message that is shown: the parser quotes what it found, however long.
const MAX_MESSAGE_LENGTH: usize = 160;

/// Explains an error of the parser at a span, and what to do about it. The parser stops where
/// it cannot go on, which is often a line after the error.
pub(crate) fn explain(source: &str, message: &str, span: Span, kind: &FileKind) -> Diagnostic {
    if let Some((span, whitespace)) = invalid_indentation(source, span.start) {
        let message = match whitespace {
            '\t' => "tabs are not allowed for indentation; use spaces".to_owned(),
            other => {
                format!("U+{:04X} is not allowed for indentation; use spaces", u32::from(other))
            }
        };
        return Diagnostic::new(span, message);
    }
    if source[span.start..].starts_with('\0') {
        return Diagnostic::new(
            span,
            "NUL character; save the file as UTF-8, without NUL characters",
        );
    }
    if let Some(diagnostic) = full_width_colon(source, span.start) {
        return diagnostic;
    }
    let is_block = message.contains("mapping values") || message.contains("block mapping");
    let known = merge_conflict(source, span.start)
        .or_else(|| slash_comment(source, span.start))
        .or_else(|| is_block.then(|| unindented(source, span.start, kind)).flatten())
        .or_else(|| {
            missing_colon(source, span.start).filter(|_| message.contains("mapping values"))
        })
        .or_else(|| missing_space(source, span.start).filter(|_| message.contains("expected ':'")));
    if let Some(diagnostic) = known {
        return diagnostic;
    }
    let line = source[..span.start].rsplit(['\n', '\r']).next().unwrap_or_default();
    let message: String = message.chars().take(MAX_MESSAGE_LENGTH).collect();
    let hint = if message.contains("after single-quoted scalar") {
        "write an apostrophe in single quotes as `''`, or use double quotes"
    } else if message.contains("after double-quoted scalar") {
        "write a quote in double quotes as `\\\"`, or use single quotes"
    } else if message.contains("multiline quoted scalar") {
        "close the quote that is open above"
    } else if message.contains("escape") {
        "write a backslash in double quotes as `\\\\`, or use single quotes"
    } else if message.contains("illegal placement") {
        "close the `[`, `{` or quote that is open above"
    } else if message.contains("',' or") {
        "add the missing comma, or quote a value that contains `: `"
    } else if line.contains(": ") {
        "quote a value that contains `: `, begins with a special character or continues after a closing quote"
    } else {
        "check the colon and the indentation on this line and on the lines above"
    };
    Diagnostic::new(span, format!("invalid YAML: {message}; {hint}"))
}

/// The lines up to the one of an offset, from the last to the first: the offset where each begins,
/// the width of its indentation, and its text without that.
fn lines_up_to(source: &str, at: usize) -> impl Iterator<Item = (usize, usize, &str)> {
    let end = source[at..].find('\n').map_or(source.len(), |end| at + end);
    let mut start = end;
    source[..end].split('\n').rev().map(move |line| {
        let begin = start - line.len();
        start = begin.saturating_sub(1);
        let text = line.trim_start_matches(' ');
        (begin, line.len() - text.len(), text.trim_end())
    })
}

fn merge_conflict(source: &str, at: usize) -> Option<Diagnostic> {
    const MARKS: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];
    let (begin, _, _) = lines_up_to(source, at)
        .take(2)
        .find(|(_, indent, text)| *indent == 0 && MARKS.iter().any(|it| text.starts_with(it)))?;
    let span = Span { start: begin, end: begin + MARKS[0].len() };
    Some(Diagnostic::new(
        span,
        "unresolved merge conflict; resolve it and remove the conflict markers",
    ))
}

/// A key at the start of its line that is not one of the file as a whole.
fn unindented(source: &str, at: usize, kind: &FileKind) -> Option<Diagnostic> {
    let (begin, _, text) =
        lines_up_to(source, at).find(|(_, indent, text)| *indent == 0 && is_content(text))?;
    let key = text.split(':').next().unwrap_or_default();
    if key.len() == text.len() || (kind.is_key)(key) {
        return None;
    }
    let span = Span { start: begin, end: begin + key.len() };
    Some(Diagnostic::new(span, not_indented(key, kind)))
}

/// The message for a key, probably a code, that is not indented like the sections.
pub(crate) fn not_indented(key: &str, kind: &FileKind) -> String {
    let FileKind { items, section, .. } = kind;
    format!("{} is not indented: {items} are indented by two spaces under `{section}`", quoted(key))
}

/// A line without a colon before one with a key: the parser reads both as one string.
fn missing_colon(source: &str, at: usize) -> Option<Diagnostic> {
    let mut lines = lines_up_to(source, at);
    let (_, indent, _) = lines.next()?;
    let (begin, own_indent, text) = lines.find(|(_, _, text)| is_content(text))?;
    if own_indent != indent || text.contains(": ") || text.ends_with(':') {
        return None;
    }
    let start = begin + own_indent;
    let span = Span { start, end: start + text.len() };
    let key = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let value = text[key.len()..].trim_start_matches([' ', ':', '=', '\u{FF1A}']);
    let example =
        if key.is_empty() || value.is_empty() { "key: value" } else { &format!("{key}: {value}") };
    Some(Diagnostic::new(span, format!("missing `: ` on this line; write {}", quoted(example))))
}

/// A full-width colon after a key, as input methods for Chinese and Japanese type it.
fn full_width_colon(source: &str, at: usize) -> Option<Diagnostic> {
    const COLON: char = '\u{FF1A}';
    let key = |text: &str| text.find(|c| !is_in_key(c));
    let start = lines_up_to(source, at).take(3).find_map(|(begin, indent, text)| {
        let end = key(text).filter(|end| *end > 0 && text[*end..].starts_with(COLON))?;
        Some(begin + indent + end)
    })?;
    let span = Span { start, end: start + COLON.len_utf8() };
    Some(Diagnostic::new(span, format!("expected `:`, found {}", named(COLON))))
}

/// A comment that begins with `//`, as in other languages.
fn slash_comment(source: &str, at: usize) -> Option<Diagnostic> {
    let mut lines = lines_up_to(source, at).take(2);
    let (begin, indent, _) = lines.find(|(_, _, text)| text.starts_with("//"))?;
    let start = begin + indent;
    let span = Span { start, end: start + "//".len() };
    Some(Diagnostic::new(span, "expected a comment to begin with `#`, found `//`"))
}

/// A line on which no space follows the colon of a key.
fn missing_space(source: &str, at: usize) -> Option<Diagnostic> {
    let (begin, indent, text) = lines_up_to(source, at).next()?;
    let start = begin + indent;
    let (key, value) = text.split_once(':')?;
    let c = value.chars().next()?;
    if key.is_empty() || !key.chars().all(is_in_key) || c == ' ' {
        return None;
    }
    let at = start + key.len() + 1;
    let span = Span { start: at, end: at + c.len_utf8() };
    let found = if c.is_whitespace() { format!(", found {}", named(c)) } else { String::new() };
    let line = quoted(&format!("{key}: {}", value.trim_start()));
    Some(Diagnostic::new(span, format!("expected a space after the colon{found}; write {line}")))
}

fn is_in_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.".contains(c)
}

fn is_content(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('#')
}

/// Whitespace near an offset that YAML does not allow for indentation.
fn invalid_indentation(source: &str, at: usize) -> Option<(Span, char)> {
    let first = source[..at].rmatch_indices('\n').nth(1).map_or(0, |(newline, _)| newline + 1);
    let mut start = first;
    for line in source[first..].split_inclusive('\n').take(3) {
        let rest = line.trim_start_matches(' ');
        let odd = rest.chars().next().filter(|c| *c == '\t' || c.is_whitespace() && !c.is_ascii());
        if let Some(whitespace) = odd {
            let start = start + line.len() - rest.len();
            return Some((Span { start, end: start + whitespace.len_utf8() }, whitespace));
        }
        start += line.len();
    }
    None
}
