//! Numbers of things.

/// A number with its noun: `1 code`, `2 codes`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
