//! Names in Rust: of the enum, of its variants and of the constants for elements.

use heck::ToShoutySnakeCase;

/// What keeps a word from being an UpperCamelCase name in Rust.
pub(crate) fn identifier_error(word: &str) -> Option<&'static str> {
    if word == "Self" {
        Some("is a Rust keyword")
    } else if word == "ALL" {
        Some("is reserved for the list of all codes")
    } else if word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        None
    } else {
        Some("is not in UpperCamelCase (letters and digits, starting with a capital letter)")
    }
}

/// The words of a code, each with a capital.
pub(crate) fn suggested_name(code: &str) -> Option<String> {
    let words = code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    identifier_error(&name).is_none().then_some(name)
}

/// The constant of an element, such as `REQUEST_ID`.
pub(crate) fn constant(element: &str) -> String {
    element.to_shouty_snake_case()
}
