//! Runs a server until the process is stopped, with the rules of a scenario file, if one is named.
//!
//! ```text
//! cargo run --package obs-errors-faults --example serve -- 127.0.0.1:9000 scenario.yaml
//! ```

use std::net::SocketAddr;

use obs_errors_faults::{FaultServer, Scenario};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let address: SocketAddr = arguments.next().as_deref().unwrap_or("127.0.0.1:9000").parse()?;
    let scenario = arguments.next().map(|path| Scenario::read(path.as_ref())).transpose()?;
    let settings = FaultServer::settings().with_scenario(scenario.unwrap_or_default());
    let server = settings.listen_on(address).start()?;
    println!("listening on {}", server.url());
    loop {
        std::thread::park();
    }
}
