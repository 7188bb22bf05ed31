//! `obs.schema.json` agrees with the reader, so that editors report the right errors: the
//! schema allows what the reader accepts. The converse holds for what a schema can express;
//! the files of `diagnostics/` record for which errors it does.

mod schema;

use std::fs;
use std::path::Path;

use obs_errors_spec::TableRef;
use proptest::prelude::*;

#[test]
fn the_schema_allows_valid_tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for table in ["obs.yaml", "tests/table/base.yaml", "tests/table/archive.yaml"] {
        let source = fs::read(root.join(table)).expect("a table");
        assert!(schema::allows(&schema::document(&source).expect("YAML")), "{table}");
    }
}

#[test]
fn every_key_has_a_description() {
    fn properties(schema: &serde_json::Value) -> usize {
        let keys = schema["properties"].as_object().expect("a mapping");
        assert!(keys.values().all(|key| key["description"].is_string()), "{keys:?}");
        keys.len()
    }
    let schema = include_str!("../obs.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    assert_eq!(properties(&schema), obs_errors_spec::keys::TABLE.len());
    assert_eq!(properties(&schema["definitions"]["code"]), obs_errors_spec::keys::CODE.len());
    let element = &schema["properties"]["elements"]["additionalProperties"];
    assert_eq!(properties(element), obs_errors_spec::keys::ELEMENT.len());
    assert_eq!(properties(&schema["properties"]["headers"]), obs_errors_spec::keys::HEADERS.len());
    let deprecated = &schema["definitions"]["code"]["properties"]["deprecated"];
    assert_eq!(properties(deprecated), obs_errors_spec::keys::DEPRECATED.len());
}

/// YAML on one line, any node of which can be changed.
#[derive(Clone, Debug)]
enum Yaml {
    Scalar(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    fn text(&self) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::text).collect::<Vec<_>>().join(", "))
            }
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{key}: {}", value.text()));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The number of nodes below this one.
    fn places(&self) -> usize {
        match self {
            Self::Scalar(_) => 0,
            Self::List(items) => items.iter().map(|item| 1 + item.places()).sum(),
            Self::Map(entries) => entries.iter().map(|(_, value)| 1 + value.places()).sum(),
        }
    }

    fn change(&mut self, place: usize, change: &Change) {
        let mut before = 0;
        match self {
            Self::Scalar(_) => {}
            Self::List(items) => {
                for index in 0..items.len() {
                    let size = 1 + items[index].places();
                    if place == before {
                        match change {
                            Change::Remove => _ = items.remove(index),
                            Change::Replace(value) | Change::Insert(_, value) => {
                                items[index] = value.clone();
                            }
                        }
                        return;
                    } else if place < before + size {
                        return items[index].change(place - before - 1, change);
                    }
                    before += size;
                }
            }
            Self::Map(entries) => {
                for index in 0..entries.len() {
                    let size = 1 + entries[index].1.places();
                    if place == before {
                        match change {
                            Change::Remove => _ = entries.remove(index),
                            Change::Replace(value) => entries[index].1 = value.clone(),
                            Change::Insert(key, value) => {
                                entries.insert(index, (key.clone(), value.clone()));
                            }
                        }
                        return;
                    } else if place < before + size {
                        return entries[index].1.change(place - before - 1, change);
                    }
                    before += size;
                }
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Change {
    Remove,
    Replace(Yaml),
    Insert(String, Yaml),
}

fn table() -> Yaml {
    let scalar = |text: &str| Yaml::Scalar(text.to_owned());
    let map = |entries: Vec<(&str, Yaml)>| {
        Yaml::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let list = |item: &str| Yaml::List(vec![scalar(item)]);
    let element = || map(vec![("description", scalar("words")), ("note", scalar("more"))]);
    map(vec![
        ("service", scalar("Acme")),
        ("enum", scalar("AcmeErrorCode")),
        ("sources", map(vec![("manual", scalar("The manual"))])),
        ("statuses", map(vec![("404", scalar("Not Found")), ("503", scalar("Unavailable"))])),
        ("elements", map(vec![("Error", element()), ("Code", element()), ("Message", element())])),
        ("reserved", list("Old")),
        (
            "codes",
            map(vec![
                (
                    "Gone",
                    map(vec![
                        ("aliases", list("Lost")),
                        ("status", scalar("404")),
                        ("message", scalar("It is gone.")),
                        ("solution", scalar("Look elsewhere.")),
                        ("note", scalar(r#""One.\n\nTwo.""#)),
                        ("sources", list("manual")),
                    ]),
                ),
                (
                    "busy-now",
                    map(vec![
                        ("name", scalar("BusyNow")),
                        ("status", scalar("503")),
                        ("message", scalar("It is busy.")),
                        ("solution", scalar("Wait.")),
                        ("retry", scalar("throttling")),
                    ]),
                ),
            ]),
        ),
    ])
}

const KEYS: &[&str] =
    &["extends", "override", "name", "aliases", "note", "retry", "sources", "status"];

fn change() -> impl Strategy<Value = Change> {
    let word = prop_oneof![
        proptest::sample::select(vec![
            "null",
            "true",
            "false",
            "404",
            "503",
            "299",
            "4.5",
            "never",
            "transient",
            "obs",
            "x",
            "Self",
            "ALL",
            "ACode",
            "Code",
            "A-b",
            "''",
            "' '",
            "' x'",
            "'x '",
            "\"a\\nb\"",
            "\"a\\n\\nb\"",
            "\"a\\n\\n\\nb\"",
            "\"\\u0007\"",
            "\"\\u00A0x\"",
            "\"\\u202Ex\"",
            "\"x\\n\"",
        ])
        .prop_map(str::to_owned),
        "[A-Za-z]{1,3}",
        any::<char>().prop_map(|c| format!("\"\\U{:08X}\"", u32::from(c))),
        any::<char>().prop_map(|c| format!("\"x\\U{:08X}y\"", u32::from(c))),
    ];
    let scalar = word.clone().prop_map(Yaml::Scalar);
    let value = prop_oneof![
        4 => scalar.clone(),
        1 => proptest::collection::vec(scalar.clone(), 0..2).prop_map(Yaml::List),
        1 => proptest::collection::vec((word.clone(), scalar), 0..2).prop_map(Yaml::Map),
    ];
    let key = prop_oneof![proptest::sample::select(KEYS).prop_map(str::to_owned), word];
    prop_oneof![
        Just(Change::Remove),
        value.clone().prop_map(Change::Replace),
        (key, value).prop_map(|(key, value)| Change::Insert(key, value)),
    ]
}

#[test]
fn the_unchanged_table_is_valid() {
    let source = table().text();
    let read = obs_errors_spec::read("errors.yaml", |_| Ok(source.as_bytes()));
    assert!(read.is_ok(), "{}", read.unwrap_err());
    assert!(schema::allows(&schema::document(source.as_bytes()).expect("YAML")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_schema_allows_what_the_reader_accepts(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), change()), 1..4),
    ) {
        let mut table = table();
        for (place, change) in &changes {
            table.change(place.index(table.places().max(1)), change);
        }
        let source = table.text();
        let open = |name: TableRef<'_>| Ok(match name {
            TableRef::Obs => include_str!("table/base.yaml").as_bytes(),
            TableRef::Path(_) => source.as_bytes(),
        });
        if obs_errors_spec::read("errors.yaml", open).is_ok() {
            let document = schema::document(source.as_bytes());
            let document = document.ok_or_else(|| TestCaseError::fail(format!("no YAML: {source}")))?;
            prop_assert!(schema::allows(&document), "{source}");
        }
    }
}
