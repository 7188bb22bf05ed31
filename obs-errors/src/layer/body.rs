//! The body of a response behind the layer.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use ::http::HeaderMap;
use ::http_body::{Body, Frame, SizeHint};
use bytes::{Buf, Bytes};
use pin_project_lite::pin_project;

use super::settings::BoxError;

pin_project! {
    /// The body of a response behind [`ErrorDocumentLayer`](super::ErrorDocumentLayer): that of the
    /// service, or an error document.
    pub struct ErrorDocumentBody<B> {
        #[pin]
        kind: Kind<B>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<B> {
        // The body of the service, of which nothing was read.
        Whole { #[pin] body: B },
        // What was read of a body, or a document.
        // In a box, since most bodies are whole, and are moved.
        Read { received: Box<Received>, rest: Option<Pin<Box<B>>> },
    }
}

/// Why no more of a body is received.
pub(super) enum End {
    /// It has ended.
    Complete,
    /// It has broken off.
    Broken(BoxError),
    /// It is too long for an error document.
    TooLong,
}

/// What was received of a body.
#[derive(Debug, Default)]
pub(super) struct Received {
    chunks: VecDeque<Bytes>,
    length: usize,
    frames: usize,
    trailers: Option<HeaderMap>,
}

impl Received {
    pub(super) fn push<D: Buf>(&mut self, frame: Frame<D>) {
        self.frames += 1;
        match frame.into_data() {
            Ok(mut data) if data.has_remaining() => {
                self.length += data.remaining();
                self.chunks.push_back(data.copy_to_bytes(data.remaining()));
            }
            Ok(_) => {}
            Err(frame) => {
                if let Ok(trailers) = frame.into_trailers() {
                    self.trailers.get_or_insert_default().extend(trailers);
                }
            }
        }
    }

    /// How many bytes were received, without trailers.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// How many frames were received.
    pub(super) fn frames(&self) -> usize {
        self.frames
    }

    pub(super) fn has_trailers(&self) -> bool {
        self.trailers.is_some()
    }

    /// What was received, in one piece.
    pub(super) fn to_bytes(&self) -> Bytes {
        match self.chunks.len() {
            0 => Bytes::new(),
            1 => self.chunks[0].clone(),
            _ => self.chunks.iter().flatten().copied().collect(),
        }
    }

    fn next_frame(&mut self) -> Option<Frame<Bytes>> {
        if let Some(chunk) = self.chunks.pop_front() {
            self.length -= chunk.len();
            return Some(Frame::data(chunk));
        }
        self.trailers.take().map(Frame::trailers)
    }
}

impl<B> ErrorDocumentBody<B> {
    /// The body of the service, as it is.
    pub(super) fn whole(body: B) -> Self {
        Self { kind: Kind::Whole { body } }
    }

    /// What was read of a body, and the rest of it.
    pub(super) fn read(received: Received, rest: Option<Pin<Box<B>>>) -> Self {
        Self { kind: Kind::Read { received: Box::new(received), rest } }
    }

    /// A document, or no body.
    pub(super) fn document(document: Vec<u8>) -> Self {
        let mut received = Received::default();
        if !document.is_empty() {
            received.push(Frame::data(Bytes::from(document)));
        }
        Self::read(received, None)
    }
}

impl<B> Default for ErrorDocumentBody<B> {
    /// Returns an empty body, for layers around this one that respond themselves.
    fn default() -> Self {
        Self::read(Received::default(), None)
    }
}

impl<B: Body> Body for ErrorDocumentBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = match self.project().kind.project() {
            KindProjection::Whole { body } => body.poll_frame(context),
            KindProjection::Read { received, rest } => match (received.next_frame(), rest) {
                (Some(frame), _) => return Poll::Ready(Some(Ok(frame))),
                (None, Some(rest)) => rest.as_mut().poll_frame(context),
                (None, None) => return Poll::Ready(None),
            },
        };
        // A chunk that is `Bytes` already is not copied.
        frame.map_ok(|frame| frame.map_data(|mut data| data.copy_to_bytes(data.remaining())))
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Whole { body } => body.is_end_stream(),
            Kind::Read { received, rest } => {
                let is_read = received.chunks.is_empty() && received.trailers.is_none();
                is_read && rest.as_ref().is_none_or(Body::is_end_stream)
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let (received, rest) = match &self.kind {
            Kind::Whole { body } => return body.size_hint(),
            Kind::Read { received, rest } => (received, rest),
        };
        let read = received.length as u64;
        let rest = rest.as_ref().map_or(SizeHint::with_exact(0), Body::size_hint);
        let mut size = SizeHint::new();
        size.set_lower(read.saturating_add(rest.lower()));
        // Trailers are sent after a body whose length is not known.
        if let Some(upper) = rest.upper().filter(|_| received.trailers.is_none()) {
            size.set_upper(read.saturating_add(upper));
        }
        size
    }
}

impl<B> fmt::Debug for ErrorDocumentBody<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ErrorDocumentBody");
        if let Kind::Read { received, .. } = &self.kind {
            debug.field("received", received);
        }
        debug.finish_non_exhaustive()
    }
}
