//! The start of a body, as it arrives.

use crate::limits::MAX_BODY_BYTES;

/// A buffer for the body of a failed response, which keeps no more than an error document needs.
///
/// A body may come from a proxy in place of the service, so it may be of any length, and it may end
/// early. Push its parts as they arrive, stop when [`wants_more`](Self::wants_more) returns `false`
/// or the body ends, and read the error from what has arrived.
///
/// ```
/// use obs_errors::{BodyBuffer, ObsError, ObsErrorCode};
///
/// // The parts of a truncated body.
/// let parts = ["<Error><Code>SlowDown</Code>", "<Message>Slow"];
///
/// let mut body = BodyBuffer::new();
/// for part in parts {
///     if !body.wants_more() {
///         break;
///     }
///     body.push(part.as_bytes());
/// }
/// let error = ObsError::from_parts(503, [("Retry-After", "2")], body.as_bytes());
/// assert_eq!(error.code(), Some(ObsErrorCode::SlowDown));
/// ```
#[derive(Clone, Debug)]
pub struct BodyBuffer {
    bytes: Vec<u8>,
    limit: usize,
}

impl BodyBuffer {
    /// Returns an empty buffer that keeps at most [`MAX_BODY_BYTES`]. It does not allocate until
    /// something is pushed.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_limit(MAX_BODY_BYTES)
    }

    /// Returns an empty buffer that keeps at most this number of bytes. If the limit is above
    /// [`MAX_BODY_BYTES`], the bytes beyond that are kept, but no error is read from them.
    #[must_use]
    pub const fn with_limit(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit }
    }

    /// Appends the next part of the body. What is beyond the limit is dropped.
    pub fn push(&mut self, part: &[u8]) {
        let length = part.len().min(self.limit - self.bytes.len());
        let needed = self.bytes.len() + length;
        if needed > self.bytes.capacity() {
            // Grows by doubling, as a `Vec` does, but never beyond the limit. The last step is a
            // larger one, so that little is in memory twice while it is moved.
            let doubled = needed.max(2 * self.bytes.capacity());
            let is_last = doubled > self.limit / 8 && self.limit <= MAX_BODY_BYTES;
            let capacity = if is_last { self.limit } else { doubled.min(self.limit) };
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
        self.bytes.extend_from_slice(&part[..length]);
    }

    /// Returns `true` until the limit is reached. After that, a caller can stop receiving and
    /// close the connection.
    #[must_use]
    pub fn wants_more(&self) -> bool {
        self.bytes.len() < self.limit
    }

    /// Returns what has arrived, up to the limit.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Default for BodyBuffer {
    /// Returns an empty buffer, like [`new`](Self::new).
    fn default() -> Self {
        Self::new()
    }
}

impl AsRef<[u8]> for BodyBuffer {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However a body is divided, its start is kept, in no more memory than the limit.
        #[test]
        fn the_start_is_kept(
            parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..20),
            limit in 0_usize..300,
        ) {
            let mut buffer = BodyBuffer::with_limit(limit);
            let mut wanted = Vec::new();
            for part in &parts {
                if buffer.wants_more() {
                    wanted.extend_from_slice(part);
                }
                buffer.push(part);
                prop_assert!(buffer.bytes.capacity() <= limit);
            }
            let whole = parts.concat();
            let start = &whole[..whole.len().min(limit)];
            prop_assert_eq!(buffer.as_bytes(), start);
            prop_assert_eq!(buffer.wants_more(), start.len() < limit);
            // A caller that stops when no more is wanted loses nothing.
            prop_assert_eq!(&wanted[..wanted.len().min(limit)], start);
        }
    }

    #[test]
    fn the_default_limit_is_max_body_bytes() {
        let mut buffer = BodyBuffer::default();
        while buffer.wants_more() {
            buffer.push(&[b' '; 1000]);
        }
        assert_eq!(buffer.as_bytes().len(), MAX_BODY_BYTES);
        assert!(buffer.bytes.capacity() <= MAX_BODY_BYTES);
    }
}
