//! The layer, and its settings.

use std::error::Error;
use std::sync::Arc;

use ::http::HeaderName;
use ::http::request::Parts;
use tower_layer::Layer;

use super::error_document::ErrorDocument;
use super::failed_request::FailedRequest;
use super::request_id::RequestId;
use super::settings::Settings;
use crate::{DefaultCodes, ErrorResponse};

/// A layer that sends every failing response as an error document, with the id of the request.
///
/// The [module](crate::layer) explains what it does with which response, and where it belongs among other
/// layers. `C` is the table of the codes.
///
/// ```
/// use axum::{Router, routing::get};
/// use obs_errors::layer::ErrorDocumentLayer;
/// use obs_errors::{ObsError, ObsErrorCode};
/// use tower::ServiceExt;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let router: Router = Router::new()
///     .route("/photos", get(|| async { "a list" }))
///     .layer(ErrorDocumentLayer::<ObsErrorCode>::new());
///
/// let request = http::Request::get("/photso").body(axum::body::Body::empty()).expect("a request");
/// let response = router.oneshot(request).await.expect("the router has no errors");
/// let error = ObsError::read_response(response).await;
/// assert_eq!((error.status(), error.code()), (Some(404), Some(ObsErrorCode::NoSuchKey)));
/// assert_eq!(error.resource(), Some("/photso"));
/// assert_eq!(error.request_id().map(str::len), Some(32));
/// # }
/// ```
pub struct ErrorDocumentLayer<C> {
    settings: Arc<Settings<C>>,
}

impl<C: DefaultCodes> ErrorDocumentLayer<C> {
    /// Returns a layer that generates the ids of requests and has no callback.
    ///
    /// The table needs the key `default_for_status`, since the layer needs a code for every status:
    ///
    /// ```compile_fail,E0277
    /// use obs_errors::{NoCode, layer::ErrorDocumentLayer};
    ///
    /// let layer = ErrorDocumentLayer::<NoCode>::new();
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { settings: Arc::default() }
    }

    /// Sets the function that finds the id of a request, or generates it. If it returns `None`, the id is
    /// the [`RequestId`] among the extensions of the request, which an outer layer may have put there,
    /// or else a new one.
    ///
    /// ```
    /// use http::request::Parts;
    /// use obs_errors::ObsErrorCode;
    /// use obs_errors::layer::{ErrorDocumentLayer, RequestId};
    ///
    /// // The id that the middleware of another crate generated.
    /// let find = |request: &Parts| {
    ///     let id = request.extensions.get::<tower_http::request_id::RequestId>()?;
    ///     RequestId::new(id.header_value().to_str().ok()?)
    /// };
    /// let layer = ErrorDocumentLayer::<ObsErrorCode>::new().with_request_id(find);
    /// ```
    #[must_use]
    pub fn with_request_id(
        self,
        find: impl Fn(&Parts) -> Option<RequestId> + Send + Sync + 'static,
    ) -> Self {
        self.with(|settings| settings.request_id = Some(Arc::new(find)))
    }

    /// Takes the id of a request from a header, if the request has one that is a valid [`RequestId`].
    /// Use this only behind a proxy that sets the header: otherwise clients choose the ids.
    #[must_use]
    pub fn with_request_id_header(self, name: HeaderName) -> Self {
        self.with_request_id(move |request| {
            RequestId::new(request.headers.get(&name)?.to_str().ok()?)
        })
    }

    /// Sets the id of this server, which is sent with every response.
    ///
    /// # Panics
    ///
    /// Panics if the id is empty, is longer than 128 bytes, or contains anything but visible ASCII.
    #[must_use]
    pub fn with_host_id(self, id: &str) -> Self {
        let id = RequestId::new(id).expect("a host id is visible ASCII, of 1 to 128 bytes");
        self.with(|settings| settings.host_id = Some(id))
    }

    /// Sets the function that finds what an error is about: the resource of errors for which the
    /// handler set none. By default it is the path of the request, percent-decoded. If the function
    /// returns `None`, it is the path, too.
    ///
    /// ```
    /// use http::request::Parts;
    /// use obs_errors::ObsErrorCode;
    /// use obs_errors::layer::ErrorDocumentLayer;
    ///
    /// // The bucket is the first label of the host: `photos.obs.example.com`.
    /// let resource = |request: &Parts| {
    ///     let host = request.headers.get("host")?.to_str().ok()?;
    ///     let (bucket, _) = host.split_once(".obs.example.com")?;
    ///     Some(format!("/{bucket}{}", request.uri.path()))
    /// };
    /// let layer = ErrorDocumentLayer::<ObsErrorCode>::new().with_resource(resource);
    /// ```
    #[must_use]
    pub fn with_resource(
        self,
        find: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.with(|settings| settings.resource = Some(Arc::new(find)))
    }

    /// Sets the function that decides which error is sent for an error of the service, but not for a
    /// panic. If it returns `None`, the layer looks for a code or an [`ErrorResponse`] in the error and
    /// in what caused it, with the codes of this table, of OBS or of none, and otherwise sends the
    /// default for 500.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use obs_errors::layer::ErrorDocumentLayer;
    /// use obs_errors::{ObsError, ObsErrorCode};
    /// use tower::load_shed::error::Overloaded;
    /// use tower::timeout::error::Elapsed;
    ///
    /// let layer = ErrorDocumentLayer::new().map_error(|error| {
    ///     if error.is::<Overloaded>() {
    ///         Some(ObsError::new(ObsErrorCode::SlowDown).with_retry_after(Duration::from_secs(1)))
    ///     } else if error.is::<Elapsed>() {
    ///         Some(ObsError::for_status(504))
    ///     } else {
    ///         None
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn map_error(
        self,
        map: impl Fn(&(dyn Error + Send + Sync + 'static)) -> Option<ErrorResponse<C>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.with(|settings| settings.map_error = Some(Arc::new(map)))
    }

    /// Sets the function that is called once for each response with a status of 4xx or 5xx, and for
    /// each other response that a handler made from an error of this crate, before it is sent. This is
    /// the place to log what the client must not see; [`FailedRequest`] has an example.
    ///
    /// The function must not block. It runs outside the spans of layers inside this one, so log the
    /// id. A panic in it, or in another function of the layer, is not caught.
    #[must_use]
    pub fn on_error(self, log: impl Fn(&FailedRequest<'_, C>) + Send + Sync + 'static) -> Self {
        self.with(|settings| settings.on_error = Some(Arc::new(log)))
    }

    fn with(mut self, change: impl FnOnce(&mut Settings<C>)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }
}

impl<C: DefaultCodes> Default for ErrorDocumentLayer<C> {
    /// Returns a layer without settings, like [`new`](Self::new).
    fn default() -> Self {
        Self::new()
    }
}

impl<C> Clone for ErrorDocumentLayer<C> {
    fn clone(&self) -> Self {
        Self { settings: Arc::clone(&self.settings) }
    }
}

impl<C> std::fmt::Debug for ErrorDocumentLayer<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ErrorDocumentLayer").field("settings", &self.settings).finish()
    }
}

impl<S, C> Layer<S> for ErrorDocumentLayer<C> {
    type Service = ErrorDocument<S, C>;

    fn layer(&self, inner: S) -> ErrorDocument<S, C> {
        ErrorDocument::new(inner, Arc::clone(&self.settings))
    }
}
