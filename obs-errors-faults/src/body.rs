//! The body of a response, as it is sent: at once, or slowly, or in part.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::connection::{Aborted, Connection};
use crate::content::Content;
use crate::fault::End;

/// The body of a response: bytes that are there already.
#[derive(Debug, Default)]
pub(crate) struct ResponseBody {
    content: Content,
    pace: Option<Box<Pace>>,
}

/// How the bytes are sent.
#[derive(Debug)]
struct Pace {
    bytes_per_second: Option<u64>,
    /// Where the body ends or stops, and how.
    cut: Option<Cut>,
    /// How many bytes the response claims to have, beyond those of the content.
    excess: u64,
    sleep: Option<Pin<Box<Sleep>>>,
    connection: Arc<Connection>,
}

#[derive(Debug)]
struct Cut {
    /// How many bytes are sent before it.
    left: u64,
    end: End,
    /// Whether everything that is sent before it has had the time to arrive.
    has_arrived: bool,
}

/// How long what was sent has to arrive before the connection is reset: the client may not see what it has not
/// read yet.
const ARRIVAL: Duration = Duration::from_millis(50);

/// How many pieces are sent each second, if a body is sent slowly.
const PIECES_PER_SECOND: u64 = 20;

/// What happens next.
#[derive(Debug)]
enum Step {
    Send(Bytes),
    Wait(Duration),
    WaitForever,
    Abort,
    End,
}

impl ResponseBody {
    pub(crate) fn length(&self) -> u64 {
        self.content.length()
    }

    /// All bytes at once.
    pub(crate) fn to_vec(&self) -> Vec<u8> {
        self.content.to_vec()
    }

    /// Sends the body slowly, or not to its end: `cut` is how many bytes are sent, and what happens then.
    pub(crate) fn paced(
        self,
        bytes_per_second: Option<u64>,
        cut: Option<(u64, End)>,
        connection: &Arc<Connection>,
    ) -> Self {
        let length = self.length();
        let cut = cut.map(|(after, end)| Cut { left: after.min(length), end, has_arrived: false });
        // A body that is sent to its end is still too short.
        let is_complete = cut.as_ref().is_some_and(|cut| cut.left == length && !cut.is_stall());
        let connection = Arc::clone(connection);
        let excess = u64::from(is_complete);
        let pace = Pace { bytes_per_second, cut, excess, sleep: None, connection };
        Self { content: self.content, pace: Some(Box::new(pace)) }
    }
}

impl From<Content> for ResponseBody {
    fn from(content: Content) -> Self {
        Self { content, pace: None }
    }
}

impl Cut {
    fn is_stall(&self) -> bool {
        matches!(self.end, End::Stall(_))
    }
}

impl Pace {
    fn step(&mut self, content: &mut Content) -> Step {
        let most = match &mut self.cut {
            Some(Cut { left: 0, end: End::Stall(None), .. }) => return Step::WaitForever,
            Some(Cut { left: 0, end: End::Stall(Some(time)), .. }) => {
                let time = *time;
                self.cut = None;
                return Step::Wait(time);
            }
            Some(cut @ Cut { left: 0, .. }) if !cut.has_arrived => {
                cut.has_arrived = true;
                return Step::Wait(ARRIVAL);
            }
            Some(Cut { left: 0, end, .. }) => {
                if *end == End::Reset {
                    self.connection.reset();
                }
                return Step::Abort;
            }
            Some(cut) => cut.left,
            None => u64::MAX,
        };
        let piece =
            self.bytes_per_second.map_or(most, |rate| most.min(rate.div_ceil(PIECES_PER_SECOND)));
        let Some(bytes) = content.take(piece) else { return Step::End };
        if let Some(cut) = &mut self.cut {
            cut.left -= bytes.len() as u64;
        }
        if let Some(rate) = self.bytes_per_second {
            let wait =
                Duration::from_secs(bytes.len() as u64) / u32::try_from(rate).unwrap_or(u32::MAX);
            self.sleep = Some(Box::pin(sleep(wait)));
        }
        Step::Send(bytes)
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Aborted;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Aborted>>> {
        let Self { content, pace } = self.get_mut();
        let Some(pace) = pace else {
            return Poll::Ready(content.take(u64::MAX).map(|bytes| Ok(Frame::data(bytes))));
        };
        loop {
            if let Some(sleep) = &mut pace.sleep {
                ready!(sleep.as_mut().poll(context));
                pace.sleep = None;
            }
            match pace.step(content) {
                Step::Send(bytes) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Step::Wait(time) => pace.sleep = Some(Box::pin(sleep(time))),
                // The connection is polled when the client closes it, and then drops the body.
                Step::WaitForever => return Poll::Pending,
                Step::Abort => return Poll::Ready(Some(Err(Aborted))),
                Step::End => return Poll::Ready(None),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.length() == 0 && self.pace.as_ref().is_none_or(|pace| pace.cut.is_none())
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length() + self.pace.as_ref().map_or(0, |pace| pace.excess))
    }
}
