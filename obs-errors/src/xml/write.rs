//! Writing an error document.

use super::chars::{is_name, is_name_char, is_name_start, long_plain};
use crate::ErrorCode;
use crate::code::Child;
use crate::fields::{BLANKS, CODE, Field, Fields, MESSAGE};

/// What a document begins with whose code the table does not know, or not its message.
const START: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Error>";

/// Adds the document to the buffer: the documented children in their order, then
/// the others.
pub(crate) fn write<C: ErrorCode>(code: Option<C>, fields: &Fields, document: &mut Vec<u8>) {
    let start = document.len();
    let mut rest = fields.iter();
    if let Some(code) = code.filter(|code| begins_with(*code, fields)) {
        document.extend_from_slice(code.document_start().as_bytes());
        _ = rest.nth(1);
    } else {
        document.extend_from_slice(START);
    }
    if !write_in_order(rest, C::children(), document) {
        document.truncate(start);
        document.extend_from_slice(START);
        write_sorted(fields, C::children(), document);
    }
    document.extend_from_slice(b"</Error>");
}

/// Writes children that mostly stand in their order already; `false` where one does not.
fn write_in_order<'a>(
    fields: impl Iterator<Item = Field<'a>>,
    children: &[Child],
    document: &mut Vec<u8>,
) -> bool {
    let mut rank = 0;
    for field in fields {
        let is_own = |child: &Child| child.name == field.name();
        match children[rank..].iter().position(is_own) {
            Some(further) => {
                rank += further;
                known_child(&children[rank], field, document);
            }
            None if children[..rank].iter().any(is_own) => return false,
            None => {
                rank = children.len();
                other_child(field, document);
            }
        }
    }
    true
}

fn write_sorted(fields: &Fields, children: &[Child], document: &mut Vec<u8>) {
    for child in children {
        let own = fields.iter().filter(|field| field.name() == child.name);
        own.for_each(|field| known_child(child, field, document));
    }
    let is_other = |field: &Field<'_>| children.iter().all(|child| child.name != field.name());
    fields.iter().filter(is_other).for_each(|field| other_child(field, document));
}

/// Whether the fields begin with a code and the table's message.
fn begins_with<C: ErrorCode>(code: C, fields: &Fields) -> bool {
    let mut fields = fields.iter();
    let mut is_next = |name: &str, text: &str| {
        let field = fields.next();
        field.is_some_and(|it| it.name() == name && !it.is_padded() && it.core() == text)
    };
    is_next(CODE, code.as_str()) && is_next(MESSAGE, code.message())
}

fn known_child(child: &Child, field: Field<'_>, document: &mut Vec<u8>) {
    document.extend_from_slice(child.start.as_bytes());
    value(field, document);
    document.extend_from_slice(child.end.as_bytes());
}

fn other_child(field: Field<'_>, document: &mut Vec<u8>) {
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
    let has_blank = |byte: Option<&u8>| byte.is_some_and(|byte| *byte <= b' ');
    let bytes = value.as_bytes();
    if !has_blank(bytes.first()) && !has_blank(bytes.last()) {
        return text(bytes, document);
    }
    let inner = value.strip_prefix(BLANKS).unwrap_or(value);
    blank(&value[..value.len() - inner.len()], document);
    let middle = inner.strip_suffix(BLANKS).unwrap_or(inner);
    text(middle.as_bytes(), document);
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

/// Text in UTF-8.
fn text(mut text: &[u8], document: &mut Vec<u8>) {
    const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();
    loop {
        let (plain, rest) = text.split_at(long_plain(text, *b"<>&\xEF"));
        document.extend_from_slice(plain);
        let (length, escaped): (usize, &[u8]) = match rest {
            [] => return,
            [b'&', ..] => (1, b"&amp;"),
            [b'<', ..] => (1, b"&lt;"),
            [b'>', ..] => (1, b"&gt;"),
            // A reader takes a bare one for a line break.
            [b'\r', ..] => (1, b"&#13;"),
            // U+FFFE and U+FFFF, which XML forbids, and the others that begin so.
            [0xEF, 0xBF, 0xBE | 0xBF, ..] => (3, REPLACEMENT),
            [b'\t' | b'\n' | 0xEF, ..] => (1, &rest[..1]),
            _ => (1, REPLACEMENT),
        };
        document.extend_from_slice(escaped);
        text = &rest[length..];
    }
}

fn push(c: char, document: &mut Vec<u8>) {
    document.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
