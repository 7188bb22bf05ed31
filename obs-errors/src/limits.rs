//! Limits on how much of a body is read. Errors that services send stay far below them; a body
//! that exceeds them is an attack, or not an error at all.

/// The largest body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// The number of bytes that are kept of a body that could not be read.
pub const EXCERPT_BYTES: usize = 1 << 10;

/// The longest message or id that is sent in a header, in bytes. Clients and proxies refuse
/// long headers, and the body has the value anyway.
pub const MAX_HEADER_BYTES: usize = 1 << 10;

/// The maximum number of fields of an error.
pub const MAX_FIELDS: usize = 64;

/// The maximum number of elements that may be open at once, including the root.
pub const MAX_DEPTH: usize = 16;
