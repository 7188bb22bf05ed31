//! The documents of a table that states little, and extends nothing.
#![cfg(feature = "documents")]

use std::path::Path;

use obs_errors_build::spec::keys::{OUTPUT, ValueKind};
use obs_errors_build::{Document, Provenance, read_table};

const TABLE: &str = "\
service: Depot
enum: DepotErrorCode
solutions: optional
codes:
  Missing: { status: 404, message: It is missing. }
";

fn document(table: &str, document: Document) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    std::fs::write(directory.path().join("errors.yaml"), table).expect("it can be written");
    let (table, warnings) =
        read_table(directory.path(), "errors.yaml", None::<&Path>).expect("it is valid");
    assert!(warnings.is_empty(), "{warnings}");
    document.generate(&table, Provenance { command: "make", table: "errors.yaml" })
}

/// A code without a message is shown and sent with its reason phrase, and nothing else is invented.
#[test]
fn codes_may_have_no_messages() {
    let table = TABLE
        .replace(", message: It is missing.", "")
        .replace("codes:", "messages: optional\ncodes:");
    let keys = OUTPUT.iter().map(|key| key.name);
    for kind in keys.filter_map(Document::of_key) {
        let text = document(&table, kind);
        assert!(
            !text.contains("Not Found: ") && !text.contains("Not Found**: "),
            "{kind:?}: {text}"
        );
        assert!(!text.contains("It is missing"), "{kind:?}");
    }
    assert!(document(&table, Document::Markdown).contains("| Not Found |"));
    assert!(document(&table, Document::Catalogue).contains("\"message\": \"\""));
}

/// A row has as many cells as the head of its table, and what is not stated has no column.
#[test]
fn tables_have_only_the_columns_that_have_content() {
    let with_solution = TABLE.replace("missing. }", "missing., solution: Find it. }");
    let with_sources = format!("{TABLE}sources: {{ manual: The Manual }}\n");
    for (table, cells) in [(TABLE, 3), (&with_solution, 4), (&with_sources, 4)] {
        let text = document(table, Document::Markdown);
        let rows = text.lines().skip_while(|line| !line.starts_with("| Code |")).take(3);
        let counts: Vec<usize> = rows.map(|row| row.matches('|').count() - 1).collect();
        assert_eq!(counts, [cells; 3], "{text}");
        assert_eq!(text.contains("Sources"), table.contains("sources"), "{text}");
        let page = document(table, Document::Page);
        assert_eq!(page.matches("<th scope=\"col\">").count(), cells + 1, "{page}");
        assert!(page.contains(&format!("colspan=\"{}\"", cells + 1)), "{page}");
    }
}

/// A key that means no document would be accepted, and nothing would be generated for it.
#[test]
fn every_key_under_output_means_a_document() {
    for key in OUTPUT {
        let is_path = matches!(key.kind, ValueKind::Path);
        assert_eq!(Document::of_key(key.name).is_some(), is_path, "{}", key.name);
    }
}

#[test]
fn nothing_names_the_service_of_another_table() {
    let keys = OUTPUT.iter().map(|key| key.name);
    for kind in keys.filter_map(Document::of_key) {
        // The schema describes what any table can state; Rust names the crate.
        if matches!(kind, Document::EditorSchema | Document::Rust) {
            continue;
        }
        let text = document(TABLE, kind).to_lowercase();
        // The names of files and of this project may remain.
        let text = text.replace("obs-errors", "").replace("obs_errors", "");
        assert!(!text.contains("huawei") && !text.contains("nosuchkey"), "{kind:?}");
        let words = text.split(|c: char| !c.is_alphanumeric());
        assert_eq!(words.filter(|word| *word == "obs").count(), 0, "{kind:?}: {text}");
    }
}
