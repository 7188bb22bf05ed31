//! `obs.schema.json`, as an editor uses it.

use boon::{Compiler, Schemas};
use serde_json::Value;

struct Schema {
    schemas: Schemas,
    index: boon::SchemaIndex,
}

thread_local! {
    static SCHEMA: Schema = Schema::committed();
}

impl Schema {
    fn committed() -> Self {
        let schema = serde_json::from_str(include_str!("../../obs.schema.json")).expect("JSON");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("obs.schema.json", schema).expect("a name");
        let index = compiler.compile("obs.schema.json", &mut schemas).expect("a schema");
        Self { schemas, index }
    }
}

pub(crate) fn allows(document: &Value) -> bool {
    SCHEMA.with(|Schema { schemas, index }| schemas.validate(document, *index).is_ok())
}

/// The YAML as an editor sees it; `None` if it is not YAML.
pub(crate) fn document(source: &[u8]) -> Option<Value> {
    let source = std::str::from_utf8(source).ok()?;
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(source, options).ok()
}
