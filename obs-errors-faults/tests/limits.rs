//! What a client cannot do to the server.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use obs_errors_faults::{FaultServer, Request};

fn connect(server: &FaultServer) -> TcpStream {
    let stream = TcpStream::connect(server.address()).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    stream
}

fn response(mut stream: TcpStream) -> String {
    let mut response = Vec::new();
    // The connection may be reset after the response: the client was still sending.
    let _ = stream.read_to_end(&mut response);
    String::from_utf8_lossy(&response).into_owned()
}

/// A body without an end and without a length: it is refused at the limit.
#[test]
fn a_client_that_uploads_forever_is_refused() {
    let server = FaultServer::settings().with_bucket("photos").with_limit_bytes(1 << 20).start();
    let server = server.expect("it starts");
    let mut stream = connect(&server);
    let head = "PUT /photos/a HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it is sent");
    let chunk = [format!("{:x}\r\n", 1 << 16).as_bytes(), &vec![b'x'; 1 << 16], b"\r\n"].concat();
    let mut sent = 0;
    // More than the limit, and more than the server receives after it has refused.
    while sent < 64 << 20 {
        match stream.write_all(&chunk) {
            Ok(()) => sent += chunk.len(),
            Err(error) => {
                assert!(
                    matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset),
                    "{error}"
                );
                break;
            }
        }
    }
    assert!(sent < 64 << 20, "the server received everything");
    // Nothing of it is stored.
    let mut stream = connect(&server);
    stream
        .write_all(b"GET /photos HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        .expect("it is sent");
    let list = response(stream);
    assert!(list.starts_with("HTTP/1.1 200") && !list.contains("<Key>"), "{list}");
}

/// The client waits for `100 Continue`, and gets the error instead.
#[test]
fn a_body_is_refused_before_it_is_sent() {
    let server = FaultServer::start_blocking().expect("it starts");
    let mut stream = connect(&server);
    let head =
        "PUT /none/a HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it is sent");
    let response = response(stream);
    assert!(response.starts_with("HTTP/1.1 404 "), "{response}");
    assert!(response.contains("<Code>NoSuchBucket</Code>"), "{response}");
}

/// The client gets `100 Continue`, sends the body, and gets the error then.
#[test]
fn a_fault_can_come_after_the_body_was_asked_for() {
    let server = FaultServer::settings().with_bucket("photos").start().expect("it starts");
    for (fault, begins) in [
        ("SlowDown; continue", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 "),
        ("SlowDown", "HTTP/1.1 503 "),
    ] {
        let mut stream = connect(&server);
        let head = format!(
            "PUT /photos/a HTTP/1.1\r\nhost: a\r\nx-fault: {fault}\r\nexpect: 100-continue\r\n\
             connection: close\r\ncontent-length: 4\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it is sent");
        // A client that is not asked for its body must not send it.
        if fault.ends_with("continue") {
            stream.write_all(b"data").expect("it is sent");
        }
        let response = response(stream);
        assert!(response.starts_with(begins), "{response}");
    }
    let log = server.log();
    let received: Vec<u64> = log.requests().iter().map(Request::bytes_received).collect();
    assert_eq!(received, [4, 0]);
}

#[test]
fn servers_are_independent_and_stop_when_they_are_dropped() {
    let servers = [(); 3].map(|()| FaultServer::start_blocking().expect("it starts"));
    let addresses = servers.each_ref().map(FaultServer::address);
    assert!(addresses.iter().all(|address| address.ip().is_loopback()));
    assert!(addresses[0] != addresses[1] && addresses[1] != addresses[2]);
    let open = connect(&servers[0]);
    drop(servers);
    assert_eq!(response(open), "");
    for address in addresses {
        assert!(TcpStream::connect(address).is_err(), "{address}");
    }
}

#[test]
fn a_bucket_has_the_name_of_a_host() {
    for name in ["", "a", "No", "a_b", "-ab", &"a".repeat(64)] {
        let error = FaultServer::settings().with_bucket(name).start().expect_err(name);
        assert_eq!(error.to_string(), format!("`{name}` is not the name of a bucket"));
    }
}

#[test]
fn an_address_that_others_can_reach_has_to_be_allowed() {
    let settings = FaultServer::settings().listen_on(([0, 0, 0, 0], 0).into());
    let error = settings.start().expect_err("it is not allowed");
    assert!(error.to_string().contains("remote clients are not allowed"), "{error}");
}

#[test]
fn a_server_with_credentials_wants_signatures() {
    let settings = FaultServer::settings().with_bucket("photos").with_credentials("AK", "SK");
    let server = settings.start().expect("it starts");
    for (authorization, code) in
        [("", "AccessDenied"), ("authorization: OBS XX:c2ln\r\n", "InvalidAccessKeyId")]
    {
        let mut stream = connect(&server);
        let head =
            format!("GET /photos HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{authorization}\r\n");
        stream.write_all(head.as_bytes()).expect("it is sent");
        let response = response(stream);
        assert!(response.contains(&format!("<Code>{code}</Code>")), "{response}");
    }
}
