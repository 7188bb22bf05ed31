//! Many requests at once, and requests that never reach a service.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use http::Request;
use http_body_util::Full;
use obs_errors::layer::ErrorDocumentLayer;
use obs_errors::{ObsError, ObsErrorCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::failing_server::serve;
use super::wire::{answer, http2};

const CONNECTIONS: usize = 50;
/// As many as a server of hyper allows at once on one connection.
const STREAMS: usize = 200;

/// All requests are in the service at the same time before the first one is answered.
#[tokio::test]
async fn ten_thousand_requests_at_once_lose_none() {
    let arrived = Arc::new((AtomicUsize::new(0), Notify::new()));
    let handler = move |Path(number): Path<usize>| {
        let arrived = Arc::clone(&arrived);
        async move {
            let (count, all) = &*arrived;
            let notified = all.notified();
            if count.fetch_add(1, Ordering::SeqCst) + 1 == CONNECTIONS * STREAMS {
                all.notify_waiters();
            } else {
                notified.await;
            }
            match number % 4 {
                0 => Ok(number.to_string()),
                1 => Err(ObsError::new(ObsErrorCode::NoSuchKey).with_message(number.to_string())),
                2 => Err(ObsError::for_status(503).with_message(number.to_string())),
                _ => panic!("{number}"),
            }
        }
    };
    std::panic::set_hook(Box::new(|_| ()));
    let layer = ErrorDocumentLayer::<ObsErrorCode>::new();
    let router = Router::new().route("/{number}", get(handler)).layer(layer);
    let address = serve(router, "127.0.0.1:0").await.expect("a port");

    let mut tasks = Vec::new();
    for connection in 0..CONNECTIONS {
        let client = http2(address).await;
        tasks.extend((0..STREAMS).map(|stream| {
            let (mut client, number) = (client.clone(), connection * STREAMS + stream);
            tokio::spawn(async move {
                let request = Request::get(format!("http://{address}/{number}"));
                let request = request.body(Full::default()).expect("a request");
                let response = client.send_request(request).await.expect("a response");
                (number, answer(response).await)
            })
        }));
    }
    let mut ids = HashSet::new();
    for task in tasks {
        let (number, answer) = task.await.expect("it does not panic");
        let id = answer.headers["x-obs-request-id"].to_str().expect("ASCII").to_owned();
        let status = [200, 404, 503, 500][number % 4];
        assert_eq!(answer.status.as_u16(), status, "{number}");
        if status == 200 {
            assert_eq!(answer.body, number.to_string());
        } else {
            let error = ObsError::from_xml(answer.body.as_bytes()).expect("a document");
            assert_eq!(error.request_id(), Some(id.as_str()));
            assert_eq!(error.message() == Some(&number.to_string()), status != 500, "{number}");
        }
        ids.insert(id);
    }
    assert_eq!(ids.len(), CONNECTIONS * STREAMS);
    let _ = std::panic::take_hook();
}

/// hyper rejects these itself, before there is a request that a service could see: no layer can send a
/// document for them.
#[tokio::test]
async fn what_is_no_request_gets_no_document() {
    let layer = ErrorDocumentLayer::<ObsErrorCode>::new();
    let router = Router::new().route("/", get(|| async { "ok" })).layer(layer);
    let address = serve(router, "127.0.0.1:0").await.expect("a port");
    let long_path = format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "x".repeat(70_000));
    let many_headers = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(200));
    for (request, status) in [
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", "400 Bad Request"),
        ("GET / HTTP/1.1\r\ncontent-length: a\r\n\r\n", "400 Bad Request"),
        (&long_path, "414 URI Too Long"),
        (&many_headers, "431 Request Header Fields Too Large"),
        ("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "200 OK"),
    ] {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("it is sent");
        let mut answer = Vec::new();
        // The server may close the connection before it has read everything.
        let read = stream.read_to_end(&mut answer);
        let _ = tokio::time::timeout(Duration::from_secs(10), read).await.expect("it ends");
        let answer = String::from_utf8(answer).expect("ASCII");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{answer}");
        let is_success = status == "200 OK";
        assert_eq!(answer.contains("x-obs-request-id"), is_success, "{answer}");
        assert_eq!(answer.ends_with("\r\n\r\n"), !is_success, "{answer}");
    }
}
