//! Connections: accepting them, and serving HTTP/1.1 or HTTP/2 on them, with or without TLS.

use std::net::TcpListener;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::connection::{Connection, Reset};
use crate::service::Service;
#[cfg(feature = "tls")]
use crate::tls::Tls;

/// What a connection is served with.
#[derive(Clone)]
pub(crate) struct Acceptor {
    pub(crate) service: Arc<Service>,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<Arc<Tls>>,
}

/// Accepts connections until the sender is dropped.
pub(crate) async fn accept(
    listener: TcpListener,
    acceptor: Acceptor,
    mut stopped: oneshot::Receiver<()>,
) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    // Dropping the set aborts the connections.
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // The client is gone, or there are too many connections; others may come.
                Err(_) => {
                    tokio::task::yield_now().await;
                    continue;
                }
            },
            Some(_) = connections.join_next() => continue,
            _ = &mut stopped => return,
        };
        // Without this, small responses wait for the acknowledgement of what was sent before.
        let _ = stream.set_nodelay(true);
        connections.spawn(acceptor.clone().connection(stream));
    }
}

impl Acceptor {
    /// Responds to the requests on a connection until one of both sides ends it.
    async fn connection(self, stream: TcpStream) {
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            let Ok(stream) = tls.acceptor.accept(stream).await else { return };
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            return self.exchange(stream, is_http2).await;
        }
        let is_http2 = cfg!(feature = "http2") && begins_http2(&stream).await;
        self.exchange(stream, is_http2).await;
    }

    async fn exchange<S>(self, stream: S, is_http2: bool)
    where
        S: AsyncRead + AsyncWrite + Reset + Unpin + Send + 'static,
    {
        let connection = Arc::new(Connection::default());
        let respond = service_fn(|request: http::Request<Incoming>| {
            let (service, connection) = (Arc::clone(&self.service), Arc::clone(&connection));
            async move { service.respond(request, &connection).await }
        });
        let stream = TokioIo::new(stream);
        // Why a connection ended is the business of the client.
        #[cfg(feature = "http2")]
        if is_http2 {
            let executor = hyper_util::rt::TokioExecutor::new();
            let builder = hyper::server::conn::http2::Builder::new(executor);
            let _ = builder.serve_connection(stream, respond).await;
            return;
        }
        let _ = is_http2;
        let mut serving = http1::Builder::new().serve_connection(stream, respond);
        let _ = (&mut serving).await;
        connection.finish(serving.into_parts().io.into_inner()).await;
    }
}

/// Whether the first bytes are those with which a client begins HTTP/2 without TLS. They are not consumed.
async fn begins_http2(stream: &TcpStream) -> bool {
    const PREFACE: &[u8] = b"PRI * HTTP/2.0";
    let mut first = [0; PREFACE.len()];
    loop {
        match stream.peek(&mut first).await {
            Ok(count) if count > 0 && first[..count] == PREFACE[..count] => {
                if count == PREFACE.len() {
                    return true;
                }
                // The rest is on its way.
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            _ => return false,
        }
    }
}
