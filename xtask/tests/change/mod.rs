//! A table, and changes of it.

pub(crate) const BEFORE: &str = include_str!("../diff/before.yaml");

/// The table, with lines replaced. `..` ends a replacement that only removes lines.
pub(crate) fn changed(change: &str) -> String {
    let mut table = BEFORE.to_owned();
    let lines: Vec<&str> =
        change.lines().filter(|line| line.starts_with(['-', '+', '.'])).collect();
    let parts =
        lines.chunk_by(|a, b| !a.starts_with('.') && (a.starts_with('-') || b.starts_with('+')));
    for part in parts {
        let text = |sign: char| -> String {
            let lines = part.iter().filter_map(|line| line.strip_prefix(sign));
            lines.flat_map(|line| [line, "\n"]).collect()
        };
        let (old, new) = (text('-'), text('+'));
        assert!(old.is_empty() || table.matches(&old).count() == 1, "{old}");
        table = table.replacen(&old, &new, 1);
    }
    table
}
