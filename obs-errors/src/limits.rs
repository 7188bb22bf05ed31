//! Limits on how much of a body is read. Errors that services send stay far below them; a body
//! that exceeds them is an attack, or not an error at all.

/// The largest body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// The most whitespace before an error document that is skipped, in bytes: before its XML
/// declaration and after it, together. A service sends it to keep a connection open until it
/// knows the result. It does not count towards [`MAX_BODY_BYTES`].
pub const MAX_PADDING_BYTES: usize = 16 << 20;

/// The number of bytes that are kept of a body that could not be read.
pub const EXCERPT_BYTES: usize = 1 << 10;

/// The longest message or id that is sent in a header, in bytes. Clients and proxies refuse
/// long headers, and the body has the value anyway.
pub const MAX_HEADER_BYTES: usize = 1 << 10;

/// The longest line that an error is formatted as with `{}`, in bytes.
pub const MAX_LINE_BYTES: usize = 1 << 10;

/// The longest line that an error is formatted as with `{:#}`, in bytes.
pub const MAX_LONG_LINE_BYTES: usize = 16 << 10;

/// The maximum number of fields of an error.
pub const MAX_FIELDS: usize = 64;

/// The maximum number of elements that may be open at once, including the root.
pub const MAX_DEPTH: usize = 16;
