//! Golden tests of the command.
//!
//! The first line of `command/SUBCOMMAND/NAME.args` has the arguments, and the rest is the
//! input; `NAME.txt` beside it is what is printed. `decoded/` has what `decode` prints for
//! every response that the tests of the library read. `UPDATE_EXPECT=1 cargo test -p
//! obs-errors-cli --test golden` writes all of it again, and a part of a path after `--`
//! selects cases.

mod run;

use std::fs;
use std::path::Path;
use std::process::Output;

use expect_test::expect_file;
use run::run;

const RESPONSES: &str = "tests/responses";

datatest_stable::harness! {
    { test = case, root = "tests/command", pattern = r"\.args$" },
    { test = response, root = RESPONSES, pattern = r"\.http$" },
}

fn case(path: &Path) -> datatest_stable::Result<()> {
    let case = fs::read(path)?;
    let end = case.iter().position(|byte| *byte == b'\n').ok_or("the first line has no end")?;
    let arguments: Vec<&str> = std::str::from_utf8(&case[..end])?.split_whitespace().collect();
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_extension("txt");
    expect_file![expected].assert_eq(&shown(&run(&arguments, &case[end + 1..])));
    Ok(())
}

fn response(path: &Path) -> datatest_stable::Result<()> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let expected = tests.join("decoded").join(path.strip_prefix(RESPONSES)?);
    let output = run(&["decode"], &fs::read(path)?);
    if output.stdout.len() <= 20 {
        return Err("the output is too short".into());
    }
    // The directory of a new subject does not exist yet.
    fs::create_dir_all(expected.parent().ok_or("it is in a directory")?)?;
    expect_file![expected.with_extension("txt")].assert_eq(&shown(&output));
    // Which causes fit is for programs, too.
    if path.parent().is_some_and(|subject| subject.ends_with("causes")) {
        let output = run(&["decode", "--format", "json"], &fs::read(path)?);
        expect_file![expected.with_extension("json")].assert_eq(&shown(&output));
    }
    Ok(())
}

/// The output, and the exit status.
fn shown(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8(bytes.clone()).expect("UTF-8"));
    let status = output.status.code().map_or_else(|| "none".to_owned(), |code| code.to_string());
    format!(
        "{out}{}{err}exit status {status}\n",
        if err.is_empty() { "" } else { "--- to stderr\n" }
    )
}
