//! From the table as written to the valid one, once every rule holds.

use std::collections::HashMap;

use obs_errors_core::{Retry, members};

use crate::diagnostic::Spanned;
use crate::iana;
use crate::keys::DEFAULT_ELEMENTS;
use crate::merge::{Override, merge};
use crate::model;
use crate::names::constant;
use crate::raw::{Cause, Code, Deprecated, Element, Entry, Headers, Table};

/// Makes the model of a table and of the one that it extends; `None` if something is
/// missing, which a diagnostic already reports.
pub(crate) fn resolve(table: Table, base: Option<model::Table>) -> Option<model::Table> {
    let Table {
        is_extension: _,
        extends: _,
        service,
        enum_name,
        version,
        sources,
        paraphrased,
        statuses,
        elements,
        headers,
        json,
        defaults,
        outputs,
        reserved,
        codes,
    } = table;
    let (overrides, added): (Vec<_>, Vec<_>) =
        codes.into_iter().partition(|code| code.value.is_override);
    let statuses: Vec<(u16, String)> = statuses
        .into_iter()
        .map(|status| Some((status.key.value, status.value?.value)))
        .collect::<Option<_>>()?;
    let reasons = statuses.iter().chain(base.iter().flat_map(|base| &base.statuses));
    let reasons: HashMap<u16, &str> =
        reasons.rev().map(|(status, reason)| (*status, reason.as_str())).collect();
    let paraphrased = values(paraphrased);
    let sources = sources.into_iter().map(|Entry { key: Spanned { value: id, .. }, value }| {
        let is_paraphrased = paraphrased.contains(&id);
        Some(model::Source { id, title: value?.value, is_paraphrased })
    });
    let sources: Vec<model::Source> = sources.collect::<Option<_>>()?;
    let default = sources.iter().chain(base.iter().flat_map(|base| &base.sources)).next();
    let default = default.map(|source| source.id.as_str());
    let codes = added.into_iter().map(|entry| code(entry, &reasons, default));
    let codes = codes.collect::<Option<_>>()?;
    let own = model::Table {
        service: service?.value,
        enum_name: enum_name?.value,
        elements: match (elements.is_empty(), &base) {
            (true, None) => default_elements(),
            _ => elements.into_iter().map(element).collect::<Option<_>>()?,
        },
        headers: self::headers(headers),
        json: json
            .into_iter()
            .map(|Entry { key, value }| {
                let names = value.iter().map(|name| members::simplified(&name.value));
                (key.value, names.collect())
            })
            .collect(),
        defaults: self::defaults(defaults)?,
        version: version.map(|version| version.value),
        outputs: outputs.documents.into_iter().map(|(key, path)| (key, path.value)).collect(),
        templates: outputs
            .templates
            .into_iter()
            .map(|Entry { key, value }| Some((key.value, value?.value)))
            .collect::<Option<_>>()?,
        codes,
        reserved: values(reserved),
        extends_obs: false,
        sources,
        statuses,
    };
    Some(match base {
        Some(base) => {
            merge(base, own, overrides.into_iter().map(override_of).collect::<Option<_>>()?)
        }
        None => own,
    })
}

fn code(
    Entry { key, value }: Entry<String, Code>,
    reasons: &HashMap<u16, &str>,
    default_source: Option<&str>,
) -> Option<model::Code> {
    let Code {
        is_override: _,
        missing: _,
        name,
        aliases,
        status,
        message,
        solution,
        note,
        sends,
        causes,
        page,
        retry,
        sources,
        deprecated,
    } = value;
    let status = status?.value;
    let sources = values(sources);
    Some(model::Code {
        name: name.map_or_else(|| key.value.clone(), |name| name.value),
        code: key.value,
        status,
        reason: reasons.get(&status).copied().or_else(|| iana::reason(status))?.to_owned(),
        message: message.map(|message| message.value).unwrap_or_default(),
        solution: solution.map(|solution| solution.value).unwrap_or_default(),
        note: note.map(|note| note.value),
        sends: sends.map(|sends| sends.value),
        causes: self::causes(causes)?,
        page: page.map(|page| page.value),
        retry: retry.and_then(|retry| retry.value).unwrap_or(Retry::Never),
        aliases: values(aliases),
        sources: if sources.is_empty() {
            default_source.map(str::to_owned).into_iter().collect()
        } else {
            sources
        },
        deprecation: match deprecated {
            Some(Spanned { value: Deprecated { since, note, replacement }, .. }) => {
                Some(model::Deprecation {
                    since: since?.value,
                    note: note?.value,
                    replacement: replacement.map(|code| code.value),
                })
            }
            None => None,
        },
        obs: None,
    })
}

fn causes(causes: Vec<Spanned<Cause>>) -> Option<Vec<model::Cause>> {
    let causes = causes.into_iter().map(|Spanned { value, .. }| {
        let Cause { message, meaning, solution } = value;
        Some(model::Cause {
            message: message.map(|message| message.value),
            meaning: meaning?.value,
            solution: solution?.value,
        })
    });
    causes.collect()
}

fn element(Entry { key, value }: Entry<String, Element>) -> Option<model::Element> {
    let Element { description, note } = value;
    Some(model::Element {
        constant: constant(&key.value),
        name: key.value,
        description: description?.value,
        note: note.map(|note| note.value),
    })
}

/// The elements of a table that neither lists any nor extends another: those of OBS.
fn default_elements() -> Vec<model::Element> {
    let element = |(name, description): (&str, &str)| model::Element {
        name: name.to_owned(),
        constant: constant(name),
        description: description.to_owned(),
        note: None,
    };
    DEFAULT_ELEMENTS.into_iter().map(element).collect()
}

fn headers(headers: Headers) -> model::Headers {
    let Headers { code, message, request_id, host_id, indicator } = headers;
    model::Headers {
        code: values(code),
        message: values(message),
        request_id: values(request_id),
        host_id: values(host_id),
        indicator: values(indicator),
    }
}

fn defaults(defaults: Vec<Entry<u16, Option<Spanned<String>>>>) -> Option<Vec<(u16, String)>> {
    let defaults = defaults.into_iter().map(|Entry { key, value }| Some((key.value, value?.value)));
    let mut defaults: Vec<(u16, String)> = defaults.collect::<Option<_>>()?;
    defaults.sort();
    Some(defaults)
}

/// Ignores keys that an override cannot change: a rule has rejected them.
fn override_of(Entry { key, value }: Entry<String, Code>) -> Option<Override> {
    let Code {
        is_override: _,
        missing: _,
        name: _,
        aliases: _,
        status,
        message,
        solution,
        note,
        sends,
        causes,
        page,
        retry,
        sources: _,
        deprecated: _,
    } = value;
    Some(Override {
        code: key.value,
        status: status.map(|status| status.value),
        message: message.map(|message| message.value),
        solution: solution.map(|solution| solution.value),
        note: note.map(|note| note.value),
        sends: sends.map(|sends| sends.value),
        causes: self::causes(causes)?,
        page: page.map(|page| page.value),
        retry: retry.and_then(|retry| retry.value),
    })
}

fn values(list: Vec<Spanned<String>>) -> Vec<String> {
    list.into_iter().map(|item| item.value).collect()
}
