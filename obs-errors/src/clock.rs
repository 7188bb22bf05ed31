//! The time, on platforms that have a clock.

use std::time::SystemTime;

/// The time, if the platform has a clock: `SystemTime::now` panics in WebAssembly without a host.
pub(crate) fn now() -> Option<SystemTime> {
    (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(SystemTime::now)
}
