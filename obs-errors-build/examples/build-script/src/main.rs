//! Error codes that the build script generates: no macro, and no generated file in the repository.

/// The codes of `errors.yaml`.
mod errors {
    include!(concat!(env!("OUT_DIR"), "/errors.rs"));
}

use errors::{DepotError, DepotErrorCode};

fn main() {
    // A client reads a response; that to a HEAD request has only headers.
    let headers = [("x-depot-error", "NoSuchThing"), ("x-depot-request", "R1")];
    let error = DepotError::from_parts(404, headers, b"");
    assert_eq!(error.code(), Some(DepotErrorCode::NoSuchThing));
    assert_eq!(error.request_id(), Some("R1"));
    println!("{error}");

    // A server sends one.
    let error = DepotError::for_status(500).with_request_id("R2");
    let response = error.to_http();
    assert_eq!(response.headers()["x-depot-error"], "Broken");
    println!("{}", String::from_utf8_lossy(response.body()));
}
