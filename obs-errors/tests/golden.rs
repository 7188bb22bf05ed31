//! What comes back from a service, and what is read from it.
//!
//! Beside each input there is a file with the extension `txt`: the error as a caller sees it.
//! `UPDATE_EXPECT=1 cargo test -p obs-errors --all-features --test golden` writes them again,
//! and a part of a path after `--` selects cases. Without the feature `json` there are no
//! cases with bodies in JSON.

use std::fs;
use std::path::Path;

use expect_test::expect_file;
use obs_errors::{DeleteError, ObsError, ObsErrorCode, delete_errors};

const RESPONSES: &str =
    if cfg!(feature = "json") { r"\.http$" } else { r"^(?!.*\bjson/).*\.http$" };

datatest_stable::harness! {
    { test = document, root = "tests/documents", pattern = r"\.xml$" },
    { test = response, root = "tests/responses", pattern = RESPONSES },
    { test = delete, root = "tests/deletes", pattern = r"\.xml$" },
}

fn compare(path: &Path, shown: &str) {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_extension("txt");
    expect_file![expected].assert_eq(shown);
}

/// An error document, by `from_xml`.
fn document(path: &Path) -> datatest_stable::Result<()> {
    let shown = match ObsError::from_xml(&fs::read(path)?) {
        Ok(error) => {
            let code = error.code().map(ObsErrorCode::as_str);
            let getters = [
                ("code_str", error.code_str()),
                ("message", error.message()),
                ("resource", error.resource()),
                ("request_id", error.request_id()),
                ("host_id", error.host_id()),
            ];
            let getters = getters.map(|(name, value)| format!("{name}: {value:?}\n")).concat();
            let fields: Vec<String> =
                error.fields().map(|(name, value)| format!("  {name} = {value:?}\n")).collect();
            let fields = fields.concat();
            format!("{error}\ncode: {code:?}\n{getters}fields:\n{fields}")
        }
        Err(error) => format!("{error}\nkind: {:?}\n", error.kind()),
    };
    compare(path, &shown);
    Ok(())
}

/// A whole response as it was recorded, by `from_parts`: lines up to an empty one, then the
/// body.
fn response(path: &Path) -> datatest_stable::Result<()> {
    let response = fs::read(path)?;
    let end = response.windows(2).position(|two| two == b"\n\n").expect("an empty line");
    let (head, body) = (&response[..end], &response[end + 2..]);
    let mut lines = head.split(|byte| *byte == b'\n');
    let status = lines.next().and_then(|line| line.split(|byte| *byte == b' ').nth(1));
    let status = status.and_then(|status| std::str::from_utf8(status).ok()?.parse().ok());
    let headers = lines.map(|line| {
        let colon = line.iter().position(|byte| *byte == b':').expect("a header");
        (std::str::from_utf8(&line[..colon]).expect("a name"), &line[colon + 1..])
    });
    compare(path, &shown(&ObsError::from_parts(status.expect("a status"), headers, body)));
    Ok(())
}

fn shown(error: &ObsError) -> String {
    let fields = error.fields().map(|(name, value)| format!("\n  {name} = {value:?}"));
    let fields: Vec<String> = fields.collect();
    let getters = [
        ("message", error.message()),
        ("resource", error.resource()),
        ("request_id", error.request_id()),
        ("host_id", error.host_id()),
        ("excerpt", error.excerpt()),
    ];
    let getters = getters.into_iter().filter(|(_, value)| value.is_some());
    let getters: Vec<_> =
        getters.map(|(name, value)| format!("{name}: {:?}\n", value.unwrap_or_default())).collect();
    format!(
        "{error}\nstatus: {:?}\ncode: {:?} {:?}\norigin: {:?}\nretry: {:?} {:?}\n{}fields:{}\n",
        error.status(),
        error.code(),
        error.code_str(),
        error.origin(),
        error.retry(),
        error.retry_after(),
        getters.concat(),
        fields.concat(),
    )
}

/// The response to a batch delete, by `delete_errors`.
fn delete(path: &Path) -> datatest_stable::Result<()> {
    let body = fs::read(path)?;
    let errors: Vec<String> = delete_errors(&body)
        .map(|error| error.map_or_else(|error| format!("{error}\n"), |error| entry(&error)))
        .collect();
    compare(path, &errors.concat());
    Ok(())
}

fn entry(error: &DeleteError<'_>) -> String {
    format!(
        "{error}\n  {:?} {:?} {:?} {:?} {:?}\n",
        error.key(),
        error.version_id(),
        error.code_str(),
        error.message(),
        error.retry(),
    )
}
