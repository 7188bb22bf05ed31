//! Checks what OpenDAL's OBS service reports for every error of the fault server.
//!
//! OpenDAL classifies errors only by the status, and shows the code, the message and the request id
//! in the message of its error. For a HEAD request they are only in the headers of the response,
//! which it shows, too.

use std::error::Error;

use opendal::services::Obs;
use opendal::{ErrorKind, HttpTransporter, Operator};
use opendal_http_transport_reqwest::ReqwestTransport;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = std::env::var("OBS_ERRORS_SERVER")?;
    let table = std::fs::read_to_string(std::env::var("OBS_ERRORS_TABLE")?)?;
    let table: serde_json::Value = serde_json::from_str(&table)?;
    let codes = table["codes"].as_array().ok_or("no codes in the table")?;

    // OpenDAL drops the port of its endpoint; so the server is set as its proxy.
    let client = reqwest::Client::builder()
        .proxy(reqwest::Proxy::http(&server)?)
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    HttpTransporter::install_default(ReqwestTransport::new(client));
    let service = Obs::default()
        .endpoint("http://obs.example.com")
        .bucket("bucket")
        .access_key_id("AK")
        .secret_access_key("SK");
    let operator = Operator::new(service)?;

    let mut passed = 0;
    let mut failures = Vec::new();
    for row in codes {
        let code = row["code"].as_str().ok_or("a code is not a string")?;
        let status = row["status"].as_u64().ok_or("a status is not a number")?;
        let path = format!("fault/{code}");
        let body = [
            format!("code: {code:?}"),
            format!(
                "message: {:?}",
                row["sends"].as_str().or(row["message"].as_str()).unwrap_or_default()
            ),
            "request_id: \"0000".to_owned(),
            format!("status: {status}"),
        ];
        let headers = [
            format!("\"x-obs-error-code\": {code:?}"),
            "\"x-obs-request-id\": \"0000".to_owned(),
            format!("status: {status}"),
        ];
        for (method, result, expected) in [
            ("GET", operator.read(&path).await.map(drop), &body[..]),
            ("PUT", operator.write(&path, "content").await.map(drop), &body[..]),
            ("HEAD", operator.stat(&path).await.map(drop), &headers[..]),
        ] {
            let Err(error) = result else {
                failures.push(format!("{method} {code}: the request succeeded"));
                continue;
            };
            let text = error.to_string();
            let missing = expected.iter().filter(|part| !text.contains(*part));
            let missing: Vec<String> =
                missing.map(|part| format!("{method} {code}: no {part} in {text}")).collect();
            passed += expected.len() - missing.len();
            failures.extend(missing);
            let (kind, is_temporary) = by_status(status);
            if error.kind() == kind && error.is_temporary() == is_temporary {
                passed += 1;
            } else {
                failures.push(format!(
                    "{method} {code}: {:?}, temporary: {}",
                    error.kind(),
                    error.is_temporary()
                ));
            }
        }
    }
    failures.iter().for_each(|failure| println!("opendal: {failure}"));
    println!("opendal: {} codes, {passed} values as expected, {} not", codes.len(), failures.len());
    if failures.is_empty() && passed > 0 { Ok(()) } else { Err("not as expected".into()) }
}

/// OpenDAL's own classes. It takes 408 and 409 for permanent, whatever the code is.
fn by_status(status: u64) -> (ErrorKind, bool) {
    match status {
        404 => (ErrorKind::NotFound, false),
        403 => (ErrorKind::PermissionDenied, false),
        412 => (ErrorKind::ConditionNotMatch, false),
        500 | 503 => (ErrorKind::Unexpected, true),
        _ => (ErrorKind::Unexpected, false),
    }
}
