//! A perfect hash over the spellings of a table: each gets a slot of its own.
//!
//! Hash and displace: a part of the hash puts the spellings into buckets, and for each
//! bucket, the largest first, a seed is looked for that moves its spellings to slots that
//! are free. The runtime finds them with the same functions, in
//! `obs-errors/src/lookup.rs`; a table that was made with others does not compile.

use std::collections::HashSet;

/// How many bytes are hashed at once.
const WORD: usize = 8;

/// How many times that at least: with the word in the middle, a code that is misspelt there
/// gets another slot, and the length tells it apart, as it does most others. Two kinds of
/// misses are what a processor cannot foresee.
const LEAST_WORDS: usize = 3;

/// How many salts are tried with so many words before there is one word more.
const SALTS: u64 = 8;

/// How many spellings a bucket has on average, at most.
const PER_BUCKET: usize = 3;

pub(crate) struct Lookup {
    pub(crate) salt: u64,
    /// How many words of a spelling are hashed: as few as tell all of them apart.
    pub(crate) words: usize,
    /// One for each bucket.
    pub(crate) seeds: Vec<u32>,
    /// Which spelling stands in which slot.
    pub(crate) slots: Vec<Option<usize>>,
}

/// The lookup of spellings that are all different, of which there is one at least.
pub(crate) fn lookup(spellings: &[&str]) -> Lookup {
    let longest = spellings.iter().map(|spelling| spelling.len()).max().unwrap_or_default();
    // With so many no byte is passed over.
    let most_words = (longest / WORD + 1).max(LEAST_WORDS);
    // Two texts that one salt does not tell apart another does, and what one finds no slots
    // for, too; a few of them are less to compute than another word.
    let salts = (0..).map(|round| round * SALTS..(round + 1) * SALTS);
    let mut ways = salts.flat_map(|salts| {
        (LEAST_WORDS..=most_words)
            .flat_map(move |words| salts.clone().map(move |salt| (salt, words)))
    });
    ways.find_map(|(salt, words)| with(salt, words, spellings))
        .expect("there are salts without end")
}

fn with(salt: u64, words: usize, spellings: &[&str]) -> Option<Lookup> {
    let hashes: Vec<u64> =
        spellings.iter().map(|spelling| hash(salt, words, spelling.as_bytes())).collect();
    if hashes.iter().collect::<HashSet<_>>().len() < hashes.len() {
        return None;
    }
    // A tenth of the slots is free: with fewer, the last buckets find no room.
    let count = (spellings.len() + spellings.len() / 10).next_power_of_two();
    let mut buckets: Vec<Vec<(usize, usize)>> = Vec::new();
    buckets.resize_with(spellings.len().div_ceil(PER_BUCKET).next_power_of_two(), Vec::new);
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
        let seed = (0..count).find(|seed| place(members, *seed, &mut slots))?;
        seeds[bucket] =
            u32::try_from(seed).expect("there are fewer spellings than bytes in a file");
    }
    Some(Lookup { salt, words, seeds, slots })
}

/// The number below this one, a power of two, that the upper bits are; and the others.
fn take(hash: u64, count: usize) -> (usize, u64) {
    let bits = count.trailing_zeros();
    let taken = usize::try_from(hash >> 1 >> (63 - bits));
    (taken.expect("it is below a number of that size"), hash << bits)
}

/// Puts the members of a bucket into the slots that a seed moves them to; `false`, and
/// nothing is changed, where one of them is taken.
fn place(members: &[(usize, usize)], seed: usize, slots: &mut [Option<usize>]) -> bool {
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

fn hash(salt: u64, words: usize, text: &[u8]) -> u64 {
    let start = factor(salt, 0).wrapping_mul(text.len() as u64);
    let product = |index: u64, word: u64| (word ^ (word >> 32)).wrapping_mul(factor(salt, index));
    let Some(last) = text.len().checked_sub(WORD) else {
        let word = text.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
        return start.wrapping_add(product(1, word));
    };
    // The first word, the last, and those between.
    let between = (1..words - 1).map(|index| last * index / (words - 1));
    let products = [0, last].into_iter().chain(between).zip(1..).map(|(at, index)| {
        let bytes = text[at..at + WORD].try_into().expect("there are as many");
        product(index, u64::from_le_bytes(bytes))
    });
    products.fold(start, u64::wrapping_add)
}

fn factor(salt: u64, index: u64) -> u64 {
    let n = (salt * 16 + index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (n ^ (n >> 31)) | 1
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::lookup;

    fn assert_complete(spellings: &[String]) {
        let texts: Vec<&str> = spellings.iter().map(String::as_str).collect();
        let slots = lookup(&texts).slots;
        assert!(slots.len().is_power_of_two() && slots.len() < 4 * texts.len(), "{texts:?}");
        let found: HashSet<usize> = slots.into_iter().flatten().collect();
        assert!((0..texts.len()).all(|index| found.contains(&index)), "{texts:?}");
    }

    /// Texts that differ in one character, wherever it stands, and in their length alone.
    #[test]
    fn every_spelling_has_a_slot() {
        let numbers = (0..10_000).map(|number| format!("Error{number}InTheMiddleOfAName"));
        let places = (0..200).map(|at| format!("{}-{}", "A".repeat(at), "A".repeat(199 - at)));
        let lengths = (0..100).map(|length| "B".repeat(length));
        let spellings: Vec<String> = numbers.chain(places).chain(lengths).rev().collect();
        for count in [1, 2, 3, 100, spellings.len()] {
            assert_complete(&spellings[..count]);
        }
    }

    /// Of these a hash that is too simple takes two for the same.
    #[test]
    fn numbers_in_several_places() {
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
        fn whatever_the_spellings_are(
            spellings in prop::collection::hash_set("([A-C][a-c]{0,3}[0-3]{0,2}){1,8}", 1..200),
        ) {
            assert_complete(&Vec::from_iter(spellings));
        }
    }
}
