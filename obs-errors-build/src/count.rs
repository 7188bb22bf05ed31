//! Counts with their nouns.

/// Returns a number with its noun: `1 code`, `2 codes`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
