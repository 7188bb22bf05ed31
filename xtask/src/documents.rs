//! What is made from the table: Rust, Markdown, JSON. Each is a function of the
//! table alone, so the same table gives the same bytes.

mod schema;
mod view;

use std::panic::resume_unwind;
use std::thread;

use anyhow::{Context, Result};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, escape_formatter};
use obs_errors_spec::model::Table;
use obs_errors_spec::{markdown, rust};
use proc_macro2::TokenStream;
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
    let page = value(&view::Page::of(table));
    let makers: [(&str, Make<'_>); 6] = [
        ("obs-errors/src/generated.rs", &|| rust_file(table, spec)),
        ("docs/error-codes.md", &|| rendered("error-codes.md", &page)),
        ("docs/error.xsd", &|| rendered("error.xsd", &page)),
        ("docs/index.html", &|| rendered("index.html", &page)),
        ("docs/obs-errors.json", &|| json_file(&view::Data::of(table))),
        ("obs-errors-spec/obs.schema.json", &|| json_file(&schema::of_keys())),
    ];
    let texts = side_by_side(makers.map(|(_, make)| make))?;
    Ok(makers.iter().zip(texts).map(|((path, _), text)| document(path, text)).collect())
}

/// What a crate of one's own has of its table: the items that the macro would give.
pub(crate) fn of_crate(table: &Table, spec: &str, path: &str) -> Result<Document> {
    Ok(document(path, rust_file(table, spec)?))
}

type Make<'a> = &'a (dyn Fn() -> Result<String> + Sync);

/// What each of them makes; at the same time, since of a large table each takes a while.
fn side_by_side<const N: usize>(makers: [Make<'_>; N]) -> Result<Vec<String>> {
    thread::scope(|scope| {
        let running = makers.map(|make| scope.spawn(make));
        let made = running.map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        made.into_iter().collect()
    })
}

fn document(path: &str, text: String) -> Document {
    Document { path: path.to_owned(), text }
}

fn rust_file(table: &Table, spec: &str) -> Result<String> {
    let place = rust::Place::default;
    let parts = side_by_side([&|| printed(rust::declarations(table, &place())), &|| {
        printed(rust::columns(table, &place()))
    }])?;
    Ok(format!("// {MARK} from {spec}. Do not edit.\n") + &parts.concat())
}

/// Items, each after a blank line; rustfmt is told to leave them alone, so what stands in
/// the file is what is printed here.
fn printed(items: TokenStream) -> Result<String> {
    let mut file: syn::File = syn::parse2(items).context("the emitter gave no Rust items")?;
    let mut text = String::new();
    for item in std::mem::take(&mut file.items) {
        file.items = vec![item];
        text.push('\n');
        text += &prettyplease::unparse(&file);
    }
    Ok(text)
}

pub(crate) fn json_file(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// What a template can be filled with.
pub(crate) fn value(content: &impl Serialize) -> Value {
    Value::from(Serde(content))
}

/// A template, filled with what it asks for.
pub(crate) fn rendered(template: &'static str, content: &Value) -> Result<String> {
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
