//! What is made from the table: Rust, Markdown, JSON. Each is a function of the
//! table alone, so the same table gives the same bytes.

mod schema;
mod view;

use anyhow::{Context, Result};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, escape_formatter};
use obs_errors_spec::model::Table;
use obs_errors_spec::{markdown, rust};
use serde::Serialize;

use crate::files::{Document, MARK};

const TEMPLATES: [(&str, &str); 6] = [
    ("changes.md", include_str!("../templates/changes.md")),
    ("error-codes.md", include_str!("../templates/error-codes.md")),
    ("error.xsd", include_str!("../templates/error.xsd")),
    ("index.css", include_str!("../templates/index.css")),
    ("index.html", include_str!("../templates/index.html")),
    ("index.js", include_str!("../templates/index.js")),
];

/// What the workspace has of its table, in the order in which it is reported.
pub(crate) fn of_workspace(table: &Table, spec: &str) -> Result<Vec<Document>> {
    let page = view::Page::of(table);
    Ok(vec![
        document("obs-errors/src/generated.rs", rust_file(table, spec)?),
        document("docs/error-codes.md", rendered("error-codes.md", &page)?),
        document("docs/error.xsd", rendered("error.xsd", &page)?),
        document("docs/index.html", rendered("index.html", &page)?),
        document("docs/obs-errors.json", json_file(&view::Data::of(table))?),
        document("obs-errors-spec/obs.schema.json", json_file(&schema::of_keys())?),
    ])
}

/// What a crate of one's own has of its table: the items that the macro would give.
pub(crate) fn of_crate(table: &Table, spec: &str, path: &str) -> Result<Document> {
    Ok(document(path, rust_file(table, spec)?))
}

fn document(path: &str, text: String) -> Document {
    Document { path: path.to_owned(), text }
}

/// The items of the table with a blank line between; rustfmt is told to leave
/// them alone, so what stands there is what is printed here.
fn rust_file(table: &Table, spec: &str) -> Result<String> {
    let tokens = rust::tokens(table, &rust::Place::default());
    let file: syn::File = syn::parse2(tokens).context("the emitter gave no Rust items")?;
    let mut text = format!("// {MARK} from {spec}. Do not edit.\n");
    for item in &file.items {
        text.push('\n');
        text += &prettyplease::unparse(&syn::parse_quote!(#item));
    }
    Ok(text)
}

pub(crate) fn json_file(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// A template, filled with what it asks for.
pub(crate) fn rendered(template: &'static str, content: &impl Serialize) -> Result<String> {
    let content = Value::from(Serde(content));
    templates()?.get_template(template)?.render(content).context(template)
}

/// Templates escape what they are given by the kind of document that they make.
fn templates() -> Result<Environment<'static>> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    templates.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "md")) => AutoEscape::Custom("markdown".into()),
        _ => AutoEscape::Html,
    });
    templates.set_formatter(|out, state, value| match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Custom(_), Some(text)) if !value.is_safe() => {
            Ok(out.write_str(&markdown::escaped(text))?)
        }
        (AutoEscape::Custom(_), _) => Ok(write!(out, "{value}")?),
        _ => escape_formatter(out, state, value),
    });
    for (name, template) in TEMPLATES {
        templates.add_template(name, template)?;
    }
    templates.add_filter("code", |text: &str| Value::from_safe_string(markdown::code_span(text)));
    templates.add_filter("breakable", breakable);
    templates.add_global("mark", Value::from_safe_string(MARK.to_owned()));
    Ok(templates)
}

/// A code in HTML, which may break between the words that it is made of.
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
