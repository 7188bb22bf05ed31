//! Receiving the body of a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::{Buf, Bytes, BytesMut};
use http::HeaderMap;
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming};
use md5::{Digest, Md5};
use obs_errors::{ObsError, ObsErrorCode};

use crate::budget::Budget;
use crate::content::Content;
use crate::store::full;

/// How much of a body is received after it has been refused: a client that is still sending when the
/// connection closes may not see the response.
const MAX_REFUSED_BYTES: u64 = 8 << 20;

/// The longest line with the size of a chunk, and its signature.
const MAX_CHUNK_LINE: usize = 4096;

/// The body of a request, whose bytes are counted.
pub(crate) struct Upload {
    body: Incoming,
    received: Arc<AtomicU64>,
}

impl Upload {
    pub(crate) fn new(body: Incoming, received: Arc<AtomicU64>) -> Self {
        Self { body, received }
    }

    async fn frame(&mut self) -> Option<Result<Frame<Bytes>, hyper::Error>> {
        let frame = self.body.frame().await;
        if let Some(Ok(frame)) = &frame {
            let length = frame.data_ref().map_or(0, Bytes::len) as u64;
            self.received.fetch_add(length, Ordering::Relaxed);
        }
        frame
    }
}

/// A body, and the MD5 of its bytes.
pub(crate) struct Received {
    pub(crate) content: Content,
    pub(crate) md5: [u8; 16],
}

/// Receives a body, without the framing of signed chunks. A body for which there is no room is refused.
pub(crate) async fn receive(
    headers: &HeaderMap,
    body: &mut Upload,
    budget: &Arc<Budget>,
) -> Result<Received, ObsError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let expected = expected_md5(headers)?;
    let announced = text("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    if !budget.has_room(announced) {
        refuse(headers, body).await;
        return Err(full());
    }
    let hash = text("x-amz-content-sha256").unwrap_or_default();
    let encoding = text("content-encoding").unwrap_or_default();
    let mut chunks =
        (hash.starts_with("STREAMING-") || encoding.contains("aws-chunked")).then(Chunks::default);
    let (mut content, mut md5) = (Content::default(), Md5::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ObsError::new(ObsErrorCode::IncompleteBody))?;
        let Ok(data) = frame.into_data() else { continue };
        let parts = match &mut chunks {
            Some(chunks) => chunks.data(&data)?,
            None => vec![data],
        };
        for part in parts {
            let Some(charge) = budget.charge(part.len() as u64) else {
                drop(content);
                refuse(headers, body).await;
                return Err(full());
            };
            md5.update(&part);
            content.push(part);
            content.keep(charge);
        }
    }
    if chunks.is_some_and(|chunks| !chunks.is_complete()) {
        return Err(ObsErrorCode::IncompleteBody.into());
    }
    let md5: [u8; 16] = md5.finalize().into();
    if expected.is_some_and(|expected| expected != md5) {
        return Err(ObsErrorCode::BadDigest.into());
    }
    Ok(Received { content, md5 })
}

fn expected_md5(headers: &HeaderMap) -> Result<Option<[u8; 16]>, ObsError> {
    let Some(value) = headers.get("content-md5") else { return Ok(None) };
    let bytes = BASE64_STANDARD.decode(value.as_bytes()).ok();
    let md5 = bytes.and_then(|bytes| bytes.try_into().ok());
    let invalid =
        || ObsError::new(ObsErrorCode::BadDigest).with_message("Content-MD5 is not valid.");
    md5.map(Some).ok_or_else(invalid)
}

/// Receives some of a body that is not wanted, unless the client waits for permission to send it.
pub(crate) async fn refuse(headers: &HeaderMap, body: &mut Upload) {
    if headers.contains_key("expect") {
        return;
    }
    let mut received = 0;
    while let Some(Ok(frame)) = body.frame().await {
        received += frame.data_ref().map_or(0, |data| data.len() as u64);
        if received > MAX_REFUSED_BYTES {
            return;
        }
    }
}

/// Receives a body to its end.
pub(crate) async fn drain(body: &mut Upload) {
    while let Some(Ok(_)) = body.frame().await {}
}

/// The framing of signed chunks: `SIZE;chunk-signature=...`, the bytes, and an empty line; after the last
/// chunk, which is empty, there may be trailers.
#[derive(Debug, Default)]
struct Chunks {
    /// What was received and not yet read.
    rest: BytesMut,
    state: State,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    /// Before the line with the size of a chunk.
    #[default]
    Size,
    /// Within a chunk of which as many bytes are missing.
    Data(u64),
    /// Before the line break after a chunk.
    End,
    /// After the last chunk.
    Trailers,
}

impl Chunks {
    /// The bytes of the object in what was received.
    fn data(&mut self, received: &[u8]) -> Result<Vec<Bytes>, ObsError> {
        self.rest.extend_from_slice(received);
        let mut parts = Vec::new();
        loop {
            match self.state {
                State::Size => {
                    let Some(line) = self.line()? else { return Ok(parts) };
                    let size = line.split(|byte| *byte == b';').next().unwrap_or_default();
                    let size = std::str::from_utf8(size).ok();
                    let size = size.and_then(|size| u64::from_str_radix(size.trim(), 16).ok());
                    self.state = match size {
                        Some(0) => State::Trailers,
                        Some(size) => State::Data(size),
                        None => return Err(malformed()),
                    };
                }
                State::Data(missing) => {
                    if self.rest.is_empty() {
                        return Ok(parts);
                    }
                    let length =
                        usize::try_from(missing).unwrap_or(usize::MAX).min(self.rest.len());
                    parts.push(self.rest.split_to(length).freeze());
                    let missing = missing - length as u64;
                    self.state = if missing == 0 { State::End } else { State::Data(missing) };
                }
                State::End => match self.line()? {
                    Some(line) if line.is_empty() => self.state = State::Size,
                    Some(_) => return Err(malformed()),
                    None => return Ok(parts),
                },
                State::Trailers => {
                    self.rest.clear();
                    return Ok(parts);
                }
            }
        }
    }

    /// The next line, if it is there as a whole.
    fn line(&mut self) -> Result<Option<Bytes>, ObsError> {
        let Some(end) = self.rest.windows(2).position(|pair| pair == b"\r\n") else {
            return if self.rest.len() > MAX_CHUNK_LINE { Err(malformed()) } else { Ok(None) };
        };
        let line = self.rest.split_to(end).freeze();
        self.rest.advance(2);
        Ok(Some(line))
    }

    fn is_complete(&self) -> bool {
        self.state == State::Trailers
    }
}

fn malformed() -> ObsError {
    ObsError::new(ObsErrorCode::IncompleteBody).with_message("A chunk of the body is malformed.")
}

#[cfg(test)]
mod tests {
    use super::Chunks;

    /// However the bytes are split into frames.
    #[test]
    fn signed_chunks_are_joined() {
        let body = b"3;chunk-signature=ab\r\nabc\r\n2\r\nde\r\n0;chunk-signature=cd\r\nx-amz-checksum-crc32:a\r\n\r\n";
        for split in 1..body.len() {
            let mut chunks = Chunks::default();
            let mut found = Vec::new();
            for piece in body.chunks(split) {
                let parts = chunks.data(piece).expect("it is well-formed");
                found.extend(parts.concat());
            }
            assert_eq!((found, chunks.is_complete()), (b"abcde".to_vec(), true), "{split}");
        }
        for wrong in [&b"x\r\nabc"[..], b"1\r\nab\r\n", &[b'a'; 5000], b"-1\r\n"] {
            assert!(Chunks::default().data(wrong).is_err(), "{wrong:?}");
        }
        let mut truncated = Chunks::default();
        assert!(truncated.data(b"3\r\nab").is_ok() && !truncated.is_complete());
    }
}
