//! A random number for clients that have no source of them.

use std::hash::{BuildHasher, RandomState};

/// Returns a random number, at least 0 and less than 1, for
/// [`RetryPolicy::decide`](crate::RetryPolicy::decide), if your program has no random number generator
/// at hand.
///
/// It is derived from the random state of [`std::collections::HashMap`], and is not suitable for
/// cryptography. On `wasm32-unknown-unknown`, every program gets the same sequence: use the random
/// numbers of the host there.
#[must_use]
pub fn random_jitter() -> f64 {
    // The precision of an `f64` in 0..1.
    const BITS: u32 = f64::MANTISSA_DIGITS;
    let bits = RandomState::new().hash_one(0_u8) >> (u64::BITS - BITS);
    #[expect(clippy::cast_precision_loss, reason = "an f64 has this many bits")]
    let (number, end) = (bits as f64, (1_u64 << BITS) as f64);
    number / end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread() {
        let numbers: Vec<f64> = (0..4000).map(|_| random_jitter()).collect();
        assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
        for tenth in 0..10_u8 {
            let start = f64::from(tenth) / 10.0;
            let count = numbers.iter().filter(|it| (start..start + 0.1).contains(*it)).count();
            assert!((280..=520).contains(&count), "{count} of 4000 from {start}");
        }
    }
}
