//! Whole files that cannot be read, or are too large.

mod table;

use std::fmt::Write as _;
use std::fs;

use expect_test::expect;
use obs_errors_spec::TableRef;
use table::{BASE, completed, report};

#[test]
fn the_base_has_no_error() {
    assert!(obs_errors_spec::read("base.yaml", |_| Ok(BASE.as_bytes())).is_ok());
}

#[test]
fn a_file_that_cannot_be_opened_is_reported() {
    let missing = |_: TableRef<'_>| fs::File::open("no/such/directory/errors.yaml");
    let diagnostics = obs_errors_spec::read("errors.yaml", missing).unwrap_err();
    assert!(diagnostics.to_string().starts_with("errors.yaml:1:1: cannot read the file: "));
}

#[test]
fn invalid_utf_8_is_reported() {
    expect![[r#"
        errors.yaml:2:10: invalid UTF-8: byte 0xE9; save the file as UTF-8
          |
        2 | enum: Acm�
          |          ^
    "#]]
    .assert_eq(&report("errors.yaml", b"service: Acme\nenum: Acm\xE9\n"));
}

#[test]
fn utf_16_is_reported() {
    expect![[r#"
        errors.yaml:1:1: invalid UTF-8: byte 0xFF; save the file as UTF-8
          |
        1 | ��s␀e␀r␀v␀i␀c␀e␀
          | ^
    "#]]
    .assert_eq(&report("errors.yaml", b"\xFF\xFEs\0e\0r\0v\0i\0c\0e\0"));
}

#[test]
fn a_file_is_read_only_up_to_the_limit() {
    // Without the limit, the test would not end.
    let diagnostics =
        obs_errors_spec::read("errors.yaml", |_| Ok(std::io::repeat(b'#'))).unwrap_err();
    expect![[r#"
        errors.yaml:1:1: the file is larger than 8 MiB, the limit for a table
    "#]]
    .assert_eq(&diagnostics.to_string());
}

fn nested(levels: usize) -> String {
    (0..levels).map(|level| " ".repeat(level) + "a:\n").collect()
}

#[test]
fn deep_nesting_is_rejected() {
    let block = nested(10_000);
    expect![[r#"
        errors.yaml:1:1: the file is larger than 8 MiB, the limit for a table
    "#]]
    .assert_eq(&report("errors.yaml", block.as_bytes()));
    let block = nested(1_000);
    expect![[r#"
        errors.yaml:17:17: nested more than 16 levels deep; a table has four levels
           |
        17 |                 a:
           |                 ^
    "#]]
    .assert_eq(&report("errors.yaml", block.as_bytes()));
    let flow = "[".repeat(10_000);
    expect![[r#"
        errors.yaml:1:17: nested more than 16 levels deep; a table has four levels
          |
        1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
          |                 ^
    "#]].assert_eq(&report("errors.yaml", flow.as_bytes()));
}

#[test]
fn only_the_first_thousand_errors_are_shown() {
    let mut source = "codes:\n".to_owned();
    for number in 0..5_000 {
        writeln!(source, "  Code{number:04}:\n    status: 999")
            .expect("writing to a string cannot fail");
    }
    let report = report("errors.yaml", &completed(&source));
    expect!["errors.yaml: and 14000 more"].assert_eq(report.lines().last().expect("a line"));
    assert!(report.contains(
        "errors.yaml:3:13: expected a status from 200 to 599 for `status` of `Code0000`"
    ));
}

#[test]
fn too_many_values_are_rejected() {
    let source = format!("codes: {{{}}}", "a,".repeat(4_000_000));
    expect!["errors.yaml:1:500006: more than 500000 keys and values, the limit for a table"]
        .assert_eq(report("errors.yaml", source.as_bytes()).lines().next().expect("a line"));
}

#[test]
fn many_sources_and_citations_are_checked() {
    let mut source = "sources:\n".to_owned();
    for number in 0..20_000 {
        writeln!(source, "  s{number}: Source").expect("writing to a string cannot fail");
    }
    let cites = vec!["z"; 100_000].join(",");
    write!(source, "codes: {{Gone: {{status: 404, sources: [{cites}]}}}}")
        .expect("writing to a string cannot fail");
    let report = report("errors.yaml", &completed(&source));
    expect!["      |                                                                  ^"]
        .assert_eq(report.lines().last().expect("a line"));
}

#[test]
fn a_table_of_10_000_codes_is_valid() {
    let mut source = "codes:\n".to_owned();
    for number in 0..10_000 {
        let text = "words ".repeat(15);
        writeln!(
            source,
            "  Code{number:05}:\n    status: 404\n    message: {text}\n    solution: {text}\n    \
             note: {text}\n    aliases: [Old{number}, Older{number}]\n    sources: [manual]"
        )
        .expect("writing to a string cannot fail");
    }
    let source = completed(&source);
    let table = obs_errors_spec::read("errors.yaml", |_| Ok(source.as_slice()))
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert_eq!(table.codes.len(), 10_000);
}
