//! Finds codes by name or by words, with typos.
//!
//! The page in `docs/` searches by the same rules.

use obs_errors::Retry;
use obs_errors_build::spec::model::{Cause, Code, Table};

use crate::table::by_wire_code;

/// The code with this name, ignoring case.
pub(crate) fn by_name<'a>(table: &'a Table, text: &str) -> Option<&'a Code> {
    let text = text.trim();
    by_wire_code(table, text).or_else(|| {
        let is_name = |own: &str| own.eq_ignore_ascii_case(text);
        table.codes.iter().find(|code| names(code).any(is_name))
    })
}

/// The codes that a mistyped or incomplete code may mean, the likeliest first.
pub(crate) fn suggestions<'a>(table: &'a Table, text: &str) -> Vec<&'a Code> {
    const MOST: usize = 3;
    const MIN_SIMILARITY: f64 = 0.6;
    let text = text.trim().to_lowercase();
    let similarity = |name: &str| {
        let name = name.to_lowercase();
        let contains = text.len() >= MOST && (name.contains(&text) || text.contains(&name));
        strsim::normalized_damerau_levenshtein(&name, &text) + if contains { 1.0 } else { 0.0 }
    };
    let best = |code| names(code).map(similarity).fold(0.0, f64::max);
    let codes = table.codes.iter().map(|code| (best(code), code));
    let mut near: Vec<_> = codes.filter(|(similarity, _)| *similarity >= MIN_SIMILARITY).collect();
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    near.into_iter().map(|(_, code)| code).take(MOST).collect()
}

/// The codes with one of these statuses and one of these classes, in table order; an empty
/// list allows all.
pub(crate) fn listed<'a>(table: &'a Table, statuses: &[u16], classes: &[Retry]) -> Vec<&'a Code> {
    let is_listed = |code: &&Code| {
        (statuses.is_empty() || statuses.contains(&code.status))
            && (classes.is_empty() || classes.contains(&code.retry))
    };
    table.codes.iter().filter(is_listed).collect()
}

/// The codes that have every word of the query, the best first. If there are none, those
/// that have the words with at most one typo in each.
pub(crate) fn search<'a>(table: &'a Table, query: &str) -> Vec<&'a Code> {
    let query = without_tags(query).to_lowercase();
    let words = query.split_whitespace().map(term).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    if words.is_empty() {
        return Vec::new();
    }
    let entries: Vec<Entry<'_>> = table.codes.iter().map(Entry::new).collect();
    let exact = ranked(&entries, &words, Entry::rank);
    if exact.is_empty() { ranked(&entries, &words, Entry::rank_with_typo) } else { exact }
}

/// The text between the tags of a document.
fn without_tags(text: &str) -> String {
    let mut parts = text.split('<');
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        without.push(' ');
        without += part.split_once('>').map_or(part, |(_, rest)| rest);
    }
    without
}

/// A word without what is pasted along with it: the path of a variant, quotes, a comma.
fn term(word: &str) -> &str {
    let word = word.rsplit("::").next().unwrap_or(word);
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn ranked<'a>(
    entries: &[Entry<'a>],
    words: &[&str],
    rank: impl Fn(&Entry<'a>, &str) -> Option<u32>,
) -> Vec<&'a Code> {
    let joined = words.concat();
    let mut found: Vec<(u32, &'a Code)> = Vec::new();
    for entry in entries {
        let ranks: Option<Vec<u32>> = words.iter().map(|word| rank(entry, word)).collect();
        if let Some(ranks) = ranks {
            let is_whole = entry.names.iter().any(|name| name.replace(' ', "") == joined);
            found.push((if is_whole { 0 } else { ranks.iter().sum() }, entry.code));
        }
    }
    // The sort is stable: equally good matches stay in table order.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, code)| code).collect()
}

/// The searchable text of a code, in lower case.
struct Entry<'a> {
    code: &'a Code,
    /// The code, its name in Rust, its aliases.
    names: Vec<String>,
    status: String,
    /// The words that the names are made of.
    parts: Vec<String>,
    text: String,
}

impl<'a> Entry<'a> {
    fn new(code: &'a Code) -> Self {
        let note = code.note.as_deref().unwrap_or_default();
        let sends = code.sends.as_deref().unwrap_or_default();
        let causes = code.causes.iter().flat_map(|cause| {
            let Cause { message, meaning, solution } = cause;
            message.iter().chain([meaning, solution]).map(String::as_str)
        });
        let about = [sends, &code.message, &code.solution, note, &code.reason, code.retry.as_str()];
        let text = about.into_iter().chain(causes).collect::<Vec<_>>().join(" ");
        Self {
            code,
            names: names(code).map(str::to_lowercase).collect(),
            status: code.status.to_string(),
            parts: names(code).flat_map(parts).collect(),
            text: text.to_lowercase(),
        }
    }

    /// How well a word fits, zero being best; `None` if it does not.
    fn rank(&self, word: &str) -> Option<u32> {
        let any = |fits: fn(&str, &str) -> bool| self.names.iter().any(|name| fits(name, word));
        if any(|name, word| name == word) || self.status == word {
            Some(0)
        } else if any(|name, word| name.starts_with(word)) {
            Some(1)
        } else if any(|name, word| name.contains(word)) {
            Some(2)
        } else if self.status.starts_with(word) {
            Some(3)
        } else if words(&self.text).any(|other| other.starts_with(word)) {
            Some(4)
        } else {
            self.text.contains(word).then_some(5)
        }
    }

    fn rank_with_typo(&self, word: &str) -> Option<u32> {
        let fits = |other: &str| starts_with_typo(other, word);
        if self.names.iter().any(|name| fits(name)) {
            Some(1)
        } else if self.parts.iter().any(|part| fits(part)) {
            Some(2)
        } else if words(&self.text).any(fits) {
            Some(4)
        } else {
            self.rank(word)
        }
    }
}

/// The code, its name in Rust, its aliases.
fn names(code: &Code) -> impl Iterator<Item = &str> {
    [&code.code, &code.name].into_iter().chain(&code.aliases).map(String::as_str)
}

/// The words of a name in camel case, in lower case.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut is_lower = false;
    for c in name.chars() {
        if is_lower && c.is_ascii_uppercase() || !c.is_ascii_alphanumeric() {
            parts.push(String::new());
        }
        is_lower = c.is_ascii_lowercase();
        parts.last_mut().expect("there is one").extend(c.to_lowercase());
    }
    parts
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a text begins with a word in which one letter is wrong, missing or extra, or two
/// are swapped. Words of fewer than three letters do not count: they would match too much.
fn starts_with_typo(text: &str, word: &str) -> bool {
    let (text, word): (Vec<char>, Vec<char>) = (text.chars().collect(), word.chars().collect());
    if word.len() < 3 || word.iter().all(char::is_ascii_digit) {
        return false;
    }
    let same = text.iter().zip(&word).take_while(|(a, b)| a == b).count();
    let (text, word) = (&text[same..], &word[same..]);
    let but_one = |letters: &[char]| letters.get(1..).unwrap_or_default().to_vec();
    let is_swapped = text.len() > 1 && word.len() > 1 && text[0] == word[1] && text[1] == word[0];
    text.starts_with(&but_one(word))
        || but_one(text).starts_with(word)
        || but_one(text).starts_with(&but_one(word))
        || (is_swapped && text[2..].starts_with(&word[2..]))
}
