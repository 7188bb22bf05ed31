//! Codes that may have been read as a part of another row.

use std::collections::HashSet;

use super::difference::{Difference, Kind};
use super::row::{Page, Row, Words, words_like_codes};

/// Remarks on the words that are written like codes and are not in a row of their own, except in
/// rows whose text is that of the table.
pub(super) fn swallowed(page: &Page, differences: &[Difference]) -> Vec<String> {
    let codes: HashSet<&str> = page.rows.iter().map(|row| row.code.as_str()).collect();
    let is_text = |kind: Kind| {
        matches!(kind, Kind::New | Kind::WireCode | Kind::Message | Kind::Note | Kind::Solution)
    };
    let differing: HashSet<usize> =
        differences.iter().filter(|it| is_text(it.kind)).filter_map(|it| it.line).collect();
    let rows = page.rows.iter().filter(|row| differing.contains(&row.line));
    let in_rows = rows.flat_map(|row| {
        let texts = texts(row).flat_map(|text| words_like_codes(text));
        texts.map(|word| (row.line, word)).collect::<Vec<_>>()
    });
    let loose = page.loose.iter().map(|(line, word)| (*line, word.as_str()));
    let mut seen = HashSet::new();
    let words =
        loose.chain(in_rows).filter(|(_, word)| !codes.contains(word) && seen.insert(*word));
    let remarks = words.map(|(line, word)| {
        format!(
            "line {line}: `{word}` is written like a code; check whether it has a row of its own"
        )
    });
    remarks.collect()
}

fn texts(row: &Row) -> impl Iterator<Item = &String> {
    let (all, others): (&[String], [&[String]; 2]) = match &row.words {
        Words::Paragraphs { all, .. } => (all, [&[], &[]]),
        Words::Cells { message, description, solution } => (message, [description, solution]),
    };
    all.iter().chain(others.into_iter().flatten())
}
