//! Pages that no table has seen: the same table in many forms, titles in every language, and rows that
//! were torn apart at random.

use std::fs;
use std::path::Path;

use obs_errors_build::import::Import;
use proptest::prelude::*;
use proptest::sample::Index;

const TABLE: &str = include_str!("import/table.yaml");
const TITLES: &str = include_str!("../../obs-errors-build/src/import/titles.tsv");

/// What is reported for a page.
fn report(name: &str, page: &str) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path();
    fs::write(root.join("table.yaml"), TABLE).expect("a file");
    let path = root.join(name);
    fs::write(&path, page).expect("a file");
    let import = Import {
        root,
        table: "table.yaml",
        page: path.to_str().expect("a path in UTF-8"),
        source: None,
        writes: false,
        accepted: &[],
        command: "import",
    };
    import.run().map_or_else(|error| error.to_string(), |imported| imported.report)
}

/// The codes of a report, each with its status, and those of the rows that could not be read.
fn codes(report: &str) -> Vec<String> {
    let mut codes = Vec::new();
    let mut lines = report.lines();
    while let Some(line) = lines.next() {
        if let Some(code) = line.strip_prefix("new        ") {
            let status = lines.next().and_then(|line| line.split_whitespace().nth(1));
            let code = code.split(" (").next().unwrap_or_default();
            codes.push(format!("{} {code}", status.unwrap_or_default()));
        } else if let Some(row) = line.strip_prefix("unread     ") {
            let code = row.split(" looks ").next().and_then(|row| row.rsplit(" / ").next());
            codes.push(format!("unread {}", code.unwrap_or_default()));
        }
    }
    codes
}

#[test]
fn every_form_of_a_page_has_the_same_codes() {
    let expected: Vec<&str> = include_str!("import/forms/codes").lines().collect();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/forms");
    let mut count = 0;
    let mut failures = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if name == "codes" {
            continue;
        }
        count += 1;
        let report = report(&name, &fs::read_to_string(&path).expect("a page"));
        if codes(&report) != expected {
            failures.push(format!("{name}:\n{report}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(count, 26);
}

/// A page in each edition's words: with tabs, in HTML, and in paragraphs, as far as its order allows.
#[test]
fn the_titles_of_every_edition_are_recognized() {
    let rows = [("404 Not Found", "NoSuchThing"), ("409 Conflict", "ThingExists")];
    let mut failures = Vec::new();
    for edition in TITLES.lines().filter(|line| !line.starts_with('#')) {
        let titles: Vec<&str> = edition.split('\t').skip(1).collect();
        let cells = |status: &str, code: &str| {
            let cells = [status, code, "It is so.", "It is described.", "Do something."];
            let used = cells.iter().zip(&titles).filter(|(_, title)| !title.is_empty());
            used.map(|(cell, _)| (*cell).to_owned()).collect::<Vec<_>>()
        };
        let header: Vec<String> = titles
            .iter()
            .filter(|title| !title.is_empty())
            .map(|title| (*title).to_owned())
            .collect();
        let table: Vec<Vec<String>> =
            [header].into_iter().chain(rows.map(|(status, code)| cells(status, code))).collect();
        for is_swapped in [false, true] {
            let table = table.iter().map(|row| {
                let mut row = row.clone();
                if is_swapped {
                    row.swap(0, 1);
                }
                row
            });
            let table: Vec<Vec<String>> = table.collect();
            let tabs: Vec<String> = table.iter().map(|row| row.join("\t")).collect();
            let html = table.iter().map(|row| format!("<tr><td>{}", row.join("<td>")));
            let html: Vec<String> = html.collect();
            let paragraphs: Vec<String> = table.iter().map(|row| row.join("\n\n")).collect();
            for (name, page) in [
                ("tabs.txt", tabs.join("\n")),
                ("page.html", format!("<table>{}</table>", html.join("\n"))),
                ("paragraphs.txt", paragraphs.join("\n\n")),
            ] {
                let report = report(name, &page);
                let has_remark = report.contains("the page has no column of solutions");
                if codes(&report) != ["404 NoSuchThing", "409 ThingExists"]
                    || has_remark != titles[4].is_empty()
                {
                    failures.push(format!("{edition}\n{page}\n{report}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What happens to the paragraphs of a page.
#[derive(Clone, Debug)]
enum Change {
    Remove(Index),
    /// Joins a paragraph and the next one, on one line or on two.
    Join(Index, bool),
    /// Splits a paragraph at a space, if it has one.
    Split(Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<Index>().prop_map(Change::Remove),
        (any::<Index>(), any::<bool>()).prop_map(|(at, is_line)| Change::Join(at, is_line)),
        (any::<Index>(), any::<Index>()).prop_map(|(at, word)| Change::Split(at, word)),
    ]
}

const STATUSES: [&str; 8] = [
    "400 Bad Request",
    "404 Not Found",
    "409 Conflict",
    "N/A",
    "203 Created",
    "Gone (410)",
    "404",
    "4xx",
];

fn code(index: usize) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    format!("Thing{}Refused", &LETTERS[index..=index])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// However the rows are torn apart and joined, the code of each is in the report, or its status
    /// if the code was removed.
    #[test]
    fn no_row_goes_unmentioned(
        statuses in prop::collection::vec(prop::sample::select(&STATUSES[..]), 3..8),
        changes in prop::collection::vec(change(), 0..4),
    ) {
        // Each paragraph with the index of the rows whose codes are in it.
        let mut page: Vec<String> = vec!["Status Code".into(), "Error Code".into(), "Error Message".into(), "Solution".into()];
        for (index, status) in statuses.iter().enumerate() {
            page.extend([
                (*status).to_owned(),
                code(index),
                format!("The thing of row {index} is refused by the service."),
                "Send another thing, or wait.".to_owned(),
            ]);
        }
        for change in changes {
            match change {
                Change::Remove(at) => {
                    page.remove(at.index(page.len()));
                }
                Change::Join(at, is_line) => {
                    let at = at.index(page.len() - 1);
                    let next = page.remove(at + 1);
                    page[at].extend([if is_line { "\n" } else { " " }, &next]);
                }
                Change::Split(at, word) => {
                    let at = at.index(page.len());
                    let spaces: Vec<usize> = page[at].match_indices(' ').map(|(at, _)| at).collect();
                    if spaces.is_empty() {
                        continue;
                    }
                    let end = spaces[word.index(spaces.len())];
                    let rest = page[at].split_off(end);
                    page.insert(at + 1, rest.trim().to_owned());
                }
            }
        }
        let text = page.join("\n\n");
        let report = report("page.txt", &text);
        let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
        let (seen, sent) = (without_spaces(&report), without_spaces(&text));
        for index in 0..statuses.len() {
            let code = &code(index);
            prop_assert!(!sent.contains(code) || seen.contains(code), "{code}:\n{text}\n=====\n{report}");
        }
    }
}
