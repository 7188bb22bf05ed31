//! Makes the table of ratios in BENCHMARKS.md from the estimates of Criterion.

use std::fmt::Write as _;
use std::path::Path;
use std::time::SystemTime;

/// A group of benches, and its column in a table.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    /// Its name in Criterion.
    pub(crate) name: &'static str,
    /// The head of its column.
    pub(crate) title: &'static str,
    /// The bench that the others are divided by.
    pub(crate) base: &'static str,
    pub(crate) others: &'static [&'static str],
}

const END: &str = "<!-- end of the ratios -->\n";

/// Prints the table of what was measured since a time and, if that is asked for, writes it into
/// BENCHMARKS.md, between the markers for the command. Does nothing if a bench was not measured, as
/// in a test run or with a filter.
pub(crate) fn show(command: &str, since: SystemTime, groups: &[Group]) {
    let Some(table) = table(since, groups) else { return };
    println!("\n{table}");
    if std::env::var_os("UPDATE_BENCHMARKS").is_none() {
        return;
    }
    let start = format!("<!-- ratios: written by `UPDATE_BENCHMARKS=1 {command}` -->\n");
    let mut directories = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let path = directories
        .find_map(|directory| Some(directory.join("BENCHMARKS.md")).filter(|it| it.exists()));
    let path = path.expect("the workspace has such a file");
    let file = std::fs::read_to_string(&path).expect("the file");
    let (before, rest) = file.split_once(&start).expect("the file has the mark");
    let (_, after) = rest.split_once(END).expect("the file has the end mark");
    std::fs::write(&path, [before, &start, "\n", &table, "\n", END, after].concat())
        .expect("the file can be written");
}

/// A table for each run of groups that have the same peers.
fn table(since: SystemTime, groups: &[Group]) -> Option<String> {
    let median = |group, bench| median(since, group, bench);
    let mut text = String::new();
    for groups in groups.chunk_by(|a, b| (a.base, a.others) == (b.base, b.others)) {
        let (base, others) = (groups[0].base, groups[0].others);
        let titles: Vec<&str> = groups.iter().map(|group| group.title).collect();
        let write = |text: &mut String, cells: &[String]| {
            writeln!(text, "| {} |", cells.join(" | ")).expect("writing to a string cannot fail");
        };
        if !text.is_empty() {
            text.push('\n');
        }
        write(
            &mut text,
            &[vec![String::new()], titles.iter().map(|it| (*it).to_owned()).collect()].concat(),
        );
        writeln!(text, "|---|{}", "---:|".repeat(titles.len()))
            .expect("writing to a string cannot fail");
        for peer in [&[base], others].concat() {
            let mut row = vec![peer.to_owned()];
            for group in groups {
                let ratio = median(group.name, peer)? / median(group.name, group.base)?;
                row.push(format!("{ratio:.2}"));
            }
            write(&mut text, &row);
        }
    }
    Some(text)
}

/// The median time in nanoseconds; `None` if it was not measured since.
fn median(since: SystemTime, group: &str, bench: &str) -> Option<f64> {
    let bench_itself = std::env::current_exe().ok()?;
    let target = bench_itself.ancestors().nth(3)?;
    let directory =
        |name: &str| name.replace(['?', '"', '/', '\\', '*', '<', '>', ':', '|', '^'], "_");
    let file = target.join("criterion").join(directory(group)).join(directory(bench));
    let file = file.join("new/estimates.json");
    if std::fs::metadata(&file).ok()?.modified().ok()? < since {
        return None;
    }
    let text = std::fs::read_to_string(file).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}
