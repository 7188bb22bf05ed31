//! The items that users name: the enum, the alias of its error type, and the names of its elements.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Scope, ident};
use crate::markdown::{code_span, escaped};
use crate::model::{Code, Deprecation, Table};

/// Emits the enum, the alias of its error type, and the names of its elements.
#[must_use]
pub fn declarations(table: &Table, scope: &Scope) -> TokenStream {
    let code_enum = code_enum(table, scope);
    let error_alias = error_alias(table, scope);
    let field_names = field_names(table, scope);
    quote! {
        #code_enum
        #error_alias
        #field_names
    }
}

fn code_enum(table: &Table, scope: &Scope) -> TokenStream {
    let visibility = &scope.visibility;
    let name = ident(&table.enum_name);
    let allowed = allowed();
    let docs = docs(&format!(
        "An error code of {}.\n\n\
         Codes are ordered as in the table: by status, then by code. The values of an `as`\n\
         cast follow this order, so they change when codes are added.",
        escaped(&table.service)
    ));
    let variants = table.codes.iter().map(|code| {
        let docs = self::docs(&variant_docs(code, scope));
        let deprecated =
            code.deprecation.as_ref().map(|deprecation| deprecated(table, deprecation));
        let variant = ident(&code.name);
        quote!(#docs #deprecated #variant,)
    });
    quote! {
        #docs
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
            ::core::hash::Hash,
        )]
        #[non_exhaustive]
        #allowed
        #visibility enum #name {
            #(#variants)*
        }
    }
}

fn variant_docs(code: &Code, Scope { runtime, .. }: &Scope) -> String {
    let heading = escaped(code.heading());
    let Code {
        code,
        name,
        status,
        reason,
        message,
        solution,
        note,
        // It is the heading if there are causes.
        sends: _,
        // It has an accessor.
        page: _,
        causes,
        retry,
        aliases,
        sources: _,
        // It is a separate attribute.
        deprecation: _,
        obs: _,
    } = code;
    let (message, solution) = (escaped(message), escaped(solution));
    let reason = escaped(reason);
    let heading = if heading == reason { String::new() } else { format!(": {heading}") };
    let mut paragraphs = vec![format!("**{status} {reason}**{heading}")];
    if causes.is_empty() && !solution.is_empty() {
        paragraphs.push(format!("Solution: {solution}"));
    } else if !causes.is_empty() {
        // The message and the solution may be those of only one cause.
        let items = causes.iter().map(|cause| format!("- {}", escaped(&cause.meaning)));
        let items = items.collect::<Vec<_>>().join("\n");
        let causes =
            format!("Possible causes, which `causes` returns with their solutions:\n{items}");
        let documented = [message, solution].join(" ");
        let documented = Some(documented.trim()).filter(|documented| !documented.is_empty());
        let documented =
            documented.map(|documented| format!("The documentation says: {documented}"));
        paragraphs.extend(std::iter::once(causes).chain(documented));
    }
    paragraphs.extend(note.as_deref().map(escaped));
    if code != name {
        paragraphs.push(format!("Sent as {}.", code_span(code)));
    }
    if !aliases.is_empty() {
        let aliases: Vec<String> = aliases.iter().map(|alias| code_span(alias)).collect();
        paragraphs.push(format!("Also read from {}.", aliases.join(", ")));
    }
    if retry.is_retryable() {
        let (class, path) = (retry.as_str(), runtime.to_string().replace(' ', ""));
        paragraphs.push(format!("Retry: [{class}]({path}::Retry::{retry:?})."));
    }
    paragraphs.join("\n\n")
}

/// The attribute that makes the compiler warn about code that names the variant.
fn deprecated(table: &Table, deprecation: &Deprecation) -> TokenStream {
    let Deprecation { since, note, .. } = deprecation;
    let note = match table.replacement(deprecation) {
        Some(code) => format!("{note}; use `{}::{}`", table.enum_name, code.name),
        None => note.clone(),
    };
    quote!(#[deprecated(since = #since, note = #note)])
}

fn error_alias(table: &Table, Scope { visibility, runtime }: &Scope) -> TokenStream {
    let allowed = allowed();
    let code = ident(&table.enum_name);
    let error = ident(&table.enum_name[..table.enum_name.len() - "Code".len()]);
    let docs = docs(&format!(
        "An error of {}, built by a server or read from a response.",
        escaped(&table.service)
    ));
    quote! {
        #docs
        #allowed
        #visibility type #error = #runtime::ErrorResponse<#code>;
    }
}

fn field_names(table: &Table, Scope { visibility, .. }: &Scope) -> TokenStream {
    let allowed = allowed();
    let docs = docs(&format!(
        "The names of the documented elements of an error of {}.",
        escaped(&table.service)
    ));
    let constants = table.fields().map(|element| {
        let paragraphs = [Some(&element.description), element.note.as_ref()].into_iter().flatten();
        let paragraphs: Vec<String> = paragraphs.map(|text| escaped(text)).collect();
        let docs = self::docs(&paragraphs.join("\n\n"));
        let constant = ident(&element.constant);
        let name = &element.name;
        quote! {
            #docs
            pub const #constant: &::core::primitive::str = #name;
        }
    });
    quote! {
        #docs
        #allowed
        #visibility mod field {
            #(#constants)*
        }
    }
}

/// The lints that do not apply to a table: it has items that its user may not need, and its
/// prose is quoted.
fn allowed() -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            unreachable_pub,
            clippy::doc_markdown,
            clippy::upper_case_acronyms,
            rustdoc::bare_urls,
            reason = "names and prose come from the table"
        )]
    }
}

/// Doc comments, one attribute per line, each with the space that a person
/// would write after `///`.
fn docs(text: &str) -> TokenStream {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
