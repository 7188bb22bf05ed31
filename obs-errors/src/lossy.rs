//! Bodies that may not be UTF-8.

use std::borrow::Cow;

use crate::limits::MAX_BODY_BYTES;

/// Decodes UTF-8, with U+FFFD in place of what is not. That is longer than what it replaces, so
/// the result has its own limit.
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let replacement = if chunk.invalid().is_empty() { "" } else { "\u{FFFD}" };
        if text.len() + chunk.valid().len() + replacement.len() > MAX_BODY_BYTES {
            break;
        }
        text.push_str(chunk.valid());
        text.push_str(replacement);
    }
    Cow::Owned(text)
}
