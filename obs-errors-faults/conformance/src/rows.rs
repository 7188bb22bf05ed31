//! What the clients are asked to do, and what goes wrong: `rows.tsv`.

/// One row of the report.
pub(crate) struct Row {
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    /// The request to the client.
    pub(crate) what: &'static str,
    /// A rule as in a scenario file, with `URL` and `HOST` for those of the server; none without a fault.
    pub(crate) rule: Option<&'static str>,
    /// Whether the check runs it.
    pub(crate) is_checked: bool,
}

pub(crate) fn read() -> Vec<Row> {
    let lines = include_str!("../rows.tsv").lines().skip(1);
    let row = |line: &'static str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [group, name, what, rule, check] = columns[..] else { panic!("five columns: {line}") };
        let rule = Some(rule).filter(|rule| *rule != "-");
        Row { group, name, what, rule, is_checked: check == "yes" }
    };
    lines.map(row).collect()
}
