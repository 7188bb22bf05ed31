//! Runs a server until the process is stopped.
//!
//! ```text
//! cargo run --package obs-errors-faults --example serve -- 127.0.0.1:9000
//! ```

use std::net::SocketAddr;

use obs_errors_faults::FaultServer;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9000".to_owned());
    let address: SocketAddr = address.parse()?;
    let server = FaultServer::settings().listen_on(address).start()?;
    println!("listening on {}", server.url());
    loop {
        std::thread::park();
    }
}
