//! Receiving responses over a connection: bodies that do not end, that break off, or that begin
//! late; and the memory that takes.
#![cfg(feature = "http-body")]

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use allocation_counter::measure;
use bytes::{Buf, Bytes};
use http::Response;
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Empty, Full};
use hyper::Request;
use hyper_util::rt::TokioIo;
use obs_errors::limits::MAX_BODY_BYTES;
use obs_errors::{ObsError, ObsErrorCode, Origin, XmlError, XmlErrorKind};
use proptest::prelude::*;

include!("server.rs");

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

/// Sends a request to the server, and returns its response as it begins.
async fn request(url: &str) -> Response<hyper::body::Incoming> {
    let address = url.split('/').nth(2).expect("an address");
    let stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let connected = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = connected.expect("a connection");
    tokio::spawn(connection);
    let request = Request::get("/b/k").header("host", address).body(Empty::<Bytes>::new());
    sender.send_request(request.expect("a request")).await.expect("a response")
}

#[test]
fn what_arrives_is_read_in_bounded_memory() {
    let url = start_server().expect("a server");
    let kinds = [
        // The first mebibyte of it is read.
        (true, Some(XmlErrorKind::Truncated)),
        (true, Some(XmlErrorKind::Truncated)),
        (false, None),
    ];
    for (is_incomplete, kind) in kinds {
        let mut found = None;
        let memory = measure(|| {
            found = Some(block_on(async { ObsError::read_response(request(&url).await).await }));
        });
        let error = found.expect("it was read");
        assert_eq!((error.code(), error.status()), (Some(ObsErrorCode::SlowDown), Some(503)));
        assert_eq!((error.request_id(), error.origin()), (Some("R1"), Origin::Xml));
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
        assert_eq!(error.is_incomplete(), is_incomplete);
        assert_eq!(error.excerpt().is_some(), is_incomplete);
        assert_eq!(error.xml_error().map(XmlError::kind), kind);
        // With the runtime, the connection and its buffers.
        assert!(memory.bytes_max < 2 << 20, "{} bytes", memory.bytes_max);
    }
}

/// A body in parts, which may break off after them.
struct Parts<D> {
    parts: VecDeque<D>,
    breaks_off: bool,
}

impl<D> Parts<D> {
    fn new(parts: impl IntoIterator<Item = D>, breaks_off: bool) -> Self {
        Self { parts: parts.into_iter().collect(), breaks_off }
    }
}

impl<D: Buf + Unpin> Body for Parts<D> {
    type Data = D;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<D>, Self::Error>>> {
        Poll::Ready(match self.parts.pop_front() {
            Some(part) => Some(Ok(Frame::data(part))),
            None => self.breaks_off.then_some(Err("it broke off")),
        })
    }
}

fn response<B>(body: B) -> Response<B> {
    Response::builder().status(404).body(body).expect("a response")
}

#[test]
fn a_body_that_breaks_off_before_its_first_byte() {
    let error = block_on(ObsError::read_response(response(Parts::<Bytes>::new([], true))));
    assert_eq!((error.status(), error.is_incomplete()), (Some(404), true));
    assert_eq!((error.code_str(), error.excerpt()), (None, None));
}

#[test]
fn a_whole_document_of_a_body_that_breaks_off() {
    let document = Bytes::from_static(b"<Error><Code>NoSuchKey</Code></Error>");
    let error = block_on(ObsError::read_response(response(Parts::new([document], true))));
    assert_eq!((error.code(), error.is_incomplete()), (Some(ObsErrorCode::NoSuchKey), true));
    assert!(error.excerpt().is_some());
}

#[test]
fn a_body_at_the_limit_and_beyond() {
    for (length, is_incomplete) in
        [(MAX_BODY_BYTES - 1, false), (MAX_BODY_BYTES, false), (MAX_BODY_BYTES + 1, true)]
    {
        let body = Full::new(Bytes::from(vec![b'a'; length]));
        let error = block_on(ObsError::read_response(response(body)));
        assert_eq!(error.is_incomplete(), is_incomplete, "{length}");
    }
}

#[test]
fn a_body_in_parts_that_ends_at_the_limit_is_complete() {
    let parts = [vec![b'a'; MAX_BODY_BYTES / 2], vec![b'a'; MAX_BODY_BYTES / 2]].map(Bytes::from);
    let error = block_on(ObsError::read_response(response(Parts::new(parts.clone(), false))));
    assert!(!error.is_incomplete());
    let longer = parts.into_iter().chain([Bytes::from_static(b"a")]);
    let error = block_on(ObsError::read_response(response(Parts::new(longer, false))));
    assert!(error.is_incomplete());
}

#[test]
fn trailers_are_skipped() {
    let trailers = http::HeaderMap::from_iter([(http::header::RETRY_AFTER, "1".parse().unwrap())]);
    let document = Bytes::from_static(b"<Error><Code>NoSuchKey</Code></Error>");
    let body = Full::new(document).with_trailers(async { Some(Ok(trailers)) });
    let error = block_on(ObsError::read_response(response(body)));
    assert_eq!((error.code(), error.retry_after()), (Some(ObsErrorCode::NoSuchKey), None));
    assert!(!error.is_incomplete());
}

#[test]
fn the_future_can_be_sent_to_another_thread() {
    fn assert_send<T: Send>(_: &T) {}
    assert_send(&ObsError::read_response(response(Full::new(Bytes::new()))));
}

proptest! {
    /// However a body is divided, and if its parts are divided again, the same is read.
    #[test]
    fn parts_are_read_like_the_whole(
        parts in proptest::collection::vec(
            ("[<>/&; a]{0,6}|<Error>|<Code>|SlowDown|</Code>|</Error>", "[a-z<]{0,4}"),
            0..8,
        ),
    ) {
        let whole: String = parts.iter().flat_map(|(a, b)| [a.as_str(), b]).collect();
        let parts = parts.into_iter().map(|(a, b)| Bytes::from(a).chain(Bytes::from(b)));
        let body = Parts::new(parts, false);
        let error = block_on(ObsError::read_response(response(body)));
        let same = ObsError::from_http(&response(whole));
        prop_assert_eq!(format!("{error:?}"), format!("{same:?}"));
    }
}
