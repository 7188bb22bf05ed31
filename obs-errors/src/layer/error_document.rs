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
use crate::DefaultCodes;

/// The service of [`ErrorDocumentLayer`](super::ErrorDocumentLayer), around another one. It has no
/// errors of its own: those of the other service are responses.
pub struct ErrorDocument<S, C> {
    inner: S,
    settings: Arc<Settings<C>>,
    /// The error because of which the service is not ready, for the next call.
    failed: Option<BoxError>,
    /// Whether the service has failed to become ready. It must not be used again then.
    is_dead: bool,
}

impl<S, C> ErrorDocument<S, C> {
    pub(super) fn new(inner: S, settings: Arc<Settings<C>>) -> Self {
        Self { inner, settings, failed: None, is_dead: false }
    }
}

impl<S: Clone, C> Clone for ErrorDocument<S, C> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), Arc::clone(&self.settings))
    }
}

impl<S: fmt::Debug, C> fmt::Debug for ErrorDocument<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { inner, settings, failed, is_dead } = self;
        f.debug_struct("ErrorDocument")
            .field("inner", inner)
            .field("settings", settings)
            .field("failed", failed)
            .field("is_dead", is_dead)
            .finish()
    }
}

impl<S, C, A, B> Service<Request<A>> for ErrorDocument<S, C>
where
    S: Service<Request<A>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body,
    B::Error: Into<BoxError>,
    C: DefaultCodes,
{
    type Response = Response<ErrorDocumentBody<B>>;
    type Error = Infallible;
    type Future = ErrorDocumentFuture<S::Future, B, C>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        if !self.is_dead {
            self.failed = match catch(|| self.inner.poll_ready(context)) {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(Ok(()))) => None,
                Ok(Poll::Ready(Err(error))) => Some(error.into()),
                Err(panicked) => Some(panicked.into()),
            };
            self.is_dead = self.failed.is_some();
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<A>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        let exchange = Exchange::begin(&self.settings, &mut parts);
        let request = Request::from_parts(parts, body);
        let called = match self.failed.take() {
            Some(error) => Err(error),
            None if self.is_dead => Err("the service has failed before".into()),
            None => catch(|| self.inner.call(request)).map_err(Into::into),
        };
        ErrorDocumentFuture::new(exchange, called)
    }
}
