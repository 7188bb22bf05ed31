//! Limits on what is read of a body. No error of a service comes near them; a body that
//! does is an attack, or not an error at all.

/// The largest body, in bytes.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// How much of a body that could not be understood is kept, in bytes.
pub const EXCERPT_BYTES: usize = 1 << 10;

/// The longest message or id that is sent in a header, in bytes. Clients and proxies refuse
/// long headers, and the body has the value anyway.
pub const MAX_HEADER_BYTES: usize = 1 << 10;

/// How many fields an error may have.
pub const MAX_FIELDS: usize = 64;

/// How many elements may be open at once, the root included.
pub const MAX_DEPTH: usize = 16;
