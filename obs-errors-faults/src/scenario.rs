//! Scenario files: the settings and the rules of a server in YAML.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use http::Method;
use obs_errors::ObsErrorCode;
use obs_errors_spec::suggest::unknown;
use obs_errors_spec::yaml::{self, Node, Value};
use obs_errors_spec::{Diagnostic, Diagnostics, FileKind, Span, TableRef, quoted};

use crate::codes::Codes;
use crate::fault::Fault;
use crate::keys::{self, Key};
use crate::notation::{self, FaultOption, Problem};
use crate::operation::Operation;
use crate::rule::{Per, Rate, Rule};
use crate::signature::Credentials;

/// The settings and the rules of a server, read from a YAML file.
///
/// ```yaml
/// buckets: [photos]
/// rules:
///   - operation: PutObject
///     key: backups/*
///     faults: SlowDown x2; retry-after=1, Reset, Ok
///   - name: one in ten downloads stops in the middle
///     operation: GetObject
///     probability: 0.1
///     seed: 7
///     faults:
///       - action: Stall
///         after: half
///   - name: throttling
///     above: 100/s
///     per: bucket
///     faults: SlowDown
/// ```
///
/// Each fault is in the [notation](Fault#notation) of faults, or a mapping of its action and its options. The
/// [schema](Self::schema) describes the keys.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    pub(crate) buckets: Vec<String>,
    pub(crate) limit_bytes: Option<u64>,
    pub(crate) domain: Option<String>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) codes: Option<Codes>,
    pub(crate) rules: Vec<Rule>,
}

/// The error returned for a scenario that cannot be read: everything that is wrong in the file, each with its line
/// and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError(Diagnostics);

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ScenarioError {}

const FILE: FileKind = FileKind {
    name: "scenario",
    content: "a scenario with `rules`",
    levels: "five",
    is_key: |name| keys::SCENARIO.iter().any(|key| key.name == name),
    items: "rules",
    section: "rules",
};

impl Scenario {
    /// Returns the JSON Schema of scenario files, for editors: begin the file with
    /// `# yaml-language-server: $schema=PATH`.
    #[must_use]
    pub fn schema() -> String {
        keys::schema()
    }

    /// Reads a file, and the table that it names.
    ///
    /// # Errors
    ///
    /// Returns every error in the file; only the first if it is not UTF-8 or not YAML.
    pub fn read(path: &Path) -> Result<Self, ScenarioError> {
        let name = path.display().to_string();
        let source = yaml::text(&name, File::open(path), &FILE).map_err(ScenarioError)?;
        Self::parse_in(&name, &source, path.parent().unwrap_or(Path::new("")))
    }

    /// Reads the content of a file. A table that it names is relative to the working directory.
    ///
    /// # Errors
    ///
    /// Returns every error in the file; only the first if it is not YAML.
    pub fn parse(name: &str, source: &str) -> Result<Self, ScenarioError> {
        Self::parse_in(name, source, Path::new(""))
    }

    fn parse_in(name: &str, source: &str, directory: &Path) -> Result<Self, ScenarioError> {
        let report = |list| ScenarioError(Diagnostics::new(name, source, list));
        let node = yaml::parse(source, &FILE).map_err(|error| report(vec![error]))?;
        let codes = Codes::of_enum::<ObsErrorCode>();
        let mut reader = Reader { source, codes, diagnostics: Vec::new(), tables: None };
        let scenario = reader.scenario(node, directory);
        if reader.diagnostics.is_empty() {
            return Ok(scenario);
        }
        let tables = reader.tables.unwrap_or_default();
        Err(ScenarioError(Diagnostics::new(name, source, reader.diagnostics).and(tables)))
    }

    /// Reads the rules in the body of a request: a scenario, a list of rules, a rule, or faults.
    pub(crate) fn rules(source: &str, codes: &Codes) -> Result<Vec<Rule>, ScenarioError> {
        let report = |list| ScenarioError(Diagnostics::new("body", source, list));
        let node = yaml::parse(source, &FILE).map_err(|error| report(vec![error]))?;
        let codes = codes.clone();
        let mut reader = Reader { source, codes, diagnostics: Vec::new(), tables: None };
        let rules = match node.value {
            Value::Map(ref entries)
                if !entries.iter().any(|(key, _)| reader.text(key) == "rules") =>
            {
                reader.rule(node).into_iter().collect()
            }
            Value::Map(entries) => {
                let rules = entries.into_iter().find(|(key, _)| reader.text(key) == "rules");
                rules.map(|(_, rules)| reader.rules(rules)).unwrap_or_default()
            }
            Value::List(_) => reader.rules(node),
            _ => vec![Rule::new(reader.faults(&node))],
        };
        if reader.diagnostics.is_empty() { Ok(rules) } else { Err(report(reader.diagnostics)) }
    }
}

struct Reader<'a> {
    source: &'a str,
    codes: Codes,
    diagnostics: Vec<Diagnostic>,
    /// The errors of the table.
    tables: Option<Diagnostics>,
}

impl Reader<'_> {
    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(span, message));
    }

    /// A scalar as it is written.
    fn text(&self, node: &Node) -> String {
        match &node.value {
            Value::Text(text) => text.clone(),
            _ => self.source[node.span.start..node.span.end].to_owned(),
        }
    }

    /// A scalar; anything else is an error.
    fn scalar(&mut self, node: &Node, name: &str) -> Option<String> {
        match &node.value {
            Value::Text(_) | Value::Number | Value::Bool(_) => Some(self.text(node)),
            other => {
                self.error(
                    node.span,
                    format!("expected a value for `{name}`, found {}", other.kind()),
                );
                None
            }
        }
    }

    /// The entries of a mapping whose keys are known, each once.
    fn entries(&mut self, node: Node, keys: &[Key], owner: &str) -> Vec<(Span, String, Node)> {
        let Value::Map(entries) = node.value else {
            let found = node.value.kind();
            self.error(node.span, format!("expected a mapping for {owner}, found {found}"));
            return Vec::new();
        };
        let mut found: Vec<(Span, String, Node)> = Vec::new();
        for (key, value) in entries {
            let name = self.text(&key);
            if !keys.iter().any(|known| known.name == name) {
                self.error(key.span, unknown("key", &name, &keys::names(keys), owner));
            } else if found.iter().any(|(_, other, _)| *other == name) {
                self.error(key.span, format!("`{name}` is stated twice"));
            } else {
                found.push((key.span, name, value));
            }
        }
        found
    }

    fn list(&mut self, node: Node, name: &str) -> Vec<Node> {
        match node.value {
            Value::List(list) => list,
            other => {
                let found = other.kind();
                self.error(node.span, format!("expected a list for `{name}`, found {found}"));
                Vec::new()
            }
        }
    }

    fn scenario(&mut self, node: Node, directory: &Path) -> Scenario {
        let mut scenario = Scenario::default();
        let mut entries = self.entries(node, keys::SCENARIO, "the scenario");
        // The rules use the codes of the table.
        entries.sort_by_key(|(_, name, _)| name != "table");
        for (_, name, value) in entries {
            match name.as_str() {
                "table" => scenario.codes = self.table(&value, directory),
                "buckets" => {
                    for bucket in self.list(value, "buckets") {
                        scenario.buckets.extend(self.bucket(&bucket));
                    }
                }
                "limit_bytes" => scenario.limit_bytes = self.number(&value, "limit_bytes"),
                "domain" => scenario.domain = self.scalar(&value, "domain"),
                "credentials" => scenario.credentials = self.credentials(value),
                _ => scenario.rules = self.rules(value),
            }
        }
        scenario
    }

    fn bucket(&mut self, node: &Node) -> Option<String> {
        let name = self.scalar(node, "buckets")?;
        if crate::buckets::is_name(&name) {
            return Some(name);
        }
        self.error(node.span, format!("{} is not a valid name of a bucket", quoted(&name)));
        None
    }

    fn credentials(&mut self, node: Node) -> Option<Credentials> {
        let span = node.span;
        let mut values = [None, None];
        for (_, name, value) in self.entries(node, keys::CREDENTIALS, "`credentials`") {
            let index = usize::from(name == keys::CREDENTIALS[1].name);
            values[index] = self.scalar(&value, &name);
        }
        let [Some(access), Some(secret)] = values else {
            self.error(span, "expected `access_key` and `secret_key` in `credentials`");
            return None;
        };
        Some(Credentials { access, secret })
    }

    fn table(&mut self, node: &Node, directory: &Path) -> Option<Codes> {
        let path = self.scalar(node, "table")?;
        let open = |table: TableRef<'_>| -> io::Result<Box<dyn Read>> {
            Ok(match table {
                TableRef::Path(path) => Box::new(File::open(directory.join(path))?),
                TableRef::Obs => Box::new(obs_errors_spec::OBS.as_bytes()),
            })
        };
        match obs_errors_spec::read(&path, open) {
            Ok(table) => {
                self.codes = Codes::of_table(&table);
                Some(self.codes.clone())
            }
            Err(diagnostics) => {
                self.error(node.span, format!("the table {} has errors", quoted(&path)));
                self.tables = Some(diagnostics);
                None
            }
        }
    }

    fn rules(&mut self, node: Node) -> Vec<Rule> {
        self.list(node, "rules").into_iter().filter_map(|rule| self.rule(rule)).collect()
    }

    fn rule(&mut self, node: Node) -> Option<Rule> {
        let span = node.span;
        let is_mapping = matches!(node.value, Value::Map(_));
        let entries = self.entries(node, keys::RULE, "a rule");
        let mut rule = Rule::new([]);
        let mut has_faults = false;
        for (_, name, value) in entries {
            let name = name.as_str();
            match name {
                "faults" => {
                    has_faults = true;
                    rule.faults = self.faults(&value);
                }
                "name" => rule.name = self.scalar(&value, name),
                "method" => {
                    rule.method = self.parsed(&value, name, |text| Method::try_from(text).ok());
                }
                "operation" => {
                    let known: Vec<&str> = Operation::ALL.iter().map(|it| it.as_str()).collect();
                    rule.operation = self.named(&value, name, Operation::ALL, &known);
                }
                "bucket" => {
                    rule.bucket =
                        self.scalar(&value, name).as_deref().map(wildmatch::WildMatch::new);
                }
                "key" => {
                    rule.key = self.scalar(&value, name).as_deref().map(wildmatch::WildMatch::new);
                }
                "nth" => rule.nth = self.number(&value, name),
                "every" => rule.every = self.number(&value, name),
                "probability" => {
                    rule.probability = self.parsed(&value, name, |text| {
                        text.parse().ok().filter(|value| (0.0..=1.0).contains(value))
                    });
                }
                "seed" => {
                    rule.seed = self.parsed(&value, name, |text| text.parse().ok()).unwrap_or(0);
                }
                "above" => {
                    rule.above = self.parsed(&value, name, |text| text.parse::<Rate>().ok());
                }
                "per" => {
                    let known: Vec<&str> = Per::ALL.iter().map(|it| it.as_str()).collect();
                    rule.per = self.named(&value, name, Per::ALL, &known).unwrap_or_default();
                }
                _ => {
                    rule.repeats =
                        self.parsed(&value, name, |text| text.parse().ok()).unwrap_or_default();
                }
            }
        }
        if !has_faults && is_mapping {
            self.error(
                span,
                "missing key `faults` in a rule; add it, such as `faults: SlowDown x2`",
            );
        }
        Some(rule).filter(|_| has_faults)
    }

    fn faults(&mut self, node: &Node) -> Vec<Fault> {
        match &node.value {
            Value::List(list) if list.is_empty() => {
                self.error(node.span, "expected at least one fault, found none");
                Vec::new()
            }
            Value::List(list) => {
                let mut faults = Vec::new();
                for fault in list {
                    if let Value::List(_) = fault.value {
                        self.error(fault.span, "expected a fault, found a list");
                    } else {
                        faults.append(&mut self.faults(fault));
                    }
                }
                faults
            }
            Value::Map(entries) => self.mapping(node.span, entries).into_iter().collect(),
            _ => {
                let Some(text) = self.scalar(node, "faults") else { return Vec::new() };
                let sequence = notation::sequence(&text, &self.codes);
                sequence.unwrap_or_else(|problems| {
                    // The places within a string are its own only if it is written as it is.
                    let is_plain = self.source[node.span.start..].starts_with(&text);
                    for Problem { span, message } in problems {
                        let start = node.span.start;
                        let own = Span { start: start + span.start, end: start + span.end };
                        self.error(if is_plain { own } else { node.span }, message);
                    }
                    Vec::new()
                })
            }
        }
    }

    /// A fault as a mapping of its action and its options.
    fn mapping(&mut self, span: Span, entries: &[(Node, Node)]) -> Option<Fault> {
        let mut action = None;
        let mut options: Vec<FaultOption> = Vec::new();
        for (key, value) in entries {
            let name = self.text(key);
            let value_text = self.scalar(value, &name)?;
            if name == "action" && action.is_some() {
                self.error(key.span, "`action` is stated twice");
            } else if name == "action" {
                action = Some((value.span, value_text));
            } else {
                options.push((key.span, name, value_text));
            }
        }
        let Some((action_span, action)) = action else {
            self.error(span, "missing key `action` in a fault; add it, such as `action: SlowDown`");
            return None;
        };
        // `for` is about the end.
        options.sort_by_key(|(_, name, _)| name == "for");
        match notation::fault(&action, action_span, &options, &self.codes) {
            Ok(fault) => Some(fault),
            Err(problems) => {
                for Problem { span, message } in problems {
                    self.error(span, message);
                }
                None
            }
        }
    }

    fn number(&mut self, node: &Node, name: &str) -> Option<u64> {
        self.parsed(node, name, |text| text.parse().ok().filter(|number| *number > 0))
    }

    fn parsed<T>(
        &mut self,
        node: &Node,
        name: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.scalar(node, name)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let expected = match name {
                "probability" => "expected a number from 0 to 1",
                "above" => "expected a rate such as `10/s` or `100/min`",
                "repeat" => "expected `true` or `false`",
                "method" => "expected a method such as `PUT`",
                "seed" => "expected a number",
                _ => "expected a number from 1",
            };
            self.error(
                node.span,
                format!("{} is not valid for `{name}`; {expected}", quoted(&text)),
            );
        }
        parsed
    }

    fn named<T: Copy>(
        &mut self,
        node: &Node,
        name: &str,
        values: &[T],
        known: &[&str],
    ) -> Option<T> {
        let text = self.scalar(node, name)?;
        let found = known.iter().position(|known| *known == text);
        if found.is_none() {
            self.error(node.span, unknown("value", &text, known, &format!("`{name}`")));
        }
        found.map(|index| values[index])
    }
}
