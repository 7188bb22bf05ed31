//! Compares the rows of a page with the codes of the table.

use std::collections::{HashMap, HashSet};

use obs_errors_core::Retry;
use obs_errors_spec::model::{Code, Table};

use super::content::{Content, content, is_same_text, source_note};
use super::difference::{Comparison, Difference, Kind};
use super::reasons::{new_statuses, reasons};
use super::row::{Page, Row, Words};
use super::swallowed::swallowed;
use crate::count::some_of;

/// Compares a page with the codes of one source.
pub(crate) fn compare(page: &Page, table: &Table, source: &str) -> Comparison {
    let mut result = Comparison::default();
    for (line, text) in &page.unread {
        result.differences.push(Difference {
            kind: Kind::Unread,
            code: text.clone(),
            line: Some(*line),
            page: None,
            table: None,
        });
    }
    if !page.has_solutions {
        let remark = "the page has no column of solutions, so they are not compared";
        result.remarks.push(remark.to_owned());
    }
    for (line, title) in &page.unknown_titles {
        let remark =
            format!("line {line}: the column `{title}` is not read, because its title is unknown");
        result.remarks.push(remark);
    }
    let below = page.rows.iter().filter(|row| row.has_status_of_above);
    let below: Vec<&str> = below.map(|row| row.code.as_str()).collect();
    if !below.is_empty() {
        let remark = format!("{} without a status: that of the row above is used", some_of(&below));
        result.remarks.push(remark);
    }
    let rows = rows_by_code(page, table);
    result.codes = rows.len();

    let mut named = HashSet::new();
    let mut unknown: Vec<(String, Row)> = Vec::new();
    for (code, known, rows) in rows {
        let statuses = statuses(&rows);
        if statuses.len() > 1 {
            let shown = statuses.iter().map(|(status, line)| format!("{status} (line {line})"));
            let shown = shown.collect::<Vec<_>>().join(", ");
            result.remarks.push(format!("`{code}` has several statuses on the page: {shown}"));
        }
        let Some(known) = known else {
            let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
            if let [first, others @ ..] = &lines[..]
                && !others.is_empty()
            {
                result.remarks.push(format!(
                    "line {first}: `{code}` appears {} times on the page ({}); this one is used",
                    lines.len(),
                    numbers(&lines)
                ));
            }
            if statuses.len() > 1 {
                result.ambiguous.push(code.clone());
            }
            unknown.extend(rows.into_iter().next().map(|row| (code, row)));
            continue;
        };
        named.insert(known.code.as_str());
        let compared = rows.iter().map(|row| differences(row, known, table, source, page));
        let mut compared: Vec<(usize, Vec<Difference>)> =
            rows.iter().map(|row| row.line).zip(compared).collect();
        // The row that is closest to the table is compared; differences in the others are remarks.
        compared.sort_by_key(|(_, differences)| differences.len());
        let mut compared = compared.into_iter();
        result.differences.extend(compared.next().into_iter().flat_map(|(_, all)| all));
        for (line, differences) in compared {
            let is_shown = |it: &&Difference| it.kind != Kind::Status || statuses.len() < 2;
            let differing = differences.iter().filter(is_shown).map(|difference| {
                let on_page = difference.page.as_deref().unwrap_or("nothing");
                format!("{} `{on_page}`", difference.kind.word())
            });
            let differing: Vec<String> = differing.collect();
            let differing = if differing.is_empty() {
                "with the same content".to_owned()
            } else {
                format!("with other content: {}", differing.join(", "))
            };
            result.remarks.push(format!("line {line}: `{code}` appears again here, {differing}"));
        }
    }
    reasons(&page.rows, table, &mut result);
    result.statuses = new_statuses(&page.rows, table);

    let missing = table.codes.iter().filter(|code| {
        // A code that the service no longer sends may be missing.
        code.deprecation.is_none() && cites(code, source) && !named.contains(code.code.as_str())
    });
    let mut missing: Vec<&Code> = missing.collect();
    for (code, row) in unknown {
        unknown_code(code, &row, table, source, &mut missing, &mut result);
    }
    result.differences.sort_by_key(|difference| difference.line);
    result.differences.extend(missing.into_iter().map(|code| Difference {
        kind: Kind::Missing,
        code: code.code.clone(),
        line: None,
        page: None,
        table: None,
    }));
    let swallowed = swallowed(page, &result.differences);
    result.remarks.extend(swallowed);
    result
}

/// The rows of each code, which may be printed more than once, with the code of the table.
fn rows_by_code<'a>(page: &Page, table: &'a Table) -> Vec<(String, Option<&'a Code>, Vec<Row>)> {
    let by_wire_code: HashMap<&str, &Code> = table.wire_codes().collect();
    let without_spaces: HashMap<String, &Code> =
        by_wire_code.iter().map(|(wire_code, code)| (wire_code.replace(' ', ""), *code)).collect();

    let mut rows: Vec<(String, Option<&Code>, Vec<Row>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in &page.rows {
        let row = with_joined_code(row, &by_wire_code);
        let known = by_wire_code.get(row.code.as_str()).copied();
        let known = known.or_else(|| without_spaces.get(&row.code.replace(' ', "")).copied());
        let code = known.map_or(&row.code, |code| &code.code).clone();
        let at = *places.entry(code.clone()).or_insert_with(|| {
            rows.push((code, known, Vec::new()));
            rows.len() - 1
        });
        rows[at].2.push(row);
    }
    rows
}

/// The statuses of the rows of one code, each with the line where it is first.
fn statuses(rows: &[Row]) -> Vec<(u16, usize)> {
    let mut statuses: Vec<(u16, usize)> = Vec::new();
    for row in rows {
        if statuses.iter().all(|(status, _)| *status != row.status) {
            statuses.push((row.status, row.line));
        }
    }
    statuses
}

fn numbers(lines: &[usize]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("line {line}")).collect();
    lines.join(", ")
}

fn cites(code: &Code, source: &str) -> bool {
    code.sources.iter().any(|id| id == source)
}

/// The row, with its first paragraph joined to its code if that gives a known code.
fn with_joined_code(row: &Row, by_wire_code: &HashMap<&str, &Code>) -> Row {
    let mut row = row.clone();
    if let Words::Paragraphs { all, .. } = &mut row.words
        && !by_wire_code.contains_key(row.code.as_str())
        && let Some(rest) = all.first()
    {
        let joined = [format!("{} {rest}", row.code), format!("{}{rest}", row.code)];
        if let Some(code) = joined.into_iter().find(|code| by_wire_code.contains_key(code.as_str()))
        {
            row.code = code;
            all.remove(0);
        }
    }
    row
}

/// How a row differs from the code of the table.
fn differences(
    row: &Row,
    code: &Code,
    table: &Table,
    source: &str,
    page: &Page,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut add = |kind, page: Option<String>, table: Option<String>| {
        if page != table {
            let (code, line) = (code.code.clone(), Some(row.line));
            differences.push(Difference { kind, code, line, page, table });
        }
    };
    if !cites(code, source) {
        add(Kind::NotCited, Some(source.to_owned()), Some(code.sources.join(", ")));
    }
    if row.code != code.code && !code.aliases.contains(&row.code) {
        add(Kind::WireCode, Some(row.code.clone()), Some(code.code.clone()));
    }
    add(Kind::Status, Some(row.status.to_string()), Some(code.status.to_string()));
    // The prose of a code is that of its first source.
    let compares_prose = table.sources.iter().any(|own| own.id == source && !own.is_paraphrased);
    if compares_prose && code.sources.first().is_some_and(|first| first == source) {
        let note = source_note(code);
        let content = content(&row.words, Some((code, note.as_deref())));
        // Where a paragraph ends is a matter of layout.
        let joined = |message: &str, note: Option<&str>| {
            [Some(message), note].into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let page_words = joined(&content.message, content.note.as_deref()).replace("\n\n", " ");
        let own_words = joined(&code.message, note.as_deref()).replace("\n\n", " ");
        if is_same_text(&row.words, &[&own_words, &code.solution]) {
            return differences;
        }
        if page_words != own_words {
            add(Kind::Message, Some(content.message), Some(code.message.clone()));
            add(Kind::Note, content.note, note);
        }
        if page.has_solutions {
            add(Kind::Solution, Some(content.solution), Some(code.solution.clone()));
        }
    }
    differences
}

/// Adds a code that is not in the table: a reserved one, a missing one under another string, or a
/// new one.
fn unknown_code(
    code: String,
    row: &Row,
    table: &Table,
    source: &str,
    missing: &mut Vec<&Code>,
    result: &mut Comparison,
) {
    let difference = |kind, page, table, code: &str| Difference {
        kind,
        code: code.to_owned(),
        line: Some(row.line),
        page,
        table,
    };
    if table.reserved.contains(&code) {
        result.differences.push(difference(Kind::Reserved, None, None, &code));
        return;
    }
    let is_same = |other: &&&Code| {
        let note = source_note(other);
        let content = content(&row.words, Some((other, note.as_deref())));
        let (message, solution) = (other.message.clone(), other.solution.clone());
        row.status == other.status && content == Content { message, note, solution }
    };
    if let Some(at) = missing.iter().position(|other| is_same(&other)) {
        let other = missing.remove(at);
        let (page, table) = (Some(code), Some(other.code.clone()));
        result.differences.push(difference(Kind::WireCode, page, table, &other.code));
        return;
    }
    let Content { message, note, solution } = content(&row.words, None);
    if let Words::Paragraphs { all, .. } = &row.words
        && all.len() > 2
    {
        result.remarks.push(format!(
            "line {}: `{code}` has {} paragraphs; check where its message ends",
            row.line,
            all.len()
        ));
    }
    result.differences.push(difference(Kind::New, None, None, &code));
    result.new.push(Code {
        name: code.clone(),
        code,
        status: row.status,
        reason: row.reason.clone(),
        message,
        solution,
        note,
        sends: None,
        causes: Vec::new(),
        page: None,
        retry: Retry::Never,
        aliases: Vec::new(),
        sources: vec![source.to_owned()],
        deprecation: None,
        obs: None,
    });
}
