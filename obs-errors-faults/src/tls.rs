//! TLS, with a certificate that the server makes for itself.

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What a server needs for TLS, and a client to trust it.
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    /// In the format PEM.
    pub(crate) certificate: String,
}

impl Tls {
    /// TLS with a new certificate for the loopback interface, and for buckets that are subdomains.
    pub(crate) fn new(domain: &str) -> io::Result<Self> {
        let names = ["127.0.0.1", "::1", "localhost", domain, &format!("*.{domain}")];
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let own = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth();
        let chain = vec![own.cert.der().clone()];
        let mut config = config.with_single_cert(chain, key).map_err(io::Error::other)?;
        if cfg!(feature = "http2") {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), certificate: pem(own.cert.der()) })
    }
}

fn pem(certificate: &[u8]) -> String {
    let encoded = BASE64_STANDARD.encode(certificate);
    let lines = encoded.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\n");
    format!("-----BEGIN CERTIFICATE-----\n{}-----END CERTIFICATE-----\n", lines.collect::<String>())
}
