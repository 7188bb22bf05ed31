//! How much of a body is read: no error of a service comes near these, and a
//! body that does is an attack or no error at all.

/// The largest body, in bytes.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// How much is kept of a body that could not be understood, in bytes.
pub const EXCERPT_BYTES: usize = 1 << 10;

/// The longest message or id that is sent in a header, in bytes: clients and proxies
/// refuse long headers, and the body has the value anyway.
pub const MAX_HEADER_BYTES: usize = 1 << 10;

/// How many children an error may have.
pub const MAX_FIELDS: usize = 64;

/// How many elements may be open at once, the root included.
pub const MAX_DEPTH: usize = 16;
