//! Names on the wire, and in Rust: of the enum, of its variants and of the constants for
//! elements.

use obs_errors_core::chars::WHITESPACE;

use crate::case;
use crate::keys::RESERVED_NAMES;
use crate::prose::named;

/// Why a string is not a valid wire code; `None` if it is one.
pub(crate) fn wire_code_error(value: &str) -> Option<String> {
    if value.trim_matches(WHITESPACE) != value {
        Some("has leading or trailing whitespace; remove it".to_owned())
    } else if let Some(c) = value.chars().find(|c| !matches!(c, ' '..='~')) {
        let c = named(c);
        Some(format!("contains {c}; codes must be printable ASCII, since they are sent in headers"))
    } else if value.ends_with(':') {
        Some("ends with a colon, so the line has one colon too many; remove it".to_owned())
    } else {
        None
    }
}

/// A status, or the name of a class of statuses, given by its first digit.
pub(crate) fn status_or_class(value: u16) -> String {
    if value < 10 { format!("{value}xx") } else { value.to_string() }
}

/// Why a word is not a valid UpperCamelCase name in Rust; `None` if it is one.
pub(crate) fn identifier_error(word: &str) -> Option<&'static str> {
    if let Some((_, error)) = RESERVED_NAMES.iter().find(|(name, _)| *name == word) {
        Some(error)
    } else if word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        None
    } else {
        Some("is not in UpperCamelCase (letters and digits, starting with a capital letter)")
    }
}

/// A Rust name made of the words of a code, each capitalized; `None` if that is not a valid name.
pub(crate) fn suggested_name(code: &str) -> Option<String> {
    let words = code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    identifier_error(&name).is_none().then_some(name)
}

/// The constant of an element, such as `REQUEST_ID`.
pub(crate) fn constant(element: &str) -> String {
    case::screaming(element)
}
