//! TLS and HTTP/2: the same responses and the same faults.
#![cfg(all(feature = "http2", feature = "tls"))]

use std::error::Error;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, Version};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use obs_errors_faults::{FaultServer, Operation, Settings};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

type Failure = Box<dyn Error + Send + Sync>;

fn settings() -> Settings {
    FaultServer::settings().with_bucket("photos")
}

/// A server for each protocol.
fn servers() -> Vec<(FaultServer, Version)> {
    let versions = [Version::HTTP_11, Version::HTTP_2];
    let plain = versions.map(|version| (settings().start().expect("it starts"), version));
    let tls = versions.map(|version| (settings().with_tls().start().expect("it starts"), version));
    plain.into_iter().chain(tls).collect()
}

/// Sends a request on a connection of its own, and returns the status and the body of the response.
async fn send(
    (server, version): &(FaultServer, Version),
    method: &str,
    body: Vec<u8>,
) -> Result<(u16, Bytes), Failure> {
    let request = Request::builder().method(method).uri(format!("{}/photos/a", server.url()));
    let request = request.header("host", "127.0.0.1").body(Full::new(Bytes::from(body)))?;
    let stream = TcpStream::connect(server.address()).await?;
    let response = match server.certificate() {
        None => exchange(stream, request, *version).await?,
        Some(certificate) => {
            let name = ServerName::from(server.address().ip());
            let stream = trusting(certificate, *version)?.connect(name, stream).await?;
            exchange(stream, request, *version).await?
        }
    };
    let status = response.status().as_u16();
    Ok((status, response.into_body().collect().await?.to_bytes()))
}

/// TLS that trusts a certificate, and agrees on a version of HTTP.
fn trusting(certificate: &str, version: Version) -> Result<TlsConnector, Failure> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate.as_bytes())?)?;
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions()?.with_root_certificates(roots);
    let mut config = config.with_no_client_auth();
    let name: &[u8] = if version == Version::HTTP_2 { b"h2" } else { b"http/1.1" };
    config.alpn_protocols = vec![name.to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
    version: Version,
) -> hyper::Result<Response<Incoming>> {
    let stream = TokioIo::new(stream);
    if version == Version::HTTP_2 {
        let (mut client, connection) = http2::handshake(TokioExecutor::new(), stream).await?;
        tokio::spawn(connection);
        return client.send_request(request).await;
    }
    let (mut client, connection) = http1::handshake(stream).await?;
    tokio::spawn(connection);
    client.send_request(request).await
}

#[tokio::test]
async fn objects_are_stored_over_every_protocol() {
    for server in servers() {
        let data = vec![b'x'; 3 << 20];
        let (status, _) = send(&server, "PUT", data.clone()).await.expect("it is stored");
        assert_eq!(status, 200, "{server:?}");
        let (status, received) = send(&server, "GET", Vec::new()).await.expect("a response");
        assert!(status == 200 && received == data, "{server:?}");
    }
}

#[tokio::test]
async fn faults_are_the_same_over_every_protocol() {
    for server in servers() {
        send(&server, "PUT", b"0123456789".to_vec()).await.expect("it is stored");
        let broken = ["Reset x1; after=4", "Close x1", "Reset x1", "BrokenChunk x1"];
        let faults = format!("SlowDown x1, {}, Stall 1ms x1; after=half", broken.join(", "));
        server.0.inject_into(Operation::GetObject, &faults).expect("faults");
        let (status, _) = send(&server, "GET", Vec::new()).await.expect("a response");
        assert_eq!(status, 503, "{server:?}");
        for fault in broken {
            let result = send(&server, "GET", Vec::new()).await;
            assert!(result.is_err(), "{server:?} {fault}: {result:?}");
        }
        let received = send(&server, "GET", Vec::new()).await.expect("a response");
        assert_eq!(received, (200, Bytes::from("0123456789")), "{server:?}");
        server.0.log().with_operation(Operation::GetObject).assert_attempts(6);
    }
}

#[tokio::test]
async fn a_server_speaks_tls_only_if_it_is_asked_to() {
    let (plain, tls) = (settings().start(), settings().with_tls().start());
    let (plain, tls) = (plain.expect("it starts"), tls.expect("it starts"));
    assert!(plain.url().starts_with("http://") && plain.certificate().is_none());
    assert!(tls.url().starts_with("https://"));
    // The certificate is that of one server.
    let other = settings().with_tls().start().expect("it starts");
    let connector = trusting(other.certificate().unwrap_or_default(), Version::HTTP_11);
    let stream = TcpStream::connect(tls.address()).await.expect("it listens");
    let name = ServerName::from(tls.address().ip());
    assert!(connector.expect("a connector").connect(name, stream).await.is_err());
}
