//! Lines to paragraphs.

/// A paragraph, with the lines that it was written on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) lines: Vec<Line>,
}

/// A line without whitespace at its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from one.
    pub(super) number: usize,
    pub(super) text: String,
}

impl Paragraph {
    /// The text, with its line feeds.
    pub(super) fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }
}

/// Splits lines at empty ones. A list item continues the item before it, or a paragraph that ends in
/// a colon.
pub(super) fn paragraphs<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let (mut is_open, mut is_in_list) = (false, false);
    for (number, line) in lines {
        let line = line.trim();
        if line.is_empty() {
            is_open = false;
            continue;
        }
        let item = list_item(line);
        let text = item.unwrap_or(line).to_owned();
        let last = paragraphs.last_mut().filter(|last| match item {
            Some(_) => {
                is_in_list
                    || last.lines.last().is_some_and(|last| last.text.ends_with([':', '\u{FF1A}']))
            }
            None => is_open,
        });
        is_in_list = item.is_some() || (is_in_list && is_open);
        let line = Line { number, text };
        match last {
            Some(last) => last.lines.push(line),
            None => paragraphs.push(Paragraph { lines: vec![line] }),
        }
        is_open = true;
    }
    paragraphs
}

/// The text of a list item, without its bullet or number.
fn list_item(line: &str) -> Option<&str> {
    const BULLETS: [char; 10] = [
        '\u{2022}', '\u{25CF}', '\u{B7}', '\u{25E6}', '\u{25AA}', '\u{25CB}', '\u{25A0}', '*', '-',
        '+',
    ];
    let bullet = line
        .strip_prefix(BULLETS)
        .filter(|rest| rest.starts_with(char::is_whitespace) || !line.starts_with(['*', '-', '+']));
    let number = || {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix(['.', ')'])?;
        (line.len() - rest.len() <= 3 && rest.starts_with(' ') && rest.len() < line.len() - 1)
            .then_some(rest)
    };
    bullet.or_else(number).map(str::trim_start)
}
