//! How retries change the load of a service that fails: a thousand clients in virtual time.
//!
//! The guide `retrying` shows the table and the plot that this test makes;
//! `UPDATE_EXPECT=1 cargo test -p obs-errors --test outages` writes them again.

mod plot;
mod simulation;

use std::fmt::Write as _;
use std::ops::Range;

use expect_test::expect_file;
use simulation::{END, FAULT, Run, Scenario, Strategy, Time, USUAL};

/// The figures of a run.
struct Figures {
    /// The requests during the fault, as a multiple of those without retries.
    load: f64,
    /// The part of the operations that began during the fault and succeeded.
    success: f64,
    /// Seconds after the fault until less than one request of a hundred fails.
    recovery: f64,
    /// The requests in the busiest tenth of a second of the ten seconds after the fault, as a multiple
    /// of those without retries.
    peak: f64,
}

fn bins(times: Range<Time>) -> Range<usize> {
    let bin = |time: Time| usize::try_from(time / 100).expect("few bins");
    bin(times.start)..bin(times.end)
}

fn sum(counts: &[u32]) -> f64 {
    counts.iter().copied().map(f64::from).sum()
}

impl Figures {
    fn new(run: &Run) -> Self {
        let after = &run.requests[bins(FAULT.end..FAULT.end + 10_000)];
        let busiest = after.iter().copied().max().expect("ten seconds");
        // Each second from here on has fewer failures than one in a hundred.
        let is_failing =
            |at: usize| sum(&run.failures[at..at + 10]) > 0.01 * sum(&run.requests[at..at + 10]);
        let last = bins(FAULT.end..END - 1000).rev().find(|at| is_failing(*at));
        let recovery = last.map_or(0, |at| at + 1 - bins(FAULT).end);
        Self {
            load: sum(&run.requests[bins(FAULT)]) / f64::from(run.begun),
            success: f64::from(run.succeeded) / f64::from(run.begun),
            recovery: f64::from(u32::try_from(recovery).expect("few")) / 10.0,
            peak: f64::from(busiest) / f64::from(u32::try_from(USUAL).expect("a small number")),
        }
    }
}

#[test]
fn retries_do_not_multiply_an_outage() {
    let mut table = String::from(
        "| fault | client | requests during the fault | successes | recovery | busiest 0.1 s |\n\
         |---|---|---|---|---|---|\n",
    );
    let (mut curves, mut goals) = (Vec::new(), Vec::new());
    for (scenario, name) in [
        (Scenario::Outage, "503 for 30 s"),
        (Scenario::Throttling, "half of the load admitted for 30 s"),
        (Scenario::Loss, "5 % of responses lost for 30 s"),
    ] {
        for strategy in Strategy::ALL {
            let run = simulation::run(scenario, strategy);
            let Figures { load, success, recovery, peak } = Figures::new(&run);
            let fault = if strategy == Strategy::NoRetry { name } else { "" };
            let (client, success) = (strategy.name(), 100.0 * success);
            writeln!(
                table,
                "| {fault} | {client} | {load:.2} | {success:.1} % | {recovery:.1} s | {peak:.1} |"
            )
            .expect("writing to a string cannot fail");
            if strategy == Strategy::PolicyWithBudget {
                goals.push((name, Figures::new(&run)));
            }
            if scenario == Scenario::Outage {
                curves.push((strategy, run));
            }
        }
    }
    expect_file!["../../src/outages.md"].assert_eq(&table);
    expect_file!["../../src/outages.svg"].assert_eq(&plot::svg(&curves));
    for (name, Figures { load, success: _, recovery, peak }) in goals {
        // A service that throttles is not overloaded by the requests that it refuses.
        assert!(load <= if name.contains("admitted") { 1.5 } else { 1.2 }, "{name}: {load}");
        assert!(peak <= 2.0, "{name}: {peak}");
        assert!(recovery <= 10.0, "{name}: {recovery}");
    }
}
