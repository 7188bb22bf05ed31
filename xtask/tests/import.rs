//! `cargo xtask import`: a page of the vendor compared with the table.
//!
//! `import/page.txt` and `import/page.html` have the content of the first source of `obs.yaml`,
//! each in its own layout. The golden tests have more pages.

mod imported;
mod workspace;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::{expect, expect_file};
use imported::imported;
use workspace::{text, xtask};

const OBS: &str = include_str!("../../obs-errors-spec/obs.yaml");
const TEXT: &str = include_str!("import/page.txt");
const HTML: &str = include_str!("import/page.html");

#[test]
fn the_page_of_the_first_source_is_in_sync() {
    for (name, page) in [("page.txt", TEXT), ("page.html", HTML)] {
        let expected =
            format!("{name}: 76 codes, in sync with `api-reference` of obs-errors-spec/obs.yaml\n");
        assert_eq!(imported(OBS, name, page, &[]), (expected, Some(0)));
    }
}

/// Changes to the text of the page, each of which is one difference.
const CHANGES: [(&str, &str); 10] = [
    // Another status, reason phrase, message and solution.
    ("404 Not Found\n\n    NoSuchBucket\n", "410 Gone\n\n    NoSuchBucket\n"),
    ("416 Client Requested Range Not Satisfiable", "416 Range Not Satisfiable"),
    ("The domain name is invalid.", "The name of the domain is invalid."),
    ("Use a valid domain name.", "Use a valid name."),
    // Another second paragraph, and one that is gone.
    ("longer than 15 minutes", "longer than 10 minutes"),
    ("    The message \"Specified method is not supported.\" is returned.\n\n", ""),
    // A row that is gone, and one that is new.
    (
        "    411 Length Required\n\n    MissingContentLength\n\n    The HTTP header Content-Length is not provided.\n\n    Provide the Content-Length header.\n\n",
        "",
    ),
    (
        "    412 Precondition Failed\n",
        "    412 Precondition Failed\n\n    OtherPreconditionFailed\n\n    Another precondition is not met.\n\n    Modify it.\n\n    412 Precondition Failed\n",
    ),
    // Another code, and one that the layout breaks.
    ("    NoSuchVersion\n", "    NoSuchObjectVersion\n"),
    ("    SlowDown\n", "    Slow Down\n"),
];

#[test]
fn ten_changes_by_hand_are_ten_differences() {
    let mut page = TEXT.to_owned();
    for (old, new) in CHANGES {
        assert_eq!(page.matches(old).count(), 1, "{old}");
        page = page.replace(old, new);
    }
    let (report, status) = imported(OBS, "page.txt", &page, &[]);
    assert_eq!(status, Some(1));
    // The lines of the table change with every code that is added.
    let report = without_lines(&report, "obs.yaml:");
    expect_file!["import/changed.expected"].assert_eq(&report);
    assert!(report.contains("page.txt: 76 codes, 10 differences from `api-reference`"));
}

#[test]
fn new_codes_are_written_at_their_places_and_nothing_else_changes() {
    let page = TEXT.replace(
        "    408 Request Timeout\n",
        "    405 Method Not Allowed\n\n    No Such Method\n\n    There is none: look.\n\n    Use another.\n\n    \
         408 Request Timeout\n\n    RequestWaited\n\n    It waited.\n\n    Try again.\n\n    \
         428 Precondition Required\n\n    AddPrecondition\n\n    There is none.\n\n    Add one.\n\n    408 Request Timeout\n",
    );
    let workspace = workspace::with(OBS);
    let root = workspace.path();
    fs::write(root.join("page.txt"), &page).expect("a file");
    let run = |arguments: &[&str]| {
        let output = xtask(root, arguments);
        (text(&output), output.status.code())
    };
    let (report, status) = run(&["import", "page.txt"]);
    assert_eq!(status, Some(1));
    assert!(
        report.ends_with("run `cargo xtask import page.txt --write` to add 2 codes\n"),
        "{report}"
    );
    assert_eq!(fs::read_to_string(root.join("obs-errors-spec/obs.yaml")).expect("a file"), OBS);

    let write = ["import", "page.txt", "--write", "--accept", "No Such Method"];
    let (report, status) = run(&write);
    assert_eq!(status, Some(0), "{report}");
    expect_file!["import/written.expected"].assert_eq(&report);
    let written = fs::read_to_string(root.join("obs-errors-spec/obs.yaml")).expect("a file");
    expect![[r"
        +   428: Precondition Required
        +   No Such Method:
        +     name: NoSuchMethod
        +     status: 405
        +     message: 'There is none: look.'
        +     solution: Use another.
        +   RequestWaited:
        +     status: 408
        +     message: It waited.
        +     solution: Try again.
        +     retry: never
        +   AddPrecondition:
        +     status: 428
        +     message: There is none.
        +     solution: Add one.
    "]]
    .assert_eq(&added(OBS, &written));

    let (report, status) = run(&["gen"]);
    assert_eq!(status, Some(0), "{report}");
    let (report, status) = run(&["import", "page.txt"]);
    assert_eq!(
        (report.as_str(), status),
        ("page.txt: 79 codes, in sync with `api-reference` of obs-errors-spec/obs.yaml\n", Some(0))
    );
    // There is nothing left to write.
    assert_eq!(run(&["import", "page.txt", "--write"]).1, Some(0));
    assert_eq!(fs::read_to_string(root.join("obs-errors-spec/obs.yaml")).expect("a file"), written);
}

/// A code that cannot be added does not keep others from being added, and is still a
/// difference.
#[test]
fn a_code_that_cannot_be_added_is_not_written() {
    let rows = [
        ("404 Not Found", "no-such-key", "Put it there."),
        ("404", "Self", "Put it there."),
        ("444", "Nameless", "Give it a name."),
        ("404 Not Found", "null", "Put it there."),
        ("404 Not Found", "Found", "Let it be."),
    ];
    let rows =
        rows.map(|(status, code, words)| format!("{status}\n\n{code}\n\nIt is so.\n\n{words}\n\n"));
    let page = TEXT.replacen("    301 Moved", &format!("{}    301 Moved", rows.concat()), 1);
    let workspace = workspace::with(OBS);
    let root = workspace.path();
    fs::write(root.join("page.txt"), &page).expect("a file");
    let output = xtask(root, &["import", "page.txt", "--write"]);
    assert_eq!(output.status.code(), Some(1));
    expect_file!["import/half-written.expected"].assert_eq(&text(&output));
    let written = fs::read_to_string(root.join("obs-errors-spec/obs.yaml")).expect("a file");
    expect![[r#"
        +   Found:
        +     status: 404
        +     message: It is so.
        +     solution: Let it be.
        +   'null':
        +     name: 'Null'
        +     status: 404
        +     message: It is so.
        +     solution: Put it there.
    "#]]
    .assert_eq(&added(OBS, &written));
    assert!(xtask(root, &["gen"]).status.success());
}

/// The source is added where it is missing, and what the page does not have is marked.
#[test]
fn sources_and_codes_without_solutions_are_written() {
    let page = "\
<table>
<tr><th>Status Code<th>Error Code<th>Description
<tr><td>404 Not Found<td>NoSuchBucket<td>There is no such bucket.
<tr><td>404 Not Found<td>NoSuchKey<td>There is no such object.
<tr><td>404 Not Found<td>NoSuchMethod<td>There is no such method.
</table>
";
    let workspace = workspace::with(OBS);
    let root = workspace.path();
    fs::write(root.join("page.html"), page).expect("a file");
    let arguments = ["import", "page.html", "--source", "hadoop-client", "--write"];
    let (_, status) = imported(OBS, "page.html", page, &arguments[2..4]);
    assert_eq!(status, Some(1));
    let output = xtask(root, &arguments);
    let report = text(&output);
    assert!(
        report.contains("\nadded 1 code, and `hadoop-client` to the sources of 2 codes to obs-errors-spec/obs.yaml\n"),
        "{report}"
    );
    let written = fs::read_to_string(root.join("obs-errors-spec/obs.yaml")).expect("a file");
    let changed: String = written
        .lines()
        .filter(|line| !OBS.lines().any(|old| old == *line))
        .flat_map(|line| ["+", line, "\n"])
        .collect();
    expect![[r#"
        +    sources: [api-reference, hadoop-client]
        +    sources: [api-reference, hadoop-client]
        +  NoSuchMethod:
        +    message: There is no such method.
        +    solution: 'TODO: write the solution'
    "#]]
    .assert_eq(&changed);
    let output = xtask(root, &["gen"]);
    assert_eq!(output.status.code(), Some(1));
    let errors = text(&output);
    assert!(
        errors.contains("`TODO: write the solution` is a placeholder; write the real text"),
        "{errors}"
    );
}

#[test]
fn an_accepted_code_has_to_be_a_new_one() {
    let (report, status) = imported(OBS, "page.txt", TEXT, &["--accept", "No Such Method"]);
    assert_eq!(
        (report.as_str(), status),
        ("error: cannot accept `No Such Method`: it is not a new code of page.txt\n", Some(1))
    );
}

#[test]
fn what_cannot_be_compared_is_reported() {
    for (table, arguments, expected) in [
        (OBS, &["import", "no-such-page.txt"][..], "error: cannot read no-such-page.txt: "),
        (
            OBS,
            &["import", "page.txt", "--source", "manual"],
            "error: unknown source `manual`: obs-errors-spec/obs.yaml has `api-reference`, ",
        ),
        (
            "service: OBS\n",
            &["import", "page.txt"],
            "obs-errors-spec/obs.yaml:1:1: missing key `enum` in the table; add it",
        ),
    ] {
        let workspace = workspace::with(table);
        fs::write(workspace.path().join("page.txt"), TEXT).expect("a file");
        let output = xtask(workspace.path(), arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output).starts_with(expected), "{}", text(&output));
    }
    let output = xtask(Path::new("."), &["import"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).starts_with("error: `import` requires the file of a page"));
}

/// The lines of the second string that the first does not have; every line of the first is
/// in the second, in its order.
fn added(before: &str, after: &str) -> String {
    let mut old = before.lines().peekable();
    let mut added = String::new();
    for line in after.lines() {
        if old.peek() == Some(&line) {
            old.next();
        } else {
            writeln!(added, "+ {line}").expect("writing to a string cannot fail");
        }
    }
    assert_eq!(old.next(), None, "a line is gone");
    added
}

/// The report without the numbers after a path.
fn without_lines(report: &str, path: &str) -> String {
    let mut parts = report.split(path);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + path + "LINE" + part.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}
