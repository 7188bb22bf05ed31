//! Faults as text: `SlowDown x2; shape=html, Reset, Stall 2s, Ok`.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use obs_errors::{ObsError, ObsErrorCode};
use obs_errors_spec::suggest::unknown;
use obs_errors_spec::{Span, quoted};
use wildmatch::WildMatch;

use crate::codes::{Codes, custom};
use crate::fault::{After, End, Fault, Reply};
use crate::shape::Shape;

/// The error returned for a fault that cannot be read: everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError {
    problems: Vec<Problem>,
}

/// What is wrong with a part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Span,
    pub(crate) message: String,
}

impl FaultError {
    pub(crate) fn new(message: String) -> Self {
        Self { problems: vec![Problem { span: Span { start: 0, end: 0 }, message }] }
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{}", problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for FaultError {}

/// Reads the [notation](Fault#notation) of one fault, with the codes of OBS.
impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        one(text, &Codes::of_enum::<ObsErrorCode>())
    }
}

/// The options.
pub(crate) const OPTIONS: [&str; 19] = [
    "times",
    "latency",
    "rate",
    "end",
    "after",
    "for",
    "performed",
    "header.NAME",
    "continue",
    "shape",
    "status",
    "message",
    "field.NAME",
    "retry-after",
    "retry-after-date",
    "location",
    "endpoint",
    "bucket",
    "keys",
];

/// The actions that are not codes.
const ACTIONS: [&str; 5] = ["Ok", "Reset", "Close", "Stall", "BrokenChunk"];

/// Reads one fault.
fn one(text: &str, codes: &Codes) -> Result<Fault, FaultError> {
    let mut faults = sequence(text, codes).map_err(|problems| FaultError { problems })?;
    match faults.len() {
        1 => Ok(faults.remove(0)),
        _ => Err(FaultError {
            problems: vec![Problem {
                span: Span { start: 0, end: text.len() },
                message:
                    "a comma separates faults, and one is expected; quote a value with a comma"
                        .to_owned(),
            }],
        }),
    }
}

/// Reads faults that are separated by commas.
pub(crate) fn several(text: &str, codes: &Codes) -> Result<Vec<Fault>, FaultError> {
    sequence(text, codes).map_err(|problems| FaultError { problems })
}

/// The same, with the place of each problem.
pub(crate) fn sequence(text: &str, codes: &Codes) -> Result<Vec<Fault>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut faults = Vec::new();
    if let Some(start) = text.rfind('"').filter(|_| !text.matches('"').count().is_multiple_of(2)) {
        let span = Span { start, end: start + 1 };
        let message = "missing closing quote; write a quote within quotes twice".to_owned();
        return Err(vec![Problem { span, message }]);
    }
    for part in split(text, Span { start: 0, end: text.len() }, ',') {
        let mut pieces = split(text, part, ';').into_iter();
        let head = pieces.next().unwrap_or(part);
        let options = pieces.map(|piece| {
            let option = &text[piece.start..piece.end];
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            (piece, name.trim().to_owned(), unquoted(value.trim()))
        });
        match fault(&text[head.start..head.end], head, &options.collect::<Vec<_>>(), codes) {
            Ok(fault) => faults.push(fault),
            Err(mut list) => problems.append(&mut list),
        }
    }
    if problems.is_empty() { Ok(faults) } else { Err(problems) }
}

/// Makes a fault from an action and options, without their places.
pub(crate) fn with_options(
    action: &str,
    options: &[FaultOption],
    codes: &Codes,
) -> Result<Fault, FaultError> {
    let span = Span { start: 0, end: action.len() };
    fault(action, span, options, codes).map_err(|problems| FaultError { problems })
}

/// An option: its place, its name and its value.
pub(crate) type FaultOption = (Span, String, String);

/// Makes a fault from its action, such as `Stall 2s`, and its options.
pub(crate) fn fault(
    head: &str,
    span: Span,
    options: &[FaultOption],
    codes: &Codes,
) -> Result<Fault, Vec<Problem>> {
    let mut problems = Vec::new();
    let status = options.iter().any(|(_, name, _)| name == "status");
    let mut fault = match action(head, status, codes) {
        Ok(fault) => fault,
        Err(message) => {
            problems.push(Problem { span, message });
            // The options are still checked.
            Fault::custom("", 500)
        }
    };
    let mut seen: Vec<&str> = Vec::new();
    for (span, name, value) in options {
        let result = if seen.contains(&name.as_str()) {
            Err(format!("{} is stated twice", quoted(name)))
        } else {
            apply(&mut fault, name, value)
        };
        seen.push(name);
        if let Err(message) = result {
            problems.push(Problem { span: *span, message });
        }
    }
    if problems.is_empty()
        && let Err(message) = check(&fault, &seen)
    {
        problems.push(Problem { span, message });
    }
    if problems.is_empty() { Ok(fault) } else { Err(problems) }
}

/// Options that need another one.
fn check(fault: &Fault, seen: &[&str]) -> Result<(), String> {
    if seen.contains(&"after") && fault.end.is_none() {
        return Err(
            "`after` needs an end: `Reset`, `Close`, `Stall`, `BrokenChunk`, or the option `end`"
                .to_owned(),
        );
    }
    Ok(())
}

fn action(head: &str, has_status: bool, codes: &Codes) -> Result<Fault, String> {
    let (head, times) = match head.trim().rsplit_once(char::is_whitespace) {
        Some((rest, count)) => match count.strip_prefix('x').map(str::parse::<NonZeroU32>) {
            Some(Ok(times)) => (rest.trim_end(), Some(times)),
            Some(Err(_)) if count.len() > 1 && count[1..].bytes().all(|b| b.is_ascii_digit()) => {
                return Err(format!("{} is not a valid number of times", quoted(count)));
            }
            _ => (head.trim(), None),
        },
        None => (head.trim(), None),
    };
    let (word, argument) = head.split_once(char::is_whitespace).unwrap_or((head, ""));
    let argument = argument.trim();
    let mut fault = match (word, argument) {
        ("Ok", "") => Fault::ok(),
        ("Reset", "") => Fault::reset(),
        ("Close", "") => Fault::close(),
        ("Stall", "") => Fault::stall(),
        ("Stall", time) => Fault::stall_for(duration(time)?),
        ("BrokenChunk", "") => Fault::broken_chunk(),
        ("Ok" | "Reset" | "Close" | "BrokenChunk", _) => {
            return Err(format!("unexpected {} after `{word}`", quoted(argument)));
        }
        _ => match codes.error(head) {
            Some(error) => Fault::response(error),
            None if has_status && is_new(head, codes) => Fault::custom(head, 500),
            None => return Err(unknown_action(head, codes)),
        },
    };
    fault.times = times;
    Ok(fault)
}

/// Whether a code that the table does not have can be one.
fn is_new(code: &str, codes: &Codes) -> bool {
    let is_other_case = codes.nearest(code).is_some_and(|near| near.eq_ignore_ascii_case(code));
    !code.is_empty() && code.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !is_other_case
}

fn unknown_action(head: &str, codes: &Codes) -> String {
    if head.is_empty() {
        return "expected a code, or one of `Ok`, `Reset`, `Close`, `Stall`, `BrokenChunk`"
            .to_owned();
    }
    let action = ACTIONS.into_iter().find(|action| action.eq_ignore_ascii_case(head));
    match action.or_else(|| codes.nearest(head)) {
        Some(near) => format!("unknown code or action {}; did you mean `{near}`?", quoted(head)),
        None => format!(
            "unknown code or action {}; a code that the table does not have needs a `status`",
            quoted(head)
        ),
    }
}

/// Applies an option.
fn apply(fault: &mut Fault, name: &str, value: &str) -> Result<(), String> {
    if let Some(name) = name.strip_prefix("header.") {
        let name = HeaderName::try_from(name)
            .map_err(|_| format!("{} is not a valid name of a header", quoted(name)))?;
        let value = HeaderValue::try_from(value)
            .map_err(|_| format!("{} is not a valid value of a header", quoted(value)))?;
        fault.headers.push((name, value));
        return Ok(());
    }
    match name {
        "times" => fault.times = Some(number(name, value)?),
        "latency" => fault.latency = duration(value)?,
        "rate" => fault.bytes_per_second = Some(number(name, value)?),
        "performed" => fault.is_performed = flag(name, value)?,
        "end" => {
            fault.end = Some(match value {
                "reset" => End::Reset,
                "close" => End::Close,
                "stall" => End::Stall(None),
                "broken-chunk" => End::BrokenChunk,
                _ => {
                    let known = ["reset", "close", "stall", "broken-chunk"];
                    return Err(unknown("value", value, &known, "`end`"));
                }
            });
        }
        "after" => {
            fault.after = match value {
                "half" => After::Half,
                "all" => After::All,
                _ => After::Bytes(value.parse().map_err(|_| {
                    format!("{} is not `half`, `all` or a number of bytes", quoted(value))
                })?),
            };
        }
        "for" => match &mut fault.end {
            Some(End::Stall(time)) => *time = Some(duration(value)?),
            _ => return Err("`for` needs a stall: write it after `end=stall`".to_owned()),
        },
        _ => return apply_to_error(fault, name, value),
    }
    Ok(())
}

/// Applies an option that only errors have.
fn apply_to_error(fault: &mut Fault, name: &str, value: &str) -> Result<(), String> {
    let is_known = name.starts_with("field.") || OPTIONS.contains(&name);
    if !is_known {
        return Err(unknown("option", name, &OPTIONS, "a fault"));
    }
    if name == "continue" {
        fault.continues = flag(name, value)?;
    }
    let Reply::Error { error, shape, retry_at, keys } = &mut fault.reply else {
        return Err(format!("`{name}` needs an error code in place of the action"));
    };
    if let Some(field) = name.strip_prefix("field.") {
        if !is_element(field) {
            return Err(format!("{} is not a valid name of an element", quoted(field)));
        }
        **error = error.as_ref().clone().with_field(field, value);
        return Ok(());
    }
    let own = error.as_ref().clone();
    **error = match name {
        "status" => {
            let status = value.parse().ok().filter(|status| matches!(status, 200 | 300..=599));
            let message = || format!("{} is not 200 or a status from 300 to 599", quoted(value));
            own.with_status(status.ok_or_else(message)?)
        }
        "message" => own.with_message(value),
        "retry-after" => {
            own.with_retry_after(Duration::from_secs(number::<u32>(name, value)?.into()))
        }
        "location" => own.with_location(value),
        "endpoint" => own.with_field("Endpoint", value),
        "bucket" => own.with_field("Bucket", value),
        _ => own,
    };
    match name {
        "shape" => {
            let known = Shape::ALL.iter().map(|shape| shape.as_str());
            let found = Shape::ALL.iter().find(|shape| shape.as_str() == value);
            let known: Vec<&str> = known.collect();
            *shape = *found.ok_or_else(|| unknown("value", value, &known, "`shape`"))?;
        }
        "retry-after-date" => *retry_at = Some(number(name, value)?),
        "keys" => *keys = Some(WildMatch::new(value)),
        _ => {}
    }
    Ok(())
}

fn is_element(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

fn number<N: FromStr>(name: &str, value: &str) -> Result<N, String> {
    value.parse().map_err(|_| format!("{} is not a valid number for `{name}`", quoted(value)))
}

fn flag(name: &str, value: &str) -> Result<bool, String> {
    match value {
        "" | "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("{} is not `true` or `false`, for `{name}`", quoted(value))),
    }
}

pub(crate) fn duration(value: &str) -> Result<Duration, String> {
    humantime::parse_duration(value)
        .map_err(|_| format!("{} is not a duration; write it as `200ms` or `2s`", quoted(value)))
}

/// The parts of a span, split at a separator that is not in double quotes, without the whitespace around
/// them.
fn split(text: &str, span: Span, separator: char) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut start, mut is_quoted) = (span.start, false);
    for (at, c) in text[span.start..span.end].char_indices() {
        let at = span.start + at;
        if c == '"' {
            is_quoted = !is_quoted;
        } else if c == separator && !is_quoted {
            parts.push(trimmed(text, start, at));
            start = at + c.len_utf8();
        }
    }
    parts.push(trimmed(text, start, span.end));
    parts
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = &text[start..end];
    let start = start + part.len() - part.trim_start().len();
    Span { start, end: start + part.trim().len() }
}

fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.map_or_else(|| value.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Writes the notation of a fault: what it is read from, with every option that differs from its default.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default = match (&self.reply, self.end) {
            (Reply::Error { error, .. }, end) => {
                f.write_str(error.code_str().unwrap_or_default())?;
                times(self, f)?;
                let usual = usual(error);
                if let Some(status) = error.status().filter(|_| error.status() != usual.status()) {
                    write!(f, "; status={status}")?;
                }
                match end {
                    None => {}
                    Some(End::Reset) => f.write_str("; end=reset")?,
                    Some(End::Close) => f.write_str("; end=close")?,
                    Some(End::BrokenChunk) => f.write_str("; end=broken-chunk")?,
                    Some(End::Stall(time)) => {
                        f.write_str("; end=stall")?;
                        if let Some(time) = time {
                            write!(f, "; for={}", shown(time))?;
                        }
                    }
                }
                After::Nothing
            }
            (Reply::Performed, end) => {
                match end {
                    None => f.write_str("Ok")?,
                    Some(End::Reset) => f.write_str("Reset")?,
                    Some(End::Close) => f.write_str("Close")?,
                    Some(End::Stall(None)) => f.write_str("Stall")?,
                    Some(End::Stall(Some(time))) => write!(f, "Stall {}", shown(time))?,
                    Some(End::BrokenChunk) => f.write_str("BrokenChunk")?,
                }
                times(self, f)?;
                if end == Some(End::BrokenChunk) { After::Half } else { After::Nothing }
            }
        };
        if self.end.is_some() && self.after != default {
            match self.after {
                After::Nothing => {}
                After::Bytes(bytes) => write!(f, "; after={bytes}")?,
                After::Half => f.write_str("; after=half")?,
                After::All => f.write_str("; after=all")?,
            }
        }
        if self.latency > Duration::ZERO {
            write!(f, "; latency={}", shown(self.latency))?;
        }
        if let Some(rate) = self.bytes_per_second {
            write!(f, "; rate={rate}")?;
        }
        for (is_set, name) in [(self.is_performed, "performed"), (self.continues, "continue")] {
            if is_set {
                write!(f, "; {name}")?;
            }
        }
        for (name, value) in &self.headers {
            write!(f, "; header.{name}={}", in_quotes(&String::from_utf8_lossy(value.as_bytes())))?;
        }
        self.reply.fmt(f)
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Error { error, shape, retry_at, keys } = self else { return Ok(()) };
        if *shape != Shape::Xml {
            write!(f, "; shape={}", shape.as_str())?;
        }
        if let Some(wait) = error.retry_after() {
            write!(f, "; retry-after={}", wait.as_secs_f64().ceil())?;
        }
        if let Some(seconds) = retry_at {
            write!(f, "; retry-after-date={seconds}")?;
        }
        if let Some(location) = error.location() {
            write!(f, "; location={}", in_quotes(location))?;
        }
        if let Some(keys) = keys {
            write!(f, "; keys={}", in_quotes(&keys.to_string()))?;
        }
        for (name, value) in error.fields() {
            match name {
                "Code" => {}
                "Message" if error.message() == usual(error).message() => {}
                "Message" => write!(f, "; message={}", in_quotes(value))?,
                name => write!(f, "; field.{name}={}", in_quotes(value))?,
            }
        }
        Ok(())
    }
}

fn times(fault: &Fault, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fault.times.map_or(Ok(()), |times| write!(f, " x{times}"))
}

fn shown(time: Duration) -> String {
    humantime::format_duration(time).to_string().replace(' ', "")
}

/// The error that the code alone stands for, with the codes of OBS.
fn usual(error: &ObsError) -> ObsError {
    error.code().map_or_else(|| custom("", 0), ObsError::new)
}

/// A value in quotes, with those within it doubled.
fn in_quotes(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}
