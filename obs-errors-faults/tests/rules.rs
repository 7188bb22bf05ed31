//! Rules, and what the log says about the requests.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use obs_errors::{NO_HEADERS, ObsError, ObsErrorCode};
use obs_errors_faults::{
    Fault, FaultServer, Operation, Per, Rate, Request, RequestLog, Rule, Scenario, Shape,
};
use proptest::prelude::*;

fn started() -> FaultServer {
    FaultServer::settings().with_bucket("photos").start().expect("it starts")
}

/// The status of the response to a request, and its body; 0 if there is none.
fn send(server: &FaultServer, method: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(server.address()).expect("it listens");
    let body = if method == "PUT" { "content-length: 1\r\n\r\nx" } else { "\r\n" };
    let request = format!("{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{body}");
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    let response = String::from_utf8_lossy(&response);
    let status = response.get(9..12).map_or(0, |status| status.parse().expect("a status"));
    (status, response.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

fn statuses(server: &FaultServer, count: usize, method: &str, path: &str) -> Vec<u16> {
    (0..count).map(|_| send(server, method, path).0).collect()
}

/// Every code of the table, twice for each of several operations, and then a success.
#[test]
fn every_code_is_answered_twice_and_then_the_request_succeeds() {
    let server = started();
    send(&server, "PUT", "/photos/a");
    for &code in ObsErrorCode::ALL {
        for (operation, method, path) in [
            (Operation::PutObject, "PUT", "/photos/a"),
            (Operation::GetObject, "GET", "/photos/a"),
            (Operation::HeadObject, "HEAD", "/photos/a"),
            (Operation::ListObjects, "GET", "/photos"),
        ] {
            server.add(Rule::new([Fault::error(code).times(2)]).with_operation(operation));
            let status = code.status();
            assert_eq!(statuses(&server, 2, method, path), [status; 2], "{code} {operation}");
            assert_eq!(send(&server, method, path).0, 200, "{code} {operation}");
            server.clear_rules();
        }
        server.inject(&format!("{code} x1")).expect("it is a code");
        let (status, body) = send(&server, "GET", "/photos/a");
        let error = ObsError::from_parts(status, NO_HEADERS, body.as_bytes());
        assert_eq!(error.code(), Some(code).filter(|code| code.status() != 304), "{body}");
    }
}

#[test]
fn the_first_rule_counts_that_has_a_fault() {
    let server = started();
    server.inject_into(Operation::GetObject, "NoSuchKey x1").expect("faults");
    let second = server.inject("SlowDown x2, Ok").expect("faults");
    assert_eq!(statuses(&server, 3, "GET", "/photos/a"), [404, 503, 503]);
    assert_eq!(send(&server, "PUT", "/photos/a").0, 200);
    let log = server.log();
    assert_eq!(log.requests()[1].rule(), Some(second));
    assert_eq!(log.requests()[1].fault(), Some("SlowDown x2"));
    assert!(server.remove(second) && !server.remove(second));
    // An error that has a message, fields and a status of its own.
    let error = ObsError::new(ObsErrorCode::InsufficientStorageSpace)
        .with_status(507)
        .with_message("Full.")
        .with_field("Quota", "5")
        .with_retry_after(Duration::from_secs(3));
    server.add(Rule::new([Fault::response(error).with_shape(Shape::Pretty)]));
    let (status, body) = send(&server, "GET", "/photos/a");
    let error = ObsError::from_parts(status, NO_HEADERS, body.as_bytes());
    assert_eq!((status, error.message(), error.field("Quota")), (507, Some("Full."), Some("5")));
}

#[test]
fn conditions_select_requests() {
    let server = started();
    let rule = |rule: Rule| {
        server.clear_rules();
        server.add(rule);
    };
    let slow = || Rule::new([Fault::error(ObsErrorCode::SlowDown)]);
    rule(slow().with_nth(3));
    assert_eq!(statuses(&server, 4, "PUT", "/photos/a"), [200, 200, 503, 200]);
    rule(slow().with_every(2).with_per(Per::Key));
    assert_eq!(statuses(&server, 3, "PUT", "/photos/a"), [200, 503, 200]);
    assert_eq!(statuses(&server, 2, "PUT", "/photos/b"), [200, 503]);
    rule(slow().with_method(http::Method::GET).with_key("*.jpg").with_bucket("ph?tos"));
    assert_eq!(send(&server, "PUT", "/photos/dir/a.jpg").0, 200);
    assert_eq!(send(&server, "GET", "/photos/dir/a.jpg").0, 503);
    assert_eq!(send(&server, "GET", "/photos/a").0, 200);
    rule(slow().with_above(Rate::per_minute(2)).with_per(Per::Bucket));
    assert_eq!(statuses(&server, 3, "GET", "/photos/a"), [200, 200, 503]);
    assert_eq!(send(&server, "GET", "/other/a").0, 404);
    rule(Rule::new([Fault::error(ObsErrorCode::SlowDown).times(1), Fault::ok()]).repeating());
    assert_eq!(statuses(&server, 4, "GET", "/photos/a"), [503, 200, 503, 200]);
}

#[test]
fn a_probability_with_a_seed_selects_the_same_requests_again() {
    let selected = |probability, seed| {
        let server = started();
        server.add(
            Rule::new([Fault::error(ObsErrorCode::SlowDown)]).with_probability(probability, seed),
        );
        statuses(&server, 100, "PUT", "/photos/a")
    };
    let first = selected(0.3, 7);
    assert_eq!(first, selected(0.3, 7));
    assert_ne!(first, selected(0.3, 8));
    let count = first.iter().filter(|status| **status == 503).count();
    assert!((15..=45).contains(&count), "{count}");
    assert_eq!(selected(0.0, 1), [200; 100]);
    assert_eq!(selected(1.0, 1), [503; 100]);
}

#[test]
fn the_log_has_what_was_asked_and_answered() {
    let server = started();
    server.inject_into(Operation::PutObject, "SlowDown x1, Reset x1").expect("faults");
    assert_eq!(statuses(&server, 3, "PUT", "/photos/a%20b?X-Amz-Date=1"), [503, 0, 200]);
    send(&server, "POST", "/photos/a?select");
    let log = server.log();
    let put =
        log.clone().with_operation(Operation::PutObject).with_bucket("photos").with_key("a ?");
    put.assert_attempts(3);
    let attempts: Vec<u32> = put.requests().iter().map(Request::attempt).collect();
    assert_eq!(attempts, [1, 2, 3]);
    let statuses: Vec<_> = put.requests().iter().map(Request::status).collect();
    assert_eq!(statuses, [Some(503), None, Some(200)]);
    let first = &put.requests()[0];
    assert_eq!((first.code(), first.bytes_received()), (Some("SlowDown"), 1));
    assert_eq!(first.target(), "/photos/a%20b?X-Amz-Date=1");
    assert_eq!(log.requests()[3].operation(), None);
    assert_eq!(log.requests()[3].code(), Some("ServiceNotImplemented"));
    let json: serde_json::Value = serde_json::from_str(&log.to_json()).expect("JSON");
    assert_eq!(json[1]["fault"], "Reset x1");
    assert_eq!(json[0]["headers"][0], serde_json::json!(["host", "a"]));
    server.clear_log();
    assert!(server.log().requests().is_empty());
    send(&server, "GET", "/photos/a");
    assert_eq!(server.log().requests()[0].number(), 5);
}

/// A client that gives up does not see what happens to it, and the log does.
#[test]
fn the_log_has_the_fault_of_a_client_that_gave_up() {
    let server = started();
    server.inject("Stall").expect("a fault");
    let mut stream = TcpStream::connect(server.address()).expect("it listens");
    stream.write_all(b"GET /photos/a HTTP/1.1\r\nhost: a\r\n\r\n").expect("it is sent");
    while server.log().filtered(|request| request.fault().is_some()).requests().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(stream);
    let log = server.log();
    assert_eq!((log.requests()[0].fault(), log.requests()[0].status()), (Some("Stall"), None));
}

/// A stall takes the time that it states, and not once for each stage of a response.
#[test]
fn a_stall_before_a_response_comes_once() {
    let server = started();
    for fault in ["Stall 1s x1", "Stall 1s x1; performed", "SlowDown x1; end=stall; for=1s"] {
        server.inject(fault).expect("a fault");
        let start = Instant::now();
        send(&server, "GET", "/photos/a");
        let elapsed = start.elapsed();
        assert!((1.0..2.0).contains(&elapsed.as_secs_f64()), "{fault}: {elapsed:?}");
    }
}

/// The log is bounded, and says what it does not have.
#[test]
fn a_long_log_drops_the_oldest_requests() {
    let server = started();
    let mut stream = TcpStream::connect(server.address()).expect("it listens");
    let mut reader = stream.try_clone().expect("a clone");
    let request =
        format!("HEAD /photos HTTP/1.1\r\nhost: a\r\nx-long: {}\r\n\r\n", "x".repeat(30_000));
    let reading = std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
    for _ in 0..1000 {
        stream.write_all(request.as_bytes()).expect("it is sent");
    }
    stream.shutdown(std::net::Shutdown::Write).expect("it is open");
    let _ = reading.join();
    let log = server.log();
    assert_eq!(log.dropped() + log.requests().len() as u64, 1000);
    assert!(log.requests().len() < 600, "{}", log.requests().len());
}

fn panics(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let error = std::panic::catch_unwind(check).expect_err("it panics");
    error.downcast_ref::<String>().expect("a message").clone()
}

#[test]
fn assertions_say_what_they_found() {
    let server = started();
    server.inject("SlowDown x4; retry-after=1").expect("faults");
    for wait in [0, 5, 40, 120] {
        std::thread::sleep(Duration::from_millis(wait));
        send(&server, "GET", "/photos/a");
    }
    let log = server.log();
    log.assert_attempts(4);
    log.assert_backoff_grows();
    assert!(log.waits()[1] >= Duration::from_millis(40), "{:?}", log.waits());
    let message = panics({
        let log = log.clone();
        move || log.assert_attempts(3)
    });
    assert!(
        message.starts_with("expected 3 requests, found 4\n  GET /photos/a: 503 SlowDown\n"),
        "{message}"
    );
    let message = panics({
        let log = log.clone();
        move || log.assert_retry_after_respected()
    });
    assert!(
        message.starts_with("expected waits of at least what Retry-After asked for"),
        "{message}"
    );
    let reversed: RequestLog = log.filtered(|request| request.number() < 3);
    let message = panics(move || reversed.assert_backoff_grows());
    assert!(message.starts_with("expected three requests or more"), "{message}");
}

#[test]
fn a_scenario_has_buckets_rules_and_the_codes_of_a_table() {
    let source = "buckets: [docs]\nrules: [{ key: a, faults: SlowDown x1 }]";
    let scenario = Scenario::parse("scenario.yaml", source).expect("it is valid");
    let server = FaultServer::settings().with_scenario(scenario).start().expect("it starts");
    assert_eq!(statuses(&server, 2, "PUT", "/docs/a"), [503, 200]);
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/table/away.yaml");
    let scenario = Scenario::read(&path).expect("it is valid");
    let server = FaultServer::settings().with_scenario(scenario).start().expect("it starts");
    assert_eq!(send(&server, "GET", "/docs/a").0, 503);
    // Those of the control endpoint and of requests are in the same table.
    assert!(server.inject("Away").is_ok() && server.inject("SlowDown").is_ok());
}

/// The operations and the shapes have different names.
#[test]
fn names_are_unique() {
    let operations: BTreeSet<&str> = Operation::ALL.iter().map(|it| it.as_str()).collect();
    let shapes: BTreeSet<&str> = Shape::ALL.iter().map(|it| it.as_str()).collect();
    assert_eq!((operations.len(), shapes.len()), (Operation::ALL.len(), Shape::ALL.len()));
}

fn any_fault() -> impl Strategy<Value = Fault> {
    let reply = prop_oneof![
        Just(Fault::ok()),
        Just(Fault::reset()),
        Just(Fault::close()),
        Just(Fault::stall()),
        (1u64..5000).prop_map(|millis| Fault::stall_for(Duration::from_millis(millis))),
        Just(Fault::broken_chunk()),
        prop::sample::select(ObsErrorCode::ALL).prop_map(Fault::error),
        ("[A-Z][a-z]{3}[0-9]{3}", 300u16..600)
            .prop_map(|(code, status)| Fault::custom(&code, status)),
        (prop::sample::select(ObsErrorCode::ALL), "[ -~]{0,20}", "[ -~é,;\"]{0,9}", 0u64..9)
            .prop_map(|(code, message, field, wait)| {
                let error = ObsError::new(code).with_message(message).with_field("Own", field);
                Fault::response(error.with_retry_after(Duration::from_secs(wait)))
            }),
    ];
    let shape = prop::sample::select(Shape::ALL);
    let options =
        (prop::option::of(1u32..9), 0u64..5000, prop::option::of(1u64..9999), any::<[bool; 3]>());
    (reply, shape, options).prop_map(|(fault, shape, (times, latency, rate, flags))| {
        let mut fault = fault.with_shape(shape).with_latency(Duration::from_millis(latency));
        if let Some(times) = times {
            fault = fault.times(times);
        }
        if let Some(rate) = rate {
            fault = fault.with_bytes_per_second(rate);
        }
        if flags[0] {
            fault = fault.performed();
        }
        if flags[1] {
            fault = fault.for_keys("a,b;\"*");
        }
        if flags[2] {
            let name = http::HeaderName::from_static("x-own");
            fault = fault.with_header(name, http::HeaderValue::from_static("a; \"b\", c"));
        }
        fault
    })
}

proptest! {
    /// What a fault is shown as is read as the same fault.
    #[test]
    fn the_notation_of_a_fault_is_read_as_the_same_fault(fault in any_fault()) {
        let text = fault.to_string();
        let read: Fault = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        prop_assert_eq!(read.to_string(), text);
        prop_assert_eq!(read, fault);
    }

    /// No text makes the reader panic.
    #[test]
    fn any_text_is_read_or_refused(text in "[ -~é\n\"]{0,60}", scenario in "\\PC{0,80}") {
        let _ = text.parse::<Rule>();
        let _ = Scenario::parse("a.yaml", &format!("rules:\n  - faults: {text}"));
        let _ = Scenario::parse("a.yaml", &scenario);
    }
}
