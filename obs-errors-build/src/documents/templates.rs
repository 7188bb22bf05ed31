//! The environment of templates: what they can use, and how values are escaped. Renders the embedded ones.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, context,
    escape_formatter,
};
use obs_errors_spec::model::Table;
use obs_errors_spec::{case, markdown};
use serde::Serialize;

use super::languages;
use super::links::Links;
use super::page::Page;
use crate::provenance::Provenance;

const TEMPLATES: [(&str, &str); 12] = [
    ("changes.md", include_str!("../../templates/changes.md")),
    ("error-codes.md", include_str!("../../templates/error-codes.md")),
    ("error.xsd", include_str!("../../templates/error.xsd")),
    ("errors.go", include_str!("../../templates/errors.go")),
    ("errors.java", include_str!("../../templates/errors.java")),
    ("errors.openapi.json", include_str!("../../templates/errors.openapi.json")),
    ("errors.py", include_str!("../../templates/errors.py")),
    ("errors.ts", include_str!("../../templates/errors.ts")),
    ("macros.jinja", include_str!("../../templates/macros.jinja")),
    ("index.css", include_str!("../../templates/index.css")),
    ("index.html", include_str!("../../templates/index.html")),
    ("index.js", include_str!("../../templates/index.js")),
];

/// Renders a template with the whole table, and links to the other documents.
pub(crate) fn table(
    template: &str,
    table: &Table,
    provenance: Provenance<'_>,
    links: &Links,
) -> String {
    // Both appear in comments, where nothing is escaped, but which two hyphens would end.
    let comment = |text: &str| Value::from_safe_string(text.replace("--", "- -"));
    let provenance = context! {
        mark => comment(&provenance.mark()),
        table_path => comment(provenance.table),
        links => Value::from(Serde(links)),
    };
    embedded(template, context! { ..Value::from(Serde(Page::new(table))), ..provenance })
}

/// Renders a template with other content.
pub(crate) fn other(template: &str, content: impl Serialize) -> String {
    embedded(template, Value::from(Serde(content)))
}

/// The templates are embedded, so rendering them cannot fail.
pub(super) fn embedded(template: &str, content: Value) -> String {
    let template = EMBEDDED.get_template(template).expect("there is such a template");
    template.render(content).expect("it is given every value that it uses")
}

/// The embedded templates: parsed once, although several are rendered.
static EMBEDDED: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = environment();
    templates.add_filter("code", |text: &str| Value::from_safe_string(markdown::code_span(text)));
    templates.add_filter("breakable", breakable);
    for (name, template) in TEMPLATES {
        templates.add_template(name, template).expect("the templates have no syntax error");
    }
    templates
});

/// The environment of every template, embedded or not.
pub(super) fn environment() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .expect("these are the default delimiters"),
    );
    templates.set_auto_escape_callback(escape_of);
    templates.set_formatter(format);
    let in_case = |case: fn(&str) -> String| move |name: &str| Value::from_safe_string(case(name));
    templates.add_filter("snake", in_case(case::snake));
    templates.add_filter("screaming", in_case(case::screaming));
    templates.add_filter("kebab", in_case(case::kebab));
    templates.add_filter("camel", in_case(case::camel));
    templates.add_filter("pascal", in_case(case::pascal));
    templates.add_filter("literal", literal);
    templates.add_filter("comment", comment);
    templates
}

fn literal(text: &str, language: &str) -> Result<Value, Error> {
    in_language(languages::literal(text, language))
}

/// Takes the option `deprecated`: why what the comment is about should not be used, if it is not empty.
#[expect(clippy::needless_pass_by_value, reason = "a filter takes its arguments by value")]
fn comment(text: &str, language: &str, options: Kwargs) -> Result<Value, Error> {
    let deprecated: Option<String> = options.get("deprecated")?;
    options.assert_all_used()?;
    let deprecated = deprecated.filter(|why| !why.is_empty());
    in_language(languages::comment(text, language, deprecated.as_deref()))
}

fn in_language(text: Result<String, String>) -> Result<Value, Error> {
    text.map(Value::from_safe_string)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, error))
}

/// How the values in a template are escaped: by the kind of document that it makes. In other documents,
/// filters say how a value is written.
pub(super) fn escape_of(template: &str) -> AutoEscape {
    let suffixes = [".jinja", ".jinja2", ".j2"];
    let name = suffixes.iter().find_map(|suffix| template.strip_suffix(suffix)).unwrap_or(template);
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "md" => AutoEscape::Custom("markdown".into()),
        // What is escaped for HTML is also escaped for XML.
        "htm" | "html" | "svg" | "xhtml" | "xml" | "xsd" => AutoEscape::Html,
        "cjs" | "js" | "mjs" => AutoEscape::Custom("script".into()),
        "json" => AutoEscape::Custom("json".into()),
        _ => AutoEscape::None,
    }
}

fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match state.auto_escape() {
        AutoEscape::Custom(_) if value.is_safe() => Ok(write!(out, "{value}")?),
        AutoEscape::Custom(kind) if kind == "json" => Ok(out.write_str(&json(value)?)?),
        AutoEscape::Custom(kind) if kind == "script" => Ok(out.write_str(&script(value)?)?),
        AutoEscape::Custom(_) => Ok(out.write_str(&markdown::escaped(&value.to_string()))?),
        _ => escape_formatter(out, state, value),
    }
}

fn json(value: &Value) -> Result<String, Error> {
    serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

/// A value as JSON, with escapes that make it safe in a `<script>` element of HTML.
fn script(value: &Value) -> Result<String, Error> {
    let escapes = [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")];
    let escapes = escapes.into_iter().chain([('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")]);
    Ok(escapes.fold(json(value)?, |json, (c, escape)| json.replace(c, escape)))
}

/// A code in HTML, with line break opportunities between its words.
fn breakable(code: &str) -> Value {
    let mut html = String::new();
    let mut was_lower = false;
    for c in code.chars() {
        if was_lower && c.is_ascii_uppercase() {
            html.push_str("<wbr>");
        }
        was_lower = c.is_ascii_lowercase() || c == '.';
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            c => html.push(c),
        }
    }
    Value::from_safe_string(html)
}

#[cfg(test)]
mod tests {
    use minijinja::Environment;
    use minijinja::value::Value;

    use super::{escape_of, format};

    /// Each kind of document escapes the same string differently.
    #[test]
    fn values_are_escaped_by_the_kind_of_document() {
        let value = "a</script>\"'&*_\u{2028}";
        for (template, expected) in [
            ("a.html", "a&lt;&#x2f;script&gt;&quot;&#x27;&amp;*_\u{2028}"),
            ("a.xsd", "a&lt;&#x2f;script&gt;&quot;&#x27;&amp;*_\u{2028}"),
            ("a.md", "a\\</script\\>\"'\\&\\*\\_\u{2028}"),
            ("a.js", "\"a\\u003c/script\\u003e\\\"'\\u0026*_\\u2028\""),
            ("a.json.jinja", "\"a</script>\\\"'&*_\u{2028}\""),
            ("a.css", value),
            ("a.txt", value),
        ] {
            let mut templates = Environment::new();
            templates.set_auto_escape_callback(escape_of);
            templates.set_formatter(format);
            templates.add_template(template, "{{ value }}").expect("a template");
            let rendered = |value: Value| {
                let template = templates.get_template(template).expect("a template");
                template.render(minijinja::context! { value }).expect("it is filled")
            };
            assert_eq!(rendered(Value::from(value)), expected, "{template}");
            assert_eq!(rendered(Value::from_safe_string(value.to_owned())), value, "{template}");
        }
    }

    /// In a script, a list becomes a JSON array, and a number has no quotes.
    #[test]
    fn values_in_a_script_are_json() {
        let mut templates = Environment::new();
        templates.set_auto_escape_callback(escape_of);
        templates.set_formatter(format);
        templates.add_template("a.js", "{{ list }} {{ number }}").expect("a template");
        let context = minijinja::context! { list => ["<", "b"], number => 404 };
        let rendered = templates.get_template("a.js").expect("a template").render(context);
        assert_eq!(rendered.expect("it is filled"), "[\"\\u003c\",\"b\"] 404");
    }
}
