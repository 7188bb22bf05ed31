//! The rules for a table as written: one `check_*` function each, by subject. Every rule
//! adds what it finds to the diagnostics.

mod causes;
mod codes;
mod defaults;
mod deprecations;
mod document;
mod headers;
mod json;
mod names;
mod order;
mod outputs;
mod overrides;
mod prose;
mod sources;
mod statuses;
mod tables;
mod unique;

use crate::diagnostic::Diagnostic;

pub(crate) use tables::{Order, Tables};

/// Checks a table as written, together with the one that it extends; `true` if there is no
/// error.
pub(crate) fn check(tables: &Tables<'_>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    for check in RULES {
        check(tables, diagnostics);
    }
    let is_valid = !diagnostics.iter().any(Diagnostic::is_error);
    // In a table with errors a status may look unused because its code has a typo in it.
    if is_valid {
        for check in WARNINGS {
            check(tables, diagnostics);
        }
    }
    is_valid
}

type Rule = fn(&Tables<'_>, &mut Vec<Diagnostic>);

/// The rules without which a table is invalid.
const RULES: &[Rule] = &[
    names::check_enum_name,
    sources::check_sources_are_unique,
    statuses::check_statuses_are_unique,
    document::check_first_elements,
    document::check_element_names,
    document::check_elements_are_unique,
    headers::check_header_names,
    headers::check_headers_are_unique,
    headers::check_header_counts,
    json::check_json,
    defaults::check_defaults_are_unique,
    defaults::check_defaults,
    defaults::check_inherited_defaults,
    defaults::check_defaults_are_complete,
    codes::check_wire_codes,
    codes::check_wire_codes_are_unique,
    codes::check_wire_codes_are_new,
    overrides::check_overrides,
    codes::check_reserved,
    names::check_names,
    names::check_names_are_unique,
    names::check_names_are_new,
    causes::check_causes_are_unique,
    causes::check_patterns,
    causes::check_pages,
    prose::check_lines,
    prose::check_notes,
    prose::check_placeholders,
    statuses::check_reasons,
    statuses::check_retry_is_stated,
    sources::check_paraphrased,
    sources::check_cited_sources,
    deprecations::check_replacements,
    outputs::check_outputs,
    outputs::check_languages,
    outputs::check_constants,
    order::check_order,
];

/// The rules for what is probably unintended.
const WARNINGS: &[Rule] = &[
    codes::check_case,
    overrides::check_overrides_change_something,
    prose::check_prose_is_useful,
    sources::check_sources_are_used,
    statuses::check_reasons_are_ascii,
    statuses::check_retry_fits_the_status,
    statuses::check_statuses_are_used,
];
