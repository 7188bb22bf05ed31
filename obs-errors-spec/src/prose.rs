//! Which characters the strings of a table may have.

use obs_errors_core::chars::{is_bidirectional, is_invisible};

/// Returns `true` if a string of the table cannot have this character: it controls
/// something, breaks a line, is not seen, changes the direction of text, or cannot be in
/// an XML document. A note has line feeds all the same.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || is_invisible(c)
        || is_bidirectional(c)
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
}
