//! The JSON Schema of the YAML, for editors: made from the keys that the reader knows.

use std::sync::LazyLock;

use obs_errors_core::Retry;
use obs_errors_spec::keys::{
    CODE, Key, OPTIONAL, REQUIRED_ELEMENTS, RESERVED_NAMES, Required, TABLE, ValueKind,
};
use obs_errors_spec::prose::is_forbidden;
use serde::Serialize;
use serde_json::{Value, json};

use super::json::json_file;
use crate::provenance::Provenance;

/// The class, in a regular expression, of the characters that no string may have.
static FORBIDDEN: LazyLock<String> = LazyLock::new(|| class(is_forbidden));

/// The class of the other characters that no string begins or ends with.
static WHITESPACE: LazyLock<String> =
    LazyLock::new(|| class(|c| c.is_whitespace() && !is_forbidden(c)));

/// A string on one line, without whitespace at its ends.
static LINE: LazyLock<String> = LazyLock::new(|| {
    let end = format!("[^{}{}]", *FORBIDDEN, *WHITESPACE);
    format!("{end}([^{}]*{end})?", *FORBIDDEN)
});

/// A class of characters as ranges. All characters that matter are below U+10000; beyond that, a
/// pattern would need surrogate pairs.
fn class(contains: impl Fn(char) -> bool) -> String {
    let chars = ('\0'..='\u{FFFF}').filter(|c| contains(*c)).map(u32::from);
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for c in chars {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == c => *last = c,
            _ => ranges.push((c, c)),
        }
    }
    let mut class = String::new();
    let shown = |c: u32| if c == 0x20 { " ".to_owned() } else { format!("\\u{c:04X}") };
    for (first, last) in ranges {
        class += &shown(first);
        if last > first + 1 {
            class.push('-');
        }
        if last > first {
            class += &shown(last);
        }
    }
    class
}

const IDENTIFIER: &str = "^[A-Z][A-Za-z0-9]*$";

/// The whole schema: the schemas of single keys, and the rules that relate one key to another.
pub(crate) fn json(provenance: Provenance<'_>) -> String {
    json_file(&schema(provenance))
}

fn schema(provenance: Provenance<'_>) -> Value {
    let mut schema = mapping(TABLE);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["$comment"] = format!("{}. Do not edit.", provenance.mark()).into();
    schema["title"] = "A table of error codes".into();
    // A table that extends nothing can override nothing.
    let mut whole = json!({ "required": required(TABLE, Required::UnlessInherited) });
    whole["properties"]["codes"]["additionalProperties"]["properties"]["override"] = false.into();
    // A table that inherits no defaults has those of both classes, if it has any.
    whole["properties"]["default_for_status"]["required"] = json!(["4xx", "5xx"]);
    schema["if"] = json!({ "required": ["extends"] });
    schema["else"] = whole;
    // A table may state that its codes need no messages or solutions.
    let optional = OPTIONAL.map(|(key, of_codes)| {
        let stated =
            json!({ "if": { "required": ["override"] }, "else": { "required": [of_codes] } });
        let stated = json!({ "properties": { "codes": { "additionalProperties": stated } } });
        json!({ "anyOf": [{ "required": [key] }, stated] })
    });
    schema["allOf"] = json!(optional);

    let properties = &mut schema["properties"];
    properties["elements"]["required"] = json!(REQUIRED_ELEMENTS);
    let code = json!({ "$ref": "#/definitions/code" });
    let named = json!({
        "allOf": [code],
        "if": { "required": ["override"] },
        "else": { "required": ["name"] },
    });
    let reserved = RESERVED_NAMES.map(|(name, _)| name);
    let codes = &mut properties["codes"];
    codes["patternProperties"] = json!({ IDENTIFIER: code });
    codes["properties"] =
        reserved.map(|name| (name.to_owned(), named.clone())).into_iter().collect();
    codes["additionalProperties"] = named;
    schema["definitions"] = json!({ "code": self::code() });
    schema
}

fn code() -> Value {
    let mut code = mapping(CODE);
    let requires_retry = json!({ "anyOf": [{ "enum": [408, 429] }, { "type": "integer", "minimum": 500, "maximum": 599 }] });
    code["if"] = json!({ "required": ["override"] });
    code["then"] = json!({
        "properties": {
            "name": false,
            "aliases": { "maxItems": 0 },
            "sources": { "maxItems": 0 },
            "deprecated": false,
        },
    });
    let mut required = required(CODE, Required::UnlessInherited);
    required.retain(|key| OPTIONAL.iter().all(|(_, optional)| key != optional));
    code["else"] = json!({
        "required": required,
        "if": { "required": ["status"], "properties": { "status": requires_retry } },
        "then": { "required": ["retry"] },
    });
    code
}

fn mapping(keys: &[Key]) -> Value {
    let properties = keys.iter().map(|key| {
        let mut property = value(key.kind);
        property["description"] = key.description.into();
        (key.name.to_owned(), property)
    });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties.collect::<serde_json::Map<_, _>>(),
        "required": required(keys, Required::Always),
    })
}

fn required(keys: &[Key], required: Required) -> Vec<&'static str> {
    keys.iter().filter(|key| key.required == required).map(|key| key.name).collect()
}

fn value(kind: ValueKind) -> Value {
    let (line, whitespace) = (&*LINE, &*WHITESPACE);
    match kind {
        ValueKind::Text => text(
            &format!("[^\\u0009-\\u000D\\u0085\\u2028\\u2029{whitespace}]"),
            "a string that is not empty",
        ),
        ValueKind::Line => text(&format!("^{line}$"), "one line without whitespace at its ends"),
        ValueKind::Paragraphs => text(
            &format!("^{line}(\\n\\n{line})*$"),
            "paragraphs of one line each, with one empty line between them; start with `|-`",
        ),
        ValueKind::EnumName => {
            let name = text("^[A-Z][A-Za-z0-9]*Code$", "in UpperCamelCase, with `Code` at the end");
            excluding(name, &RESERVED_NAMES.map(|(name, _)| format!("{name}Code")))
        }
        ValueKind::VariantName => excluding(
            text(IDENTIFIER, "in UpperCamelCase: letters and digits"),
            &RESERVED_NAMES.map(|(name, _)| name),
        ),
        ValueKind::WireCode => {
            text("^[!-~]([ -~]*[!-~])?$", "printable ASCII without spaces at its ends")
        }
        ValueKind::ElementName => text(
            "^[A-Za-z][A-Za-z0-9._-]*$",
            "an element name: a letter, then letters, digits, `.`, `_` and `-`",
        ),
        ValueKind::Status => json!({ "type": "integer", "minimum": 200, "maximum": 599 }),
        ValueKind::FailureStatus => json!({ "type": "integer", "minimum": 400, "maximum": 599 }),
        ValueKind::Retry => {
            json!({ "enum": Retry::OF_CODES.iter().map(|class| class.as_str()).collect::<Vec<_>>() })
        }
        ValueKind::Address => {
            text("^https://[A-Za-z0-9][!-~]*$", "an address that begins with `https://`")
        }
        ValueKind::Path => text(
            r"^[^/\\:]([^\\:]*[^/\\:])?$",
            "a relative path of a file, with `/` between its parts",
        ),
        ValueKind::MemberName => text("^[!-~]*[A-Za-z0-9][!-~]*$", "the name of a member in JSON"),
        ValueKind::HeaderName => text("^[a-z0-9_-]+$", "a header name in lower case"),
        ValueKind::Version => {
            text(r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}$", "a version such as 0.2.0")
        }
        ValueKind::True => json!({ "const": true }),
        ValueKind::Optional => json!({ "const": "optional" }),
        ValueKind::List(items) => {
            json!({ "type": "array", "items": value(*items), "uniqueItems": true })
        }
        // `propertyNames` would not match: to an editor, these keys are numbers, not strings.
        ValueKind::Entries(ValueKind::Status, values) => by_status("^[2345][0-9][0-9]$", values),
        ValueKind::Entries(ValueKind::FailureStatus, values) => {
            by_status("^[45]([0-9][0-9]|xx)$", values)
        }
        ValueKind::Entries(keys, values) => json!({
            "type": "object",
            "minProperties": 1,
            "propertyNames": value(*keys),
            "additionalProperties": value(*values),
        }),
        ValueKind::Mapping(keys) => mapping(keys),
    }
}

fn by_status(pattern: &str, values: &ValueKind) -> Value {
    json!({
        "type": "object",
        "minProperties": 1,
        "patternProperties": { pattern: value(*values) },
        "additionalProperties": false,
    })
}

/// The schema of a string that matches a pattern, with the message that an editor shows if it does
/// not.
fn text(pattern: &str, message: &str) -> Value {
    let message = format!("This must be {message}.");
    json!({ "type": "string", "pattern": pattern, "patternErrorMessage": message })
}

fn excluding(mut text: Value, taken: &[impl Serialize]) -> Value {
    text["not"] = json!({ "enum": taken });
    text
}
