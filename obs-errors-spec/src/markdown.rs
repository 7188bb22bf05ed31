//! Text of the table as Markdown shows it: word for word.

/// The text with every character escaped that Markdown could take for markup.
/// Line breaks stay; an empty line still parts two paragraphs.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut at_line_start = true;
    for c in text.chars() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            '#' | '+' | '-' | '=' | ':' => at_line_start,
            '.' | ')' => escaped.rsplit('\n').next().is_some_and(is_list_number),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        at_line_start = c == '\n' || (at_line_start && c == ' ');
    }
    escaped
}

/// Whether a dot after this would begin a numbered list.
fn is_list_number(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text as inline code, in a table too; it may hold anything but a line break.
#[must_use]
pub fn code_span(text: &str) -> String {
    if text.contains(['`', '|']) {
        return format!("<code>{}</code>", escaped(text));
    }
    format!("`{text}`")
}
