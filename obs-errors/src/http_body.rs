//! Feature `http-body`: responses whose body is still being received.

use std::future::poll_fn;
use std::pin::pin;

use ::http::Response;
use ::http_body::Body;
use bytes::Buf;

use crate::{BodyBuffer, ErrorCode, ErrorResponse};

/// Receiving responses of the crate `http` (feature `http-body`).
impl<C: ErrorCode> ErrorResponse<C> {
    /// Receives a failed response and reads it like [`from_response`](Self::from_response). This
    /// never fails: if the body breaks off, what has arrived is read, and
    /// [`is_incomplete`](Self::is_incomplete) returns `true`.
    ///
    /// No more of the body is received than [`MAX_BODY_BYTES`](crate::limits::MAX_BODY_BYTES). The
    /// rest is dropped with the response, which usually closes the connection.
    ///
    /// The future needs no particular runtime, and so has no timeout. A server may send its body
    /// as slowly as it likes, so set one; the status is known even if it elapses:
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use http::Response;
    /// use http_body_util::Full;
    /// use obs_errors::{NO_HEADERS, ObsError, ObsErrorCode};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let body = b"<Error><Code>NoSuchKey</Code></Error>".as_slice();
    /// # let response = Response::builder().status(404).body(Full::new(body)).expect("a response");
    /// let status = response.status().as_u16();
    /// let read = ObsError::read_response(response);
    /// let error = match tokio::time::timeout(Duration::from_secs(10), read).await {
    ///     Ok(error) => error,
    ///     Err(_) => ObsError::from_parts(status, NO_HEADERS, b""),
    /// };
    /// assert_eq!(error.code(), Some(ObsErrorCode::NoSuchKey));
    /// # }
    /// ```
    pub async fn read_response<B: Body>(response: Response<B>) -> Self {
        let (head, body) = response.into_parts();
        let mut body = pin!(body);
        let mut received = BodyBuffer::new();
        let is_incomplete = loop {
            let frame = match poll_fn(|context| body.as_mut().poll_frame(context)).await {
                Some(Ok(frame)) => frame,
                Some(Err(_)) => break true,
                None => break false,
            };
            // The other frames are trailers.
            let Ok(mut data) = frame.into_data() else { continue };
            while received.wants_more() && data.has_remaining() {
                let before = received.as_bytes().len();
                received.push(data.chunk());
                data.advance(received.as_bytes().len() - before);
            }
            if data.has_remaining() {
                break true;
            }
        };
        Self::read(head.status.as_u16(), &head.headers, received.as_bytes(), is_incomplete)
    }
}
