//! One client and one row: what the client did, and what became of the data.

use obs_errors::ObsErrorCode;
use obs_errors_faults::{FaultServer, Operation, RequestLog, Scenario};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::{Description, Process};
use crate::rows::Row;

/// The cells of a client, from the first row to the last.
pub(crate) struct Column {
    pub(crate) client: &'static str,
    pub(crate) version: String,
    pub(crate) cells: Vec<String>,
}

const BUCKET: &str = "suite";
/// The object that is read and copied.
const OBJECT: &str = "object";
const KEYS: [&str; 3] = ["many-a", "many-b", "many-c"];

struct Bench<'a> {
    description: &'a Description,
    server: FaultServer,
    process: Process,
    directory: TempDir,
    small: Vec<u8>,
    large: Vec<u8>,
}

/// Runs every row with a client.
pub(crate) fn trials(description: &'static Description, rows: &[Row]) -> Column {
    let server = FaultServer::settings().with_bucket(BUCKET).with_limit_bytes(1 << 30);
    let server = server.start().expect("it starts");
    let process = Process::start(description, &server.url());
    let directory = tempfile::tempdir().expect("a directory");
    let content = |length: usize| -> Vec<u8> {
        // Bytes that differ, so that a part in a wrong place is noticed.
        (0..length as u64)
            .map(|index| (index.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8)
            .collect()
    };
    let (small, large) = (content(300_000), content(20 << 20));
    let version = process.version.clone();
    let mut bench = Bench { description, server, process, directory, small, large };
    let cells = rows.iter().map(|row| {
        let cell = bench.trial(row);
        eprintln!("{}: {}: {cell}", description.name, row.name);
        cell
    });
    Column { client: description.name, version, cells: cells.collect() }
}

impl Bench<'_> {
    fn trial(&mut self, row: &Row) -> String {
        self.prepare(row);
        if row.what == "never" {
            return self.never();
        }
        let rule = self.add_rule(row.rule);
        let reply = self.ask(row.what);
        let log = self.server.log();
        self.server.clear_rules();
        let Some(reply) = reply else { return "no reply within 60 s".to_owned() };
        let count = match rule {
            // Those of another operation are not repeated.
            Some(operation) => {
                log.clone().filtered(|it| it.operation() == operation).requests().len()
            }
            None => log.requests().len(),
        };
        let requests =
            if count == 1 { "1 request".to_owned() } else { format!("{count} requests") };
        let wait = if row.name.contains("Retry-After") { waited(&log) } else { "" };
        if row.what == "many" {
            let failed = reply["errors"].as_array().map_or(30, Vec::len);
            return format!("{} of 30 stored", 30 - failed);
        }
        // Without a fault, how many requests there are is up to the client.
        let requests = if row.rule.is_none() { String::new() } else { format!(", {requests}") };
        match reply["error"].as_str() {
            // What follows on other lines is an explanation.
            Some(error) => format!("{}{requests}", error.lines().next().unwrap_or_default()),
            None if self.is_right(row, &reply) => format!("ok{requests}{wait}"),
            // How often it tried by then is up to chance.
            None => "WRONG DATA".to_owned(),
        }
    }

    /// Puts the bucket into its first state.
    fn prepare(&self, row: &Row) {
        for key in ["put", "copy", "parts"] {
            let url = format!("{}/{BUCKET}/{key}", self.server.url());
            ureq::delete(url).call().expect("it is deleted");
        }
        let content = self.sample(row);
        for key in KEYS.into_iter().chain([OBJECT, "delete"]) {
            let url = format!("{}/{BUCKET}/{key}", self.server.url());
            let content = if key == OBJECT || key == "delete" { content } else { b"x".as_slice() };
            ureq::put(url).send(content).expect("it is stored");
        }
        std::fs::write(self.path("source"), content).expect("it is written");
        let _ = std::fs::remove_file(self.path("received"));
        self.server.clear_log();
    }

    /// The object of a row: 20 MB without a fault, or in parts.
    fn sample(&self, row: &Row) -> &[u8] {
        let is_large = row.rule.is_none() || matches!(row.what, "upload" | "download");
        if is_large && row.what != "never" { &self.large } else { &self.small }
    }

    fn path(&self, name: &str) -> String {
        self.directory.path().join(name).display().to_string()
    }

    /// Adds the rule of a row, and returns the operation that it is for.
    fn add_rule(&self, rule: Option<&str>) -> Option<Option<Operation>> {
        let url = self.server.url();
        let rule = rule?.replace("URL", &url).replace("HOST", url.trim_start_matches("http://"));
        let body = rule.rsplit_once(", faults: ");
        let (conditions, faults) = body.unwrap_or(("", &rule));
        let text = format!("{{ {conditions}, faults: \"{faults}\" }}");
        Scenario::parse("rows.tsv", &format!("rules: [{text}]")).expect("the rule is valid");
        let added = ureq::post(format!("{url}/_faults/rules")).send(text.as_bytes());
        added.expect("the rule is added");
        let operation = conditions.split(", ").find_map(|it| it.strip_prefix("operation: "));
        let known = Operation::ALL.iter().copied();
        operation.map(|name| known.clone().find(|operation| operation.as_str() == name))
    }

    /// Asks the client, which is started again if it does not reply.
    fn ask(&mut self, what: &str) -> Option<Value> {
        let (source, received) = (self.path("source"), self.path("received"));
        let request = match what {
            "put" => json!({ "bucket": BUCKET, "key": "put", "path": source }),
            "upload" => json!({ "bucket": BUCKET, "key": "parts", "path": source }),
            "get" | "download" => json!({ "bucket": BUCKET, "key": OBJECT, "path": received }),
            "head" => json!({ "bucket": BUCKET, "key": OBJECT }),
            "delete" => json!({ "bucket": BUCKET, "key": "delete" }),
            "copy" => json!({ "bucket": BUCKET, "source": OBJECT, "key": "copy" }),
            "list" => json!({ "bucket": BUCKET }),
            "delete_many" => json!({ "bucket": BUCKET, "keys": KEYS }),
            _ => json!({ "bucket": BUCKET, "count": 30, "path": source }),
        };
        let mut request = request;
        request["do"] = what.into();
        let reply = self.process.request(&request);
        if reply.is_none() {
            self.process = Process::start(self.description, &self.server.url());
        }
        reply
    }

    /// Whether the data is what the client reports it to be.
    fn is_right(&self, row: &Row, reply: &Value) -> bool {
        match row.what {
            "put" => self.stored("put").as_deref() == Some(self.sample(row)),
            "copy" => self.stored("copy").as_deref() == Some(self.sample(row)),
            "upload" => self.stored("parts").as_deref() == Some(self.sample(row)),
            "get" | "download" => {
                std::fs::read(self.path("received")).ok().as_deref() == Some(self.sample(row))
            }
            "delete" => self.stored("delete").is_none(),
            "list" => reply["keys"] == json!(["delete", "many-a", "many-b", "many-c", OBJECT]),
            "delete_many" => {
                // What is still there has to be reported.
                let left: Vec<&str> =
                    KEYS.into_iter().filter(|key| self.stored(key).is_some()).collect();
                reply["failed"] == json!(left)
            }
            _ => true,
        }
    }

    fn stored(&self, key: &str) -> Option<Vec<u8>> {
        let url = format!("{}/{BUCKET}/{key}", self.server.url());
        let mut response = ureq::get(url).call().ok()?;
        response.body_mut().with_config().limit(1 << 30).read_to_vec().ok()
    }

    /// The codes that are not retryable and that the client retries all the same.
    fn never(&mut self) -> String {
        let mut retried = Vec::new();
        let codes =
            ObsErrorCode::ALL.iter().filter(|code| !code.is_retryable() && code.status() >= 400);
        for code in codes {
            self.server.clear_log();
            self.server.inject_into(Operation::GetObject, code.as_str()).expect("it is a code");
            let _ = self.ask("get");
            if self.server.log().with_operation(Operation::GetObject).requests().len() > 1 {
                retried.push(code.as_str());
            }
            self.server.clear_rules();
        }
        match retried.as_slice() {
            [] => "none is retried".to_owned(),
            some => format!("retried: {}", some.join(", ")),
        }
    }
}

/// Whether the client waited as long as the response before the last asked for.
fn waited(log: &RequestLog) -> &'static str {
    let log = log.clone().with_operation(Operation::GetObject);
    match log.waits().first() {
        Some(wait) if wait.as_secs() >= 2 => ", Retry-After respected",
        Some(_) => ", Retry-After ignored",
        None => "",
    }
}
