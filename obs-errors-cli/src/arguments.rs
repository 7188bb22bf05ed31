//! The command line.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::error::Error;
use clap::{Arg, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use obs_errors::Retry;

use crate::table;

/// Looks up the error codes of OBS, and says what a response means, offline.
///
/// Exit status: 0 if what was asked for was found, 1 if not, 2 if the command line
/// is wrong or a file cannot be read.
#[derive(Parser)]
#[command(name = "obs-errors", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The output format
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Say everything about codes: what they mean, what to do, whether to try again
    Explain {
        /// A code or an alias, in capitals or not
        #[arg(required = true, value_name = "CODE", hide_possible_values = true)]
        #[arg(value_parser = AnyCode)]
        codes: Vec<String>,
    },
    /// List the codes, a line each
    List {
        /// Only those with this status; may be given again for more
        #[arg(long = "status", value_name = "STATUS", value_parser = clap::value_parser!(u16))]
        statuses: Vec<u16>,
        /// Only those of this retry class; may be given again for more
        #[arg(long = "retry", value_name = "CLASS", value_parser = retry_class())]
        classes: Vec<Retry>,
    },
    /// Find codes by words of their names, messages and solutions, a line each
    ///
    /// The best come first. Where nothing has all the words, they may each have one
    /// typing error.
    Search {
        /// Words, or parts of them, in capitals or not
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Read a response, or what a log has of one, and say what it means
    ///
    /// It may be the body alone, a whole HTTP response with status line and headers
    /// (as `curl -i` and `curl -v` print it), or text with an error document in it.
    /// The exit status is 1 where no error is in it, as in a success.
    ///
    /// With `--format json` it is an object with one member: `error`, `delete_errors`,
    /// `success`, `foreign` (a document of another kind), `mentioned` (codes in a text),
    /// or the text `nothing`.
    Decode {
        /// The file to read; `-` is the standard input
        #[arg(default_value = "-", value_hint = clap::ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Print a script that completes commands and codes in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs; codes are as in docs/obs-errors.json
    Json,
}

/// Takes the name of a retry class.
fn retry_class() -> impl TypedValueParser<Value = Retry> {
    let classes =
        Retry::ALL.iter().map(|class| PossibleValue::new(class.as_str()).help(class.meaning()));
    PossibleValuesParser::new(classes)
        .map(|name| Retry::from_name(&name).expect("it is one of the names above"))
}

/// Takes any string, and lists the codes for the completions of a shell.
#[derive(Clone)]
struct AnyCode;

impl TypedValueParser for AnyCode {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let codes = table::obs().codes.iter();
        Some(Box::new(codes.map(|code| PossibleValue::new(code.code.as_str()))))
    }
}
