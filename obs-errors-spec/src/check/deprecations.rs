//! Deprecated codes.

use std::collections::HashMap;

use super::tables::Tables;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::raw::Entry;
use crate::suggest::nearest_code;

/// A replacement must not be deprecated itself, so that programs change only once.
pub(super) fn check_replacements(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let base = tables.base_codes();
    let base = base.map(|code| (code.code.as_str(), code.deprecation.is_some()));
    let own =
        tables.own.added().map(|code| (code.key.value.as_str(), code.value.deprecated.is_some()));
    let known: HashMap<&str, bool> = base.chain(own).collect();
    for Entry { key, value } in &tables.own.codes {
        let deprecated = value.deprecated.as_ref().map(|deprecated| &deprecated.value);
        let replacement = deprecated.and_then(|deprecated| deprecated.replacement.as_ref());
        let Some(Spanned { value: replacement, span }) = replacement else { continue };
        let error = match known.get(replacement.as_str()) {
            _ if *replacement == key.value => {
                "is the code itself; name another, or remove `use`".to_owned()
            }
            Some(false) => continue,
            Some(true) => "is deprecated, too; name a code that is not".to_owned(),
            None => {
                match nearest_code(replacement, known.keys().copied().filter(|it| *it != key.value))
                {
                    Some(near) => format!("is not in the table; did you mean `{near}`?"),
                    None => "is not in the table; name a code that is, or remove `use`".to_owned(),
                }
            }
        };
        let code = quoted(&key.value);
        let message = format!("the replacement {} of {code} {error}", quoted(replacement));
        diagnostics.push(Diagnostic::new(*span, message));
    }
}
