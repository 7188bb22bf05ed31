//! Escapes prose of the table, so that Markdown shows it unchanged.

/// Returns the text with every character escaped that Markdown could take for markup. Line
/// breaks are kept; an empty line still separates two paragraphs.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Whether only spaces, or only the digits of a list number, precede this character on its line.
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

/// Returns the text as inline code that is also valid in a table. The text may contain anything
/// but a line break.
#[must_use]
pub fn code_span(text: &str) -> String {
    if text.contains(['`', '|']) {
        return format!("<code>{}</code>", escaped(text));
    }
    format!("`{text}`")
}
