//! Padding, which may precede a document.

use obs_errors_core::chars::is_whitespace;

use crate::limits::MAX_PADDING_BYTES;

/// The byte order mark, which may precede a document.
pub(super) const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A body without the byte order marks and the whitespace that it begins with: a service sends
/// whitespace to keep a connection open, possibly after the XML declaration, which is then skipped,
/// too. A body with more padding than the limit is returned unchanged.
pub(crate) fn without_padding(body: &[u8]) -> &[u8] {
    let Some(document) = trimmed(body, MAX_PADDING_BYTES) else { return body };
    let left = MAX_PADDING_BYTES - (body.len() - document.len());
    let Some(content) = after_declaration(document) else { return document };
    match trimmed(content, left) {
        Some(root) if content.len() - root.len() >= LONG => root,
        _ => document,
    }
}

/// The minimum length of whitespace after a declaration that counts as padding, in bytes.
const LONG: usize = 64;

/// The body without padding; `None` if there is more than the limit.
fn trimmed(body: &[u8], limit: usize) -> Option<&[u8]> {
    let start = &body[..body.len().min(limit + 1)];
    let mut rest = start;
    loop {
        rest = &rest[rest.iter().take_while(|byte| is_whitespace(**byte)).count()..];
        match rest.strip_prefix(BYTE_ORDER_MARK.as_bytes()) {
            Some(after) => rest = after,
            None => break,
        }
    }
    let length = start.len() - rest.len();
    (length <= limit).then(|| &body[length..])
}

/// What follows the XML declaration, if the body begins with one.
fn after_declaration(body: &[u8]) -> Option<&[u8]> {
    const MAX_LENGTH: usize = 256;
    let start = &body[..body.len().min(MAX_LENGTH)];
    let end = start.windows(2).position(|two| two == b"?>")?;
    start.starts_with(b"<?xml").then(|| &body[end + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_skipped_up_to_the_limit() {
        const DECLARATION: &str = "<?xml version=\"1.0\"?>";
        let root = "<Error/>";
        let is =
            |body: &str, expected: &str| without_padding(body.as_bytes()) == expected.as_bytes();
        for length in [0, 1, LONG, 2 << 20, MAX_PADDING_BYTES - 1, MAX_PADDING_BYTES] {
            let padding = " ".repeat(length);
            let before = format!("{padding}{root}");
            assert!(is(&before, root), "{length}");
            let after = format!("{DECLARATION}{padding}{root}");
            let expected = if length < LONG { &after } else { root };
            assert!(is(&after, expected), "{length}");
            let half = " ".repeat(length / 2);
            let both = format!("{half}{DECLARATION}{half}{root}");
            let expected = if half.len() < LONG { &both[half.len()..] } else { root };
            assert!(is(&both, expected), "{length}");
        }
        let padding = " ".repeat(MAX_PADDING_BYTES + 1);
        let before = format!("{padding}{root}");
        assert!(is(&before, &before));
        let after = format!("{DECLARATION}{padding}{root}");
        assert!(is(&after, &after));
    }
}
