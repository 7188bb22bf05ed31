//! Checks the list of keys against the code that uses them.

mod table;

use obs_errors_core::Retry;
use obs_errors_spec::TableRef;
use obs_errors_spec::insert::{Additions, Outline};
use obs_errors_spec::keys::{CODE, DEPRECATED, ELEMENT, HEADERS, Key, OUTPUT, TABLE};
use obs_errors_spec::model::Table;
use table::{completed, report};

/// A key that is listed but not read would be ignored silently, so an empty value of each must be
/// reported.
#[test]
fn every_key_is_read() {
    let mappings: [(&[Key], &str, &str); 6] = [
        (TABLE, "", ""),
        (ELEMENT, "elements:\n  Error:\n", "    "),
        (HEADERS, "headers:\n", "  "),
        (OUTPUT, "output:\n", "  "),
        (CODE, "codes:\n  Gone:\n", "    "),
        (DEPRECATED, "codes:\n  Gone:\n    deprecated:\n", "      "),
    ];
    for (keys, before, indent) in mappings {
        for Key { name, .. } in keys {
            let report = report("a.yaml", &completed(&format!("{before}{indent}{name}:\n")));
            let expected = format!("missing value for `{name}` of ");
            assert!(report.contains(&expected), "{before}{name}: {report}");
        }
    }
}

#[test]
fn every_retry_class_is_described() {
    let retry = CODE.iter().find(|key| key.name == "retry").expect("the key");
    for class in Retry::OF_CODES {
        assert!(retry.description.contains(&format!("`{}`", class.as_str())), "{class:?}");
    }
}

const HEAD: &str = "\
service: Acme
enum: AcmeErrorCode
sources: { other: Other, manual: Manual }
statuses:
  404: Not Found
  500: Internal Server Error
elements: { Error: { description: a }, Code: { description: b }, Message: { description: c } }
codes:
";

fn read(source: &str) -> Table {
    obs_errors_spec::read("errors.yaml", |_| Ok(source.as_bytes()))
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// An entry with these keys, each with its example.
fn entry<'a>(code: &str, keys: impl Iterator<Item = &'a Key>) -> String {
    let lines: Vec<String> =
        keys.map(|key| format!("    {}: {}\n", key.name, key.example)).collect();
    format!("  {code}:\n{}", lines.concat())
}

/// An inserted code is read back as the code that was inserted: no key is lost.
#[test]
fn every_key_is_inserted() {
    let keys = CODE.iter().filter(|key| key.name != "override");
    let whole = format!(
        "{HEAD}  Away:\n    status: 404\n    message: a\n    solution: b\n    sources: [other]\n"
    );
    let with_entry = read(&(whole.clone() + &entry("no-such-thing", keys)));
    let code = with_entry.codes.iter().find(|code| code.code == "no-such-thing");
    let additions =
        Additions { codes: vec![code.expect("it is there").clone()], ..Additions::default() };
    let outline = Outline::new("errors.yaml", &whole).expect("an outline");
    let inserted = outline.insert(&read(&whole), &additions);
    assert_eq!(read(&inserted), with_entry, "{inserted}");
}

/// Every key of an override changes the overridden code, or is rejected.
#[test]
fn every_key_is_overridden_or_rejected() {
    let base = format!(
        "{HEAD}  Thing: {{ status: 500, message: a, solution: b, note: c, retry: never }}\n"
    );
    let mut refused = Vec::new();
    for key in CODE.iter().filter(|key| key.name != "override") {
        let keys = CODE.iter().filter(|other| other.name == "override" || other.name == key.name);
        let own = format!(
            "extends: obs\nservice: Acme\nenum: AcmeErrorCode\ncodes:\n{}",
            entry("Thing", keys)
        );
        let open = |table: TableRef<'_>| match table {
            TableRef::Obs => Ok(base.as_bytes()),
            TableRef::Path(_) => Ok(own.as_bytes()),
        };
        match obs_errors_spec::read("errors.yaml", open) {
            Ok(table) => {
                let mut before = read(&base).codes.remove(0);
                let after = &table.codes[0];
                before.obs.clone_from(&after.obs);
                assert_ne!(&before, after, "`{}` changes nothing", key.name);
            }
            Err(_) => refused.push(key.name),
        }
    }
    assert_eq!(refused, ["name", "aliases", "sources", "deprecated"]);
}
