//! The command line.

use lexopt::Arg::{Long, Short, Value};
use lexopt::{Error, Parser, ValueExt as _};
use obs_errors_build::Mode;
use obs_errors_build::spec::diff::Level;

use crate::{diff, generate, import};

pub(crate) const HELP: &str = "\
The commands of this workspace.

Usage: cargo xtask gen [--check] [--spec FILE --out FOLDER] [--format FORMAT]
       cargo xtask diff [REVISION|FILE] [--format FORMAT] [--fail-on LEVEL]
       cargo xtask import FILE [--source ID] [--write]

gen: check obs-errors-spec/obs.yaml and write what is made from it
  --check          write nothing; name every file that is not as gen would write it
  --spec FILE      check a table of one's own instead, which may extend that of OBS,
  --out FOLDER     and write to this folder what `error_codes!` would make of it
  --format FORMAT  text, or json for editors and CI, the mistakes in the table too

diff: what changed in the table since a revision of git (the last tag, if none is
named) or since it was as in a file, and whom that breaks
  --format FORMAT  text, json, or markdown for CHANGELOG.md
  --fail-on LEVEL  refuse changes of this level (patch, minor, major) and above it,
                   unless the version has been raised for them since the tag

import: what a page of the vendor's documentation (its text, or saved as HTML) says
otherwise than the table
  --source ID      the source that the page is an edition of; the table's first if left out
  --write          add the new codes to obs-errors-spec/obs.yaml

Exit status: 0 if all is well, 1 if not, 2 if the command line is wrong.
";

pub(crate) enum Command {
    Help,
    Generate(generate::Job, Mode, generate::Format),
    Diff(diff::Job),
    Import(import::Job),
}

impl Command {
    /// What stands on the command line.
    pub(crate) fn read() -> Result<Self, Error> {
        let mut arguments = Parser::from_env();
        match arguments.next()? {
            Some(Short('h') | Long("help")) => Ok(Self::Help),
            Some(Value(name)) if name == "gen" => generate(&mut arguments),
            Some(Value(name)) if name == "diff" => diff(&mut arguments),
            Some(Value(name)) if name == "import" => import(&mut arguments),
            Some(argument) => Err(argument.unexpected()),
            None => Err("no command".into()),
        }
    }
}

fn generate(arguments: &mut Parser) -> Result<Command, Error> {
    const FORMATS: [(&str, generate::Format); 2] =
        [("text", generate::Format::Text), ("json", generate::Format::Json)];
    let (mut mode, mut spec, mut out) = (Mode::Write, None, None);
    let mut format = generate::Format::Text;
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("check") => mode = Mode::Check,
            Long("spec") => spec = Some(arguments.value()?.string()?),
            Long("out") => out = Some(arguments.value()?.string()?),
            Long("format") => format = choice(arguments, "--format", &FORMATS)?,
            argument => return Err(argument.unexpected()),
        }
    }
    let job = match (spec, out) {
        (None, None) => generate::Job::Workspace,
        (Some(spec), Some(out)) => generate::Job::Crate { spec, out },
        _ => return Err("`--spec` and `--out` need each other".into()),
    };
    Ok(Command::Generate(job, mode, format))
}

fn diff(arguments: &mut Parser) -> Result<Command, Error> {
    const FORMATS: [(&str, diff::Format); 3] = [
        ("text", diff::Format::Text),
        ("json", diff::Format::Json),
        ("markdown", diff::Format::Markdown),
    ];
    let levels = [Level::Patch, Level::Minor, Level::Major].map(|level| (level.as_str(), level));
    let mut job = diff::Job { baseline: None, format: diff::Format::Text, fail_on: None };
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("format") => job.format = choice(arguments, "--format", &FORMATS)?,
            Long("fail-on") => job.fail_on = Some(choice(arguments, "--fail-on", &levels)?),
            Value(name) if job.baseline.is_none() => job.baseline = Some(name.string()?),
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Diff(job))
}

fn import(arguments: &mut Parser) -> Result<Command, Error> {
    let (mut page, mut source, mut is_writing) = (None, None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("source") => source = Some(arguments.value()?.string()?),
            Long("write") => is_writing = true,
            Value(name) if page.is_none() => page = Some(name.string()?),
            argument => return Err(argument.unexpected()),
        }
    }
    let page = page.ok_or("`import` needs the file of a page")?;
    Ok(Command::Import(import::Job { page, source, is_writing }))
}

/// The value of an option that has one of a few.
fn choice<T: Copy>(
    arguments: &mut Parser,
    option: &str,
    choices: &[(&str, T)],
) -> Result<T, Error> {
    let found = arguments.value()?.string()?;
    match choices.iter().find(|(name, _)| *name == found) {
        Some((_, choice)) => Ok(*choice),
        None => {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            Err(format!("`{option} {found}`: it may be `{}`", names.join("`, `")).into())
        }
    }
}
