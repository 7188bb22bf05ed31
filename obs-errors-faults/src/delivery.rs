//! From a response to what the client gets of it.

use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, Method, Response, StatusCode, Version};

use crate::body::ResponseBody;
use crate::connection::{Aborted, Connection};
use crate::fault::{After, End, Fault, Reply};

/// Waits as the fault asks for. A stall without a time never ends: the client gives up, which drops the future.
async fn stall(time: Option<Duration>) {
    match time {
        Some(time) => tokio::time::sleep(time).await,
        None => std::future::pending().await,
    }
}

/// Ends the connection, or stalls, before anything of a response is sent.
pub(crate) async fn before(end: End, connection: &Connection) -> Result<(), Aborted> {
    match end {
        End::Reset => Err(connection.reset()),
        // Without a response, there is no chunk to break.
        End::Close | End::BrokenChunk => Err(Aborted),
        End::Stall(time) => {
            stall(time).await;
            Ok(())
        }
    }
}

/// Sends a response as the fault says.
pub(crate) async fn deliver(
    mut response: Response<ResponseBody>,
    fault: &Fault,
    method: &Method,
    version: Version,
    connection: &Arc<Connection>,
) -> Result<Response<ResponseBody>, Aborted> {
    let rate = fault.bytes_per_second.map(std::num::NonZero::get);
    let has_no_body = *method == Method::HEAD
        || matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let length = response.body().length();
    let cut = match (fault.end, fault.after) {
        (None, _) => None,
        // Of a request that is performed, it has come already.
        (Some(_), After::Nothing) if fault.reply == Reply::Performed => None,
        (Some(end), After::Nothing) => {
            before(end, connection).await?;
            None
        }
        (Some(end), _) if has_no_body || (length == 0 && matches!(end, End::Stall(_))) => {
            before(end, connection).await?;
            None
        }
        (Some(end), After::Bytes(bytes)) => Some((bytes, end)),
        (Some(end), After::Half) => Some((length / 2, end)),
        (Some(end), After::All) => Some((length, end)),
    };
    if let Some((bytes, End::BrokenChunk)) = cut {
        if version < Version::HTTP_2 {
            let sent = chunked(&response, usize::try_from(bytes).unwrap_or(usize::MAX));
            return Err(connection.send_and_close(sent));
        }
        return Err(Aborted);
    }
    if cut.is_none() && rate.is_none() {
        return Ok(response);
    }
    // The body states a length of its own.
    if !has_no_body {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    Ok(response.map(|body| body.paced(rate, cut, connection)))
}

/// A response in chunks, the last of which has no valid size.
fn chunked(response: &Response<ResponseBody>, bytes: usize) -> Vec<u8> {
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut sent = format!("HTTP/1.1 {} {reason}\r\n", status.as_str()).into_bytes();
    let mut headers: HeaderMap = response.headers().clone();
    headers.remove(CONTENT_LENGTH);
    headers.insert(TRANSFER_ENCODING, http::HeaderValue::from_static("chunked"));
    for (name, value) in &headers {
        sent.extend_from_slice(name.as_str().as_bytes());
        sent.extend_from_slice(b": ");
        sent.extend_from_slice(value.as_bytes());
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(b"\r\n");
    let body = response.body().to_vec();
    let chunk = &body[..bytes.min(body.len())];
    if !chunk.is_empty() {
        sent.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        sent.extend_from_slice(chunk);
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(b"no size\r\n");
    sent
}
