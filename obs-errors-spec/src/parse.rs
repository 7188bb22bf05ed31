//! Nodes to the table as written. What has the wrong shape (an unknown key, a missing
//! value, a list instead of a string) is reported here.

use std::collections::HashMap;

use obs_errors_core::Retry;

use crate::diagnostic::{Diagnostic, Span, Spanned, quoted};
use crate::hints;
use crate::keys::{self, Key, Required, ValueKind};
use crate::names::status_or_class;
use crate::raw::{Cause, Code, Deprecated, Element, Entry, Headers, Outputs, Table};
use crate::suggest::{nearest_word, one_of, unknown};
use crate::yaml::{Node, Value};

/// Reads the document, and adds the errors in its shape to `diagnostics`. Returns `None` if it is
/// not a mapping.
pub(crate) fn parse(
    source: &str,
    document: Node,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Table> {
    let mut reader = Reader { source, diagnostics, extends: false, optional: Vec::new() };
    let r = &mut reader;
    let span = Span { start: document.span.start, end: document.span.start };
    let owner = Spanned { value: "the table".to_owned(), span };
    let mut table = r.mapping(owner, document, keys::TABLE)?;
    // A table inherits what it does not state from the one that it extends.
    r.extends = table.states("extends");
    table.inherits_nothing = !r.extends;
    for (key, of_codes) in keys::OPTIONAL {
        if r.value(&mut table, key, Reader::optional).is_some() {
            r.optional.push(of_codes);
        }
    }
    let parsed = Table {
        is_extension: r.extends,
        extends: r.value(&mut table, "extends", Reader::text),
        service: r.value(&mut table, "service", Reader::text),
        enum_name: r.value(&mut table, "enum", Reader::text),
        version: r.value(&mut table, "version", Reader::version),
        sources: r.value(&mut table, "sources", Reader::sources).unwrap_or_default(),
        paraphrased: r.value(&mut table, "paraphrased", Reader::list).unwrap_or_default(),
        statuses: r.value(&mut table, "statuses", Reader::statuses).unwrap_or_default(),
        elements: r.value(&mut table, "elements", Reader::elements).unwrap_or_default(),
        headers: r.value(&mut table, "headers", Reader::headers).unwrap_or_default(),
        json: r.value(&mut table, "json", Reader::json).unwrap_or_default(),
        defaults: r.value(&mut table, "default_for_status", Reader::defaults).unwrap_or_default(),
        outputs: r.value(&mut table, "output", Reader::outputs).unwrap_or_default(),
        reserved: r.value(&mut table, "reserved", Reader::list).unwrap_or_default(),
        codes: r.value(&mut table, "codes", Reader::codes).unwrap_or_default(),
    };
    diagnostics.append(&mut table.missing);
    Some(parsed)
}

struct Reader<'a> {
    source: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Whether the table extends another, whose codes it can override.
    extends: bool,
    /// The keys of codes that the table makes optional.
    optional: Vec<&'static str>,
}

/// A mapping whose keys are fixed.
struct Mapping {
    /// What the mapping belongs to, and where a missing key is reported.
    owner: Spanned<String>,
    keys: &'static [Key],
    values: HashMap<&'static str, (Span, Node)>,
    /// Whether keys that are left out here are missing, and not inherited from another table.
    inherits_nothing: bool,
    /// The keys that the table makes optional.
    optional: Vec<&'static str>,
    /// The known keys that are present, even if their values are not valid, and those that a key
    /// with a typo probably means.
    stated: Vec<&'static str>,
    /// Errors about keys that are missing.
    missing: Vec<Diagnostic>,
}

impl Mapping {
    /// Whether a key is present, if only with a typo. A value that cannot be read is reported as
    /// such, and not as missing.
    fn states(&self, key: &str) -> bool {
        self.stated.contains(&key)
    }
}

/// A value, and what a message calls it: "`status` of `NoSuchKey`".
struct Named {
    name: String,
    node: Node,
}

impl Reader<'_> {
    fn report(&mut self, span: Span, message: String) {
        self.diagnostics.push(Diagnostic::new(span, message));
    }

    fn warn(&mut self, span: Span, message: String) {
        self.diagnostics.push(Diagnostic::warning(span, message));
    }

    /// Reads a mapping with these keys; `None` if the node is not a mapping.
    fn mapping(
        &mut self,
        owner: Spanned<String>,
        node: Node,
        keys: &'static [Key],
    ) -> Option<Mapping> {
        let known: Vec<&'static str> = keys.iter().map(|key| key.name).collect();
        let mut values: HashMap<&'static str, (Span, Node)> = HashMap::new();
        let mut stated = Vec::new();
        for (key, node) in self.entries(Named { name: owner.value.clone(), node })? {
            let Some(name) = known.iter().find(|name| **name == key.value) else {
                stated.extend(nearest_word(&key.value, &known));
                let is_code = |pairs: &[(Node, Node)]| {
                    pairs
                        .iter()
                        .any(|(key, _)| matches!(&key.value, Value::Text(it) if it == "status"))
                };
                let message = match &node.value {
                    Value::Map(pairs) if known.contains(&"codes") && is_code(pairs) => {
                        hints::not_indented(&key.value, &keys::FILE)
                    }
                    _ if key.value == "<<" => {
                        "merge keys (`<<`) are not supported; write the keys out".to_owned()
                    }
                    _ => {
                        let is_offered = |key: &&str| self.extends || *key != "override";
                        let offered: Vec<&str> = known.iter().copied().filter(is_offered).collect();
                        unknown("key", &key.value, &offered, &owner.value)
                    }
                };
                self.report(key.span, message);
                continue;
            };
            if let Some((first, _)) = values.get(name) {
                let message = format!("duplicate key `{name}` in {}; remove one", owner.value);
                self.diagnostics
                    .push(Diagnostic::new(key.span, message).with_related(*first, "the first"));
                continue;
            }
            stated.push(*name);
            values.insert(name, (key.span, node));
        }
        let missing = Vec::new();
        Some(Mapping {
            owner,
            keys,
            values,
            inherits_nothing: true,
            optional: Vec::new(),
            stated,
            missing,
        })
    }

    /// Reads the value of a key, and reports a required key that is missing.
    fn value<T>(
        &mut self,
        mapping: &mut Mapping,
        key: &'static str,
        read: impl FnOnce(&mut Self, Named) -> Option<T>,
    ) -> Option<T> {
        let known = mapping.keys.iter().find(|known| known.name == key);
        let Key { required, example, .. } = known.expect("every key that is read is listed");
        let is_required = match required {
            Required::Always => true,
            Required::UnlessInherited => {
                mapping.inherits_nothing && !mapping.optional.contains(&key)
            }
            Required::No => false,
        };
        if is_required && !mapping.states(key) {
            let Spanned { value: owner, span } = &mapping.owner;
            let message =
                format!("missing key `{key}` in {owner}; add it, for example `{key}: {example}`");
            mapping.missing.push(Diagnostic::new(*span, message));
        }
        let (_, node) = mapping.values.remove(key)?;
        let name = format!("`{key}` of {}", mapping.owner.value);
        if matches!(node.value, Value::Null) {
            let message = match self.comment_after(node.span) {
                Some(span) => {
                    let comment = quoted(&self.source[span.start..span.end]);
                    format!("missing value for {name}: {comment} is a comment; quote the value")
                }
                None => format!("missing value for {name}"),
            };
            self.report(node.span, message);
            return None;
        }
        read(self, Named { name, node })
    }

    /// The entries in the order written, including repeated keys; `None` if the node is not a
    /// mapping. A value without a span gets that of its key.
    fn pairs(&mut self, Named { name, node }: Named) -> Option<Vec<(Node, Node)>> {
        let mut pairs = match node.value {
            Value::Map(pairs) => pairs,
            Value::Null => {
                let message = format!("{name} is empty; indent its entries on the lines below");
                self.report(node.span, message);
                return None;
            }
            other => {
                let kind = other.kind();
                let message = format!("expected a mapping (`key: value`) for {name}, found {kind}");
                self.report(node.span, message);
                return None;
            }
        };
        if pairs.is_empty() {
            self.report(node.span, format!("{name} is empty; add an entry"));
            return None;
        }
        for (key, value) in &mut pairs {
            if value.span.start == value.span.end {
                value.span = key.span;
            }
        }
        Some(pairs)
    }

    /// Like [`pairs`](Self::pairs), for a mapping whose keys have to be strings.
    fn entries(&mut self, named: Named) -> Option<Vec<(Spanned<String>, Node)>> {
        let name = named.name.clone();
        let pairs = self.pairs(named)?.into_iter();
        let entries = pairs.filter_map(|(key, value)| {
            let key = self.text(Named { name: format!("a key of {name}"), node: key })?;
            Some((key, value))
        });
        Some(entries.collect())
    }

    fn text(&mut self, Named { name, node }: Named) -> Option<Spanned<String>> {
        let message = match node.value {
            Value::Text(value) if !value.trim().is_empty() => {
                return Some(Spanned { value, span: node.span });
            }
            Value::Text(_) | Value::Null => format!("missing value for {name}"),
            other @ (Value::Bool(_) | Value::Number) => {
                format!("expected a string for {name}, found {}; quote it", other.kind())
            }
            other => format!(
                "expected a string for {name}, found {}; write a string, or quote it",
                other.kind()
            ),
        };
        self.report(node.span, message);
        None
    }

    /// Reads prose. Warns about a comment after it: in `error #5`, YAML takes `#5` for a comment.
    fn prose(&mut self, named: Named) -> Option<Spanned<String>> {
        let string = self.text(named)?;
        if let Some(span) = self.comment_after(string.span) {
            let message = format!(
                "{} is a comment, not part of the value; to include it, quote the whole value",
                quoted(&self.source[span.start..span.end])
            );
            self.warn(span, message);
        }
        Some(string)
    }

    /// The comment on the line of a value that is not quoted, or of a key without a value.
    fn comment_after(&self, span: Span) -> Option<Span> {
        let (value, rest) = (&self.source[span.start..span.end], &self.source[span.end..]);
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let comment = line.strip_prefix(':').unwrap_or(line).strip_prefix(' ')?.trim();
        let start = span.end + line.find('#')?;
        let is_comment = !value.starts_with(['"', '\'']) && comment.starts_with('#');
        is_comment.then_some(Span { start, end: start + comment.len() })
    }

    /// Reads the items of a list; warns if there are none.
    fn items(&mut self, name: &str, node: Node, suggestion: &str) -> Option<Vec<Node>> {
        let Value::List(items) = node.value else {
            let kind = node.value.kind();
            let message = format!("expected a list for {name}, found {kind}; {suggestion}");
            self.report(node.span, message);
            return None;
        };
        if items.is_empty() {
            self.warn(node.span, format!("{name} is an empty list; remove it"));
        }
        Some(items)
    }

    fn list(&mut self, Named { name, node }: Named) -> Option<Vec<Spanned<String>>> {
        let suggestion = match node.value {
            Value::Text(_) => {
                let text = &self.source[node.span.start..node.span.end];
                format!("write {}", quoted(&format!("[{text}]")))
            }
            _ => "write `[a, b]`".to_owned(),
        };
        let items = self.items(&name, node, &suggestion)?;
        let item = format!("an item of {name}");
        let mut list: Vec<Spanned<String>> = Vec::new();
        let mut first = HashMap::new();
        for node in items {
            let Some(text) = self.text(Named { name: item.clone(), node }) else { continue };
            let first = *first.entry(text.value.clone()).or_insert(text.span);
            if first == text.span {
                list.push(text);
                continue;
            }
            let message = format!("{} is listed twice in {name}; remove one", quoted(&text.value));
            self.diagnostics
                .push(Diagnostic::new(text.span, message).with_related(first, "the first"));
        }
        Some(list)
    }

    fn status(&mut self, named: Named) -> Option<Spanned<u16>> {
        self.status_from(200, "a status from 200 to 599", named)
    }

    /// Reads a status that is not below `first`; `expected` says so.
    fn status_from(
        &mut self,
        first: u16,
        expected: &str,
        Named { name, node }: Named,
    ) -> Option<Spanned<u16>> {
        let is_status = |status: u16| (first..600).contains(&status);
        let not_a_status = |found: &str| format!("expected {expected} for {name}, found {found}");
        let written = &self.source[node.span.start..node.span.end];
        let message = match node.value {
            Value::Number => match written.parse() {
                Ok(value)
                    if is_status(value) && written.starts_with(|c: char| c != '0' && c != '+') =>
                {
                    return Some(Spanned { value, span: node.span });
                }
                // Such as 0404, +404 and 404.0.
                _ => match written.replace('_', "").parse::<f64>() {
                    Ok(value)
                        if (f64::from(first)..600.0).contains(&value) && value.fract() == 0.0 =>
                    {
                        format!(
                            "expected three digits for {name}, found `{written}`; write `{value}`"
                        )
                    }
                    _ => not_a_status(&quoted(written)),
                },
            },
            Value::Text(text) if text.parse().is_ok_and(|status: u16| status >= 100) => format!(
                "expected a number for {name}, found a string; remove the quotes around {}",
                quoted(&text)
            ),
            Value::Text(text) => not_a_status(&quoted(&text)),
            other => not_a_status(other.kind()),
        };
        self.report(node.span, message);
        None
    }

    /// Reads `true`, the only value that is allowed.
    fn only_true(&mut self, Named { name, node }: Named) -> Option<bool> {
        if let Value::Bool(true) = node.value {
            return Some(true);
        }
        self.report(
            node.span,
            format!("expected `true` for {name}; write `true`, or remove the key"),
        );
        None
    }

    /// Reads `optional`, the only word that is allowed.
    fn optional(&mut self, Named { name, node }: Named) -> Option<()> {
        if matches!(&node.value, Value::Text(text) if text == "optional") {
            return Some(());
        }
        let message =
            format!("expected `optional` for {name}; write `optional`, or remove the key");
        self.report(node.span, message);
        None
    }

    fn retry(&mut self, named: Named) -> Option<Retry> {
        let name = named.name.clone();
        let known: Vec<&str> = Retry::OF_CODES.iter().map(|class| class.as_str()).collect();
        if let Value::Bool(_) | Value::Number = named.node.value {
            let message = format!("expected {} for {name}", one_of(&known));
            self.report(named.node.span, message);
            return None;
        }
        let text = self.text(named)?;
        let class = Retry::from_name(&text.value).filter(|it| Retry::OF_CODES.contains(it));
        if class.is_none() {
            self.report(text.span, unknown("retry class", &text.value, &known, &name));
        }
        class
    }

    fn sources(&mut self, named: Named) -> Option<Vec<Entry<String, Option<Spanned<String>>>>> {
        let entries = self.entries(named)?.into_iter();
        let sources = entries.map(|(key, node)| {
            let name = format!("the title of {}", quoted(&key.value));
            Entry { key, value: self.prose(Named { name, node }) }
        });
        Some(sources.collect())
    }

    fn statuses(&mut self, named: Named) -> Option<Vec<Entry<u16, Option<Spanned<String>>>>> {
        let pairs = self.pairs(named)?.into_iter();
        let statuses = pairs.filter_map(|(key, node)| {
            let key = self.status(Named { name: "a key of `statuses`".to_owned(), node: key })?;
            let name = format!("the reason phrase of {}", key.value);
            Some(Entry { value: self.prose(Named { name, node }), key })
        });
        Some(statuses.collect())
    }

    fn elements(&mut self, named: Named) -> Option<Vec<Entry<String, Element>>> {
        let entries = self.entries(named)?.into_iter();
        let elements = entries.map(|(key, node)| {
            let owner = Spanned { value: quoted(&key.value), span: key.span };
            let Some(mut element) = self.mapping(owner, node, keys::ELEMENT) else {
                return Entry { key, value: Element::default() };
            };
            let value = Element {
                description: self.value(&mut element, "description", Self::prose),
                note: self.value(&mut element, "note", Self::prose),
            };
            self.diagnostics.append(&mut element.missing);
            Entry { key, value }
        });
        Some(elements.collect())
    }

    fn headers(&mut self, Named { name, node }: Named) -> Option<Headers> {
        let owner = Spanned { value: name, span: node.span };
        let mut headers = self.mapping(owner, node, keys::HEADERS)?;
        let mut list = |key| self.value(&mut headers, key, Self::list).unwrap_or_default();
        Some(Headers {
            code: list("code"),
            message: list("message"),
            request_id: list("request_id"),
            host_id: list("host_id"),
            indicator: list("indicator"),
        })
    }

    fn json(&mut self, named: Named) -> Option<Vec<Entry<String, Vec<Spanned<String>>>>> {
        let entries = self.entries(named)?.into_iter();
        let json = entries.map(|(key, node)| {
            let name = format!("{} of `json`", quoted(&key.value));
            Entry { key, value: self.list(Named { name, node }).unwrap_or_default() }
        });
        Some(json.collect())
    }

    fn outputs(&mut self, Named { name, node }: Named) -> Option<Outputs> {
        let owner = Spanned { value: name, span: node.span };
        let mut outputs = self.mapping(owner, node, keys::OUTPUT)?;
        let documents = keys::OUTPUT.iter().filter(|key| matches!(key.kind, ValueKind::Path));
        let documents = documents
            .filter_map(|key| Some((key.name, self.value(&mut outputs, key.name, Self::text)?)));
        Some(Outputs {
            documents: documents.collect(),
            templates: self.value(&mut outputs, "templates", Self::templates).unwrap_or_default(),
        })
    }

    fn templates(&mut self, named: Named) -> Option<Vec<Entry<String, Option<Spanned<String>>>>> {
        let entries = self.entries(named)?.into_iter();
        let templates = entries.map(|(key, node)| {
            let name = format!("the file that {} makes", quoted(&key.value));
            Entry { value: self.text(Named { name, node }), key }
        });
        Some(templates.collect())
    }

    fn defaults(&mut self, named: Named) -> Option<Vec<Entry<u16, Option<Spanned<String>>>>> {
        let pairs = self.pairs(named)?.into_iter();
        let defaults = pairs.filter_map(|(key, node)| {
            let key = match &key.value {
                Value::Text(text) if text == "4xx" => Spanned { value: 4, span: key.span },
                Value::Text(text) if text == "5xx" => Spanned { value: 5, span: key.span },
                _ => {
                    let expected = "a status from 400 to 599, `4xx` or `5xx`";
                    let name = "a key of `default_for_status`".to_owned();
                    self.status_from(400, expected, Named { name, node: key })?
                }
            };
            let name = format!("the default for {}", status_or_class(key.value));
            Some(Entry { value: self.text(Named { name, node }), key })
        });
        Some(defaults.collect())
    }

    fn codes(&mut self, named: Named) -> Option<Vec<Entry<String, Code>>> {
        let mut entries = self.entries(named)?;
        // Reported once for each code whose keys are at its own level.
        let is_key = |(key, node): &(Spanned<String>, Node)| {
            !matches!(node.value, Value::Map(_))
                && keys::CODE.iter().any(|known| known.name == key.value)
        };
        for stray in entries.chunk_by(|a, b| is_key(a) == is_key(b)).filter(|it| is_key(&it[0])) {
            let Spanned { value, span } = &stray[0].0;
            let message = format!(
                "{} is at the level of the codes; indent it, and what follows, under its code",
                quoted(value)
            );
            self.report(*span, message);
        }
        entries.retain(|entry| !is_key(entry));
        let codes = entries.into_iter().filter_map(|(key, node)| {
            let owner = Spanned { value: quoted(&key.value), span: key.span };
            let mut code = self.mapping(owner, node, keys::CODE)?;
            let is_override =
                code.values.contains_key("override") || (self.extends && code.states("override"));
            self.value(&mut code, "override", Self::only_true);
            code.inherits_nothing = !is_override;
            code.optional.clone_from(&self.optional);
            let retry_span = code.values.get("retry").map_or(code.owner.span, |(_, it)| it.span);
            let value = Code {
                is_override,
                name: self.value(&mut code, "name", Self::text),
                aliases: self.value(&mut code, "aliases", Self::list).unwrap_or_default(),
                status: self.value(&mut code, "status", Self::status),
                message: self.value(&mut code, "message", Self::prose),
                solution: self.value(&mut code, "solution", Self::prose),
                note: self.value(&mut code, "note", Self::prose),
                sends: self.value(&mut code, "sends", Self::prose),
                causes: self.value(&mut code, "causes", Self::causes).unwrap_or_default(),
                page: self.value(&mut code, "page", Self::text),
                retry: {
                    let class = self.value(&mut code, "retry", Self::retry);
                    code.states("retry").then_some(Spanned { value: class, span: retry_span })
                },
                sources: self.value(&mut code, "sources", Self::list).unwrap_or_default(),
                deprecated: self.value(&mut code, "deprecated", Self::deprecated),
                missing: code.missing,
            };
            Some(Entry { key, value })
        });
        Some(codes.collect())
    }

    fn causes(&mut self, Named { name, node }: Named) -> Option<Vec<Spanned<Cause>>> {
        let suggestion = "begin each cause with `- ` and indent its keys below it";
        let items = self.items(&name, node, suggestion)?;
        let causes = items.into_iter().filter_map(|item| {
            let span = item.span;
            let owner = Spanned { value: format!("a cause in {name}"), span };
            let mut cause = self.mapping(owner, item, keys::CAUSE)?;
            let value = Cause {
                message: self.value(&mut cause, "message", Self::prose),
                meaning: self.value(&mut cause, "meaning", Self::prose),
                solution: self.value(&mut cause, "solution", Self::prose),
            };
            self.diagnostics.append(&mut cause.missing);
            Some(Spanned { value, span })
        });
        Some(causes.collect())
    }

    fn deprecated(&mut self, Named { name, node }: Named) -> Option<Spanned<Deprecated>> {
        let span = node.span;
        if !matches!(node.value, Value::Map(_)) {
            let kind = node.value.kind();
            let message =
                format!("expected a mapping with `since` and `note` for {name}, found {kind}");
            self.report(span, message);
            return None;
        }
        let owner = Spanned { value: name, span };
        let mut deprecated = self.mapping(owner, node, keys::DEPRECATED)?;
        let value = Deprecated {
            since: self.value(&mut deprecated, "since", Self::version),
            note: self.value(&mut deprecated, "note", Self::prose),
            replacement: self.value(&mut deprecated, "use", Self::text),
        };
        self.diagnostics.append(&mut deprecated.missing);
        Some(Spanned { value, span })
    }

    /// Reads a version. One that YAML reads as a number, such as `0.2`, lacks a part.
    fn version(&mut self, Named { name, node }: Named) -> Option<Spanned<String>> {
        let span = node.span;
        let text = match node.value {
            Value::Number => Spanned { value: self.source[span.start..span.end].to_owned(), span },
            _ => self.text(Named { name: name.clone(), node })?,
        };
        let is_number = |part: &str| {
            let has_zeros = part.len() > 1 && part.starts_with('0');
            !part.is_empty() && !has_zeros && part.bytes().all(|b| b.is_ascii_digit())
        };
        if text.value.split('.').count() == 3 && text.value.split('.').all(is_number) {
            return Some(text);
        }
        let message =
            format!("expected a version such as `0.2.0` for {name}, found {}", quoted(&text.value));
        self.report(span, message);
        None
    }
}
