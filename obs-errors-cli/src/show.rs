//! Shows results as text, with styles that a file or a pipe does not get, and as JSON.

use std::fmt::{Arguments, Write as _};

use clap::builder::styling::{AnsiColor, Style};
use obs_errors::{MISSING_CODE, OneLine, Retry};
use obs_errors_build::counted;
use obs_errors_build::documents::json_file;
use obs_errors_build::spec::model::{Cause, Code, Table};

use crate::arguments::Format;
use crate::decode::{Decoded, Deletion, Error};
use crate::entry::Entry;
use crate::table::by_status;

const TITLE: Style = AnsiColor::Cyan.on_default().bold();
const LABEL: Style = Style::new().dimmed();
const BAD: Style = AnsiColor::Red.on_default();
const GOOD: Style = AnsiColor::Green.on_default();

/// Everything about each code.
pub(crate) fn entries(table: &Table, codes: &[&Code], format: Format) -> String {
    match format {
        Format::Json => json_file(&codes.iter().copied().map(Entry).collect::<Vec<_>>()),
        Format::Text => entries_text(table, codes.iter().copied()),
    }
}

/// A line for each code.
pub(crate) fn lines(table: &Table, codes: &[&Code], format: Format) -> String {
    if format == Format::Json {
        return entries(table, codes, format);
    }
    let width = codes.iter().map(|code| code.code.len()).max().unwrap_or_default();
    let mut text = String::new();
    for Code { code, status, retry, message, .. } in codes {
        let retry = retry.as_str();
        line(
            &mut text,
            format_args!("{status}  {TITLE}{code:width$}{TITLE:#}  {retry:10}  {message}"),
        );
    }
    text
}

pub(crate) fn decoded(table: &Table, decoded: &Decoded<'_>, format: Format) -> String {
    if format == Format::Json {
        return json_file(decoded);
    }
    match decoded {
        Decoded::Error(error) => error_text(table, error),
        Decoded::DeleteErrors(deletions) => deletions_text(deletions),
        Decoded::Success { status } => {
            format!("{GOOD}no error{GOOD:#}: a {status} response without an error document\n")
        }
        Decoded::Mentioned(entries) => {
            let entries = entries_text(table, entries.iter().map(|Entry(code)| *code));
            format!("not a response, but text that names codes:\n\n{entries}")
        }
        Decoded::Foreign { root } => {
            let root = OneLine::new(root);
            format!(
                "{BAD}not an error document{BAD:#}: the root is `{root}`, as in a success or \
                 the page of a proxy; the status shows which, so decode the output of `curl -i`\n"
            )
        }
        Decoded::Nothing => {
            format!(
                "{BAD}not recognized{BAD:#}: no error document, no status line, no known code\n"
            )
        }
    }
}

fn entries_text<'a>(table: &Table, codes: impl Iterator<Item = &'a Code>) -> String {
    codes.map(|code| entry_text(table, code)).collect::<Vec<_>>().join("\n")
}

fn entry_text(table: &Table, code: &Code) -> String {
    let Code {
        code: wire_code,
        name: _,
        status,
        reason,
        retry: class,
        aliases,
        sources,
        page,
        // What `about` shows.
        message: _,
        sends: _,
        causes: _,
        solution: _,
        note: _,
        deprecation: _,
        obs: _,
    } = code;
    let mut text = String::new();
    title(&mut text, wire_code, Some((*status, reason)));
    about(&mut text, code, None);
    row(&mut text, "Retry", &retry(*class));
    row(&mut text, "Page", page.as_deref().unwrap_or_default());
    for alias in aliases {
        row(&mut text, "Alias", alias);
    }
    for source in table.sources.iter().filter(|source| sources.contains(&source.id)) {
        row(&mut text, "Source", &source.title);
    }
    text
}

/// What a code means, and what to do: with the message that was sent, the causes that fit it first.
fn about(text: &mut String, code: &Code, message: Option<&str>) {
    if code.causes.is_empty() {
        row(text, "Meaning", &code.message);
        row(text, "Solution", &code.solution);
    } else {
        causes(text, code, message);
    }
    if let Some(deprecation) = &code.deprecation {
        row(text, "Deprecated", &deprecation.to_string());
    }
    for paragraph in code.note.iter().flat_map(|note| note.split("\n\n")) {
        row(text, "Note", paragraph);
    }
}

/// The causes that fit, in full, then the meanings of the others; and the sentences of the table,
/// which know only one cause.
fn causes(text: &mut String, code: &Code, message: Option<&str>) {
    let fitting = code.fitting_causes(message);
    let has_message = message.is_some_and(|message| !message.is_empty());
    for (number, index) in (1..).zip(&fitting) {
        let Cause { message: own, meaning, solution } = &code.causes[*index];
        // All of them are shown if there is no message to compare with.
        let own = own.as_ref().filter(|_| !has_message);
        let own = own.map(|own| format!(" (message: {own})")).unwrap_or_default();
        row(text, &format!("Cause {number}"), &format!("{meaning}{own}"));
        row(text, &format!("Solution {number}"), solution);
    }
    for (index, Cause { meaning, .. }) in code.causes.iter().enumerate() {
        if !fitting.contains(&index) {
            row(text, "Other cause", meaning);
        }
    }
    row(text, "Documented as", format!("{} {}", code.message, code.solution).trim());
}

fn error_text(table: &Table, error: &Error<'_>) -> String {
    let mut text = String::new();
    let status = error.status.map(|status| (status, error.reason.unwrap_or_default()));
    title(&mut text, error.code.as_deref().unwrap_or(MISSING_CODE), status);
    let differs = |Entry(known): &Entry<'_>| error.status != Some(known.status);
    if let Some(Entry(known)) = error.known.filter(differs) {
        row(&mut text, "Table's status", &format!("{} {}", known.status, known.reason));
    }
    row(&mut text, "Read from", origin(error));
    let time = error.request_time_guess.as_ref();
    let time = time.map(|time| format!("{time} (guessed from the request id)"));
    let sent = [
        ("Message", &error.message),
        ("Resource", &error.resource),
        ("Request id", &error.request_id),
        ("Request time", &time),
        ("Host id", &error.host_id),
        ("Location", &error.location),
        ("Indicator", &error.indicator),
    ];
    for (label, value) in sent {
        row(&mut text, label, value.as_deref().unwrap_or_default());
    }
    for (name, value) in &error.fields {
        row(&mut text, name, value);
    }
    text.push('\n');
    match error.known {
        Some(Entry(known)) => about(&mut text, known, error.message.as_deref()),
        None => row(&mut text, "Meaning", &unknown(table, error)),
    }
    let by_status = match (error.known, error.status) {
        (None, Some(status)) if error.retry == Retry::from_status(status) => {
            " (by the status alone)"
        }
        _ => "",
    };
    row(&mut text, "Retry", &format!("{}{by_status}", retry(error.retry)));
    if let Some(seconds) = error.retry_after_seconds {
        row(&mut text, "Retry after", &format!("{seconds} s"));
    }
    if error.more_documents > 0 {
        let more = error.more_documents;
        row(
            &mut text,
            "More",
            &format!("{}; decode each by itself", counted(more, "more error document")),
        );
    }
    if let Some(excerpt) = &error.excerpt {
        const MAX_LENGTH: usize = 200;
        let excerpt: String = excerpt.chars().take(MAX_LENGTH).collect();
        row(&mut text, "Excerpt", &excerpt);
    }
    text
}

/// What is known if the code is not in the table.
fn unknown(table: &Table, error: &Error<'_>) -> String {
    if error.code.is_some() {
        let question = did_you_mean(&error.suggestions).map(|question| format!("; {question}"));
        return format!("not in the table{}", question.unwrap_or_default());
    }
    let codes = error.status.map_or(0, |status| by_status(table, status).count());
    match error.status {
        _ if matches!(error.root.as_deref(), Some("Error" | "ErrorResponse")) => {
            "the error document is malformed, or truncated before its code".to_owned()
        }
        _ if error.root.is_some() => {
            "the body is not an error document of the service; a proxy may have sent it".to_owned()
        }
        Some(status) if codes > 0 => {
            format!("no code was sent; run `obs-errors list --status {status}` to list candidates")
        }
        _ => "no code was sent".to_owned(),
    }
}

/// Asks whether one of these codes was meant; `None` for an empty list.
pub(crate) fn did_you_mean(codes: &[&str]) -> Option<String> {
    let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
    let (last, others) = codes.split_last()?;
    let or = if others.is_empty() { "" } else { " or " };
    Some(format!("did you mean {}{or}{last}?", others.join(", ")))
}

fn deletions_text(deletions: &[Deletion<'_>]) -> String {
    if deletions.is_empty() {
        return format!("{GOOD}no error{GOOD:#}: a batch delete, and every key was deleted\n");
    }
    let is_failed = |deletion: &&Deletion<'_>| matches!(deletion, Deletion::Failed { .. });
    let failed = deletions.iter().filter(is_failed).count();
    let malformed = if failed < deletions.len() { "; the response is malformed" } else { "" };
    let mut text = String::new();
    line(&mut text, format_args!("a batch delete; not deleted: {failed}{malformed}"));
    for deletion in deletions {
        text.push('\n');
        match deletion {
            Deletion::Failed { key, version_id, code, message, fields, known } => {
                title(&mut text, code.as_deref().unwrap_or(MISSING_CODE), None);
                row(&mut text, "Key", key);
                row(&mut text, "Version", version_id.as_deref().unwrap_or_default());
                row(&mut text, "Message", message.as_deref().unwrap_or_default());
                for (name, value) in fields {
                    row(&mut text, name, value);
                }
                match known {
                    Some(Entry(known)) => {
                        about(&mut text, known, message.as_deref());
                        row(&mut text, "Retry", &retry(known.retry));
                    }
                    None if code.is_none() => row(&mut text, "Meaning", "no code was sent"),
                    None => row(&mut text, "Meaning", "not in the table"),
                }
            }
            Deletion::Malformed { error } => {
                line(&mut text, format_args!("{BAD}malformed{BAD:#}: {error}"));
            }
        }
    }
    text
}

fn origin(error: &Error<'_>) -> &'static str {
    match error.origin {
        "xml" => "the XML body",
        "json" => "the JSON body",
        "headers" => "the headers",
        "status" if error.status.is_some() => "the status alone",
        "status" => "the body, which has no code",
        other => other,
    }
}

fn retry(class: Retry) -> String {
    format!("{}: {}", class.as_str(), class.meaning())
}

fn title(text: &mut String, code: &str, status: Option<(u16, &str)>) {
    let code = OneLine::new(code);
    let status = status.map_or_else(String::new, |(status, reason)| {
        format!(" ({})", format!("{status} {reason}").trim_end())
    });
    line(text, format_args!("{TITLE}{code}{TITLE:#}{status}"));
}

/// A label and a value on a line; nothing if the value is empty.
fn row(text: &mut String, label: &str, value: &str) {
    const WIDTH: usize = 14;
    let (label, value) = (OneLine::new(label), OneLine::new(value));
    if !label.is_empty() && !value.is_empty() {
        let label = label.to_string();
        line(text, format_args!("  {LABEL}{label:WIDTH$}{LABEL:#}  {value}"));
    }
}

fn line(text: &mut String, line: Arguments<'_>) {
    text.write_fmt(line).expect("writing to a `String` cannot fail");
    text.push('\n');
}
