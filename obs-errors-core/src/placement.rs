//! Computes the data of a [`PerfectHash`](crate::PerfectHash): a slot for each string.
//!
//! Hash and displace: a part of the hash puts the strings into buckets, and for each bucket,
//! the largest first, a seed is found that moves its strings to free slots.

use std::collections::HashSet;

use crate::hash::{WORD, hash, take};

/// The minimum number of words that are hashed: the first, the last and one in the middle. A
/// code with a typo in the middle then gets another slot, and is rejected by its length, like
/// most other misses. If misses were rejected in two attempts, the branch would be mispredicted.
const MIN_WORDS: usize = 3;

/// How many salts are tried before one more word is hashed.
const SALTS_PER_ROUND: u64 = 8;

/// How many strings a bucket has on average, at most.
const PER_BUCKET: usize = 3;

/// The placement of strings in the slots of a hash.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The salt of the hash.
    pub salt: u64,
    /// The number of words of a string that are hashed: the fewest that tell all strings
    /// apart.
    pub words: usize,
    /// The seed of each bucket.
    pub seeds: Vec<u32>,
    /// The index of the string in each slot; `None` if the slot is free.
    pub slots: Vec<Option<usize>>,
}

/// Computes the placement of strings. There must be at least one, and no two may be the same.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "some salt always works")]
pub fn place(strings: &[&str]) -> Placement {
    let longest = strings.iter().map(|string| string.len()).max().unwrap_or_default();
    // With this many words no byte is skipped.
    let max_words = (longest / WORD + 1).max(MIN_WORDS);
    // If two strings have the same hash, or a bucket finds no slots, another salt may work.
    // Trying a few more salts costs less than hashing one more word.
    let salts = (0..).map(|round| round * SALTS_PER_ROUND..(round + 1) * SALTS_PER_ROUND);
    let mut attempts = salts.flat_map(|salts| {
        (MIN_WORDS..=max_words).flat_map(move |words| salts.clone().map(move |salt| (salt, words)))
    });
    attempts
        .find_map(|(salt, words)| with(salt, words, strings))
        .expect("there is always another salt")
}

fn with(salt: u64, words: usize, strings: &[&str]) -> Option<Placement> {
    let hashes: Vec<u64> =
        strings.iter().map(|string| hash(salt, words, string.as_bytes())).collect();
    if hashes.iter().collect::<HashSet<_>>().len() < hashes.len() {
        return None;
    }
    // A tenth more slots than strings, rounded up to a power of two: with fewer, the last buckets
    // may find no free ones.
    let count = (strings.len() + strings.len() / 10).next_power_of_two();
    let mut buckets: Vec<Vec<(usize, usize)>> = Vec::new();
    buckets.resize_with(strings.len().div_ceil(PER_BUCKET).next_power_of_two(), Vec::new);
    for (index, hash) in hashes.into_iter().enumerate() {
        let (bucket, hash) = take(hash, buckets.len());
        let (slot, _) = take(hash, count);
        buckets[bucket].push((index, slot));
    }
    let mut order: Vec<usize> = (0..buckets.len()).collect();
    order.sort_by_key(|bucket| std::cmp::Reverse(buckets[*bucket].len()));

    let mut seeds = vec![0; buckets.len()];
    let mut slots: Vec<Option<usize>> = vec![None; count];
    for bucket in order {
        let members = &buckets[bucket];
        let seed = (0..count).find(|seed| displace(members, *seed, &mut slots))?;
        seeds[bucket] = u32::try_from(seed).expect("there are fewer strings than bytes in a file");
    }
    Some(Placement { salt, words, seeds, slots })
}

/// Puts the members of a bucket into the slots that a seed moves them to; returns `false`,
/// and changes nothing, if one of the slots is taken.
fn displace(members: &[(usize, usize)], seed: usize, slots: &mut [Option<usize>]) -> bool {
    for (count, (index, slot)) in members.iter().enumerate() {
        if slots[slot ^ seed].is_some() {
            for (_, slot) in &members[..count] {
                slots[slot ^ seed] = None;
            }
            return false;
        }
        slots[slot ^ seed] = Some(*index);
    }
    true
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::place;

    fn assert_complete(strings: &[String]) {
        let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
        let slots = place(&strings).slots;
        assert!(slots.len().is_power_of_two() && slots.len() < 4 * strings.len(), "{strings:?}");
        let found: HashSet<usize> = slots.into_iter().flatten().collect();
        assert!((0..strings.len()).all(|index| found.contains(&index)), "{strings:?}");
    }

    /// The strings differ in a single character, at any position, or only in their length.
    #[test]
    fn every_string_has_a_slot() {
        let numbers = (0..10_000).map(|number| format!("Error{number}InTheMiddleOfAName"));
        let places = (0..200).map(|at| format!("{}-{}", "A".repeat(at), "A".repeat(199 - at)));
        let lengths = (0..100).map(|length| "B".repeat(length));
        let strings: Vec<String> = numbers.chain(places).chain(lengths).rev().collect();
        for count in [1, 2, 3, 100, strings.len()] {
            assert_complete(&strings[..count]);
        }
    }

    /// A hash that is too simple maps two of these to the same value.
    #[test]
    fn strings_with_several_numbers_have_slots() {
        let digits = |count: u32| (0..10_u32.pow(count)).map(move |it| format!("{it:03}"));
        let grid: Vec<String> = digits(3)
            .map(|it| format!("Inv{}Obje{}Netw{}Erro", &it[..1], &it[1..2], &it[2..]))
            .collect();
        assert_complete(&grid);
        for pair in [["10010001", "10020002"], ["Foo1Bar1", "Foo2Bar2"]] {
            assert_complete(&pair.map(str::to_owned));
        }
    }

    proptest! {
        #[test]
        fn any_strings_have_slots(
            strings in prop::collection::hash_set("([A-C][a-c]{0,3}[0-3]{0,2}){1,8}", 1..200),
        ) {
            assert_complete(&Vec::from_iter(strings));
        }
    }
}
