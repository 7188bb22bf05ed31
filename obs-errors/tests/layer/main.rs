//! The layer for servers, over sockets: every way of failing, in every method and version of HTTP.
#![cfg(all(feature = "axum", feature = "tower"))]

#[allow(dead_code, reason = "its `main` is not called")]
mod failing_server;
mod order;
mod responses;
mod sockets;
mod wire;

use failing_server::{DOCUMENT, HOST_ID, SECRET, router, serve, upstream};
use http::{HeaderMap, Method, Request, StatusCode};
use obs_errors::{ObsError, ObsErrorCode};
use wire::{Answer, Connection, Version};

/// A line of `rows.tsv`.
struct Row {
    name: &'static str,
    methods: Vec<Method>,
    path: &'static str,
    body: usize,
    status: u16,
    code: ObsErrorCode,
    message: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("rows.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows = lines.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, methods, path, body, status, code, message] = columns[..] else {
            panic!("seven columns: {line}")
        };
        let code: ObsErrorCode = code.parse().expect("a code");
        let usual = code.sent_message().unwrap_or_else(|| code.message());
        Row {
            name,
            methods: methods.split(' ').map(|it| it.parse().expect("a method")).collect(),
            path,
            body: body.parse().expect("a number"),
            status: status.parse().expect("a status"),
            code,
            message: if message == "-" { usual } else { message },
        }
    });
    rows.collect()
}

#[tokio::test]
async fn every_failure_is_a_document() {
    std::panic::set_hook(Box::new(|_| ()));
    let upstream = serve(upstream(), "127.0.0.1:0").await.expect("a port");
    let address = serve(router(upstream, |_| ()), "127.0.0.1:0").await.expect("a port");
    let mut failures = Vec::new();
    let mut count = 0;
    for version in [Version::Http1, Version::Http2] {
        let mut connection = Connection::open(address, version).await;
        for row in rows() {
            for method in &row.methods {
                let request = Request::builder().method(method).uri(row.path);
                let size = if method == Method::PUT { row.body } else { 0 };
                let answer = connection.send(request, vec![b'x'; size]).await;
                let request = Request::get("/rows/ok");
                let after = connection.send(request, Vec::new()).await;
                let case = format!("{version:?} {method} {}", row.name);
                failures.extend(
                    problems(&row, method, &answer).into_iter().map(|it| format!("{case}: {it}")),
                );
                if after.status != StatusCode::OK || after.body != "ok" {
                    failures.push(format!("{case}: the connection cannot be used: {after:?}"));
                }
                count += 1;
            }
        }
        failures
            .extend(connection.reopened.iter().map(|it| format!("{version:?}: reopened for {it}")));
    }
    let _ = std::panic::take_hook();
    assert!(failures.is_empty(), "{} of {count} fail:\n{}", failures.len(), failures.join("\n"));
}

fn problems(row: &Row, method: &Method, answer: &Answer) -> Vec<String> {
    let mut problems = Vec::new();
    let mut check = |what: &str, found: Option<&str>, expected: Option<&str>| {
        if found != expected {
            problems.push(format!("{what}: expected {expected:?}, found {found:?}"));
        }
    };
    let Answer { status, headers, body } = answer;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_head = method == Method::HEAD;
    let is_document_of_another = row.path.ends_with("document");

    check("status", Some(status.as_str()), Some(&row.status.to_string()));
    check("type", header("content-type"), Some("application/xml"));
    let error = if is_head {
        check("body", Some(body), Some(""));
        ObsError::from_response(*status, headers, b"")
    } else {
        check("length", header("content-length"), Some(&body.len().to_string()));
        match ObsError::from_xml(body.as_bytes()) {
            Ok(error) => error,
            Err(error) => {
                problems.push(format!("{error} in {body}"));
                return problems;
            }
        }
    };
    check("code", error.code_str(), Some(row.code.as_str()));
    check("header of the code", header("x-obs-error-code"), Some(row.code.as_str()));
    check("message", error.message(), Some(row.message));
    let id = header("x-obs-request-id");
    check("id", error.request_id(), id);
    if is_document_of_another {
        check("id", id, Some("0000018A2B3C"));
        if !is_head {
            check("document", Some(body), Some(DOCUMENT));
        }
    } else {
        check("length of the id", id.map(|id| id.len().to_string()).as_deref(), Some("32"));
        check("host", error.host_id(), Some(HOST_ID));
        if !is_head {
            check("resource", error.resource(), Some(&resource(row.path)));
        }
    }
    check("header of the host", header("x-obs-id-2"), Some(HOST_ID));
    check("kept header", header("x-kept"), (row.name == "status").then_some("yes"));
    check("allow", header("allow"), (row.name == "wrong method").then_some("POST"));
    check("location", header("location"), (row.name == "redirect").then_some("/rows/ok"));
    if !is_head {
        check("field", error.field("Objects"), (row.name == "handler's error").then_some("3"));
    }
    if format!("{headers:?}{body}").contains(SECRET) {
        problems.push(format!("the cause is sent: {answer:?}"));
    }
    problems
}

/// The path without its query, decoded.
fn resource(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    path.replace("%20", " ")
}

#[tokio::test]
async fn head_states_the_length_of_get() {
    let upstream = serve(upstream(), "127.0.0.1:0").await.expect("a port");
    let address = serve(router(upstream, |_| ()), "127.0.0.1:0").await.expect("a port");
    let mut connection = Connection::open(address, Version::Http1).await;
    let length = |headers: &HeaderMap| headers.get("content-length").cloned();
    for row in rows().iter().filter(|row| row.methods.contains(&Method::HEAD)) {
        let get = connection.send(Request::get(row.path), Vec::new()).await;
        let head = connection.send(Request::head(row.path), Vec::new()).await;
        let (get, head) = (length(&get.headers), length(&head.headers));
        assert_eq!(head, get, "{}", row.name);
    }
}
