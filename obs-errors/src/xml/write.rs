//! Writing an error document.

use obs_errors_core::chars::WHITESPACE;

use super::chars::{SPECIAL, is_name, is_name_char, is_name_start, plain};
use crate::fields::{Field, Fields};
use crate::form::Form;

const START: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Error>";
const END: &[u8] = b"</Error>";

/// Appends the document to the buffer: the documented fields in their order, then the
/// others.
pub(crate) fn write(fields: &Fields, order: &[&str], document: &mut Vec<u8>) {
    let start = document.len();
    document.extend_from_slice(START);
    if !write_in_order(fields, order, document) {
        document.truncate(start + START.len());
        write_sorted(fields, order, document);
    }
    document.extend_from_slice(END);
}

/// Writes fields that are in their order already; `false` if one is not.
fn write_in_order(fields: &Fields, mut order: &[&str], document: &mut Vec<u8>) -> bool {
    let all = order;
    let text = fields.text().as_bytes();
    // The range of fields that are adjacent in the text and in the document, copied at once.
    let mut run = 0..0;
    for field in fields.iter() {
        match order.iter().position(|name| *name == field.name()) {
            Some(at) => order = &order[at..],
            None if all.contains(&field.name()) => return false,
            None => order = &[],
        }
        let form = field.form();
        let [start, end] = field.tags();
        if start.start != run.end || matches!(form, Form::Parts) {
            document.extend_from_slice(&text[run]);
            run = start.start..start.start;
        }
        match form {
            Form::Element => run.end = end.end,
            Form::Tags => {
                document.extend_from_slice(&text[run.start..start.end]);
                value(field, document);
                run = end;
            }
            Form::Parts => {
                element(field, document);
                run = 0..0;
            }
        }
    }
    document.extend_from_slice(&text[run]);
    true
}

fn write_sorted(fields: &Fields, order: &[&str], document: &mut Vec<u8>) {
    for name in order {
        let own = fields.iter().filter(|field| field.name() == *name);
        own.for_each(|field| element(field, document));
    }
    let others = fields.iter().filter(|field| !order.contains(&field.name()));
    others.for_each(|field| element(field, document));
}

fn element(field: Field<'_>, document: &mut Vec<u8>) {
    document.push(b'<');
    name(field.name(), document);
    document.push(b'>');
    value(field, document);
    document.extend_from_slice(b"</");
    name(field.name(), document);
    document.push(b'>');
}

fn value(field: Field<'_>, document: &mut Vec<u8>) {
    if field.is_padded() {
        padding(field.before(), document);
        core(field.core(), document);
        padding(field.after(), document);
    } else {
        core(field.core(), document);
    }
}

/// Writes whitespace that only pads a value, so that it is still padding when it is read.
/// Line ends are written as a reader normalizes them.
fn padding(whitespace: &str, document: &mut Vec<u8>) {
    let bytes = whitespace.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\r' => document.push(b'\n'),
            byte => document.push(*byte),
        }
    }
}

/// Writes a name, with `_` for each character that a name cannot have.
fn name(name: &str, document: &mut Vec<u8>) {
    if is_name(name) {
        return document.extend_from_slice(name.as_bytes());
    }
    if !name.starts_with(is_name_start) {
        document.push(b'_');
    }
    for c in name.chars() {
        push(if is_name_char(c) { c } else { '_' }, document);
    }
}

/// A value whose whitespace at the ends is part of it: the outermost characters become
/// references, so that a reader which trims whitespace leaves them alone.
fn core(value: &str, document: &mut Vec<u8>) {
    let has_whitespace = |byte: Option<&u8>| byte.is_some_and(|byte| *byte <= b' ');
    let bytes = value.as_bytes();
    if !has_whitespace(bytes.first()) && !has_whitespace(bytes.last()) {
        return text(bytes, document);
    }
    let inner = value.strip_prefix(WHITESPACE).unwrap_or(value);
    whitespace(&value[..value.len() - inner.len()], document);
    let middle = inner.strip_suffix(WHITESPACE).unwrap_or(inner);
    text(middle.as_bytes(), document);
    whitespace(&inner[middle.len()..], document);
}

/// Writes a whitespace character as a reference, and nothing for an empty string.
fn whitespace(c: &str, document: &mut Vec<u8>) {
    document.extend_from_slice(match c {
        "" => b"",
        " " => b"&#32;",
        "\t" => b"&#9;",
        "\n" => b"&#10;",
        _ => b"&#13;",
    });
}

/// Writes text, which is UTF-8, with escapes.
fn text(mut text: &[u8], document: &mut Vec<u8>) {
    const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();
    loop {
        let rest = copy_plain(text, document);
        let (length, escaped): (usize, &[u8]) = match rest {
            [] => return,
            [b'&', ..] => (1, b"&amp;"),
            [b'<', ..] => (1, b"&lt;"),
            [b'>', ..] => (1, b"&gt;"),
            // A reader turns a literal one into a line feed.
            [b'\r', ..] => (1, b"&#13;"),
            // U+FFFE and U+FFFF, which XML forbids.
            [0xEF, 0xBF, 0xBE | 0xBF, ..] => (3, REPLACEMENT),
            // 0xEF begins other characters, too.
            [b'\t' | b'\n' | 0xEF, ..] => (1, &rest[..1]),
            _ => (1, REPLACEMENT),
        };
        document.extend_from_slice(escaped);
        text = &rest[length..];
    }
}

/// Copies what needs no closer look, and returns the rest.
fn copy_plain<'a>(mut text: &'a [u8], document: &mut Vec<u8>) -> &'a [u8] {
    // Copying eight bytes and removing some of them again is faster than copying a number of bytes
    // that is not known at compile time.
    while let Some(word) = text.first_chunk::<8>() {
        document.extend_from_slice(word);
        let length = plain(word, SPECIAL);
        text = &text[length..];
        if length < word.len() {
            document.truncate(document.len() - (word.len() - length));
            return text;
        }
    }
    let (last, rest) = text.split_at(plain(text, SPECIAL));
    document.extend_from_slice(last);
    rest
}

fn push(c: char, document: &mut Vec<u8>) {
    document.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
