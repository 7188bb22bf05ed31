//! The list of keys against what reads them.

mod table;

use obs_errors_core::Retry;
use obs_errors_spec::keys::{CODE, DEPRECATED, ELEMENT, HEADERS, Key, TABLE};
use table::{completed, report};

/// A key that is listed and not read would be ignored in silence: each reports that it is
/// empty.
#[test]
fn every_key_is_read() {
    let mappings: [(&[Key], &str, &str); 5] = [
        (TABLE, "", ""),
        (ELEMENT, "elements:\n  Error:\n", "    "),
        (HEADERS, "headers:\n", "  "),
        (CODE, "codes:\n  Gone:\n", "    "),
        (DEPRECATED, "codes:\n  Gone:\n    deprecated:\n", "      "),
    ];
    for (keys, before, indent) in mappings {
        for Key { name, .. } in keys {
            let report = report("a.yaml", &completed(&format!("{before}{indent}{name}:\n")));
            let is_reported = report
                .lines()
                .any(|line| line.contains(&format!("`{name}` of ")) && line.contains("is empty"));
            assert!(is_reported, "{before}{name}: {report}");
        }
    }
}

#[test]
fn every_retry_class_is_described() {
    let retry = CODE.iter().find(|key| key.name == "retry").expect("the key");
    for class in Retry::ALL {
        assert!(retry.description.contains(&format!("`{}`", class.as_str())), "{class:?}");
    }
}
