//! Compares this crate with others that do the same, in one run.
//!
//! ```text
//! cargo bench --package obs-errors                       # prints the table of ratios
//! UPDATE_BENCHMARKS=1 cargo bench --package obs-errors   # and writes it into BENCHMARKS.md
//! ```
//!
//! The times of a group are relative to its first bench.
#![allow(missing_docs, reason = "a bench has no users")]

#[path = "peers/inputs.rs"]
mod inputs;
#[path = "peers/looking_up.rs"]
mod looking_up;
#[path = "peers/ratios.rs"]
mod ratios;
#[path = "peers/reading.rs"]
mod reading;
#[path = "peers/structs.rs"]
mod structs;
#[path = "peers/writing.rs"]
mod writing;

use std::time::SystemTime;

use criterion::Criterion;

fn main() {
    let start = SystemTime::now();
    let mut criterion = Criterion::default().configure_from_args();
    reading::benches(&mut criterion);
    writing::benches(&mut criterion);
    looking_up::benches(&mut criterion);
    criterion.final_summary();
    let groups = [reading::GROUPS, writing::GROUPS, looking_up::GROUPS].concat();
    ratios::show("cargo bench --package obs-errors", start, &groups);
}
