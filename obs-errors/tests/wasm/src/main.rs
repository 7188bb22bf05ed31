//! Runs the cases of `tests/golden` in WebAssembly. `run.mjs` calls it, and prints its report.

use std::hint::black_box;
use std::panic;
use std::process::ExitCode;

use obs_errors::ObsError;

#[path = "../../golden/shown.rs"]
mod shown;

struct Case {
    name: &'static str,
    show: fn(&[u8]) -> String,
    input: &'static [u8],
    expected: &'static str,
}

const CASES: &[Case] = include!(concat!(env!("OUT_DIR"), "/cases.rs"));

fn main() -> ExitCode {
    panic::set_hook(Box::new(|info| report(&info.to_string())));
    let failed: Vec<String> = CASES.iter().filter_map(failure).collect();
    assert!(CASES.len() > 300, "most cases are missing");
    if failed.is_empty() {
        check_dates_without_a_clock();
        report(&format!("wasm32: {} passed, 0 failed", CASES.len()));
        ExitCode::SUCCESS
    } else {
        report(&failed.concat());
        ExitCode::FAILURE
    }
}

fn failure(case: &Case) -> Option<String> {
    let Case { name, show, input, expected } = case;
    let found = show(input);
    (found != *expected).then(|| format!("{name}: expected\n{expected}\nfound\n{found}\n"))
}

/// Without a clock, a date means nothing unless the response has one to compare with.
fn check_dates_without_a_clock() {
    let wait = |headers: &[(&str, &str)]| {
        ObsError::from_parts(503, headers.iter().copied(), b"").retry_after()
    };
    let date = ("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT");
    assert_eq!(wait(&[date]), None);
    assert_eq!(wait(&[date, ("Retry-After", "30")]).map(|wait| wait.as_secs()), Some(30));
    let now = ("Date", "Wed, 21 Oct 2026 07:27:00 GMT");
    assert_eq!(wait(&[date, now]).map(|wait| wait.as_secs()), Some(60));
}

/// Leaves a report in memory, between marks that are nowhere else: nothing can be printed here.
fn report(text: &str) {
    let [start, end] = ["report", "end"].map(|mark| format!("<<<{mark}>>>"));
    black_box(format!("{start}{text}{end}").leak());
}
