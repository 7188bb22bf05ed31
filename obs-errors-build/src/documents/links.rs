//! The links from one generated document to the others.

use serde::Serialize;

/// The paths of the other documents, relative to the one that links to them; none if a document is not
/// generated.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Links {
    pub(crate) markdown: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) json: Option<String>,
    pub(crate) xsd: Option<String>,
}

/// The path of a file relative to another file. Both are relative to the same directory, with `/`.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let directories = &from[..from.len() - 1];
    let common = directories.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = directories[common..].iter().map(|_| "..");
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_relative_to_the_directory_of_a_file() {
        for (from, to, expected) in [
            ("docs/a.md", "docs/b.json", "b.json"),
            ("a.md", "b.json", "b.json"),
            ("docs/a.md", "b.json", "../b.json"),
            ("docs/web/a.html", "docs/data/b.json", "../data/b.json"),
            ("a.md", "docs/b.json", "docs/b.json"),
        ] {
            assert_eq!(relative(from, to), expected, "from {from} to {to}");
        }
    }
}
