//! `obs-errors`: looks up codes and decodes responses, offline.
//!
//! ```text
//! gen, check, sort, init ─► generate
//! diff, import ─► compare
//! serve ─► serve, with the feature of that name
//!
//! explain, list, search ─► find ─┐
//!                                ├─► show, as text or as JSON
//! decode ─► input ─► decode ─────┘
//! ```

mod arguments;
mod compare;
mod decode;
mod entry;
mod find;
mod generate;
mod input;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod table;

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use clap_complete::Shell;
use obs_errors_build::spec::model::{Code, Table};
use obs_errors_build::{Error, Mode, Outcome};

use crate::arguments::{Arguments, Command, Format};
use crate::decode::Decoded;
use crate::input::{Input, MAX_BYTES};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let printed = run(arguments).and_then(|outcome| {
        for error in &outcome.errors {
            // If there is no standard error either, there is nowhere to report it.
            let _ = writeln!(io::stderr(), "{error}");
        }
        let mut out = anstream::AutoStream::auto(io::stdout()).lock();
        match out.write_all(outcome.output.as_bytes()).and_then(|()| out.flush()) {
            // A closed pipe is not an error: its reader has seen enough.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(format!("cannot write: {error}"))
            }
            _ => Ok(outcome.is_success),
        }
    });
    match printed {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            print_error(&message);
            ExitCode::from(2)
        }
    }
}

fn run(Arguments { command, format, table: path }: Arguments) -> Result<Outcome, String> {
    let own = path.as_deref().unwrap_or(generate::DEFAULT);
    let table = || table::named(path.as_deref());
    let printed = |result: Result<Outcome, Error>| result.map_err(|error| error.to_string());
    match command {
        Command::Explain { codes } => {
            let table = table()?;
            Ok(explain(table, &codes, format))
        }
        Command::List { statuses, classes } => {
            let table = table()?;
            Ok(listed(table, &find::listed(table, &statuses, &classes), format))
        }
        Command::Search { words } => {
            let table = table()?;
            Ok(listed(table, &find::search(table, &words.join(" ")), format))
        }
        Command::Decode { file } => {
            let (table, bytes) = (table()?, read(&file)?);
            let input = Input::parse(&bytes);
            let decoded = Decoded::new(table, &input);
            Ok(Outcome::new(show::decoded(table, &decoded, format), decoded.has_error()))
        }
        Command::Gen { deny_warnings } => {
            printed(generate::run(own, Mode::Write, format == Format::Json, deny_warnings))
        }
        Command::Check { deny_warnings } => {
            printed(generate::run(own, Mode::Check, format == Format::Json, deny_warnings))
        }
        Command::Sort => printed(generate::sort(own)),
        Command::Diff { baseline, fail_on, markdown } => {
            printed(compare::diff(own, baseline, fail_on, format, markdown))
        }
        Command::Import { page, source, write, accept } => {
            let page = compare::Page { path: page, source, writes: write, accepted: accept };
            printed(page.compare(own))
        }
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => {
            let table = path.is_some().then(table).transpose()?;
            serve::run(arguments, table).map(|never| match never {})
        }
        #[cfg(not(feature = "serve"))]
        Command::Serve(_) => Err("this program was built without the server; run `cargo install \
             obs-errors-cli --features serve` to install it with the server"
            .to_owned()),
        Command::Init => generate::init(own),
        Command::Completions { shell } => {
            let table = table()?;
            Ok(completions(table, shell))
        }
    }
}

fn explain(table: &Table, codes: &[String], format: Format) -> Outcome {
    // A code with spaces, such as `Request-URI Too Large`, may be given without quotes.
    if let Some(code) = find::by_name(table, &codes.join(" ")) {
        return Outcome::new(show::entries(table, &[code], format), true);
    }
    let mut found: Vec<&Code> = Vec::new();
    for code in codes {
        match find::by_name(table, code) {
            Some(code) => found.push(code),
            None => print_error(&unknown(table, code)),
        }
    }
    Outcome::new(show::entries(table, &found, format), found.len() == codes.len())
}

fn listed(table: &Table, codes: &[&Code], format: Format) -> Outcome {
    if codes.is_empty() {
        print_error("nothing found");
    }
    Outcome::new(show::lines(table, codes, format), !codes.is_empty())
}

fn unknown(table: &Table, code: &str) -> String {
    let shown = code.escape_debug();
    if code.parse().is_ok_and(|status: u16| table::by_status(table, status).next().is_some()) {
        return format!(
            "`{shown}` is a status; run `obs-errors list --status {shown}` to list its codes"
        );
    }
    let suggestions = find::suggestions(table, code).into_iter().map(|code| &*code.code);
    let suggestions: Vec<&str> = suggestions.collect();
    match show::did_you_mean(&suggestions) {
        Some(question) => format!("unknown code `{shown}`; {question}"),
        None => format!("unknown code `{shown}`; try `obs-errors search` with part of it"),
    }
}

fn completions(table: &Table, shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "obs-errors", &mut script);
    // clap_complete writes a name with a hyphen in two ways: clap-rs/clap#6421.
    let mut text = String::from_utf8_lossy(&script).replace("obs__subcmd__errors", "obs__errors");
    if shell == Shell::Fish {
        text += &codes_for_fish(table);
    }
    Outcome::new(text, true)
}

/// The completions of codes for fish, which `clap_complete` leaves out.
fn codes_for_fish(table: &Table) -> String {
    let codes = table.codes.iter().map(|code| code.code.as_str());
    let quoted =
        |code: &str| if code.contains(' ') { format!("\"{code}\"") } else { code.to_owned() };
    let codes: Vec<String> = codes.map(quoted).collect();
    let condition = "__fish_obs_errors_using_subcommand explain";
    format!("complete -c obs-errors -n \"{condition}\" -f -a '{}'\n", codes.join(" "))
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES + 1;
    let read = if file == Path::new("-") {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            eprintln!("paste a response, then press Ctrl-D (Ctrl-Z on Windows):");
        }
        stdin.lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    let file = file.display();
    match read {
        Ok(_) if bytes.len() as u64 > MAX_BYTES => Err(format!(
            "{file} is larger than {} MiB; keep only the part around the error",
            MAX_BYTES >> 20
        )),
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("cannot read {file}: {error}")),
    }
}

fn print_error(message: &str) {
    // If there is no standard error either, there is nowhere to report it.
    let _ = writeln!(io::stderr(), "error: {message}");
}
