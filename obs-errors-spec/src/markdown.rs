//! Text of the table as Markdown shows it: word for word.

/// The text with every character escaped that Markdown could take for markup.
/// Line breaks stay; an empty line still parts two paragraphs.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // What is before this on its line: nothing, or the number of a list.
    let (mut is_start, mut is_number) = (true, false);
    for c in text.chars() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            '#' | '+' | '-' | '=' | ':' => is_start,
            '.' | ')' => is_number,
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        is_number = c.is_ascii_digit() && (is_start || is_number);
        is_start = c == '\n' || (c == ' ' && is_start);
    }
    escaped
}

/// The text as inline code, in a table too; it may hold anything but a line break.
#[must_use]
pub fn code_span(text: &str) -> String {
    if text.contains(['`', '|']) {
        return format!("<code>{}</code>", escaped(text));
    }
    format!("`{text}`")
}
