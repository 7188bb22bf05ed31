//! The service behind the layer.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::http::{Request, Response};
use ::http_body::Body;
use tower_service::Service;

use super::body::ErrorDocumentBody;
use super::exchange::Exchange;
use super::future::ErrorDocumentFuture;
use super::panicked::catch;
use super::settings::{BoxError, Settings};
use crate::ErrorCode;

/// The service of [`ErrorDocumentLayer`](super::ErrorDocumentLayer), around another one. It has no
/// errors of its own: those of the other service are responses.
pub struct ErrorDocument<S, C> {
    inner: S,
    settings: Arc<Settings<C>>,
    /// The error because of which the service is not ready, for the next call.
    failed: Option<BoxError>,
}

impl<S, C> ErrorDocument<S, C> {
    pub(super) fn new(inner: S, settings: Arc<Settings<C>>) -> Self {
        Self { inner, settings, failed: None }
    }
}

impl<S: Clone, C> Clone for ErrorDocument<S, C> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), Arc::clone(&self.settings))
    }
}

impl<S: fmt::Debug, C> fmt::Debug for ErrorDocument<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { inner, settings, failed } = self;
        f.debug_struct("ErrorDocument")
            .field("inner", inner)
            .field("settings", settings)
            .field("failed", failed)
            .finish()
    }
}

impl<S, C, A, B> Service<Request<A>> for ErrorDocument<S, C>
where
    S: Service<Request<A>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body,
    C: ErrorCode,
{
    type Response = Response<ErrorDocumentBody<B>>;
    type Error = Infallible;
    type Future = ErrorDocumentFuture<S::Future, B, C>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        if self.failed.is_none() {
            match catch(|| self.inner.poll_ready(context)) {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(Ok(()))) => {}
                Ok(Poll::Ready(Err(error))) => self.failed = Some(error.into()),
                Err(panicked) => self.failed = Some(panicked.into()),
            }
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<A>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        let exchange = Exchange::begin(&self.settings, &mut parts);
        let request = Request::from_parts(parts, body);
        let called = match self.failed.take() {
            Some(error) => Err(error),
            None => catch(|| self.inner.call(request)).map_err(Into::into),
        };
        ErrorDocumentFuture::new(exchange, called)
    }
}
