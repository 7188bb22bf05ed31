//! The text of a cell, without the markup of Markdown and reStructuredText.

use pulldown_cmark::{Event, Parser};

use super::grid::{Cell, Grid, GridRow};
use super::paragraphs::{Paragraph, paragraphs};

/// A row with the lines of its cells.
pub(super) struct OpenRow<S> {
    pub(super) line: usize,
    pub(super) cells: Vec<Vec<(usize, S)>>,
}

/// The rows with the paragraphs of their cells.
pub(super) fn grid<S: AsRef<str>>(rows: Vec<OpenRow<S>>) -> Grid {
    let rows = rows.into_iter().map(|OpenRow { line, cells }| {
        let paragraphs = |cell: &Vec<(usize, S)>| {
            self::cell(cell.iter().map(|(line, text)| (*line, text.as_ref())))
        };
        GridRow { line, cells: cells.iter().map(paragraphs).collect() }
    });
    rows.collect()
}

/// The lines of a cell to its paragraphs.
pub(super) fn cell<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Cell {
    let paragraphs = paragraphs(lines).into_iter().map(|paragraph| Paragraph::text(&paragraph));
    let is_directive = |text: &String| text.starts_with(".. ") && text.ends_with("::");
    let paragraphs = paragraphs.filter(|text| !is_directive(text));
    // In reStructuredText, a space after a backslash is not shown.
    let plain = paragraphs.map(|text| without_links(&text).replace("\\ ", ""));
    plain.flat_map(|text| without_markup(&text)).collect()
}

/// The text with the text of its links in place of them, as reStructuredText writes them:
/// `` `text <target>`__ `` and ``:ref:`text <target>` ``.
fn without_links(text: &str) -> String {
    let mut parts = text.split('`').peekable();
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        let shown = part.strip_suffix('>').and_then(|part| part.rsplit_once('<'));
        let shown = shown.map(|(shown, _)| shown).filter(|shown| shown.ends_with([' ', '\n']));
        let after = parts.peek().copied().unwrap_or_default();
        let role = plain.strip_suffix(':').and_then(|rest| rest.rfind(':'));
        match shown.filter(|_| after.starts_with('_') || role.is_some()) {
            Some(shown) => {
                plain.truncate(role.unwrap_or(plain.len()));
                plain.extend([shown.trim_end(), after.trim_start_matches('_')]);
                parts.next();
            }
            None => plain.extend(["`", part]),
        }
    }
    plain
}

/// The paragraphs of a string in Markdown.
fn without_markup(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for event in Parser::new(text.trim()) {
        let last = paragraphs.len() - 1;
        match event {
            Event::Text(text) | Event::Code(text) => paragraphs[last] += &text,
            Event::InlineHtml(tag) | Event::Html(tag) => match name(&tag) {
                Some("br" | "p" | "li" | "div") => paragraphs.push(String::new()),
                Some(_) => {}
                // A variable, as in `<bucket>`.
                None => paragraphs[last] += &tag,
            },
            Event::SoftBreak | Event::HardBreak => paragraphs[last].push('\n'),
            _ => {}
        }
    }
    paragraphs
}

/// The name of a tag of HTML.
fn name(tag: &str) -> Option<&str> {
    const NAMES: [&str; 20] = [
        "a", "b", "br", "code", "div", "em", "i", "kbd", "li", "ol", "p", "pre", "s", "span",
        "strong", "sub", "sup", "u", "ul", "wbr",
    ];
    let inner = tag.trim().trim_start_matches(['<', '/']).trim_end_matches(['>', '/']);
    let own = inner.split([' ', '/']).next().unwrap_or_default();
    NAMES.into_iter().find(|name| own.eq_ignore_ascii_case(name))
}
