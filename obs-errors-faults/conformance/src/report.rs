//! The report: a table in Markdown, and a page.

use crate::rows::Row;
use crate::trial::Column;

pub(crate) struct Report<'a> {
    pub(crate) rows: &'a [Row],
    pub(crate) columns: Vec<Column>,
}

const INTRODUCTION: &str = "\
What clients of OBS and S3 do when the service, or what is between, fails: each was run against
[`obs-errors-faults`](../obs-errors-faults), with one fault at a time.

- `ok`: the operation succeeded, and the data was compared byte for byte. `WRONG DATA`: when the client reported a
  success, the data was not there or not complete, or keys that were still there had not been reported. A client
  may report a success and go on in the background; whether the data is complete by then is up to chance.
- An error is the code that the client reports, or else its own name for what happened.
- The number is how many requests the server received for the operation with the fault.
- Every client had its default settings, but waited at most 2 seconds for bytes. It went through the rows in their
  order, in one process (the AWS CLI in one for each operation).

- OpenDAL ran with its service for S3 and its `RetryLayer`; `obs-errors` is a client of 200 lines on reqwest, with the
  retry policy of this crate (`obs-errors-faults/conformance/src/bin/obs-errors-client.rs`).

The faults are in `obs-errors-faults/conformance/rows.tsv`. `bash obs-errors-faults/conformance/run` installs the
clients, runs them, and writes this file and a [page](conformance.html).
";

impl Report<'_> {
    pub(crate) fn cells(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    fn heads(&self) -> Vec<String> {
        let head = |column: &Column| format!("{} {}", column.client, column.version);
        self.columns.iter().map(head).collect()
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("# Clients and faults\n\n{INTRODUCTION}");
        let head = format!(
            "| | {} |\n|---|{}\n",
            self.heads().join(" | "),
            "---|".repeat(self.columns.len())
        );
        let mut group = "";
        for (index, row) in self.rows.iter().enumerate() {
            if row.group != group {
                group = row.group;
                text += &format!("\n## {group}\n\n{head}");
            }
            let cells = self.columns.iter().map(|column| column.cells[index].replace('|', "\\|"));
            text += &format!("| {} | {} |\n", row.name, cells.collect::<Vec<_>>().join(" | "));
        }
        text
    }

    pub(crate) fn page(&self) -> String {
        let mut rows = String::new();
        let mut group = "";
        for (index, row) in self.rows.iter().enumerate() {
            if row.group != group {
                group = row.group;
                let width = self.columns.len() + 1;
                rows += &format!(
                    "<tr><th class=\"group\" colspan=\"{width}\">{}</th></tr>\n",
                    escaped(group)
                );
            }
            rows += &format!("<tr><th>{}</th>", escaped(row.name));
            for column in &self.columns {
                let cell = &column.cells[index];
                let class = match cell {
                    cell if cell.starts_with("ok") || cell.starts_with("none") => "ok",
                    cell if cell.starts_with("WRONG") => "wrong",
                    _ => "error",
                };
                rows += &format!("<td class=\"{class}\">{}</td>", escaped(cell));
            }
            rows += "</tr>\n";
        }
        let heads = self
            .heads()
            .iter()
            .map(|head| format!("<th>{}</th>", escaped(head)))
            .collect::<String>();
        include_str!("page.html").replace("HEADS", &heads).replace("ROWS", &rows)
    }

    /// What differs from a report.
    pub(crate) fn differences(&self, report: &str) -> Vec<String> {
        let mut differences = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let in_group =
                report.split(&format!("\n## {}\n", row.group)).nth(1).unwrap_or_default();
            let start = format!("| {} | ", row.name);
            let line = in_group.lines().find(|line| line.starts_with(&start)).unwrap_or_default();
            let expected: Vec<&str> =
                line.trim_matches('|').split(" | ").skip(1).map(str::trim).collect();
            for (column, expected) in
                self.columns.iter().zip(expected.iter().chain(std::iter::repeat(&"")))
            {
                let found = &column.cells[index];
                if found != expected {
                    differences.push(format!(
                        "{}: {}: {}: expected {expected:?}, found {found:?}",
                        column.client, row.group, row.name
                    ));
                }
            }
        }
        differences
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
