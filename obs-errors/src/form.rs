//! How much of a field is in a text as a document has it, so that it can be copied into
//! one.

use crate::xml::chars::{SPECIAL, is_name, long_plain};

/// How much of a field is in the text as a document has it.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// The name and the value, each for itself.
    Parts,
    /// The tags around a value that has to be written in another way, or may have to.
    Tags,
    /// All of it.
    Element,
}

/// How much of a field can be copied if it is between tags of its name.
pub(crate) fn form(name: &str, value: &str, is_padded: bool) -> Form {
    let is_plain = !is_padded
        && long_plain(value.as_bytes(), SPECIAL) == value.len()
        && !value.starts_with(' ')
        && !value.ends_with(' ');
    if !is_name(name) {
        Form::Parts
    } else if is_plain {
        Form::Element
    } else {
        Form::Tags
    }
}
