//! `obs-errors serve`: the server of `obs-errors-faults`.

use std::io::{self, Write};

use obs_errors_build::spec::model::Table;
use obs_errors_faults::{FaultServer, Scenario};

use crate::arguments::Serve;

/// Runs the server until the process is stopped. Returns only if it cannot be started.
pub(crate) fn run(serve: Serve, table: Option<&Table>) -> Result<std::convert::Infallible, String> {
    let Serve { address, remote_clients, tls, buckets, faults, scenario, limit_bytes } = serve;
    let mut settings = FaultServer::settings().listen_on(address);
    if remote_clients {
        settings = settings.with_remote_clients();
    }
    if tls.is_some() {
        settings = settings.with_tls();
    }
    if let Some(table) = table {
        settings = settings.with_table(table);
    }
    if let Some(path) = scenario {
        let scenario = Scenario::read(&path).map_err(|error| {
            format!("{} has errors\n{}", path.display(), error.to_string().trim_end())
        })?;
        settings = settings.with_scenario(scenario);
    }
    if let Some(limit) = limit_bytes {
        settings = settings.with_limit_bytes(limit);
    }
    for bucket in buckets {
        settings = settings.with_bucket(bucket);
    }
    let server = settings.start().map_err(|error| format!("cannot serve {address}: {error}"))?;
    if let Some((path, certificate)) = tls.zip(server.certificate()) {
        std::fs::write(&path, certificate)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    for faults in faults {
        server.inject(&faults).map_err(|error| error.to_string())?;
    }
    // A program that started this one may read the address from here, so it is not kept in a buffer.
    let mut out = io::stdout();
    writeln!(out, "listening on {}", server.url())
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot write: {error}"))?;
    loop {
        std::thread::park();
    }
}
