//! Checks that no file uses a word that the glossary of CONTRIBUTING.md replaces.

mod files;

use std::fs;

use files::{files, root};

const GUIDE: &str = include_str!("../../CONTRIBUTING.md");

/// Pages and documents that others wrote.
const QUOTED: [&str; 4] = [
    "xtask/tests/import/",
    "obs-errors/tests/documents/",
    "obs-errors/tests/responses/",
    "obs-errors-cli/tests/decoded/",
];

/// A standard term with one of the words in it.
const TERM: &str = "blank line";

/// The head of the glossary, which is the end of CONTRIBUTING.md.
const GLOSSARY: &str = "\n| not | but |\n|---|---|\n";

/// The first column of the glossary.
fn replaced() -> Vec<&'static str> {
    let rows = GUIDE.split(GLOSSARY).nth(1).expect("the glossary");
    rows.lines()
        .map(|row| row.strip_prefix("| ").expect("nothing follows the glossary"))
        .flat_map(|row| row.split_once(" | ").expect("two columns").0.split(", "))
        .collect()
}

/// The words of a line in lower case, with one space around each.
fn words(line: &str) -> String {
    let words =
        line.split(|c: char| !c.is_alphanumeric() && c != '\'').map(|it| it.trim_matches('\''));
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" ").to_lowercase())
}

#[test]
fn words_of_the_glossary_are_not_used() {
    let replaced = replaced();
    assert!(replaced.len() > 10, "{replaced:?}");
    let mut found = Vec::new();
    for path in files() {
        if QUOTED.iter().any(|quoted| path.starts_with(quoted)) {
            continue;
        }
        // Binary files are skipped.
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        let text = text.split(GLOSSARY).next().unwrap_or_default();
        for (index, line) in text.lines().enumerate() {
            let line = words(line).replace(TERM, "");
            for word in &replaced {
                if line.contains(&format!(" {word} ")) {
                    found.push(format!("{path}:{}: {word}", index + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "words that the glossary replaces:\n{}", found.join("\n"));
}
