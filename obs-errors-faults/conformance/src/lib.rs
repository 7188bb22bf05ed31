//! The protocol between the suite and a client: a request as JSON on a line, a reply on a line.
//!
//! | request | reply |
//! |---|---|
//! | `{"do": "put", "bucket", "key", "path"}`, and `get`, `upload` and `download` (in parts) | `{}` |
//! | `{"do": "head", "bucket", "key"}`, `delete` | `{}` |
//! | `{"do": "copy", "bucket", "source", "key"}` | `{}` |
//! | `{"do": "list", "bucket"}` | `{"keys": [...]}` |
//! | `{"do": "delete_many", "bucket", "keys"}` | `{"failed": [keys]}` |
//! | `{"do": "many", "bucket", "count", "path"}`: puts at once | `{"errors": [...]}` |
//!
//! If it fails, the reply is `{"error": CODE}`, with the error code, if the client reports one. A client
//! sends `{}` when it is ready.

use std::io::{BufRead, Write};

use serde_json::{Value, json};

/// How large the parts of an upload and of a download are.
pub const PART: usize = 5 << 20;

/// How long a client waits for bytes, in seconds.
pub const TIMEOUT: u64 = 2;

/// What a client replies, or why it failed.
pub type Reply = Result<Value, String>;

/// A client in Rust.
pub trait Client {
    fn run(&self, what: &str, request: &Request) -> impl Future<Output = Reply>;
}

/// The arguments of a request.
pub struct Request(Value);

impl Request {
    pub fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    pub fn texts(&self, name: &str) -> Vec<&str> {
        let list = self.0[name].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).collect()
    }

    pub fn number(&self, name: &str) -> u64 {
        self.0[name].as_u64().unwrap_or_default()
    }

    /// The content of the file to send.
    pub fn content(&self) -> Result<Vec<u8>, String> {
        std::fs::read(self.text("path")).map_err(|error| error.to_string())
    }

    /// Stores what was received.
    pub fn received(&self, content: &[u8]) -> Reply {
        std::fs::write(self.text("path"), content).map_err(|error| error.to_string())?;
        Ok(json!({}))
    }
}

/// Serves requests until the suite ends.
pub async fn serve(client: impl Client, version: &str) {
    println!("{}", json!({ "version": version }));
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        let request = Request(serde_json::from_str(&line).unwrap_or_default());
        let reply = client.run(request.text("do"), &request).await;
        let reply = reply.unwrap_or_else(|error| json!({ "error": error }));
        println!("{reply}");
        let _ = std::io::stdout().flush();
    }
}

/// The version of a package in the lock file.
pub fn locked_version(package: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entry = lock.split_once(&format!("\nname = \"{package}\"\nversion = \""));
    entry.and_then(|(_, rest)| rest.split('"').next()).unwrap_or("unknown")
}
