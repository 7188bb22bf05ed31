//! A table with the one that it extends: reading both, and making one of them.

use std::io::{self, Read};

use crate::model::{Code, ObsCode, Retry, Source, Table};
use crate::problem::{At, Problem, Problems, quoted};
use crate::{Name, check, written, yaml};

/// How the table of OBS is named, and how messages call it: no file is called so.
const OBS: &str = "obs";
const LABEL_OF_OBS: &str = "<obs>";

/// How many tables may extend one another in a row.
const MOST_TABLES: usize = 16;

/// Reads the last of the paths, which the others lead to by extending it.
pub(crate) fn read<R: Read>(
    paths: &mut Vec<String>,
    input: io::Result<R>,
    open: &impl Fn(Name<'_>) -> io::Result<R>,
) -> Result<Table, Problems> {
    let path = paths.last().cloned().unwrap_or_default();
    let source = yaml::text(&path, input)?;
    let fault = |list| Problems::new(&path, &source, list);
    let document = yaml::parse(&source).map_err(|problem| fault(vec![problem]))?;

    let mut problems = Vec::new();
    let written = written::read(&source, document, &mut problems);
    let extends = written.as_ref().and_then(|table| table.extends.as_ref());
    match extends.map(|extends| base(extends, paths, open)).transpose() {
        Ok(base) => check::check(written, base, problems).map_err(fault),
        Err(Fault::Here(problem)) => {
            problems.push(problem);
            Err(fault(problems))
        }
        Err(Fault::There(others)) if problems.is_empty() => Err(others),
        Err(Fault::There(others)) => Err(fault(problems).and(others)),
    }
}

/// Where the mistake is that keeps a table from being extended.
enum Fault {
    /// In the file that extends it.
    Here(Problem),
    /// In the table that is extended.
    There(Problems),
}

fn base<R: Read>(
    extends: &At<String>,
    paths: &mut Vec<String>,
    open: &impl Fn(Name<'_>) -> io::Result<R>,
) -> Result<Table, Fault> {
    let here = |message: String| Fault::Here(Problem::new(extends.place, message));
    let is_obs = extends.value == OBS;
    let path = if is_obs { LABEL_OF_OBS.to_owned() } else { beside(paths, &extends.value) };
    if paths.contains(&path) {
        let chain = paths.join("` -> `");
        return Err(here(format!("the table extends itself: `{chain}` -> `{path}`")));
    }
    if paths.len() == MOST_TABLES {
        return Err(here(format!("more than {MOST_TABLES} tables extend one another")));
    }
    let name = if is_obs { Name::Obs } else { Name::Path(&path) };
    let input = open(name).map_err(|error| {
        here(format!(
            "{} cannot be read: {error}; name `obs`, or a file beside this one",
            quoted(&path)
        ))
    })?;
    paths.push(path);
    let mut table = read(paths, Ok(input), open).map_err(Fault::There)?;
    if is_obs {
        table.extends_obs = true;
        for (index, code) in table.codes.iter_mut().enumerate() {
            code.obs = Some(ObsCode { index, name: code.name.clone() });
        }
    }
    Ok(table)
}

/// The path of a file that the last one names, relative to the folder of that; one
/// way to write each, so that a cycle is seen.
fn beside(paths: &[String], path: &str) -> String {
    let folder = paths.last().and_then(|last| last.rsplit_once('/')).map(|(folder, _)| folder);
    let folder = folder.filter(|_| !path.starts_with('/'));
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.into_iter().flat_map(|folder| folder.split('/')).chain(path.split('/')) {
        match (part, parts.last()) {
            (".", _) => {}
            ("..", Some(&last)) if last != ".." && !last.is_empty() => _ = parts.pop(),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// What a table says of a code of the one that it extends.
pub(crate) struct Override {
    pub(crate) code: String,
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
    pub(crate) solution: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) retry: Option<Retry>,
}

/// One table of what is extended and what is added; both are true, and so is what
/// they make.
pub(crate) fn merged(base: Table, own: Table, overrides: Vec<Override>) -> Table {
    // Of two phrases for a status the first stays: ours.
    let mut statuses = own.statuses;
    statuses.extend(base.statuses);
    statuses.sort_by_key(|(status, _)| *status);
    statuses.dedup_by_key(|(status, _)| *status);

    let mut codes = base.codes;
    for own in overrides {
        for code in codes.iter_mut().filter(|code| code.code == own.code) {
            own.apply(code);
        }
    }
    codes.extend(own.codes);
    codes.sort_by(|a, b| (a.status, &a.code).cmp(&(b.status, &b.code)));
    for code in &mut codes {
        if let Ok(index) = statuses.binary_search_by_key(&code.status, |(status, _)| *status) {
            code.reason.clone_from(&statuses[index].1);
        }
    }
    let mut sources = own.sources;
    let is_new = |source: &Source| sources.iter().all(|own| own.id != source.id);
    let more: Vec<Source> = base.sources.into_iter().filter(is_new).collect();
    sources.extend(more);
    Table {
        service: own.service,
        enum_name: own.enum_name,
        sources,
        statuses,
        elements: if own.elements.is_empty() { base.elements } else { own.elements },
        codes,
        reserved: own.reserved.into_iter().chain(base.reserved).collect(),
        extends_obs: base.extends_obs,
    }
}

impl Override {
    fn apply(&self, code: &mut Code) {
        code.status = self.status.unwrap_or(code.status);
        code.retry = self.retry.unwrap_or(code.retry);
        if let Some(message) = &self.message {
            code.message.clone_from(message);
        }
        if let Some(solution) = &self.solution {
            code.solution.clone_from(solution);
        }
        code.note = self.note.clone().or(code.note.take());
    }
}
