//! The reason phrases of statuses.

use std::collections::BTreeMap;

use obs_errors_spec::model::Table;

use super::difference::{Comparison, Difference, Kind};
use super::row::Row;

/// A reason phrase belongs to a status: one of the rows has to have that of the table. Another
/// reason phrase in some of them is an error of the page.
pub(super) fn reasons(rows: &[Row], table: &Table, result: &mut Comparison) {
    for (status, reason) in &table.statuses {
        let says = |row: &&Row| row.status == *status && !row.reason.is_empty();
        let of_status = || rows.iter().filter(says);
        let is_there = of_status().any(|row| row.reason == *reason);
        for row in of_status().filter(|row| row.reason != *reason) {
            if is_there {
                result.remarks.push(format!(
                    "line {}: the reason of `{}` is `{}`; elsewhere on the page that of {status} is \
                     `{reason}`, as in the table",
                    row.line, row.code, row.reason
                ));
                continue;
            }
            result.differences.push(Difference {
                kind: Kind::Reason,
                code: status.to_string(),
                line: Some(row.line),
                page: Some(row.reason.clone()),
                table: Some(reason.clone()),
            });
            break;
        }
    }
}

/// The statuses that the table does not have, each with its most frequent reason phrase.
pub(super) fn new_statuses(rows: &[Row], table: &Table) -> Vec<(u16, String)> {
    let is_new = |row: &&Row| table.statuses.iter().all(|(status, _)| *status != row.status);
    let mut counts: BTreeMap<u16, BTreeMap<&str, usize>> = BTreeMap::new();
    for row in rows.iter().filter(is_new).filter(|row| !row.reason.is_empty()) {
        *counts.entry(row.status).or_default().entry(row.reason.as_str()).or_default() += 1;
    }
    let most = |reasons: BTreeMap<&str, usize>| {
        // Of two equally frequent ones, the one that is not a code.
        let is_code = |reason: &str| rows.iter().any(|row| row.code == reason);
        let key = |(reason, count): &(&str, usize)| (*count, !is_code(reason), reason.len());
        reasons.into_iter().max_by_key(key).map(|(reason, _)| reason.to_owned())
    };
    counts.into_iter().filter_map(|(status, reasons)| Some((status, most(reasons)?))).collect()
}
