//! The command line.

use lexopt::Arg::{Long, Short, Value};
use lexopt::{Error, Parser, ValueExt as _};
use obs_errors_build::Mode;
use obs_errors_build::spec::diff::Level;

use crate::{diff, generate, import};

pub(crate) const HELP: &str = "\
The commands of this workspace.

Usage: cargo xtask gen [--check] [--deny-warnings] [--spec FILE --out DIR] [--format FORMAT]
       cargo xtask diff [REVISION|FILE] [--format FORMAT] [--fail-on LEVEL]
       cargo xtask import FILE [--source ID] [--write [--accept CODE]...]

gen: check obs-errors-spec/obs.yaml and write the files that are generated from it
  --check          write nothing; list every file that is missing or stale
  --deny-warnings  fail if the table has warnings, and write nothing
  --spec FILE      use a custom table instead, which may extend that of OBS
  --out DIR        with --spec: the directory for what `error_codes!` would expand to
  --format FORMAT  text, or json for editors and CI, including the errors in the table

diff: show what changed in the table since a git revision (by default the last tag) or
since another file, and what that breaks
  --format FORMAT  text, json, or markdown for CHANGELOG.md
  --fail-on LEVEL  fail on changes of this level (patch, minor, major) or above, unless
                   the version has been raised for them since the tag

import: compare a page of the vendor's documentation (HTML, Markdown, reStructuredText
or plain text) with the table
  --source ID      the source that the page is an edition of (by default the first)
  --write          add the new codes, and the source of the others, to obs-errors-spec/obs.yaml
  --accept CODE    with --write, add a code although it may be misread

Exit status: 0 on success, 1 on failure, 2 for a usage error.
";

const COMMANDS: &str = "one of `gen`, `diff`, `import`";

pub(crate) enum Command {
    Help,
    Generate(generate::Job, generate::Options),
    Diff(diff::Job),
    Import(import::Job),
}

impl Command {
    /// Reads the command line.
    pub(crate) fn read() -> Result<Self, Error> {
        let mut arguments = Parser::from_env();
        match arguments.next()? {
            Some(Short('h') | Long("help")) => Ok(Self::Help),
            Some(Value(name)) if name == "gen" => generate(&mut arguments),
            Some(Value(name)) if name == "diff" => diff(&mut arguments),
            Some(Value(name)) if name == "import" => import(&mut arguments),
            Some(Value(name)) if name == "help" => Ok(Self::Help),
            Some(Value(name)) => {
                let name = name.to_string_lossy();
                Err(format!("unknown command `{name}`, expected {COMMANDS}").into())
            }
            Some(argument) => Err(argument.unexpected()),
            None => Err(format!("missing command, expected {COMMANDS}").into()),
        }
    }
}

fn generate(arguments: &mut Parser) -> Result<Command, Error> {
    const FORMATS: [(&str, generate::Format); 2] =
        [("text", generate::Format::Text), ("json", generate::Format::Json)];
    let (mut spec, mut out) = (None, None);
    let mut options = generate::Options {
        mode: Mode::Write,
        format: generate::Format::Text,
        denies_warnings: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("check") => options.mode = Mode::Check,
            Long("deny-warnings") => options.denies_warnings = true,
            Long("spec") => spec = Some(arguments.value()?.string()?),
            Long("out") => out = Some(arguments.value()?.string()?),
            Long("format") => options.format = choice(arguments, "--format", &FORMATS)?,
            Value(name) => {
                let name = name.to_string_lossy();
                return Err(format!("unexpected `{name}`; name a table with `--spec`").into());
            }
            argument => return Err(argument.unexpected()),
        }
    }
    let job = match (spec, out) {
        (None, None) => generate::Job::Workspace,
        (Some(spec), Some(out)) => generate::Job::Crate { spec, out },
        _ => return Err("`--spec` and `--out` require each other".into()),
    };
    Ok(Command::Generate(job, options))
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
    let (mut page, mut source, mut writes, mut accepted) = (None, None, false, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("source") => source = Some(arguments.value()?.string()?),
            Long("write") => writes = true,
            Long("accept") => accepted.push(arguments.value()?.string()?),
            Value(name) if page.is_none() => page = Some(name.string()?),
            argument => return Err(argument.unexpected()),
        }
    }
    let page = page.ok_or("`import` requires the file of a page")?;
    Ok(Command::Import(import::Job { page, source, writes, accepted }))
}

/// Reads the value of an option that takes one of these choices.
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
            Err(format!(
                "invalid value `{found}` for `{option}`, expected one of `{}`",
                names.join("`, `")
            )
            .into())
        }
    }
}
