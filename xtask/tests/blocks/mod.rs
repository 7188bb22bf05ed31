//! The fenced blocks of a Markdown document.

/// The blocks in this language, without the line end of their last line.
pub(crate) fn blocks<'a>(document: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("\n```{language}\n");
    let after = document.split(start.as_str()).skip(1);
    after.map(|rest| rest.split_once("\n```").expect("a block that ends").0).collect()
}
