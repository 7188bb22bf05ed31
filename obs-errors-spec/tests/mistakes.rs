//! Every mistake a table can have, with what is said of it.
//!
//! `mistakes/NAME.yaml` holds the mistake, `mistakes/NAME.txt` the message, and whether
//! an editor that knows `obs.schema.json` says so too. A case writes only the top-level keys that it is about: the others are added
//! below it from `base.yaml`, unless it extends a table. What it extends is that
//! base, as `obs`, or a file of `mistakes/extended/`. `UPDATE_EXPECT=1 cargo test -p obs-errors-spec`
//! writes the messages anew.

mod schema;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use expect_test::{expect, expect_file};
use obs_errors_spec::Name;

const BASE: &str = include_str!("base.yaml");

#[test]
fn each_mistake_is_told() {
    let mut cases: Vec<PathBuf> = fs::read_dir(cases())
        .expect("the folder of the cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    cases.sort();
    assert!(cases.len() > 40, "the cases are missing");
    for case in cases {
        let source = fs::read_to_string(&case).expect("a case");
        let name = case.file_name().expect("a name").to_string_lossy();
        let source = completed(&source);
        let told = told(&name, &source) + verdict(&source);
        expect_file![case.with_extension("txt")].assert_eq(&told);
    }
}

#[test]
fn the_base_has_no_mistake() {
    assert!(obs_errors_spec::read("base.yaml", |_| Ok(BASE.as_bytes())).is_ok());
}

#[test]
fn a_file_that_cannot_be_opened() {
    let missing = |_: Name<'_>| fs::File::open("no/such/folder/errors.yaml");
    let problems = obs_errors_spec::read("errors.yaml", missing).unwrap_err();
    assert!(problems.to_string().starts_with("errors.yaml:1:1: the file cannot be read: "));
}

#[test]
fn a_file_that_is_not_utf_8() {
    expect![[r#"
        errors.yaml:2:10: byte 0xE9 is not UTF-8: save the file as UTF-8
          |
        2 | enum: Acm�
          |          ^
    "#]]
    .assert_eq(&told("errors.yaml", b"service: Acme\nenum: Acm\xE9\n"));
}

#[test]
fn a_file_in_utf_16() {
    expect![[r#"
        errors.yaml:1:1: byte 0xFF is not UTF-8: save the file as UTF-8
          |
        1 | ��s␀e␀r␀v␀i␀c␀e␀
          | ^
    "#]]
    .assert_eq(&told("errors.yaml", b"\xFF\xFEs\0e\0r\0v\0i\0c\0e\0"));
}

#[test]
fn a_file_without_end() {
    // Without an end: it would be noticed if more were read than a table may have.
    let problems = obs_errors_spec::read("errors.yaml", |_| Ok(std::io::repeat(b'#'))).unwrap_err();
    expect![[r#"
        errors.yaml:1:1: the file is larger than 8 MiB: no table is
    "#]]
    .assert_eq(&problems.to_string());
}

fn nested(levels: usize) -> String {
    (0..levels).map(|level| " ".repeat(level) + "a:\n").collect()
}

#[test]
fn levels_of_nesting_by_the_thousand() {
    let block = nested(10_000);
    expect![[r#"
        errors.yaml:1:1: the file is larger than 8 MiB: no table is
    "#]]
    .assert_eq(&told("errors.yaml", block.as_bytes()));
    let block = nested(1_000);
    expect![[r#"
        errors.yaml:17:17: nested more than 16 levels deep: a table needs four
           |
        17 |                 a:
           |                 ^
    "#]]
    .assert_eq(&told("errors.yaml", block.as_bytes()));
    let flow = "[".repeat(10_000);
    expect![[r#"
        errors.yaml:1:17: nested more than 16 levels deep: a table needs four
          |
        1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
          |                 ^
    "#]].assert_eq(&told("errors.yaml", flow.as_bytes()));
}

#[test]
fn mistakes_by_the_thousand() {
    let mut source = "codes:\n".to_owned();
    for number in 0..5_000 {
        writeln!(source, "  Code{number:04}:\n    status: 999").expect("a string takes it");
    }
    let told = told("errors.yaml", &completed(&source));
    expect!["errors.yaml: and 14000 mistakes more"].assert_eq(told.lines().last().expect("a line"));
    assert!(told.contains("errors.yaml:3:13: `status` of `Code0000` must be from 300 to 599"));
}

#[test]
fn values_by_the_million() {
    let source = format!("codes: {{{}}}", "a,".repeat(4_000_000));
    expect!["errors.yaml:1:500006: more than 500000 keys and values: no table has as many"]
        .assert_eq(told("errors.yaml", source.as_bytes()).lines().next().expect("a line"));
}

#[test]
fn sources_by_the_ten_thousand() {
    let mut source = "sources:\n".to_owned();
    for number in 0..20_000 {
        writeln!(source, "  s{number}: Source").expect("a string takes it");
    }
    let cites = vec!["z"; 100_000].join(",");
    write!(source, "codes: {{Gone: {{status: 404, sources: [{cites}]}}}}")
        .expect("a string takes it");
    let told = told("errors.yaml", &completed(&source));
    expect!["      |                                                                  ^"]
        .assert_eq(told.lines().last().expect("a line"));
}

#[test]
fn a_table_of_10_000_codes_passes() {
    let mut source = "codes:\n".to_owned();
    for number in 0..10_000 {
        let text = "words ".repeat(15);
        writeln!(
            source,
            "  Code{number:05}:\n    status: 404\n    message: {text}\n    solution: {text}\n    \
             note: {text}\n    aliases: [Old{number}, Older{number}]\n    sources: [manual]"
        )
        .expect("a string takes it");
    }
    let source = completed(&source);
    let table = obs_errors_spec::read("errors.yaml", |_| Ok(source.as_slice()))
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(table.codes.len(), 10_000);
}

fn told(path: &str, source: &[u8]) -> String {
    match obs_errors_spec::read(path, |name| opened(name, path, source)) {
        Ok(_) => panic!("{path}: no mistake was found"),
        Err(problems) => problems.to_string(),
    }
}

/// What an editor says of a table, in a line.
fn verdict(source: &[u8]) -> &'static str {
    match schema::document(source) {
        None => "in an editor: no YAML\n",
        Some(document) if schema::Schema::committed().allows(&document) => {
            "in an editor: nothing\n"
        }
        Some(_) => "in an editor: a mistake\n",
    }
}

/// The case itself, or a table beside it that it extends.
fn opened<'a>(
    name: Name<'_>,
    path: &str,
    source: &'a [u8],
) -> io::Result<io::Cursor<Cow<'a, [u8]>>> {
    let content = match name {
        Name::Obs => Ok(Cow::Borrowed(BASE.as_bytes())),
        Name::Path(other) if other == path => Ok(Cow::Borrowed(source)),
        // A chain without an end.
        Name::Path(other) if other.starts_with("chain/") => {
            let number: usize = other[6..].trim_end_matches(".yaml").parse().expect("a number");
            let table = format!(
                "extends: {}.yaml\nservice: A\nenum: ACode\ncodes: {{A: {{status: 404, message: a, solution: b}}}}\n",
                number + 1
            );
            Ok(Cow::Owned(table.into_bytes()))
        }
        Name::Path(other) => fs::read(cases().join("extended").join(other)).map(Cow::Owned),
    };
    content.map(io::Cursor::new)
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

/// The case, and below it the sections of the base that it does not have.
fn completed(case: &str) -> Vec<u8> {
    let mut source = case.to_owned();
    if !case.contains(':') || case.contains("extends:") {
        return source.into_bytes();
    }
    for section in sections(BASE) {
        let key = section.split_inclusive(':').next().expect("a section begins with a key");
        if !case.lines().any(|line| line.starts_with(key)) {
            source += section;
        }
    }
    source.into_bytes()
}

/// The text cut before every line that begins a top-level key.
fn sections(source: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = source
        .match_indices('\n')
        .map(|(newline, _)| newline + 1)
        .filter(|start| source[*start..].starts_with(|c: char| c.is_ascii_alphabetic()))
        .collect();
    starts.insert(0, 0);
    let ends = starts[1..].iter().copied().chain([source.len()]);
    starts.iter().zip(ends).map(|(start, end)| &source[*start..end]).collect()
}
