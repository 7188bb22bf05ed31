//! Runs the examples of the guide about retrying, each against the fault server:
//! `cargo test --manifest-path obs-errors/tests/recipes/Cargo.toml`. This is a separate workspace, so
//! that nothing else builds the crates that the examples use.
#![cfg_attr(doctest, doc = include_str!("../../../src/retrying.md"))]

use std::net::SocketAddr;

#[allow(dead_code, reason = "its `main` is not called")]
#[path = "../../../examples/fault_server.rs"]
mod fault_server;

/// Starts the fault server.
pub async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, fault_server::router()).await });
    address
}
