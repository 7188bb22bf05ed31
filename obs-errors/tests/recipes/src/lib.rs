//! Runs the examples of the guide about retrying, each against the fault server:
//! `cargo test --manifest-path obs-errors/tests/recipes/Cargo.toml`. This is a separate workspace, so
//! that nothing else builds the crates that the examples use.
#![cfg_attr(doctest, doc = include_str!("../../../src/retrying.md"))]

use std::net::SocketAddr;

use obs_errors_faults::FaultServer;

/// Starts a server with the object `k` in the bucket `photos`. It runs until the process ends.
pub async fn serve() -> SocketAddr {
    let server = FaultServer::settings().with_bucket("photos").start().expect("it starts");
    let url = format!("{}/photos/k", server.url());
    reqwest::Client::new().put(url).body("ok\n").send().await.expect("it is stored");
    Box::leak(Box::new(server)).address()
}
