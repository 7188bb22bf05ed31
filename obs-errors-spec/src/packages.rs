//! The packages of Go and Java, which the path of a file determines.

/// Returns the package of a file in Go: the name of its directory, if the path has one.
#[must_use]
pub fn go(path: &str) -> Option<&str> {
    let (directory, _) = path.rsplit_once('/')?;
    directory.rsplit('/').next().filter(|name| *name != "..")
}

/// Returns the parts of the package of a file in Java: the directories after the last one named `java` or,
/// without one, `src`. A file without a directory is in no package, which is an empty list; `None` if the
/// path has other directories only.
#[must_use]
pub fn java(path: &str) -> Option<Vec<&str>> {
    let Some((directories, _)) = path.rsplit_once('/') else { return Some(Vec::new()) };
    let directories: Vec<&str> = directories.split('/').collect();
    let last = |name: &str| directories.iter().rposition(|directory| *directory == name);
    let root = last("java").or_else(|| last("src"))?;
    Some(directories[root + 1..].to_vec())
}

/// Whether a string can be the name of a package in Go, by its conventions.
#[must_use]
pub fn is_go_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(is_part)
        && !GO_KEYWORDS.contains(&name)
}

/// Whether a string can be part of the name of a package in Java.
#[must_use]
pub fn is_java_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name != "_"
        && name.bytes().all(is_part)
        && !JAVA_KEYWORDS.contains(&name)
}

/// <https://go.dev/ref/spec#Keywords>, and the package that makes a program instead of a library.
const GO_KEYWORDS: [&str; 26] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
    "main",
];

/// <https://docs.oracle.com/javase/specs/jls/se17/html/jls-3.html#jls-3.9>, and the literals.
const JAVA_KEYWORDS: [&str; 53] = [
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "volatile",
    "while",
];

#[cfg(test)]
mod tests {
    use super::{go, is_go_name, is_java_name, java};

    #[test]
    fn packages_are_directories() {
        assert_eq!(go("errors.go"), None);
        assert_eq!(go("a/acmeerrors/errors.go"), Some("acmeerrors"));
        assert_eq!(go("../errors.go"), None);
        assert_eq!(java("docs/A.java"), None);
        for (path, expected) in [
            ("A.java", ""),
            ("src/com/acme/A.java", "com.acme"),
            ("java/A.java", ""),
            ("java/com/acme/A.java", "com.acme"),
            ("src/main/java/com/acme/A.java", "com.acme"),
            ("src/main/java/com/java/acme/A.java", "acme"),
            ("java/java/A.java", ""),
        ] {
            let parts = java(path).expect("it is in a package");
            assert_eq!(parts.join("."), expected, "{path}");
        }
    }

    #[test]
    fn keywords_are_no_names() {
        for (name, in_go, in_java) in [
            ("acme", true, true),
            ("acme2", true, true),
            ("2acme", false, false),
            ("my_errors", false, true),
            ("my-errors", false, false),
            ("Errors", false, true),
            ("go", false, true),
            ("main", false, true),
            ("int", true, false),
            ("_", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_go_name(name), is_java_name(name)), (in_go, in_java), "{name}");
        }
    }
}
