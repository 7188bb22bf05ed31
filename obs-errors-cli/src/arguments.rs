//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::error::Error;
use clap::{Arg, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use obs_errors::Retry;
use obs_errors_build::spec::diff::Level;

use crate::table;

const EXAMPLES: &str = "\
Examples:
  obs-errors explain NoSuchKey
  obs-errors list --status 404
  obs-errors search lifecycle
  curl -i https://example.com/bucket/key | obs-errors decode";

/// Looks up error codes of OBS, or of another table, and decodes responses, offline; generates code and
/// documents from a table.
///
/// Exit status: 0 if the codes or an error were found, or the files are up to date; 1 if not; 2 for a
/// usage error, or a file that cannot be read or written.
#[derive(Parser)]
#[command(name = "obs-errors", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The output format
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// A YAML file with another table than that of OBS; for commands that need one, errors.yaml by default
    #[arg(long, global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) table: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Explain codes: what they mean, what to do, whether to try again
    Explain {
        /// A code or an alias, ignoring case
        #[arg(required = true, value_name = "CODE", hide_possible_values = true)]
        #[arg(value_parser = AnyCode)]
        codes: Vec<String>,
    },
    /// List the codes, one per line
    List {
        /// Only codes with this status; may be repeated
        #[arg(long = "status", value_name = "STATUS", value_parser = clap::value_parser!(u16))]
        statuses: Vec<u16>,
        /// Only codes of this retry class; may be repeated
        #[arg(long = "retry", value_name = "CLASS", value_parser = retry_class())]
        classes: Vec<Retry>,
    },
    /// Find codes by words in their names, messages, solutions and causes, one per line
    ///
    /// The best matches come first. If no code matches all the words, each word may have one
    /// typo.
    Search {
        /// Words, or parts of words, ignoring case
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Decode a response, or the part of one in a log
    ///
    /// The input is a body, a whole HTTP response with status line and headers (as `curl -i`
    /// and `curl -v` print it), or text with an error document in it. The exit status is 1 if
    /// it contains no error, for example because the request succeeded.
    ///
    /// With `--format json` the output is an object with one member: `error`, `delete_errors`,
    /// `success`, `foreign` (a document of another kind) or `mentioned` (codes in other text),
    /// or the string `nothing`.
    Decode {
        /// The file to read; `-` means standard input
        #[arg(default_value = "-", value_hint = clap::ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Generate the files that a table states under `output`: Rust, other languages, documents, schemas
    ///
    /// The table is checked first. If it has errors, all of them are reported, and nothing is written.
    Gen {
        /// Fail if the table has warnings, and write nothing
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Check a table, and that its files are current; write nothing
    ///
    /// Every file that is missing or stale is listed, with the difference. The exit status is then 1, as
    /// it is if the table has errors.
    Check {
        /// Fail if the table has warnings
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Put the codes of a table into their order: by status, then by code
    ///
    /// Each moves with the comments above it, and nothing else in the file changes.
    Sort,
    /// Show what changed in a table since a git revision or another file, and what that breaks
    ///
    /// The exit status is 1 if there is a change of the level that `--fail-on` names, or above, or if
    /// one of the tables has errors.
    Diff {
        /// A git revision, or the path of a table; by default the last tag with the table
        baseline: Option<String>,
        /// Fail on changes of this level or above
        #[arg(long, value_name = "LEVEL", value_parser = level())]
        fail_on: Option<Level>,
        /// Print Markdown, for a changelog
        #[arg(long, conflicts_with = "format")]
        markdown: bool,
    },
    /// Compare a page of the documentation (HTML, Markdown, reStructuredText or text) with a table
    ///
    /// The exit status is 1 if there is a difference.
    Import {
        /// The file of the page
        #[arg(value_hint = clap::ValueHint::FilePath)]
        page: String,
        /// The source that the page is an edition of, by default the first of the table
        #[arg(long, value_name = "ID")]
        source: Option<String>,
        /// Add the new codes, and the source of the others, to the table
        #[arg(long)]
        write: bool,
        /// With --write, add a code although it may be misread; may be repeated
        #[arg(long, value_name = "CODE")]
        accept: Vec<String>,
    },
    /// Run a server that stores objects like OBS and S3 and fails as it is asked to, for tests of clients
    ///
    /// It stores everything in memory, and checks signatures only if a scenario file has credentials. Faults are added by `--inject`, by a
    /// scenario file, over HTTP (`curl http://ADDRESS/_faults/` lists how), and by requests themselves:
    /// `?error=SlowDown&times=2`. With `--table`, the codes are those of another table.
    Serve(Serve),
    /// Write a table to start from, with comments, to errors.yaml or the file named with `--table`
    Init,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Args)]
#[cfg_attr(not(feature = "serve"), allow(dead_code, reason = "there is no server"))]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes a free one
    #[arg(default_value = "127.0.0.1:9000")]
    pub(crate) address: SocketAddr,
    /// Allow an address that other machines can reach; all of them can then read and change everything
    #[arg(long)]
    pub(crate) remote_clients: bool,
    /// Speak TLS, and write the certificate that clients have to trust to this file, in the format PEM
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) tls: Option<PathBuf>,
    /// A bucket that exists from the start; may be repeated
    #[arg(long = "bucket", value_name = "NAME")]
    pub(crate) buckets: Vec<String>,
    /// Faults for all requests, such as `SlowDown x2, Reset, Ok`; may be repeated
    #[arg(long = "inject", value_name = "FAULTS")]
    pub(crate) faults: Vec<String>,
    /// A YAML file with buckets and rules
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) scenario: Option<PathBuf>,
    /// How many bytes are stored at most, 256 MiB by default
    #[arg(long, value_name = "BYTES")]
    pub(crate) limit_bytes: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    Text,
    /// JSON for programs, with codes as in docs/obs-errors.json
    Json,
}

/// Takes the name of a retry class.
fn retry_class() -> impl TypedValueParser<Value = Retry> {
    let classes = Retry::OF_CODES
        .iter()
        .map(|class| PossibleValue::new(class.as_str()).help(class.meaning()));
    PossibleValuesParser::new(classes)
        .map(|name| Retry::from_name(&name).expect("it is one of the names above"))
}

/// Takes the level of a change.
fn level() -> impl TypedValueParser<Value = Level> {
    const LEVELS: [Level; 3] = [Level::Patch, Level::Minor, Level::Major];
    PossibleValuesParser::new(LEVELS.map(Level::as_str)).map(|name| {
        let level = LEVELS.into_iter().find(|level| level.as_str() == name);
        level.expect("it is one of the names above")
    })
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
