//! Counts with their nouns.

/// Returns a number with its noun: `1 code`, `2 codes`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Returns the first strings of a list in backticks, and how many others it has.
#[cfg(feature = "import")]
pub(crate) fn some_of(strings: &[&str]) -> String {
    const MAX: usize = 3;
    let shown: Vec<String> = strings.iter().take(MAX).map(|string| format!("`{string}`")).collect();
    match strings.len().saturating_sub(MAX) {
        0 => shown.join(", "),
        1 => format!("{} and `{}`", shown.join(", "), strings[MAX]),
        more => format!("{} and {more} others", shown.join(", ")),
    }
}
