//! Checks what OpenDAL's OBS service reports for every error of the fault server, and for every way of
//! failing of the server behind the layer.
//!
//! OpenDAL classifies errors only by the status, and shows the code, the message and the request id
//! in the message of its error. For a HEAD request they are only in the headers of the response,
//! which it shows, too.

use std::env::var;
use std::error::Error;
use std::fs::read_to_string;

use opendal::services::Obs;
use opendal::{ErrorKind, HttpTransporter, Operator};
use opendal_http_transport_reqwest::ReqwestTransport;
use serde_json::Value;

/// The host of the server behind the layer.
const FAILING: &str = "failing.example.com";

/// A request that fails.
struct Case {
    name: String,
    endpoint: String,
    path: String,
    body: String,
    methods: Vec<String>,
    status: u64,
    code: String,
    message: String,
    /// The start of the request id.
    id: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let table: Value = serde_json::from_str(&read_to_string(var("OBS_ERRORS_TABLE")?)?)?;
    let codes = table["codes"].as_array().ok_or("no codes in the table")?;
    let rows = read_to_string(var("OBS_ERRORS_ROWS")?)?;
    let rows = rows.lines().filter(|line| !line.starts_with('#')).skip(1);
    let cases: Option<Vec<Case>> =
        codes.iter().map(fault).chain(rows.map(|row| failure(row, codes))).collect();
    let cases = cases.ok_or("a row is not as expected")?;

    // OpenDAL drops the port of its endpoint; so the servers are set as its proxies.
    let [server, failing] = ["OBS_ERRORS_SERVER", "OBS_ERRORS_FAILING_SERVER"].map(var);
    let [server, failing] = [server?, failing?];
    let proxy = reqwest::Proxy::custom(move |url| {
        let is_failing = url.host_str().is_some_and(|host| host.ends_with(FAILING));
        Some(if is_failing { failing.clone() } else { server.clone() })
    });
    let client =
        reqwest::Client::builder().proxy(proxy).redirect(reqwest::redirect::Policy::none());
    HttpTransporter::install_default(ReqwestTransport::new(client.build()?));

    let mut passed = 0;
    let mut failures = Vec::new();
    for case in &cases {
        let service = Obs::default()
            .endpoint(&case.endpoint)
            .bucket("bucket")
            .access_key_id("AK")
            .secret_access_key("SK");
        let operator = Operator::new(service)?;
        let id = case.id;
        let body = [
            format!("code: {:?}", case.code),
            format!("message: {:?}", case.message),
            format!("request_id: \"{id}"),
            format!("status: {}", case.status),
        ];
        let headers = [
            format!("\"x-obs-error-code\": {:?}", case.code),
            format!("\"x-obs-request-id\": \"{id}"),
            format!("status: {}", case.status),
        ];
        for method in &case.methods {
            let (result, expected) = match &**method {
                "GET" => (operator.read(&case.path).await.map(drop), &body[..]),
                "PUT" => (operator.write(&case.path, case.body.clone()).await.map(drop), &body[..]),
                _ => (operator.stat(&case.path).await.map(drop), &headers[..]),
            };
            let what = format!("{method} {}", case.name);
            let Err(error) = result else {
                failures.push(format!("{what}: the request succeeded"));
                continue;
            };
            let text = error.to_string();
            let missing = expected.iter().filter(|part| !text.contains(*part));
            let missing: Vec<String> =
                missing.map(|part| format!("{what}: no {part} in {text}")).collect();
            passed += expected.len() - missing.len();
            failures.extend(missing);
            let (kind, is_temporary) = by_status(case.status);
            if error.kind() == kind && error.is_temporary() == is_temporary {
                passed += 1;
            } else {
                let (kind, is_temporary) = (error.kind(), error.is_temporary());
                failures.push(format!("{what}: {kind:?}, temporary: {is_temporary}"));
            }
        }
    }
    failures.iter().for_each(|failure| println!("opendal: {failure}"));
    println!(
        "opendal: {} requests, {passed} values as expected, {} not",
        cases.len(),
        failures.len()
    );
    if failures.is_empty() && passed > 0 { Ok(()) } else { Err("not as expected".into()) }
}

/// A request that the fault server refuses with a code of the table.
fn fault(entry: &Value) -> Option<Case> {
    let code = entry["code"].as_str()?.to_owned();
    Some(Case {
        name: code.clone(),
        // A custom domain, which OpenDAL takes for that of the bucket.
        endpoint: "http://bucket.localhost".to_owned(),
        path: format!("fault/{code}"),
        body: "content".to_owned(),
        methods: ["GET", "PUT", "HEAD"].map(str::to_owned).to_vec(),
        status: entry["status"].as_u64()?,
        message: usual_message(entry)?,
        code,
        id: "0000",
    })
}

/// A request that fails in the server behind the layer, from a line of `rows.tsv`. The bucket is in the
/// host, and the path is that of the line without its query, which OpenDAL cannot send.
fn failure(line: &str, codes: &[Value]) -> Option<Case> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [name, methods, path, body, status, code, message] = columns[..] else { return None };
    let entry = codes.iter().find(|entry| entry["code"] == code)?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    // The query is what is wrong with one request.
    let methods = if query.contains("number") { "" } else { methods };
    Some(Case {
        name: name.to_owned(),
        endpoint: format!("http://{FAILING}"),
        path: path[1..].replace("%20", " "),
        body: "x".repeat(body.parse().ok()?),
        methods: methods.split_whitespace().map(str::to_owned).collect(),
        status: status.parse().ok()?,
        code: code.to_owned(),
        message: if message == "-" { usual_message(entry)? } else { message.to_owned() },
        id: if name.contains("document") { "0000018A2B3C" } else { "0000" },
    })
}

fn usual_message(entry: &Value) -> Option<String> {
    Some(entry["sends"].as_str().or(entry["message"].as_str())?.to_owned())
}

/// OpenDAL's own classes. It takes 408 and 409 for permanent, whatever the code is.
fn by_status(status: u64) -> (ErrorKind, bool) {
    match status {
        404 => (ErrorKind::NotFound, false),
        403 => (ErrorKind::PermissionDenied, false),
        412 => (ErrorKind::ConditionNotMatch, false),
        500 | 502 | 503 | 504 => (ErrorKind::Unexpected, true),
        _ => (ErrorKind::Unexpected, false),
    }
}
