//! The characters that XML 1.0 allows, in text and in names.
//!
//! Source: Extensible Markup Language 1.0, fifth edition, productions 2, 4 and
//! 4a; names without the colon, as Namespaces in XML has them.

/// Whether XML allows a character, as itself or as a reference.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether a string is the name of an element, without a prefix.
pub(crate) fn is_name(name: &str) -> bool {
    if ascii_name(name.as_bytes()) == name.len() {
        return !name.is_empty();
    }
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// Whether a string is a name, with or without a prefix.
pub(super) fn is_qualified_name(name: &str) -> bool {
    name.split_once(':').map_or(is_name(name), |(prefix, local)| is_name(prefix) && is_name(local))
}

/// Whether a string can be between `&` and `;`.
pub(super) fn is_reference(text: &str) -> bool {
    is_name(text) || character(text).is_some()
}

/// The character of a numeric reference, such as `#39` or `#x27`.
pub(super) fn character(reference: &str) -> Option<char> {
    let digits = reference.strip_prefix('#')?;
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |hex| (hex, 16));
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    let number = u32::from_str_radix(digits, radix).ok().filter(|_| is_number)?;
    char::from_u32(number).filter(|c| is_allowed(*c))
}

pub(super) fn is_name_start(c: char) -> bool {
    matches!(
        c,
        'A'..='Z'
            | '_'
            | 'a'..='z'
            | '\u{C0}'..='\u{D6}'
            | '\u{D8}'..='\u{F6}'
            | '\u{F8}'..='\u{2FF}'
            | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}'
            | '\u{200C}'..='\u{200D}'
            | '\u{2070}'..='\u{218F}'
            | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}'
            | '\u{F900}'..='\u{FDCF}'
            | '\u{FDF0}'..='\u{FFFD}'
            | '\u{10000}'..='\u{EFFFF}'
    )
}

pub(super) fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(
            c,
            '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}'
        )
}

/// The bytes that need a closer look, besides `<`, `>` and those below a space: `&`, which
/// begins references, and the first byte of U+FFFE and U+FFFF.
pub(crate) const SPECIAL: [u8; 2] = *b"&\xEF";

/// How many bytes at the start are neither below a space, nor `<` or `>`, nor among the
/// others: eight at a time.
#[inline]
pub(super) fn plain<const N: usize>(bytes: &[u8], others: [u8; N]) -> usize {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = ONES << 7;
    // The lowest high bit that is set is in the first byte that is less than the
    // number; a byte that is zero is less than one.
    let less = |word: u64, than: u8| word.wrapping_sub(ONES * u64::from(than)) & !word & HIGH;
    let mut at = 0;
    while let Some(word) = bytes[at..].first_chunk() {
        let word = u64::from_le_bytes(*word);
        let is = |word: u64, byte: u8| less(word ^ (ONES * u64::from(byte)), 1);
        // `<` and `>` differ in only one bit.
        let special = less(word, b' ') | is(word | (ONES * u64::from(b'<' ^ b'>')), b'>');
        let found = others.into_iter().fold(special, |found, byte| found | is(word, byte));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let is_plain =
        |byte: &&u8| **byte >= b' ' && !matches!(byte, b'<' | b'>') && !others.contains(byte);
    at + bytes[at..].iter().take_while(is_plain).count()
}

/// The same for longer strings: sixteen bytes at a time, which the compiler turns into one
/// vector, and then as `plain` does.
#[inline]
pub(crate) fn long_plain<const N: usize>(bytes: &[u8], others: [u8; N]) -> usize {
    let is_found = |byte: u8| {
        let special = u8::from(byte < b' ') | u8::from(byte | (b'<' ^ b'>') == b'>');
        others.iter().fold(special, |found, other| found | u8::from(byte == *other))
    };
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk::<16>() {
        if chunk.iter().fold(0, |found, byte| found | is_found(*byte)) != 0 {
            break;
        }
        at += chunk.len();
    }
    at + plain(&bytes[at..], others)
}

/// How many bytes at the start are a name in ASCII, without a colon.
#[inline]
pub(super) fn ascii_name(bytes: &[u8]) -> usize {
    let is_start = |first: &u8| first.is_ascii_alphabetic() || *first == b'_';
    if !bytes.first().is_some_and(is_start) {
        return 0;
    }
    bytes.iter().take_while(|byte| IS_IN_NAME[usize::from(**byte)]).count()
}

/// For each byte, whether it is a letter, a digit or one of `_`, `-` and `.`.
static IS_IN_NAME: [bool; 256] = {
    let mut is_in_name = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        is_in_name[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        byte += 1;
    }
    is_in_name
};
