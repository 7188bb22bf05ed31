//! The response of the service behind the layer.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::http::Response;
use ::http_body::Body;
use pin_project_lite::pin_project;

use super::body::{End, ErrorDocumentBody};
use super::exchange::{Exchange, Next, Receiving};
use super::panicked::catch;
use super::settings::BoxError;
use crate::DefaultCodes;
use crate::limits::MAX_BODY_BYTES;

pin_project! {
    /// The future of a response of [`ErrorDocument`](super::ErrorDocument).
    #[must_use = "futures do nothing unless they are polled"]
    pub struct ErrorDocumentFuture<F, B, C> {
        exchange: Exchange<C>,
        #[pin]
        state: State<F, B>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, B> {
        // The service has not responded yet.
        Called { #[pin] future: F },
        // There is an error instead of a response.
        Failed { error: Option<BoxError> },
        // There is a response, and its body has to be read to know whether it is a document.
        Receiving { receiving: Option<Box<Receiving<B>>> },
    }
}

impl<F, B, C> ErrorDocumentFuture<F, B, C> {
    pub(super) fn new(exchange: Exchange<C>, called: Result<F, BoxError>) -> Self {
        let state = match called {
            Ok(future) => State::Called { future },
            Err(error) => State::Failed { error: Some(error) },
        };
        Self { exchange, state }
    }
}

impl<F, B, E, C> Future for ErrorDocumentFuture<F, B, C>
where
    F: Future<Output = Result<Response<B>, E>>,
    E: Into<BoxError>,
    B: Body,
    B::Error: Into<BoxError>,
    C: DefaultCodes,
{
    type Output = Result<Response<ErrorDocumentBody<B>>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Called { future } => match catch(|| future.poll(context)) {
                    Ok(response) => match ready!(response) {
                        Ok(response) => match this.exchange.triage(response) {
                            Next::Respond(response) => return Poll::Ready(Ok(response)),
                            Next::Receive(receiving) => {
                                State::Receiving { receiving: Some(receiving) }
                            }
                        },
                        Err(error) => State::Failed { error: Some(error.into()) },
                    },
                    Err(panicked) => State::Failed { error: Some(panicked.into()) },
                },
                StateProjection::Failed { error } => {
                    let error = error.take().expect(POLLED_AGAIN);
                    return Poll::Ready(Ok(this.exchange.fail(error)));
                }
                StateProjection::Receiving { receiving } => {
                    let response = receiving.as_mut().expect(POLLED_AGAIN);
                    match catch(|| receive(response, context)) {
                        Ok(end) => {
                            let end = ready!(end);
                            let response = receiving.take().expect("it was there");
                            return Poll::Ready(Ok(this.exchange.judge(*response, end)));
                        }
                        Err(panicked) => State::Failed { error: Some(panicked.into()) },
                    }
                }
            };
            this.state.set(next);
        }
    }
}

const POLLED_AGAIN: &str = "a future must not be polled after it is ready";

/// The maximum number of frames that are received: a body may have any number of short or empty ones.
const MAX_FRAMES: usize = 1 << 16;

fn receive<B>(
    Receiving { body, received, .. }: &mut Receiving<B>,
    context: &mut Context<'_>,
) -> Poll<End>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    while received.len() <= MAX_BODY_BYTES && received.frames() <= MAX_FRAMES {
        match ready!(body.as_mut().poll_frame(context)) {
            Some(Ok(frame)) => received.push(frame),
            Some(Err(error)) => return Poll::Ready(End::Broken(error.into())),
            None => return Poll::Ready(End::Complete),
        }
    }
    Poll::Ready(End::TooLong)
}

impl<F, B, C> fmt::Debug for ErrorDocumentFuture<F, B, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDocumentFuture").finish_non_exhaustive()
    }
}
