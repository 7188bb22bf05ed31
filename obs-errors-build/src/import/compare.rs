//! Compares the rows of a page with the codes of the table.

use std::collections::{BTreeMap, HashMap, HashSet};

use obs_errors_core::Retry;
use obs_errors_spec::model::{Code, Table};

use super::difference::{Comparison, Difference, Kind};
use super::row::{Page, Row, Words};
use super::swallowed::swallowed;
use crate::count::some_of;

/// The prose of a row, once it is known where its message ends.
#[derive(Debug, PartialEq, Eq)]
struct Content {
    message: String,
    note: Option<String>,
    solution: String,
}

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

/// Whether the words of a row are these strings one after the other: a text browser prints two cells
/// without anything between them.
fn is_same_text(words: &Words, strings: &[&str]) -> bool {
    let Words::Paragraphs { all, is_last } = words else { return false };
    let (on_page, own) = (all.join(" "), strings.join(" "));
    let rest = on_page.strip_prefix(own.as_str());
    rest.is_some_and(|rest| rest.is_empty() || (*is_last && rest.starts_with(' ')))
}

/// The paragraphs of a code's note that come from the source, if there are any.
fn source_note(code: &Code) -> Option<String> {
    let paragraphs = code.note.iter().flat_map(|note| note.split("\n\n"));
    let own: Vec<&str> = paragraphs.filter(|it| !it.starts_with("Editor's note:")).collect();
    (!own.is_empty()).then(|| own.join("\n\n"))
}

/// A message is one paragraph; what follows in its cell is a note. A solution is one line.
fn content(words: &Words, known: Option<(&Code, Option<&str>)>) -> Content {
    let (message, description, solution) = match words {
        Words::Cells { message, description, solution } => {
            // The table may describe a code in other words.
            let description = if known.is_some() { &[] } else { &description[..] };
            (&message[..], description, &solution[..])
        }
        Words::Paragraphs { all, is_last } => {
            let (message, solution) = split_solution(all, *is_last, known);
            (message, &[][..], solution)
        }
    };
    let (first, others) = message.split_first().unzip();
    let others: Vec<String> = [others.unwrap_or_default(), description].concat();
    Content {
        message: first.cloned().unwrap_or_default(),
        note: (!others.is_empty()).then(|| others.join("\n\n")),
        solution: solution.join(" "),
    }
}

/// The most paragraphs of a solution: what follows it on the page may be long.
const MAX_SOLUTION_PARAGRAPHS: usize = 8;

/// Splits paragraphs into the message and the solution. The solution begins where that of the table
/// is found, or else after the message and the note of the table, or else at the last paragraph.
fn split_solution<'a>(
    all: &'a [String],
    is_last: bool,
    known: Option<(&Code, Option<&str>)>,
) -> (&'a [String], &'a [String]) {
    let split = |at: usize| {
        let (message, rest) = all.split_at(at.min(all.len()));
        (message, if is_last { &rest[..rest.len().min(1)] } else { rest })
    };
    let last = all.len().saturating_sub(1);
    let Some((code, note)) = known else {
        return split(if is_last { 1 } else { last.max(1) });
    };
    let ends = |from: usize| {
        let last = all.len();
        if is_last { from + 1..=last.min(from + MAX_SOLUTION_PARAGRAPHS) } else { last..=last }
    };
    for from in 1..all.len() {
        if let Some(end) = ends(from).find(|end| all[from..*end].join(" ") == code.solution) {
            return (&all[..from], &all[from..end]);
        }
    }
    let notes = note.map_or(0, |note| note.split("\n\n").count());
    split((1 + notes).min(last).max(1))
}

/// A reason phrase belongs to a status: one of the rows has to have that of the table. Another
/// reason phrase in some of them is an error of the page.
fn reasons(rows: &[Row], table: &Table, result: &mut Comparison) {
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
fn new_statuses(rows: &[Row], table: &Table) -> Vec<(u16, String)> {
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
