//! Codes in any order are put into theirs.

use obs_errors_spec::sort;
use proptest::prelude::*;

const TABLE: &str = include_str!("../obs.yaml");

fn sorted(source: &str) -> String {
    sort("obs.yaml", source, |_| Ok(source.as_bytes()))
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The file up to its codes, and each of these with its lines.
fn parts(table: &str) -> (&str, Vec<String>) {
    let start = table.find("\ncodes:\n").expect("codes") + "\ncodes:\n".len();
    let mut codes: Vec<String> = Vec::new();
    for line in table[start..].split_inclusive('\n') {
        let is_code = line.starts_with("  ") && line.as_bytes()[2] != b' ';
        match codes.last_mut() {
            Some(code) if !is_code => *code += line,
            _ => codes.push(line.to_owned()),
        }
    }
    (&table[..start], codes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_order_of_the_file_is_restored(codes in Just(parts(TABLE).1).prop_shuffle()) {
        let shuffled = format!("{}{}", parts(TABLE).0, codes.concat());
        prop_assert_eq!(sorted(&shuffled), TABLE);
    }
}

#[test]
fn a_sorted_file_does_not_change() {
    assert_eq!(sorted(TABLE), TABLE);
    let crlf = TABLE.replace('\n', "\r\n");
    assert_eq!(sorted(&crlf), crlf);
}

#[test]
fn overrides_have_the_statuses_of_their_codes() {
    let extension = "\
extends: obs
service: A
enum: ACode
codes:
  # The second.
  SlowDown: { override: true, message: a }
  # The first.
  NoSuchKey: { override: true, message: b }
reserved: [Old]
";
    let open = |table: obs_errors_spec::TableRef<'_>| match table {
        obs_errors_spec::TableRef::Obs => Ok(TABLE.as_bytes()),
        obs_errors_spec::TableRef::Path(_) => Ok(extension.as_bytes()),
    };
    let text = sort("a.yaml", extension, open).expect("it is valid");
    let codes = "\
codes:
  # The first.
  NoSuchKey: { override: true, message: b }
  # The second.
  SlowDown: { override: true, message: a }
reserved: [Old]
";
    assert!(text.ends_with(codes), "{text}");
}
