//! The order of the codes.

use std::collections::HashSet;

use super::tables::{Order, Tables};
use crate::diagnostic::{Diagnostic, quoted};
use crate::raw::Entry;

/// Codes are sorted by status, then by their bytes. Reports the smallest set of entries that would
/// have to move.
pub(super) fn check_order(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if tables.order == Order::Any {
        return;
    }
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    for Entry { key, value } in &tables.own.codes {
        // A duplicate code is reported as such.
        if let (Some(status), true) = (tables.status(key, value), seen.insert(&key.value)) {
            entries.push((status, key.value.as_str(), key.span));
        }
    }
    let mut sorted = entries.clone();
    sorted.sort_by_key(|(status, code, _)| (*status, *code));
    let in_place = longest_increasing_subsequence(&entries, |(status, code, _)| (*status, *code));
    for (index, (status, code, span)) in entries.iter().enumerate() {
        if in_place[index] {
            continue;
        }
        let at = sorted.partition_point(|(s, c, _)| (*s, *c) < (*status, *code));
        let home = match at.checked_sub(1) {
            Some(before) => format!("after {}", quoted(sorted[before].1)),
            None => "first".to_owned(),
        };
        let message = format!(
            "{} ({status}) is out of order; codes are sorted by status, then by code, so it \
             belongs {home}",
            quoted(code)
        );
        diagnostics.push(Diagnostic::new(*span, message));
    }
}

/// Which items make up a longest increasing subsequence.
fn longest_increasing_subsequence<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> Vec<bool> {
    let mut before = vec![None; items.len()];
    // The item that ends the best subsequence of each length: the one with the least key.
    let mut ends: Vec<usize> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let length = ends.partition_point(|end| key(&items[*end]) <= key(item));
        before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        ends.truncate(ends.len().max(length));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut chosen = vec![false; items.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        chosen[index] = true;
        next = before[index];
    }
    chosen
}
