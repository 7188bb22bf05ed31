//! The table as data: one value with a column for each property of a code, and the call of the
//! macro that adds the behaviour.

use obs_errors_core::placement::{self, Placement};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::conversions::conversions;
use super::scope::{Scope, ident, variant};
use super::sparse::sparse;
use crate::model::{Cause, Code, Deprecation, Headers, Source, Table};

/// Emits the columns of the table, and the call of the macro that adds the behaviour.
///
/// A column is a slice in one value of type `Columns`. The accessors read it in a
/// constant expression, so a program links only the columns that it reads.
#[must_use]
pub fn columns(table: &Table, scope: &Scope) -> TokenStream {
    let runtime = &scope.runtime;
    let enum_name = ident(&table.enum_name);
    let all = table.codes.iter().map(|code| variant(table, code));
    let codes = table.codes.iter().map(|code| &code.code);
    let renamed =
        sparse(table, |code| (code.name != code.code).then(|| code.name.to_token_stream()));
    let statuses = table.codes.iter().map(|code| Literal::u16_unsuffixed(code.status));
    let reasons = reasons(table);
    let messages = table.codes.iter().map(|code| &code.message);
    let solutions = table.codes.iter().map(|code| &code.solution);
    let notes = sparse(table, |code| code.note.as_ref().map(ToTokens::to_token_stream));
    let sends = sparse(table, |code| code.sends.as_ref().map(ToTokens::to_token_stream));
    let causes = causes(table, scope);
    let pages = sparse(table, |code| code.page.as_ref().map(ToTokens::to_token_stream));
    let retries = table.codes.iter().map(|code| ident(&format!("{:?}", code.retry)));
    let aliases = sparse(table, |code| {
        let aliases = &code.aliases;
        (!aliases.is_empty()).then(|| quote!(&[#(#aliases),*]))
    });
    let (source_lists, sources) = sources(table, scope);
    let deprecations = deprecations(table, scope);
    let elements = table.fields().map(|element| &element.name);
    let headers = headers(table, scope);
    let json = table.json.iter().map(|(element, names)| quote!((#element, &[#(#names),*])));
    let has_defaults = (!table.defaults.is_empty()).then(|| {
        quote! {
            impl #runtime::__private::HasDefaults for #enum_name {}
            impl #runtime::DefaultCodes for #enum_name {}
        }
    });
    let defaults = defaults(table);
    let lookup = lookup(table, scope);
    let conversions = conversions(table, scope);
    quote! {
        #[allow(deprecated, reason = "the columns name deprecated codes, too")]
        const _: () = {
            use #runtime::Retry;

            impl #runtime::__private::Table for #enum_name {
                const COLUMNS: #runtime::__private::Columns<Self> = {
                    #source_lists
                    #runtime::__private::Columns {
                        all: &[#(#all),*],
                        codes: &[#(#codes),*],
                        renamed: #renamed,
                        statuses: &[#(#statuses),*],
                        reasons: #reasons,
                        messages: &[#(#messages),*],
                        solutions: &[#(#solutions),*],
                        notes: #notes,
                        sends: #sends,
                        causes: #causes,
                        pages: #pages,
                        retries: &[#(Retry::#retries),*],
                        aliases: #aliases,
                        sources: #sources,
                        deprecations: #deprecations,
                        elements: &[#(#elements),*],
                        headers: #headers,
                        json: &[#(#json),*],
                        defaults: &[#(#defaults),*],
                        lookup: #lookup,
                    }
                };

                fn index(self) -> ::core::primitive::usize {
                    self as ::core::primitive::usize
                }
            }

            #runtime::__table!(#enum_name);
            #has_defaults
            #conversions
        };
    }
}

/// Each reason phrase once, after the index of the first code with its status.
fn reasons(table: &Table) -> TokenStream {
    let mut index = 0;
    let runs = table.by_status().map(|codes| {
        let (first, reason) = (Literal::usize_unsuffixed(index), &codes[0].reason);
        index += codes.len();
        quote!((#first, #reason))
    });
    quote!(&[#(#runs),*])
}

/// Each document once and each list of them once, as constants; and the column, which
/// names a list for each code: ten thousand lists would take the compiler longer than all
/// the rest.
fn sources(table: &Table, Scope { runtime, .. }: &Scope) -> (TokenStream, TokenStream) {
    let kind = quote!(#runtime::Source);
    let length = Literal::usize_unsuffixed(table.sources.len());
    let all = table
        .sources
        .iter()
        .map(|Source { id, title, is_paraphrased: _ }| quote!(#kind::__new(#id, #title)));
    let mut lists: Vec<&[String]> = table.codes.iter().map(|code| &code.sources[..]).collect();
    lists.sort_unstable();
    lists.dedup();
    let name = |index: usize| format_ident!("SOURCES_{index}");
    let column = table.codes.iter().map(|code| {
        name(lists.binary_search(&&code.sources[..]).expect("every list is among them"))
    });
    let column = quote!(&[#(#column),*]);
    let lists = lists.iter().enumerate().map(|(index, list)| {
        let name = name(index);
        let cited = list.iter().map(|id| {
            let index = table.sources.iter().position(|source| source.id == *id);
            Literal::usize_unsuffixed(index.expect("a valid code cites documents of the table"))
        });
        quote!(const #name: &[#kind] = &[#(ALL_SOURCES[#cited]),*];)
    });
    // Unused code would cause a warning in a file that is included.
    let all = (!table.sources.is_empty())
        .then(|| quote!(const ALL_SOURCES: [#kind; #length] = [#(#all),*];));
    let constants = quote! {
        #all
        #(#lists)*
    };
    (constants, column)
}

fn causes(table: &Table, Scope { runtime, .. }: &Scope) -> TokenStream {
    sparse(table, |code| {
        let causes = code.causes.iter().map(|Cause { message, meaning, solution }| {
            let message = match message {
                Some(message) => quote!(::core::option::Option::Some(#message)),
                None => quote!(::core::option::Option::None),
            };
            quote!(#runtime::Cause::__new(#message, #meaning, #solution))
        });
        (!code.causes.is_empty()).then(|| quote!(&[#(#causes),*]))
    })
}

fn deprecations(table: &Table, Scope { runtime, .. }: &Scope) -> TokenStream {
    sparse(table, |code| {
        let Deprecation { since, note, replacement } = code.deprecation.as_ref()?;
        let replacement = match replacement {
            Some(code) => quote!(::core::option::Option::Some(#code)),
            None => quote!(::core::option::Option::None),
        };
        Some(quote!(#runtime::Deprecation::__new(#since, #note, #replacement)))
    })
}

fn headers(table: &Table, Scope { runtime, .. }: &Scope) -> TokenStream {
    let Headers { code, message, request_id, host_id, indicator } = &table.headers;
    quote! {
        #runtime::__private::HeaderNames {
            code: &[#(#code),*],
            message: &[#(#message),*],
            request_id: &[#(#request_id),*],
            host_id: &[#(#host_id),*],
            indicator: &[#(#indicator),*],
        }
    }
}

fn defaults(table: &Table) -> impl Iterator<Item = TokenStream> {
    table.defaults.iter().map(|(status, code)| {
        let code = table.codes.iter().find(|known| known.code == *code);
        let variant = variant(table, code.expect("a default is a code of the table"));
        let status = Literal::u16_unsuffixed(*status);
        quote!((#status, #variant))
    })
}

/// Every wire code and alias with the code that it means, each in its slot.
fn lookup(table: &Table, Scope { runtime, .. }: &Scope) -> TokenStream {
    let known: Vec<(&str, &Code)> = table.wire_codes().collect();
    let strings: Vec<&str> = known.iter().map(|(wire_code, _)| *wire_code).collect();
    let Placement { salt, words, seeds, slots } = placement::place(&strings);
    let (salt, words) = (Literal::u64_unsuffixed(salt), Literal::usize_unsuffixed(words));
    let seeds = seeds.into_iter().map(Literal::u32_unsuffixed);
    let slot = |index: usize| {
        let (wire_code, code) = known[index];
        let variant = variant(table, code);
        quote!((#wire_code, #variant))
    };
    let enum_name = ident(&table.enum_name);
    // A free slot repeats one of the strings.
    let free = slots.contains(&None).then(|| {
        let free = slot(0);
        quote!(const FREE: (&::core::primitive::str, #enum_name) = #free;)
    });
    let slots = slots.into_iter().map(|index| index.map_or_else(|| quote!(FREE), slot));
    quote! {
        {
            #free
            &#runtime::__private::PerfectHash {
                salt: #salt,
                words: #words,
                seeds: &[#(#seeds),*],
                slots: &[#(#slots),*],
            }
        }
    }
}
