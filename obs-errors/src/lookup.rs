//! From a text to the code that it spells: by a perfect hash, so that one comparison
//! decides.
//!
//! The generator has chosen a seed for every bucket such that no two spellings share a
//! slot. It does so with the same functions, in `obs-errors-spec/src/lookup.rs`; that
//! both agree is asserted where a table is compiled.
//!
//! Nothing here loops as often as a text is long, where that has 8 to 32 bytes, as nearly
//! every code has: what a processor cannot foresee costs more than what it computes.

/// How the spellings of a table are hashed; the generator chooses it.
#[derive(Clone, Copy, Debug)]
pub struct Hashing {
    /// Another one is taken where two spellings cannot be told apart.
    pub salt: u64,
    /// How many words of eight bytes are looked at, evenly spread; three at least.
    pub words: usize,
}

/// Finds a text among spellings, each of which stands in its slot. There are as many
/// seeds as a power of two, and as many slots as another; what is left of these holds
/// some spelling once more.
#[must_use]
#[inline]
pub const fn find<C: Copy>(
    hashing: Hashing,
    seeds: &[u32],
    spellings: &[(&str, C)],
    code: &str,
) -> Option<C> {
    let hash = hash(hashing, code.as_bytes());
    let (bucket, hash) = take(hash, seeds.len());
    let (slot, _) = take(hash, spellings.len());
    let (spelling, found) = spellings[slot ^ seeds[bucket] as usize];
    if is_same(spelling.as_bytes(), code.as_bytes()) { Some(found) } else { None }
}

/// The number below this one, a power of two, that the upper bits of a hash are; and the
/// bits behind those.
#[inline]
const fn take(hash: u64, count: usize) -> (usize, u64) {
    let bits = count.trailing_zeros();
    // In two steps, since there may be none to take.
    ((hash >> 1 >> (63 - bits)) as usize, hash << bits)
}

/// Whether the generator puts spellings where they are looked for here; of a large table
/// it is asked for some, for the sake of those who compile it.
#[must_use]
pub const fn agrees<C: Copy>(hashing: Hashing, seeds: &[u32], spellings: &[(&str, C)]) -> bool {
    const MOST: usize = 256;
    let mut slot = 0;
    while slot < spellings.len() {
        if find(hashing, seeds, spellings, spellings[slot].0).is_none() {
            return false;
        }
        slot += spellings.len().div_ceil(MOST);
    }
    true
}

/// Whether two texts are the same; `==` is not `const`.
#[inline]
pub(crate) const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.len() < WORD {
        return short_word(a) == short_word(b);
    }
    // The first two words and the last two, which overlap in most texts.
    let last = a.len() - WORD;
    let second = if last < WORD { last } else { WORD };
    if word(a, 0) != word(b, 0)
        || word(a, last) != word(b, last)
        || word(a, second) != word(b, second)
        || word(a, last - second) != word(b, last - second)
    {
        return false;
    }
    // Of a text that is longer than those, the others.
    let mut at = 2 * WORD;
    while at + 2 * WORD < a.len() {
        if word(a, at) != word(b, at) {
            return false;
        }
        at += WORD;
    }
    true
}

/// A sum of products with odd numbers: the upper a bit is, the more of the text it depends
/// on.
#[inline]
const fn hash(Hashing { salt, words }: Hashing, text: &[u8]) -> u64 {
    let start = factor(salt, 0).wrapping_mul(text.len() as u64);
    let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else {
        return start.wrapping_add(product(salt, 1, short_word(text)));
    };
    // A sum of products, since a processor computes those side by side.
    let mut sum = start
        .wrapping_add(product(salt, 1, u64::from_le_bytes(*first)))
        .wrapping_add(product(salt, 2, u64::from_le_bytes(*last)));
    let mut index = 1;
    while index < words - 1 {
        let word = word(text, (text.len() - WORD) * index / (words - 1));
        index += 1;
        sum = sum.wrapping_add(product(salt, index as u64 + 1, word));
    }
    sum
}

/// With the upper half of the word in the lower one: what only the upper bits of a
/// factor say is lost in a product.
#[inline]
const fn product(salt: u64, index: u64, word: u64) -> u64 {
    (word ^ (word >> 32)).wrapping_mul(factor(salt, index))
}

/// An odd number, another for each word, by the finalizer of `SplitMix64`: with numbers that
/// grow evenly, what differs in two words may cancel out whatever the salt.
#[inline]
const fn factor(salt: u64, index: u64) -> u64 {
    let n = (salt * 16 + index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (n ^ (n >> 31)) | 1
}

/// How many bytes are looked at at once.
const WORD: usize = 8;

/// The bytes from a place on, of which there are enough.
#[inline]
const fn word(text: &[u8], at: usize) -> u64 {
    match text.split_at(at).1.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => 0,
    }
}

/// Less bytes than a word has.
#[inline]
const fn short_word(bytes: &[u8]) -> u64 {
    let (mut word, mut at) = (0, 0);
    while at < bytes.len() {
        word = (word << 8) | bytes[at] as u64;
        at += 1;
    }
    word
}
