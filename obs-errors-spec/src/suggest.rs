//! Suggestions for unknown words.

use crate::diagnostic::quoted;
use crate::prose::named;

/// Returns the message that a word is not one of the known ones, and which of them may be meant.
#[must_use]
pub fn unknown(what: &str, found: &str, known: &[&str], owner: &str) -> String {
    let word = quoted(found);
    if let Some(c) = found.chars().find(|c| !c.is_ascii()) {
        return format!("unknown {what} {word} in {owner}: it contains {}", named(c));
    }
    match nearest_word(found, known) {
        Some(near) => format!("unknown {what} {word} in {owner}; did you mean `{near}`?"),
        None if known.len() > MAX_KNOWN => format!("unknown {what} {word} in {owner}"),
        None => format!("unknown {what} {word} in {owner}, expected {}", one_of(known)),
    }
}

/// The words to choose from, for a message.
pub(crate) fn one_of(words: &[&str]) -> String {
    match words {
        [] => "none".to_owned(),
        [word] => format!("`{word}`"),
        words => format!("one of `{}`", words.join("`, `")),
    }
}

/// With more words to choose from, none is suggested.
const MAX_KNOWN: usize = 32;

/// Returns the known word that an unknown one is probably a typo of.
#[must_use]
pub fn nearest_word<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    const MAX_LENGTH: usize = 40;
    if known.len() > MAX_KNOWN || found.len() > MAX_LENGTH {
        return None;
    }
    let distance = |word: &&str| strsim::damerau_levenshtein(found, word);
    let near = known.iter().copied().filter(|word| found.len().abs_diff(word.len()) <= 3);
    let most = |word: &str| (found.len().min(word.len()) / 3).max(1);
    near.min_by_key(distance).filter(|word| distance(word) <= most(word))
}

/// Returns the known code that an unknown one is probably a typo of; of equally near codes, the first in
/// the order of their bytes.
#[must_use]
pub fn nearest_code<'a>(code: &str, codes: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = code.len() / 2;
    // The distance is at least the difference of the lengths, and takes far longer to compute.
    let near = codes.filter(|known| code.len().abs_diff(known.len()) <= most);
    let near = near.map(|known| (strsim::damerau_levenshtein(code, known), known)).min();
    near.filter(|(errors, _)| *errors <= most).map(|(_, known)| known)
}
