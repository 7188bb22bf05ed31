//! Panics as errors.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A panic of a service: the source of the error that is sent instead of a response.
#[derive(Debug)]
pub(super) struct Panicked {
    message: String,
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service panicked: {}", self.message)
    }
}

impl Error for Panicked {}

/// Calls a function, and returns its panic as an error. What the function used must not be used again
/// after a panic, except to drop it.
pub(super) fn catch<T>(function: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(function))
        .map_err(|payload| Panicked { message: text(&*payload) })
}

fn text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("with a value that is not a string").to_owned()
}
