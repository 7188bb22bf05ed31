//! Limits on what is read from a body and what is sent in a header. Errors that services send stay
//! far below them; a body that exceeds them is an attack, or not an error at all.

/// The largest body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// The maximum size of the whitespace that is skipped before an error document, in bytes: before
/// and after its XML declaration, taken together. A service sends it to keep a connection open
/// until the result is known. It does not count towards [`MAX_BODY_BYTES`] if the body is in memory;
/// `BodyBuffer` and `read_response` receive no more than that in total.
pub const MAX_PADDING_BYTES: usize = 16 << 20;

/// The maximum size of the excerpt of a body that could not be read completely, in bytes.
pub const EXCERPT_BYTES: usize = 1 << 10;

/// The maximum length of a value in a header, in bytes. Clients and proxies reject long headers,
/// and the body has every value except the location and the indicator anyway.
pub const MAX_HEADER_BYTES: usize = 1 << 10;

/// The maximum length of the line that `{}` formats an error as, in bytes.
pub const MAX_LINE_BYTES: usize = 1 << 10;

/// The maximum length of the line that `{:#}` formats an error as, in bytes.
pub const MAX_LONG_LINE_BYTES: usize = 16 << 10;

/// The maximum number of fields that are read from a body. Headers can add the code, the message
/// and the ids.
pub const MAX_FIELDS: usize = 64;

/// The maximum number of elements that may be open at once, including the root.
pub const MAX_DEPTH: usize = 16;
