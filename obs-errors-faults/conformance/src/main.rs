//! Runs clients against faults, and writes what each did: `obs-errors-faults/conformance/run`.
//!
//! ```text
//! conformance FILE                 runs every row, and writes FILE and a page beside it
//! conformance --check FILE         runs the rows that are marked in rows.tsv, and compares them with FILE
//! conformance --only NAME ...      runs the clients with these names; prints what they did
//! ```

mod process;
mod report;
mod rows;
mod trial;

use std::process::ExitCode;

use crate::process::CLIENTS;
use crate::report::Report;
use crate::trial::trials;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (file, is_check, only) = match arguments[..] {
        ["--check", file] => (Some(file), true, Vec::new()),
        ["--only", ref names @ ..] => (None, false, names.to_vec()),
        [file] => (Some(file), false, Vec::new()),
        _ => {
            eprintln!("usage: conformance [--check] FILE | --only NAME...");
            return ExitCode::from(2);
        }
    };
    let rows: Vec<_> = rows::read().into_iter().filter(|row| row.is_checked || !is_check).collect();
    let clients = CLIENTS.iter().filter(|client| only.is_empty() || only.contains(&client.name));
    // Each client has a server and a thread of its own.
    let columns = std::thread::scope(|scope| {
        let threads: Vec<_> = clients.map(|client| scope.spawn(|| trials(client, &rows))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread ends")).collect()
    });
    let report = Report { rows: &rows, columns };
    match file {
        None => print!("{}", report.markdown()),
        Some(file) if is_check => {
            let differences =
                report.differences(&std::fs::read_to_string(file).expect("the report"));
            differences.iter().for_each(|difference| println!("{difference}"));
            println!("conformance: {} cells, {} differ", report.cells(), differences.len());
            return ExitCode::from(u8::from(!differences.is_empty()));
        }
        Some(file) => {
            std::fs::write(file, report.markdown()).expect("it is written");
            let page = std::path::Path::new(file).with_extension("html");
            std::fs::write(page, report.page()).expect("it is written");
        }
    }
    ExitCode::SUCCESS
}
