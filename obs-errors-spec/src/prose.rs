//! The characters that the strings of a table may contain.

use obs_errors_core::chars::{is_bidirectional, is_invisible};

/// The start of a paragraph of a note that is not from the source.
pub const EDITORS_NOTE: &str = "Editor's note:";

/// Returns `true` if a string of the table must not contain this character: a control
/// character, a line break, or one that is invisible, changes the direction of text, or is not
/// allowed in XML. A note may nevertheless contain line feeds.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || is_invisible(c)
        || is_bidirectional(c)
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
}

/// A character for a message: itself, its number, and the ASCII letter that it looks like.
pub(crate) fn named(c: char) -> String {
    let number = u32::from(c);
    match lookalike(c) {
        _ if is_forbidden(c) => format!("U+{number:04X}"),
        Some(ascii) => format!("`{c}` (U+{number:04X}), which looks like `{ascii}` but is not"),
        None => format!("`{c}` (U+{number:04X})"),
    }
}

/// The ASCII character that a letter of another script, or a full-width form, looks like.
fn lookalike(c: char) -> Option<char> {
    // Cyrillic, then Greek, each with the Latin letters in the same order.
    const LETTERS: [(&str, &str); 2] = [
        ("АВЕКМНОРСТУХЅІЈаеорсухѕіјһԁԛԝ", "ABEKMHOPCTYXSIJaeopcyxsijhdqw"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυ", "ABEZHIKMNOPTYXovpu"),
    ];
    let full_width = || {
        let ascii = u32::from(c).checked_sub(0xFF01 - 0x21).and_then(char::from_u32);
        ascii.filter(|ascii| matches!(ascii, '!'..='~'))
    };
    let mut letters = LETTERS.iter().flat_map(|(others, latin)| others.chars().zip(latin.chars()));
    letters.find(|(other, _)| *other == c).map(|(_, latin)| latin).or_else(full_width)
}
