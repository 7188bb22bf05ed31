//! Codes that are not to be used any more.

use std::collections::HashMap;

use super::tables::Tables;
use crate::diagnostic::{Diagnostic, Spanned, quoted};
use crate::raw::Entry;
use crate::suggest::nearest_code;

/// Who uses another code instead shall not have to change twice.
pub(super) fn check_replacements(tables: Tables<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let base = tables.base_codes();
    let base = base.map(|code| (code.code.as_str(), code.deprecation.is_some()));
    let own =
        tables.own.added().map(|code| (code.key.value.as_str(), code.value.deprecated.is_some()));
    let known: HashMap<&str, bool> = base.chain(own).collect();
    for Entry { key, value } in &tables.own.codes {
        let deprecated = value.deprecated.as_ref().map(|deprecated| &deprecated.value);
        let replacement = deprecated.and_then(|deprecated| deprecated.replacement.as_ref());
        let Some(Spanned { value: replacement, span }) = replacement else { continue };
        let fault = match known.get(replacement.as_str()) {
            Some(false) => continue,
            Some(true) => "is deprecated, too: name one that is not".to_owned(),
            None => match nearest_code(replacement, known.keys().filter(|it| **it != key.value)) {
                Some(near) => format!("is no code of the table: did you mean `{near}`?"),
                None => "is no code of the table: name one, or remove `use`".to_owned(),
            },
        };
        let code = quoted(&key.value);
        let message = format!("{}, to use instead of {code}, {fault}", quoted(replacement));
        diagnostics.push(Diagnostic::new(*span, message));
    }
}
