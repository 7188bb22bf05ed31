//! How a connection ends, if a fault ends it.

use std::io;
use std::sync::{Mutex, PoisonError};

use tokio::io::{AsyncWrite, AsyncWriteExt};

/// What a response has to say to the connection on which it is sent.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    ending: Mutex<Option<Ending>>,
}

/// What happens to the connection when nothing more is sent on it.
#[derive(Debug)]
enum Ending {
    Reset,
    /// The bytes are sent, as they are; then it is closed.
    Raw(Vec<u8>),
}

/// The error with which a response ends before it should. The connection is closed.
#[derive(Debug)]
pub(crate) struct Aborted;

impl std::fmt::Display for Aborted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is ended on purpose")
    }
}

impl std::error::Error for Aborted {}

/// A stream that can be reset, so that its peer gets an error.
pub(crate) trait Reset {
    /// Lets the operating system reset the connection when the stream is dropped.
    fn reset_on_drop(&self) -> io::Result<()>;
}

impl Reset for tokio::net::TcpStream {
    fn reset_on_drop(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

#[cfg(feature = "tls")]
impl<S: Reset> Reset for tokio_rustls::server::TlsStream<S> {
    fn reset_on_drop(&self) -> io::Result<()> {
        self.get_ref().0.reset_on_drop()
    }
}

impl Connection {
    pub(crate) fn reset(&self) -> Aborted {
        self.end(Ending::Reset)
    }

    pub(crate) fn send_and_close(&self, bytes: Vec<u8>) -> Aborted {
        self.end(Ending::Raw(bytes))
    }

    fn end(&self, ending: Ending) -> Aborted {
        *self.ending.lock().unwrap_or_else(PoisonError::into_inner) = Some(ending);
        Aborted
    }

    /// Ends the connection as it was asked for. That it is gone already is no matter.
    pub(crate) async fn finish(&self, mut stream: impl AsyncWrite + Reset + Unpin) {
        let ending = self.ending.lock().unwrap_or_else(PoisonError::into_inner).take();
        let _ = match ending {
            None => Ok(()),
            Some(Ending::Reset) => stream.reset_on_drop(),
            Some(Ending::Raw(bytes)) => {
                async {
                    stream.write_all(&bytes).await?;
                    stream.shutdown().await
                }
                .await
            }
        };
    }
}
