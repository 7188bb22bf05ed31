//! Comments and string literals of programming languages.

use std::fmt::{self, Write as _};

/// How a language writes comments and strings.
struct Language {
    name: &'static str,
    comment: Comment,
    string: Strings,
}

/// The form of documentation comments.
#[derive(Clone, Copy)]
enum Comment {
    /// Each line begins with this.
    Lines(&'static str),
    /// `/**`, and ` * ` before each line. These characters and strings are replaced, since they have a
    /// meaning.
    Block(&'static [(&'static str, &'static str)]),
}

/// What is escaped in a string between double quotes, besides the quote, the backslash and line breaks.
#[derive(Clone, Copy)]
enum Strings {
    /// Nothing: the source is UTF-8, and only the backslash has a meaning.
    Plain,
    /// A character that begins an interpolation.
    Interpolated(char),
    /// Everything that is not ASCII, in UTF-16: the encoding of the source depends on the compiler's
    /// options.
    Ascii,
}

/// What would end a comment.
const END: (&str, &str) = ("*/", "* /");

/// In comments of Java, which are HTML, `@` begins a tag, and `\u` is a character even there.
const JAVADOC: &[(&str, &str)] = &[
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ("@", "&#64;"),
    ("{", "&#123;"),
    ("\\", "&#92;"),
    ("*/", "*&#47;"),
];

/// In comments of TypeScript, `@` begins a tag, and `{@` an inline one.
const JSDOC: &[(&str, &str)] = &[("@", "\\@"), ("*/", "*\\/")];

const LANGUAGES: &[Language] = &[
    language("c", Comment::Block(&[END]), Strings::Plain),
    language("cpp", Comment::Block(&[END]), Strings::Plain),
    language("csharp", Comment::Lines("// "), Strings::Plain),
    language("go", Comment::Lines("// "), Strings::Plain),
    language("java", Comment::Block(JAVADOC), Strings::Ascii),
    language("javascript", Comment::Block(JSDOC), Strings::Plain),
    language("kotlin", Comment::Block(&[END, ("/*", "/ *")]), Strings::Interpolated('$')),
    language("php", Comment::Block(&[END]), Strings::Interpolated('$')),
    language("python", Comment::Lines("# "), Strings::Plain),
    language("ruby", Comment::Lines("# "), Strings::Interpolated('#')),
    language("rust", Comment::Lines("/// "), Strings::Plain),
    language("swift", Comment::Lines("/// "), Strings::Plain),
    language("typescript", Comment::Block(JSDOC), Strings::Plain),
];

const fn language(name: &'static str, comment: Comment, string: Strings) -> Language {
    Language { name, comment, string }
}

fn named(name: &str) -> Result<&'static Language, String> {
    LANGUAGES.iter().find(|language| language.name == name).ok_or_else(|| {
        let names: Vec<&str> = LANGUAGES.iter().map(|language| language.name).collect();
        format!("unknown language `{name}`, expected one of `{}`", names.join("`, `"))
    })
}

/// A text, which may have several lines, as a documentation comment in this language; with the reason
/// why what it is about should not be used, if it is deprecated.
pub(crate) fn comment(
    text: &str,
    language: &str,
    deprecated: Option<&str>,
) -> Result<String, String> {
    let lines = |prefix: &str, text: &str| {
        let lines = text.lines().map(|line| format!("{prefix}{line}").trim_end().to_owned());
        lines.collect::<Vec<_>>().join("\n")
    };
    let Language { comment, string, .. } = named(language)?;
    let replaced = match comment {
        // gofmt takes these for quotation marks, and writes others.
        Comment::Lines(prefix) => {
            let text = text.replace("``", "\"").replace("''", "\"");
            let why = deprecated.map(|why| format!("\n\nDeprecated: {why}"));
            return Ok(lines(prefix, &(text + &why.unwrap_or_default())));
        }
        Comment::Block(replaced) => replaced,
    };
    let escaped = |text: &str| {
        let text = replaced.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        match string {
            Strings::Ascii => ascii(&text, |c, out| write!(out, "&#{};", u32::from(c))),
            Strings::Plain | Strings::Interpolated(_) => text,
        }
    };
    let why = deprecated.map(|why| format!("\n\n@deprecated {}", escaped(why)));
    let text = escaped(text) + &why.unwrap_or_default();
    Ok(if text.contains('\n') {
        format!("/**\n{}\n */", lines(" * ", &text))
    } else {
        format!("/** {text} */")
    })
}

/// A string as a literal between double quotes in this language.
pub(crate) fn literal(text: &str, language: &str) -> Result<String, String> {
    let escapes = [("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")];
    let text = escapes.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let text = match named(language)?.string {
        Strings::Plain => text,
        Strings::Interpolated(c) => text.replace(c, &format!("\\{c}")),
        Strings::Ascii => ascii(&text, |c, out| {
            c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
        }),
    };
    Ok(format!("\"{text}\""))
}

/// A text in which every character that is not ASCII is escaped.
fn ascii(text: &str, escape: impl Fn(char, &mut String) -> fmt::Result) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii() {
            escaped.push(c);
        } else {
            escape(c, &mut escaped).expect("writing to a string cannot fail");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, comment, literal};

    #[test]
    fn strings_are_escaped_by_the_rules_of_the_language() {
        let text = "a \"b\" \\u0041 ${c} #{d}\n\u{1F600}";
        for (language, expected) in [
            ("typescript", r#""a \"b\" \\u0041 ${c} #{d}\n😀""#),
            ("python", r#""a \"b\" \\u0041 ${c} #{d}\n😀""#),
            ("go", r#""a \"b\" \\u0041 ${c} #{d}\n😀""#),
            ("java", r#""a \"b\" \\u0041 ${c} #{d}\n\ud83d\ude00""#),
            ("kotlin", r#""a \"b\" \\u0041 \${c} #{d}\n😀""#),
            ("php", r#""a \"b\" \\u0041 \${c} #{d}\n😀""#),
            ("ruby", r#""a \"b\" \\u0041 ${c} \#{d}\n😀""#),
        ] {
            assert_eq!(literal(text, language).as_deref(), Ok(expected), "{language}");
        }
    }

    #[test]
    fn nothing_in_a_text_ends_a_comment() {
        let text = "a */ b";
        for (language, expected) in [
            ("c", "/** a * / b */"),
            ("go", "// a */ b"),
            ("java", "/** a *&#47; b */"),
            ("typescript", "/** a *\\/ b */"),
            ("python", "# a */ b"),
        ] {
            assert_eq!(comment(text, language, None).as_deref(), Ok(expected), "{language}");
        }
        let text = "a\n\n\\u000a @b <i> é";
        assert_eq!(comment(text, "rust", None).as_deref(), Ok("/// a\n///\n/// \\u000a @b <i> é"));
        let expected = "/**\n * a\n *\n * &#92;u000a &#64;b &lt;i&gt; &#233;\n */";
        assert_eq!(comment(text, "java", None).as_deref(), Ok(expected));
    }

    #[test]
    fn an_unknown_language_is_an_error_that_names_the_known_ones() {
        let error = literal("a", "cobol").expect_err("there is no such language");
        assert!(
            error.starts_with("unknown language `cobol`, expected one of `c`, `cpp`"),
            "{error}"
        );
        assert!(LANGUAGES.is_sorted_by_key(|language| language.name));
    }
}
