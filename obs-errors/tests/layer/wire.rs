//! One connection to a server, without a pool.

use std::net::SocketAddr;

use http::request::Builder;
use http::{HeaderMap, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    Http1,
    Http2,
}

/// A response that was received completely.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

enum Sender {
    Http1(http1::SendRequest<Full<Bytes>>),
    Http2(http2::SendRequest<Full<Bytes>>),
}

/// A connection, which is opened again if the server has closed it.
pub(crate) struct Connection {
    address: SocketAddr,
    version: Version,
    sender: Sender,
    /// For which requests it had to be opened again.
    pub(crate) reopened: Vec<String>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr, version: Version) -> Self {
        Self { address, version, sender: sender(address, version).await, reopened: Vec::new() }
    }

    pub(crate) async fn send(&mut self, request: Builder, body: Vec<u8>) -> Answer {
        let request = request.header("host", self.address.to_string());
        let mut request = request.body(Full::from(body)).expect("a request");
        let is_ready = match &mut self.sender {
            Sender::Http1(sender) => sender.ready().await.is_ok(),
            Sender::Http2(sender) => sender.ready().await.is_ok(),
        };
        if !is_ready {
            self.reopened.push(format!("{} {}", request.method(), request.uri()));
            self.sender = sender(self.address, self.version).await;
        }
        let response = match &mut self.sender {
            Sender::Http1(sender) => sender.send_request(request).await,
            Sender::Http2(sender) => {
                let uri = format!("http://{}{}", self.address, request.uri());
                *request.uri_mut() = uri.parse().expect("an address");
                request.headers_mut().remove("host");
                sender.send_request(request).await
            }
        };
        answer(response.expect("a response")).await
    }
}

async fn sender(address: SocketAddr, version: Version) -> Sender {
    if version == Version::Http2 {
        return Sender::Http2(http2(address).await);
    }
    let stream = TokioIo::new(TcpStream::connect(address).await.expect("a connection"));
    let (sender, connection) = http1::handshake(stream).await.expect("HTTP/1.1");
    tokio::spawn(connection);
    Sender::Http1(sender)
}

/// Opens a connection on which clones can send requests at the same time.
pub(crate) async fn http2(address: SocketAddr) -> http2::SendRequest<Full<Bytes>> {
    let stream = TokioIo::new(TcpStream::connect(address).await.expect("a connection"));
    let (sender, connection) =
        http2::handshake(TokioExecutor::new(), stream).await.expect("HTTP/2");
    tokio::spawn(connection);
    sender
}

pub(crate) async fn answer(response: Response<Incoming>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    let body = String::from_utf8(body.to_vec()).expect("UTF-8");
    Answer { status: parts.status, headers: parts.headers, body }
}
