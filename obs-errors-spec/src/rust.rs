//! A checked table to Rust: data, and one call of the macro that adds the
//! behaviour. Nothing here can fail.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::lookup::{self, Lookup};
use crate::markdown::{code_span, escaped};
use crate::model::{Code, Deprecation, Element, Retry, Source, Table};

/// How the items stand in the crate that they are made for.
#[derive(Clone, Debug)]
pub struct Place {
    /// The visibility of the items, such as `pub`.
    pub visibility: TokenStream,
    /// The path of the crate `obs-errors`, such as `::obs_errors`.
    pub runtime: TokenStream,
}

/// `pub`, over `::obs_errors`.
impl Default for Place {
    fn default() -> Self {
        Self { visibility: quote!(pub), runtime: quote!(::obs_errors) }
    }
}

/// The items of a table: its [`declarations`], then its [`columns`].
///
/// They name nothing but the runtime's path and `::core`, so they compile
/// whatever the names around them mean.
#[must_use]
pub fn tokens(table: &Table, place: &Place) -> TokenStream {
    let mut tokens = declarations(table, place);
    tokens.extend(columns(table, place));
    tokens
}

/// What users name: the enum, the alias of its error type, and the names of its elements.
#[must_use]
pub fn declarations(table: &Table, place: &Place) -> TokenStream {
    let code_enum = code_enum(table, place);
    let error_alias = error_alias(table, place);
    let field_names = field_names(table, place);
    quote! {
        #code_enum
        #error_alias
        #field_names
    }
}

fn code_enum(table: &Table, place: &Place) -> TokenStream {
    let visibility = &place.visibility;
    let name = ident(&table.enum_name);
    let allowed = allowed();
    let docs = docs(&format!(
        "An error code of {}.\n\n\
         The order is that of the table: by status, then by code. The numbers that `as`\n\
         gives follow it, so they change when the table grows.",
        escaped(&table.service)
    ));
    let variants = table.codes.iter().map(|code| {
        let docs = self::docs(&variant_docs(code, place));
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

fn variant_docs(code: &Code, Place { runtime, .. }: &Place) -> String {
    let reason = escaped(&code.reason);
    let mut paragraphs = vec![
        format!("**{} {reason}**: {}", code.status, escaped(&code.message)),
        format!("Solution: {}", escaped(&code.solution)),
    ];
    paragraphs.extend(code.note.as_deref().map(escaped));
    if code.code != code.name {
        paragraphs.push(format!("Sent as {}.", code_span(&code.code)));
    }
    if !code.aliases.is_empty() {
        let aliases: Vec<String> = code.aliases.iter().map(|alias| code_span(alias)).collect();
        paragraphs.push(format!("Also read from {}.", aliases.join(", ")));
    }
    let class = match code.retry {
        Retry::Never => None,
        Retry::Transient => Some("Transient"),
        Retry::Throttling => Some("Throttling"),
    };
    paragraphs.extend(class.map(|class| {
        let path = runtime.to_string().replace(' ', "");
        format!("Retry: [{}]({path}::Retry::{class}).", class.to_lowercase())
    }));
    paragraphs.join("\n\n")
}

/// What the compiler tells whoever names the variant.
fn deprecated(table: &Table, deprecation: &Deprecation) -> TokenStream {
    let Deprecation { since, note, .. } = deprecation;
    let note = match table.replacement(deprecation) {
        Some(code) => format!("{note}; use `{}::{}`", table.enum_name, code.name),
        None => note.clone(),
    };
    quote!(#[deprecated(since = #since, note = #note)])
}

fn error_alias(table: &Table, Place { visibility, runtime }: &Place) -> TokenStream {
    let allowed = allowed();
    let code = ident(&table.enum_name);
    let error = ident(&table.enum_name[..table.enum_name.len() - "Code".len()]);
    let docs = docs(&format!(
        "An error of {}, built here or read from a response.",
        escaped(&table.service)
    ));
    quote! {
        #docs
        #allowed
        #visibility type #error = #runtime::ErrorResponse<#code>;
    }
}

fn field_names(table: &Table, Place { visibility, .. }: &Place) -> TokenStream {
    let allowed = allowed();
    let docs = docs(&format!(
        "The names of the documented children of an error of {}.",
        escaped(&table.service)
    ));
    let constants = children(table).map(|element| {
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

/// The table as data, with the behaviour over it: one static per column, so that a program
/// links only those that it reads. They stand in a block of their own, out of the way of
/// the user's names.
#[must_use]
pub fn columns(table: &Table, place: &Place) -> TokenStream {
    let runtime = &place.runtime;
    let enum_name = ident(&table.enum_name);
    let text = quote!(&::core::primitive::str);
    let number = quote!(::core::primitive::u16);
    let texts = quote!(&[#text]);

    let by_code = |name, kind, value: fn(&Code) -> TokenStream| {
        column(name, kind, table.codes.iter().map(value))
    };
    let all = table.codes.iter().map(|code| variant(table, code));
    let all = column("ALL_CODES", &quote!(#enum_name), all);
    let codes = by_code("CODES", &text, |code| code.code.to_token_stream());
    let statuses = by_code("STATUSES", &number, |code| {
        Literal::u16_unsuffixed(code.status).into_token_stream()
    });
    let reasons = table.codes.chunk_by(|a, b| a.status == b.status).map(|codes| {
        let status = Literal::u16_unsuffixed(codes[0].status);
        (status.into_token_stream(), codes[0].reason.to_token_stream())
    });
    let reasons = sparse_column("REASONS", &text, reasons);
    let messages = by_code("MESSAGES", &text, |code| code.message.to_token_stream());
    let solutions = by_code("SOLUTIONS", &text, |code| code.solution.to_token_stream());
    let notes = by_some_codes(table, "NOTES", &text, |code| {
        code.note.as_ref().map(ToTokens::to_token_stream)
    });
    let retries = by_code("RETRIES", &quote!(Retry), |code| {
        let class = match code.retry {
            Retry::Never => quote!(Never),
            Retry::Transient => quote!(Transient),
            Retry::Throttling => quote!(Throttling),
        };
        quote!(Retry::#class)
    });
    let aliases = by_some_codes(table, "ALIASES", &texts, |code| {
        let aliases = &code.aliases;
        (!aliases.is_empty()).then(|| quote!(&[#(#aliases),*]))
    });
    let renamed = by_some_codes(table, "RENAMED", &text, |code| {
        (code.name != code.code).then(|| code.name.to_token_stream())
    });
    let sources = sources(table, place);
    let deprecations = deprecations(table, place);
    let elements = children(table).map(|element| element.name.to_token_stream());
    let elements = column("ELEMENTS", &text, elements);
    let lookup = lookup(table, place);
    let conversions = conversions(table, place);
    quote! {
        #[allow(deprecated, reason = "a table has all of its codes")]
        const _: () = {
            use #runtime::Retry;
            #all
            #renamed
            #codes
            #statuses
            #reasons
            #messages
            #solutions
            #notes
            #retries
            #aliases
            #sources
            #deprecations
            #elements
            #lookup
            #runtime::__table!(#enum_name);
            #conversions
        };
    }
}

/// The way from a code of OBS to this table and back, for tables that extend that of
/// OBS: each an index table over the codes of the other. It was made for the codes of
/// one version of the runtime, which is asked whether it is that.
fn conversions(table: &Table, Place { runtime, .. }: &Place) -> TokenStream {
    if !table.extends_obs {
        return TokenStream::new();
    }
    let enum_name = ident(&table.enum_name);
    let obs_enum = quote!(#runtime::ObsErrorCode);

    let mut from: Vec<(usize, &Code)> = Vec::new();
    from.extend(table.codes.iter().filter_map(|code| Some((code.obs.as_ref()?.index, code))));
    from.sort_by_key(|(index, _)| *index);
    let from = from.into_iter().map(|(_, code)| variant(table, code));
    let from = column("FROM_OBS", &quote!(#enum_name), from);
    let to = by_some_codes(table, "TO_OBS", &obs_enum, |code| {
        let name = ident(&code.obs.as_ref()?.name);
        Some(quote!(#obs_enum::#name))
    });
    let version = env!("CARGO_PKG_VERSION");
    quote! {
        #from
        #to
        #runtime::__extends_obs!(#enum_name, #version);
    }
}

/// Each document once, each list of them once, and which list names each code: ten thousand
/// lists would take the compiler longer than all the rest.
fn sources(table: &Table, Place { runtime, .. }: &Place) -> TokenStream {
    let kind = quote!(#runtime::Source);
    let length = Literal::usize_unsuffixed(table.sources.len());
    let all =
        table.sources.iter().map(|Source { id, title, .. }| quote!(#kind::__new(#id, #title)));
    let mut lists: Vec<&[String]> = table.codes.iter().map(|code| &code.sources[..]).collect();
    lists.sort_unstable();
    lists.dedup();
    let name = |index: usize| format_ident!("SOURCES_{index}");
    let by_code = table.codes.iter().map(|code| {
        let index = lists.binary_search(&&code.sources[..]).expect("every list is among them");
        name(index).into_token_stream()
    });
    let by_code = column("CODE_SOURCES", &quote!(&[#kind]), by_code);
    let lists = lists.iter().enumerate().map(|(index, list)| {
        let name = name(index);
        let cited = list.iter().map(|id| {
            let index = table.sources.iter().position(|source| source.id == *id);
            Literal::usize_unsuffixed(index.expect("a checked code cites what there is"))
        });
        quote!(const #name: &[#kind] = &[#(ALL_SOURCES[#cited]),*];)
    });
    quote! {
        const ALL_SOURCES: [#kind; #length] = [#(#all),*];
        #(#lists)*
        #by_code
    }
}

fn deprecations(table: &Table, Place { runtime, .. }: &Place) -> TokenStream {
    let kind = quote!(#runtime::Deprecation);
    by_some_codes(table, "DEPRECATIONS", &kind, |code| {
        let Deprecation { since, note, replacement } = code.deprecation.as_ref()?;
        let replacement = match replacement {
            Some(code) => quote!(::core::option::Option::Some(#code)),
            None => quote!(::core::option::Option::None),
        };
        Some(quote!(#kind::__new(#since, #note, #replacement)))
    })
}

/// A column of which few codes have a value.
fn by_some_codes(
    table: &Table,
    name: &str,
    kind: &TokenStream,
    value: impl Fn(&Code) -> Option<TokenStream>,
) -> TokenStream {
    let entries = table.codes.iter().filter_map(|code| {
        let value = value(code)?;
        let variant = variant(table, code);
        Some((quote!(#variant as ::core::primitive::usize), value))
    });
    sparse_column(name, kind, entries)
}

/// Values beside their numbers, in the order of these.
fn sparse_column(
    name: &str,
    kind: &TokenStream,
    entries: impl Iterator<Item = (TokenStream, TokenStream)>,
) -> TokenStream {
    let entries: Vec<_> = entries.map(|(number, value)| quote!((#number, #value))).collect();
    column(name, &quote!((::core::primitive::usize, #kind)), entries.into_iter())
}

fn column(
    name: &str,
    kind: &TokenStream,
    values: impl ExactSizeIterator<Item = TokenStream>,
) -> TokenStream {
    let name = ident(name);
    let length = Literal::usize_unsuffixed(values.len());
    quote!(static #name: [#kind; #length] = [#(#values),*];)
}

/// Every spelling that means a code, in its slot.
fn lookup(table: &Table, Place { runtime, .. }: &Place) -> TokenStream {
    let codes = table.codes.iter();
    let spellings: Vec<(&str, &Code)> = codes
        .flat_map(|code| code.spellings().map(move |spelling| (spelling.as_str(), code)))
        .collect();
    let texts: Vec<&str> = spellings.iter().map(|(spelling, _)| *spelling).collect();
    let Lookup { salt, words, seeds, slots } = lookup::lookup(&texts);
    let (salt, words) = (Literal::u64_unsuffixed(salt), Literal::usize_unsuffixed(words));
    let seeds = seeds.into_iter().map(|seed| Literal::u32_unsuffixed(seed).into_token_stream());
    let seeds = column("SEEDS", &quote!(::core::primitive::u32), seeds);
    let enum_name = ident(&table.enum_name);
    let slot = |index: usize| {
        let (spelling, code) = spellings[index];
        let variant = variant(table, code);
        quote!((#spelling, #variant))
    };
    let free = slot(0);
    let kind = quote!((&::core::primitive::str, #enum_name));
    let slots = slots.into_iter().map(|index| index.map_or_else(|| quote!(FREE), slot));
    let spellings = column("SPELLINGS", &kind, slots);
    quote! {
        const FREE: #kind = #free;
        const HASHING: #runtime::__private::Hashing =
            #runtime::__private::Hashing { salt: #salt, words: #words };
        #seeds
        #spellings
    }
}

/// The elements without the root, which stands first.
fn children(table: &Table) -> std::slice::Iter<'_, Element> {
    table.elements[1..].iter()
}

fn variant(table: &Table, code: &Code) -> TokenStream {
    let (enum_name, variant) = (ident(&table.enum_name), ident(&code.name));
    quote!(#enum_name::#variant)
}

fn ident(name: &str) -> Ident {
    format_ident!("{name}", span = Span::call_site())
}

/// A table is whole, whatever its user needs of it, and its words are its own.
fn allowed() -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            unreachable_pub,
            clippy::doc_markdown,
            clippy::upper_case_acronyms,
            rustdoc::bare_urls,
            reason = "the table is as it is"
        )]
    }
}

/// Doc comments, one attribute per line, each with the blank that a person
/// would write after `///`.
fn docs(text: &str) -> TokenStream {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
