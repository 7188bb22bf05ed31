//! The ids of requests.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use ::http::HeaderValue;

use crate::clock;

/// The id of a request, which identifies it in responses and logs.
///
/// [`ErrorDocumentLayer`](super::ErrorDocumentLayer) adds one to the extensions of every request, so
/// handlers and middleware find it there, and sends it with every response.
///
/// ```
/// use http::Request;
/// use obs_errors::layer::RequestId;
///
/// fn log<B>(request: &Request<B>) {
///     if let Some(id) = request.extensions().get::<RequestId>() {
///         println!("{id}: {} {}", request.method(), request.uri());
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The maximum length of an id.
    pub const MAX_BYTES: usize = 128;

    /// Returns an id that is visible ASCII, of 1 to [`MAX_BYTES`](Self::MAX_BYTES) bytes; `None` if the
    /// string is anything else. So an id that a client sent cannot break a log or a document.
    #[must_use]
    pub fn new(id: &str) -> Option<Self> {
        let is_valid = (1..=Self::MAX_BYTES).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_graphic());
        is_valid.then(|| HeaderValue::from_str(id).ok())?.map(Self)
    }

    /// Returns a new id, in the form of the service's own: 32 hexadecimal digits in upper case, of
    /// which the first 16 are the time in milliseconds since 1970.
    ///
    /// The others are the next number of a sequence that starts at a random value and has no
    /// repetitions in this process. They are no secret. On a platform without a clock, such as
    /// `wasm32-unknown-unknown`, the time is zero, and every program has the same sequence.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "it cannot panic")]
    pub fn generate() -> Self {
        static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u8));
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let since = clock::now().and_then(|now| now.duration_since(UNIX_EPOCH).ok());
        #[expect(clippy::cast_possible_truncation, reason = "enough for 500 million years")]
        let milliseconds = since.unwrap_or_default().as_millis() as u64;
        let (time, number) = (digits(milliseconds), digits(mix(SEED.wrapping_add(count))));
        let id = HeaderValue::from_bytes([time, number].as_flattened());
        Self(id.expect("hexadecimal digits are valid in a header"))
    }

    /// Returns the id as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    pub(super) fn to_header_value(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The hexadecimal digits of a number. Formatting it would take most of the time of a new id.
fn digits(number: u64) -> [u8; 16] {
    std::array::from_fn(|index| {
        let digit = (number >> (60 - 4 * index)) & 0xF;
        b"0123456789ABCDEF"[digit as usize]
    })
}

/// Mixes the bits of a number, each in a different way: the last step of `SplitMix64`. Different
/// numbers have different results.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn ids_are_unique_and_begin_with_the_time() {
        let threads = (0..4).map(|_| {
            std::thread::spawn(|| (0..10_000).map(|_| RequestId::generate()).collect::<Vec<_>>())
        });
        let threads: Vec<_> = threads.collect();
        let ids: Vec<RequestId> =
            threads.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_millis();
        for id in &ids {
            let id = id.as_str();
            assert_eq!(id.len(), 32);
            assert!(id.bytes().all(|it| matches!(it, b'0'..=b'9' | b'A'..=b'F')), "{id}");
            let time = u128::from_str_radix(&id[..16], 16).expect("a number");
            assert!((now - 60_000..=now).contains(&time), "{id}");
        }
        let distinct: HashSet<&str> = ids.iter().map(|id| &id.as_str()[16..]).collect();
        assert_eq!(distinct.len(), ids.len());
    }

    #[test]
    fn only_short_visible_ascii_is_an_id() {
        for id in ["0", "a-b_c.d/e=", &"x".repeat(RequestId::MAX_BYTES)] {
            assert_eq!(RequestId::new(id).as_ref().map(RequestId::as_str), Some(id));
        }
        for id in ["", " ", "a b", "a\n", "a\t", "键", &"x".repeat(RequestId::MAX_BYTES + 1)] {
            assert_eq!(RequestId::new(id), None, "{id:?}");
        }
    }
}
