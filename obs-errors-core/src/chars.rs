//! Classes of characters: XML whitespace, invisible characters, and those that
//! change the direction of text.

use std::ops::RangeInclusive;

/// Whitespace as XML defines it (production 3), with which services pad values.
pub const WHITESPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Returns `true` if the byte is XML whitespace.
#[inline]
#[must_use]
pub const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Invisible characters that text copied from a page often contains: the no-break space, the
/// soft hyphen, the zero-width space, the word joiner and the byte order mark.
const INVISIBLE: [char; 5] = ['\u{A0}', '\u{AD}', '\u{200B}', '\u{2060}', '\u{FEFF}'];

/// The formatting characters of bidirectional text (Unicode Standard Annex 9): the
/// marks, then the embeddings and overrides, then the isolates.
const BIDIRECTIONAL: [RangeInclusive<char>; 4] = [
    '\u{061C}'..='\u{061C}',
    '\u{200E}'..='\u{200F}',
    '\u{202A}'..='\u{202E}',
    '\u{2066}'..='\u{2069}',
];

/// Returns `true` if the character is invisible, or looks like an ordinary space but is not
/// one.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    INVISIBLE.contains(&c)
}

/// Returns `true` if the character changes the direction of the text around it: a log line
/// that contains it may read backwards, and rustc rejects it in source code.
#[must_use]
pub fn is_bidirectional(c: char) -> bool {
    !c.is_ascii() && BIDIRECTIONAL.iter().any(|range| range.contains(&c))
}
