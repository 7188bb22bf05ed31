//! Writing an error document.

use super::chars::{is_allowed, is_name, is_name_char, is_name_start};
use crate::ErrorCode;
use crate::fields::{BLANKS, Field, Fields};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

/// Adds the document to the buffer: the documented children in their order, then
/// the others.
pub(crate) fn write<C: ErrorCode>(code: Option<C>, fields: &Fields, document: &mut Vec<u8>) {
    let [code_name, message_name, ..] = C::children() else {
        unreachable!("`Code` and `Message` stand first in every table");
    };
    let is_only = |name: &str, value: &str| {
        let mut named = fields.iter().filter(|field| field.name == name);
        named.next().is_some_and(|field| field.core == value && field.value == value)
            && named.next().is_none()
    };
    let known = code
        .filter(|code| is_only(code_name, code.as_str()) && is_only(message_name, code.message()));
    let mut rest = C::children();
    if let Some(code) = known {
        document.extend_from_slice(code.document_start().as_bytes());
        rest = &rest[2..];
    } else {
        document.extend_from_slice(DECLARATION.as_bytes());
        document.extend_from_slice(b"<Error>");
    }
    for name in rest {
        fields.iter().filter(|field| field.name == *name).for_each(|field| child(field, document));
    }
    let others = fields.iter().filter(|field| !C::children().contains(&field.name));
    others.for_each(|field| child(field, document));
    document.extend_from_slice(b"</Error>");
}

fn child(field: Field<'_>, document: &mut Vec<u8>) {
    document.push(b'<');
    name(field.name, document);
    document.push(b'>');
    padding(field.before, document);
    core(field.core, document);
    padding(field.after, document);
    document.extend_from_slice(b"</");
    name(field.name, document);
    document.push(b'>');
}

/// Blanks that only pad a value, so that they still do when they are read. The ends of
/// lines are as a reader has them.
fn padding(blanks: &str, document: &mut Vec<u8>) {
    let bytes = blanks.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\r' => document.push(b'\n'),
            byte => document.push(*byte),
        }
    }
}

/// A name that is none gets `_` for what it cannot have.
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

/// A value whose blanks at the ends are part of it: the outermost ones become
/// references, so that a reader which trims blanks leaves them alone.
fn core(value: &str, document: &mut Vec<u8>) {
    let inner = value.strip_prefix(BLANKS).unwrap_or(value);
    blank(&value[..value.len() - inner.len()], document);
    let middle = inner.strip_suffix(BLANKS).unwrap_or(inner);
    text(middle, document);
    blank(&inner[middle.len()..], document);
}

/// A blank or nothing.
fn blank(blank: &str, document: &mut Vec<u8>) {
    document.extend_from_slice(match blank {
        "" => b"",
        " " => b"&#32;",
        "\t" => b"&#9;",
        "\n" => b"&#10;",
        _ => b"&#13;",
    });
}

fn text(text: &str, document: &mut Vec<u8>) {
    let mut written = 0;
    for (at, c) in text.char_indices() {
        let escaped: &[u8] = match c {
            '&' => b"&amp;",
            '<' => b"&lt;",
            '>' => b"&gt;",
            // A reader takes a bare one for a line break.
            '\r' => b"&#13;",
            c if is_allowed(c) => continue,
            _ => "\u{FFFD}".as_bytes(),
        };
        document.extend_from_slice(&text.as_bytes()[written..at]);
        document.extend_from_slice(escaped);
        written = at + c.len_utf8();
    }
    document.extend_from_slice(&text.as_bytes()[written..]);
}

fn push(c: char, document: &mut Vec<u8>) {
    document.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
