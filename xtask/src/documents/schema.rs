//! The JSON Schema of the YAML, for editors: made from the keys that the reader knows.

use obs_errors_spec::keys::{CODE, Holds, Key, Needed, TABLE};
use obs_errors_spec::model::Retry;
use serde::Serialize;
use serde_json::{Value, json};

use crate::files::MARK;

/// Characters that no text may have: those that control something, that break lines or
/// turn the direction of writing, that nobody sees, and two that XML forbids.
const FORBIDDEN: &str = r"\u0000-\u001F\u007F-\u00A0\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF";

/// Blanks other than those, which no text begins or ends with.
const BLANKS: &str = r" \u1680\u2000-\u200A\u202F\u205F\u3000";

const IDENTIFIER: &str = "^[A-Z][A-Za-z0-9]*$";

/// Identifiers that are taken.
const TAKEN: [&str; 2] = ["ALL", "Self"];

/// The whole schema. Beside what each key says for itself stand the rules that look
/// at two of them.
pub(crate) fn of_keys() -> Value {
    let mut schema = mapping(TABLE);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["$comment"] = format!("{MARK}. Do not edit.").into();
    schema["title"] = "A table of error codes".into();
    // Nothing can be overridden where nothing is extended.
    let mut whole = json!({ "required": required(TABLE, Needed::Whole) });
    whole["properties"]["codes"]["additionalProperties"]["properties"]["override"] = false.into();
    schema["if"] = json!({ "required": ["extends"] });
    schema["else"] = whole;

    let properties = &mut schema["properties"];
    properties["elements"]["required"] = json!(["Error", "Code", "Message"]);
    let code = json!({ "$ref": "#/definitions/code" });
    let named = json!({
        "allOf": [code],
        "if": { "required": ["override"] },
        "else": { "required": ["name"] },
    });
    let codes = &mut properties["codes"];
    codes["patternProperties"] = json!({ IDENTIFIER: code });
    codes["properties"] = TAKEN.into_iter().map(|name| (name.to_owned(), named.clone())).collect();
    codes["additionalProperties"] = named;
    schema["definitions"] = json!({ "code": self::code() });
    schema
}

fn code() -> Value {
    let mut code = mapping(CODE);
    let calls_for_retry = json!({ "anyOf": [{ "enum": [408, 429] }, { "type": "integer", "minimum": 500, "maximum": 599 }] });
    code["if"] = json!({ "required": ["override"] });
    code["then"] = json!({
        "properties": {
            "name": false,
            "aliases": { "maxItems": 0 },
            "sources": { "maxItems": 0 },
            "deprecated": false,
        },
    });
    code["else"] = json!({
        "required": required(CODE, Needed::Whole),
        "if": { "required": ["status"], "properties": { "status": calls_for_retry } },
        "then": { "required": ["retry"] },
    });
    code
}

fn mapping(keys: &[Key]) -> Value {
    let properties = keys.iter().map(|key| {
        let mut property = value(key.holds);
        property["description"] = key.description.into();
        (key.name.to_owned(), property)
    });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties.collect::<serde_json::Map<_, _>>(),
        "required": required(keys, Needed::Always),
    })
}

fn required(keys: &[Key], needed: Needed) -> Vec<&'static str> {
    keys.iter().filter(|key| key.needed == needed).map(|key| key.name).collect()
}

fn value(holds: Holds) -> Value {
    let line = format!("[^{FORBIDDEN}{BLANKS}]([^{FORBIDDEN}]*[^{FORBIDDEN}{BLANKS}])?");
    match holds {
        Holds::Text => text(
            &format!("[^\\u0009-\\u000D\\u0085\\u2028\\u2029{BLANKS}]"),
            "text that is not blank",
        ),
        Holds::Line => text(&format!("^{line}$"), "one line of text without blanks at its ends"),
        Holds::Paragraphs => text(
            &format!("^{line}(\\n\\n{line})*$"),
            "paragraphs of one line, with one empty line between two: `|-` begins them",
        ),
        Holds::EnumName => {
            let name = text("^[A-Z][A-Za-z0-9]*Code$", "UpperCamelCase with `Code` at the end");
            but_not(name, &TAKEN.map(|name| format!("{name}Code")))
        }
        Holds::VariantName => {
            but_not(text(IDENTIFIER, "UpperCamelCase: letters and digits"), &TAKEN)
        }
        Holds::Spelling => {
            text("^[!-~]([ -~]*[!-~])?$", "printable ASCII without blanks at its ends")
        }
        Holds::ElementName => text(
            "^[A-Za-z][A-Za-z0-9._-]*$",
            "the name of an element: a letter, then letters, digits, `.`, `_` and `-`",
        ),
        Holds::Status => json!({ "type": "integer", "minimum": 300, "maximum": 599 }),
        Holds::Retry => json!({ "enum": Retry::ALL.map(|(spelling, _)| spelling) }),
        Holds::Version => text(r"^[0-9]+\.[0-9]+\.[0-9]+$", "a version such as 0.2.0"),
        Holds::True => json!({ "const": true }),
        Holds::List(items) => {
            json!({ "type": "array", "items": value(*items), "uniqueItems": true })
        }
        // Not by `propertyNames`: to an editor these keys are numbers, and no text.
        Holds::Entries(Holds::Status, values) => json!({
            "type": "object",
            "minProperties": 1,
            "patternProperties": { "^[345][0-9][0-9]$": value(*values) },
            "additionalProperties": false,
        }),
        Holds::Entries(keys, values) => json!({
            "type": "object",
            "minProperties": 1,
            "propertyNames": value(*keys),
            "additionalProperties": value(*values),
        }),
        Holds::Mapping(keys) => mapping(keys),
    }
}

/// Text of a pattern, and what an editor says where it is another.
fn text(pattern: &str, otherwise: &str) -> Value {
    let otherwise = format!("This has to be {otherwise}.");
    json!({ "type": "string", "pattern": pattern, "patternErrorMessage": otherwise })
}

fn but_not(mut text: Value, taken: &[impl Serialize]) -> Value {
    text["not"] = json!({ "enum": taken });
    text
}
