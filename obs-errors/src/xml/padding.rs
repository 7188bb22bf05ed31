//! Padding, which may precede a document.

/// What may come before everything else.
pub(super) const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A body without the byte order marks and the whitespace that it begins with: a service
/// that keeps a connection open sends as much whitespace as it takes.
pub(crate) fn without_padding(mut body: &[u8]) -> &[u8] {
    loop {
        body = body.trim_ascii_start();
        match body.strip_prefix(BYTE_ORDER_MARK.as_bytes()) {
            Some(rest) => body = rest,
            None => return body,
        }
    }
}
