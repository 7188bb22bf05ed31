//! A server that refuses requests the way OBS does.
//!
//! ```text
//! cargo run --package obs-errors --features axum --example server
//! curl -i http://127.0.0.1:8000/photos/b.jpg
//! ```

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use obs_errors::{ObsError, ObsErrorCode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router()).await
}

pub(crate) fn router() -> Router {
    Router::new().route("/{bucket}", get(list_objects)).route("/{bucket}/{*key}", get(get_object))
}

/// A handler can return a code.
async fn list_objects() -> ObsErrorCode {
    ObsErrorCode::ServiceNotImplemented
}

/// An error has more details, and `?` converts a code into one.
async fn get_object(Path((bucket, key)): Path<(String, String)>) -> Result<&'static str, ObsError> {
    let objects = open(&bucket)?;
    let object = objects.iter().find(|(name, _)| *name == key);
    let (_, content) = object.ok_or_else(|| {
        ObsError::new(ObsErrorCode::NoSuchKey).with_resource(format!("/{bucket}/{key}"))
    })?;
    Ok(content)
}

fn open(bucket: &str) -> Result<&'static [(&'static str, &'static str)], ObsErrorCode> {
    match bucket {
        "photos" => Ok(&[("a.jpg", "a picture of a cat")]),
        "secrets" => Err(ObsErrorCode::AccessDenied),
        _ => Err(ObsErrorCode::NoSuchBucket),
    }
}
