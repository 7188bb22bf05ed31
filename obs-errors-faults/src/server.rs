//! The server: its address, its thread, its end.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use obs_errors::{ErrorCode, ObsErrorCode};
use obs_errors_spec::model::Table;
use tokio::runtime;
use tokio::sync::oneshot;

use crate::accept::{Acceptor, accept};
use crate::buckets::is_name;
use crate::codes::Codes;
use crate::log::RequestLog;
use crate::notation::{self, FaultError};
use crate::operation::Operation;
use crate::rule::Rule;
use crate::rules::RuleId;
use crate::scenario::Scenario;
use crate::service::Service;
use crate::signature::Credentials;
use crate::store::Store;
#[cfg(feature = "tls")]
use crate::tls::Tls;

/// How many bytes a server stores unless its settings state another limit: 256 MiB.
pub const DEFAULT_LIMIT_BYTES: u64 = 256 << 20;

/// A stand-in for OBS and S3, for tests of clients. It stops when it is dropped.
///
/// ```
/// use obs_errors_faults::FaultServer;
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// let server = FaultServer::start().await?;
/// let url = server.url(); // such as http://127.0.0.1:40123, for the client under test
/// # assert!(url.starts_with("http://127.0.0.1:"));
/// # std::io::Result::Ok(())
/// # })?;
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct FaultServer {
    address: SocketAddr,
    service: Arc<Service>,
    #[cfg(feature = "tls")]
    certificate: Option<String>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// The settings of a [`FaultServer`].
#[derive(Clone, Debug)]
pub struct Settings {
    address: SocketAddr,
    has_remote_clients: bool,
    #[cfg(feature = "tls")]
    has_tls: bool,
    buckets: Vec<String>,
    limit_bytes: u64,
    domain: String,
    credentials: Option<Credentials>,
    codes: Codes,
    rules: Vec<Rule>,
}

impl FaultServer {
    /// Starts a server on a free port of the loopback interface, without buckets.
    ///
    /// # Errors
    ///
    /// Returns an error if no port is free, or no thread can be started.
    // The server does not run on the runtime of the caller, so nothing has to be awaited yet.
    #[expect(clippy::unused_async, reason = "starting may take time in a later version")]
    pub async fn start() -> io::Result<Self> {
        Self::start_blocking()
    }

    /// Starts a server like [`start`](Self::start), for tests without a runtime.
    ///
    /// # Errors
    ///
    /// Returns an error if no port is free, or no thread can be started.
    pub fn start_blocking() -> io::Result<Self> {
        Self::settings().start()
    }

    /// Returns the settings of a server, to change them before it is started.
    #[must_use]
    pub fn settings() -> Settings {
        Settings {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            has_remote_clients: false,
            #[cfg(feature = "tls")]
            has_tls: false,
            buckets: Vec::new(),
            limit_bytes: DEFAULT_LIMIT_BYTES,
            domain: "localhost".to_owned(),
            credentials: None,
            codes: Codes::of_enum::<ObsErrorCode>(),
            rules: Vec::new(),
        }
    }

    /// Returns the address of the server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address of the server as the endpoint of a client, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        #[cfg(feature = "tls")]
        if self.certificate.is_some() {
            return format!("https://{}", self.address);
        }
        format!("http://{}", self.address)
    }

    /// Returns the certificate of the server in the format PEM, for clients to trust it; `None` without TLS (feature
    /// `tls`).
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// Adds a rule after those that there are.
    #[allow(clippy::must_use_candidate, reason = "few rules are removed")]
    pub fn add(&self, rule: Rule) -> RuleId {
        self.service.rules.add(rule)
    }

    /// Adds a rule for all requests, with faults in their [notation](crate::Fault#notation) and the codes of the
    /// server: `SlowDown x2, Reset, Ok`.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the faults.
    pub fn inject(&self, faults: &str) -> Result<RuleId, FaultError> {
        Ok(self.add(Rule::new(notation::several(faults, &self.service.codes)?)))
    }

    /// Adds a rule like [`inject`](Self::inject), for one operation.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the faults.
    pub fn inject_into(&self, operation: Operation, faults: &str) -> Result<RuleId, FaultError> {
        let faults = notation::several(faults, &self.service.codes)?;
        Ok(self.add(Rule::new(faults).with_operation(operation)))
    }

    /// Removes a rule, and returns whether it was there.
    #[allow(clippy::must_use_candidate, reason = "the rule is known to be there, mostly")]
    pub fn remove(&self, rule: RuleId) -> bool {
        self.service.rules.remove(rule)
    }

    /// Removes all rules. What is stored stays.
    pub fn clear_rules(&self) {
        self.service.rules.clear();
    }

    /// Returns the requests that the server has received so far.
    pub fn log(&self) -> RequestLog {
        self.service.log.read()
    }

    /// Forgets the requests that the server has received so far.
    pub fn clear_log(&self) {
        self.service.log.clear();
    }
}

impl Settings {
    /// Adds a bucket that exists when the server starts.
    #[must_use]
    pub fn with_bucket(mut self, name: impl Into<String>) -> Self {
        self.buckets.push(name.into());
        self
    }

    /// Sets how many bytes are stored at most, [`DEFAULT_LIMIT_BYTES`] by default. What exceeds the limit
    /// is refused with `InsufficientStorageSpace`.
    ///
    /// Each bucket, object, upload and part counts 2 KiB beside its bytes.
    #[must_use]
    pub fn with_limit_bytes(mut self, limit: u64) -> Self {
        self.limit_bytes = limit;
        self
    }

    /// Sets the domain whose subdomains are buckets, `localhost` by default.
    #[must_use]
    pub fn with_domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = domain.into();
        self
    }

    /// Sets the credentials with which requests have to be signed: by AWS signature version 4 or by the older scheme
    /// of OBS and S3, in a header or in the query. Without them, every signature is accepted, and none is needed.
    ///
    /// The time of the signature is checked, too. The body is not compared with the hash that is signed, and the
    /// signatures of single chunks are not checked.
    #[must_use]
    pub fn with_credentials(
        mut self,
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
    ) -> Self {
        let (access, secret) = (access_key.into(), secret_key.into());
        self.credentials = Some(Credentials { access, secret });
        self
    }

    /// Sets the table whose codes [`inject`](FaultServer::inject), the control endpoint and requests know, that of OBS
    /// by default.
    #[must_use]
    pub fn with_codes<C: ErrorCode>(mut self) -> Self {
        self.codes = Codes::of_enum::<C>();
        self
    }

    /// Sets that table like [`with_codes`](Self::with_codes), for programs that read it from a file.
    #[must_use]
    pub fn with_table(mut self, table: &Table) -> Self {
        self.codes = Codes::of_table(table);
        self
    }

    /// Adds a rule that is there when the server starts.
    #[must_use]
    pub fn with_rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Adds the buckets and the rules of a scenario, and takes its other settings, if it states them.
    #[must_use]
    pub fn with_scenario(mut self, scenario: Scenario) -> Self {
        let Scenario { buckets, limit_bytes, domain, credentials, codes, rules } = scenario;
        self.buckets.extend(buckets);
        self.rules.extend(rules);
        self.limit_bytes = limit_bytes.unwrap_or(self.limit_bytes);
        self.domain = domain.unwrap_or(self.domain);
        self.credentials = credentials.or(self.credentials);
        self.codes = codes.unwrap_or(self.codes);
        self
    }

    /// Sets the address to listen on. By default it is a free port of the loopback interface.
    #[must_use]
    pub fn listen_on(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Allows an address that other machines can reach. All of them can read and change everything, because
    /// signatures are not checked unless there are [credentials](Self::with_credentials).
    #[must_use]
    pub fn with_remote_clients(mut self) -> Self {
        self.has_remote_clients = true;
        self
    }

    /// Lets the server speak TLS (feature `tls`), with a certificate that it makes for itself and that no client
    /// trusts unless it is given the [certificate](FaultServer::certificate).
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_tls(mut self) -> Self {
        self.has_tls = true;
        self
    }

    /// Starts the server. It runs in a thread of its own, so it needs no runtime.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be listened on, or is not one of the loopback interface and remote
    /// clients are not allowed; if a bucket has a name that is not allowed; if a domain cannot be in a
    /// certificate; or if no thread can be started.
    pub fn start(self) -> io::Result<FaultServer> {
        let invalid = |error: String| io::Error::new(io::ErrorKind::InvalidInput, error);
        if !self.address.ip().is_loopback() && !self.has_remote_clients {
            let error = "other machines can reach the address, and remote clients are not allowed";
            return Err(invalid(error.to_owned()));
        }
        let store = Store::new(self.limit_bytes);
        for name in self.buckets {
            if !is_name(&name) {
                return Err(invalid(format!("`{name}` is not the name of a bucket")));
            }
            let bucket = store.bucket().map_err(io::Error::other)?;
            store.buckets().insert(name, bucket);
        }
        let listener = TcpListener::bind(self.address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        #[cfg(feature = "tls")]
        let tls = self.has_tls.then(|| Tls::new(&self.domain).map(Arc::new)).transpose()?;
        let service = Arc::new(Service::new(store, self.codes, self.credentials, self.domain));
        for rule in self.rules {
            service.rules.add(rule);
        }
        let acceptor = Acceptor {
            service: Arc::clone(&service),
            #[cfg(feature = "tls")]
            tls: tls.clone(),
        };
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("obs-errors-faults".to_owned());
        let thread = thread.spawn(move || runtime.block_on(accept(listener, acceptor, stopped)))?;
        Ok(FaultServer {
            address,
            service,
            #[cfg(feature = "tls")]
            certificate: tls.map(|tls| tls.certificate.clone()),
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

/// Stops the server: open connections are closed.
impl Drop for FaultServer {
    fn drop(&mut self) {
        // The thread ends when the sender is dropped.
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // What it panicked with is printed already.
            let _ = thread.join();
        }
    }
}
