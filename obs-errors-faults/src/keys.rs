//! Every key of a scenario file. The reader accepts no others, and the JSON Schema that editors use is made from
//! the same lists.

use serde_json::{Value, json};

use crate::operation::Operation;
use crate::rule::Per;

/// A key of a mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    description: &'static str,
    schema: fn() -> Value,
}

/// The keys of the file.
pub(crate) const SCENARIO: &[Key] = &[
    Key {
        name: "table",
        description: "The YAML file of the table whose codes the faults use, relative to this one; without it, that of OBS.",
        schema: text,
    },
    Key {
        name: "buckets",
        description: "The buckets that exist when the server starts.",
        schema: || json!({ "type": "array", "items": { "type": "string" } }),
    },
    Key { name: "limit_bytes", description: "How many bytes are stored at most.", schema: number },
    Key {
        name: "domain",
        description: "The domain whose subdomains are buckets, `localhost` by default.",
        schema: text,
    },
    Key {
        name: "credentials",
        description: "The key with which requests have to be signed; without it, every signature is accepted.",
        schema: || mapping(CREDENTIALS, &["access_key", "secret_key"]),
    },
    Key {
        name: "rules",
        description: "The rules: the first one counts that a request matches and that has a fault for it.",
        schema: || json!({ "type": "array", "items": mapping(RULE, &["faults"]) }),
    },
];

/// The keys of the credentials.
pub(crate) const CREDENTIALS: &[Key] = &[
    Key { name: "access_key", description: "The public part.", schema: text },
    Key { name: "secret_key", description: "The secret part.", schema: text },
];

/// The keys of a rule.
pub(crate) const RULE: &[Key] = &[
    Key { name: "name", description: "A name, which the request log shows.", schema: text },
    Key { name: "method", description: "The method of the requests, such as `PUT`.", schema: text },
    Key {
        name: "operation",
        description: "The operation of the requests, such as `PutObject`.",
        schema: || {
            let names: Vec<&str> =
                Operation::ALL.iter().map(|operation| operation.as_str()).collect();
            json!({ "enum": names })
        },
    },
    Key {
        name: "bucket",
        description: "A pattern for the bucket: `*` stands for any characters, and `?` for one.",
        schema: text,
    },
    Key {
        name: "key",
        description: "A pattern for the key: `*` stands for any characters, `/` included, and `?` for one.",
        schema: text,
    },
    Key {
        name: "nth",
        description: "The number of the one request that the rule is for, of those that meet the other conditions, counted from one.",
        schema: number,
    },
    Key {
        name: "every",
        description: "The rule is for requests whose number is a multiple of this.",
        schema: number,
    },
    Key {
        name: "probability",
        description: "The probability that the rule is for a request, from 0 to 1.",
        schema: || json!({ "type": "number", "minimum": 0, "maximum": 1 }),
    },
    Key {
        name: "seed",
        description: "The seed of the probability: with the same one, the same requests are matched. 0 by default.",
        schema: || json!({ "type": "integer", "minimum": 0 }),
    },
    Key {
        name: "above",
        description: "The rule is for requests above this rate, such as `10/s` or `100/min`.",
        schema: || json!({ "type": "string", "pattern": "^[0-9]+ */ *(s|min)$" }),
    },
    Key {
        name: "per",
        description: "What requests are counted for, and what the sequence of faults is kept for; `rule` by default.",
        schema: || {
            let names: Vec<&str> = Per::ALL.iter().map(|per| per.as_str()).collect();
            json!({ "enum": names })
        },
    },
    Key {
        name: "repeat",
        description: "Whether the sequence of faults starts again after the last one.",
        schema: || json!({ "type": "boolean" }),
    },
    Key {
        name: "faults",
        description: "The faults in their order: one string such as `SlowDown x2, Reset, Ok`, or a list of such strings and of mappings with `action` and options.",
        schema: || {
            let fault = json!({
                "type": "object",
                "required": ["action"],
                "properties": { "action": { "type": "string" } },
                "additionalProperties": { "type": ["string", "number", "boolean"] },
            });
            json!({ "anyOf": [
                { "type": "string" },
                { "type": "array", "minItems": 1, "items": { "anyOf": [{ "type": "string" }, fault] } },
            ] })
        },
    },
];

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

/// The names of keys.
pub(crate) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

fn mapping(keys: &[Key], required: &[&str]) -> Value {
    let properties = keys.iter().map(|key| {
        let mut schema = (key.schema)();
        schema["description"] = key.description.into();
        (key.name.to_owned(), schema)
    });
    let properties: serde_json::Map<String, Value> = properties.collect();
    let mut schema =
        json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}

/// The JSON Schema of scenario files.
pub(crate) fn schema() -> String {
    let mut schema = mapping(SCENARIO, &[]);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "A scenario of obs-errors-faults".into();
    serde_json::to_string_pretty(&schema).expect("a value is JSON") + "\n"
}
