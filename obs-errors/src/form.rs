//! How much of a field is in the text in the form of a document, and so can be copied into a
//! document.

use crate::xml::chars::{SPECIAL, is_name, long_plain};

/// How much of a field is in the text in the form of a document.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// The name and the value, separately.
    Parts,
    /// The two tags; the value between them has to be escaped, or may have to be.
    Tags,
    /// The whole element.
    Element,
}

/// How much of a field can be copied if its value is between tags with its name.
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
