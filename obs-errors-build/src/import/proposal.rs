//! What can be added to the table, and what has to be decided before.

use std::collections::{HashMap, HashSet};

use obs_errors_spec::insert::{self, Additions};
use obs_errors_spec::keys::requires_retry;
use obs_errors_spec::model::{Code, Source, Table};

use super::difference::{Comparison, Kind};
use super::row::words_like_codes;
use crate::count::{counted, some_of};

/// A placeholder is an error of the table.
const MISSING_MESSAGE: &str = "TODO: write the message";
const MISSING_SOLUTION: &str = "TODO: write the solution";

pub(super) struct Proposal {
    pub(super) additions: Additions,
    pub(super) remarks: Vec<String>,
}

/// Finds the codes, statuses and sources that can be added.
pub(super) fn new(
    comparison: &Comparison,
    table: &Table,
    source: &Source,
    accepted: &[String],
    command: &str,
) -> Proposal {
    let mut remarks = Vec::new();
    let mut codes: Vec<Code> = Vec::new();
    let mut names: HashSet<String> = table.codes.iter().map(|code| code.name.clone()).collect();
    let known = table.wire_codes().map(|(known, _)| (letters(known), known)).collect();
    for code in &comparison.new {
        let shown = &code.code;
        let statuses = table.statuses.iter().chain(&comparison.statuses);
        let has_reason = statuses.map(|(status, _)| *status).any(|status| status == code.status);
        let name = insert::variant_name(&code.code);
        let obstacle = if !has_reason {
            "the reason phrase of its status is unknown"
        } else if name.is_none() {
            "it is not a valid code, or no Rust name can be made from it"
        } else if name.as_ref().is_some_and(|name| names.contains(name)) {
            "its Rust name is taken by another code"
        } else if let Some(doubt) = doubt(&code.code, comparison, &known)
            && !accepted.contains(&code.code)
        {
            remarks.push(format!(
                "`{shown}` is not added, because {doubt}; if it is sent like this, run `{command} \
                 --accept '{shown}'`"
            ));
            continue;
        } else {
            let (name, mut code) = (name.unwrap_or_default(), code.clone());
            for (text, placeholder) in
                [(&mut code.message, MISSING_MESSAGE), (&mut code.solution, MISSING_SOLUTION)]
            {
                if text.is_empty() {
                    placeholder.clone_into(text);
                }
            }
            names.insert(name.clone());
            codes.push(Code { name, ..code });
            continue;
        };
        remarks.push(format!("`{shown}` cannot be added: {obstacle}; write its entry by hand"));
    }
    let mut remark = |is_meant: &dyn Fn(&Code) -> bool, text: &str| {
        let meant = codes.iter().filter(|code| is_meant(code)).map(|code| code.code.as_str());
        let meant: Vec<&str> = meant.collect();
        if !meant.is_empty() {
            remarks.push(format!("with `--write` {}: {text}", some_of(&meant)));
        }
    };
    remark(&|code| requires_retry(code.status), "`retry: never`; check that it is right");
    remark(
        &|_| source.is_paraphrased,
        "the wording of the page, but the source is `paraphrased`; reword it",
    );
    let is_placeholder = |text: &str| [MISSING_MESSAGE, MISSING_SOLUTION].contains(&text);
    remark(
        &|code| is_placeholder(&code.message) || is_placeholder(&code.solution),
        "the page has no message or no solution, so it is `TODO`, which `gen` rejects until you \
         write it",
    );
    let is_used = |(status, _): &&(u16, String)| codes.iter().any(|code| code.status == *status);
    let statuses: Vec<_> = comparison.statuses.iter().filter(is_used).cloned().collect();
    for (status, reason) in &statuses {
        remarks.push(format!("with `--write` the reason phrase of {status} is `{reason}`"));
    }
    let not_cited = comparison.differences.iter().filter(|it| it.kind == Kind::NotCited);
    let sources = not_cited.map(|it| (it.code.clone(), source.id.clone())).collect();
    Proposal { additions: Additions { codes, statuses, sources }, remarks }
}

/// The letters and digits of a code, in lower case.
fn letters(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.collect::<String>().to_ascii_lowercase()
}

/// Why a new code may not be what the service sends. `known` has the codes of the table by their
/// letters.
fn doubt(code: &str, comparison: &Comparison, known: &HashMap<String, &str>) -> Option<String> {
    let is_usual = |c: char| c.is_ascii_alphanumeric() || ['.', '_', '-'].contains(&c);
    if let Some(known) = known.get(&letters(code)) {
        return Some(format!("it differs from `{known}` only in case or punctuation"));
    }
    if comparison.ambiguous.iter().any(|other| other == code) {
        return Some("it has several statuses on the page".to_owned());
    }
    if words_like_codes(&code.replace(['/', ','], " ")).count() > 1 {
        return Some("it may be more than one code".to_owned());
    }
    match code.chars().find(|c| !is_usual(*c)) {
        Some(c) if c.is_whitespace() => Some("it has whitespace inside".to_owned()),
        Some(c) => Some(format!("it has `{c}` inside")),
        None => None,
    }
}

/// The codes with other words in place of placeholders, to check the rest.
pub(super) fn without_placeholders(codes: &[Code]) -> Vec<Code> {
    let replaced = |text: &str| text.replace("TODO: ", "To do: ");
    let codes = codes.iter().map(|code| {
        let (message, solution) = (replaced(&code.message), replaced(&code.solution));
        Code { message, solution, ..code.clone() }
    });
    codes.collect()
}

/// What is added, in words; empty if there is nothing.
pub(super) fn shown(additions: &Additions, source: &Source) -> String {
    let Additions { codes, sources, statuses: _ } = additions;
    let codes = (!codes.is_empty()).then(|| counted(codes.len(), "code"));
    let sources = (!sources.is_empty())
        .then(|| format!("`{}` to the sources of {}", source.id, counted(sources.len(), "code")));
    codes.into_iter().chain(sources).collect::<Vec<_>>().join(", and ")
}
