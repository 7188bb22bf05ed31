//! `cargo xtask gen` as a maintainer uses it, in a workspace of a few files.

mod files;
mod workspace;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use files::root;
use obs_errors_build::spec::model::Table;
use obs_errors_build::spec::rust::{Scope, tokens};
use tempfile::TempDir;
use workspace::{text, xtask};

/// In the order of `OUTPUTS` in `src/workspace.rs`.
const GENERATED: [&str; 12] = [
    "obs-errors/src/generated.rs",
    "docs/error-codes.md",
    "docs/error.xsd",
    "docs/index.html",
    "docs/obs-errors.json",
    "docs/obs-errors.schema.json",
    "docs/obs-errors.openapi.json",
    "docs/languages/ObsErrorCode.java",
    "docs/languages/obs_errors.py",
    "docs/languages/obs_errors.ts",
    "docs/languages/obserrors/errors.go",
    "obs-errors-spec/obs.schema.json",
];

/// The committed files are up to date: this is how `cargo test` fails if somebody forgot to
/// generate them.
#[test]
fn the_committed_files_are_current() {
    let output = gen_in(&root(), &["--check", "--deny-warnings"]);
    assert!(output.status.success(), "\n{}", text(&output));
}

/// The macro expands to the emitter's tokens; the committed file is the same.
#[test]
fn the_committed_file_is_what_the_macro_expands_to() {
    let root = root();
    let emitted = syn::parse2(tokens(&table(&root), &Scope::default())).expect("items");
    let committed = fs::read_to_string(root.join(GENERATED[0])).expect("the committed file");
    let committed = syn::parse_file(&committed).expect("items");
    let is_same = prettyplease::unparse(&emitted) == prettyplease::unparse(&committed);
    assert!(is_same, "run `cargo xtask gen` to fix");
}

#[test]
fn missing_files_are_written_and_current_files_are_kept() {
    let workspace = workspace();
    let root = workspace.path();
    let output = gen_in(root, &[]);
    assert!(output.status.success(), "{}", text(&output));
    let count = format!("{} codes\n", codes(root));
    let expected = GENERATED.map(|path| format!("written {path}\n")).concat() + &count;
    assert_eq!(text(&output), expected);

    let before =
        GENERATED.map(|path| fs::metadata(root.join(path)).and_then(|m| m.modified()).ok());
    let output = gen_in(root, &[]);
    assert_eq!(text(&output), expected.replace("written", "unchanged"));
    let after = GENERATED.map(|path| fs::metadata(root.join(path)).and_then(|m| m.modified()).ok());
    assert_eq!(before, after);
    assert_eq!(files(root).len(), 1 + GENERATED.len(), "{:?}", files(root));
}

#[test]
fn a_check_writes_nothing_and_names_every_file_that_is_not_current() {
    let workspace = workspace();
    let root = workspace.path();
    gen_in(root, &[]);
    assert!(gen_in(root, &["--check"]).status.success());

    let stale = fs::read_to_string(root.join(GENERATED[0])).expect("written");
    fs::write(root.join(GENERATED[0]), stale.replace("NoSuchKey", "NoSuchThing")).expect("a file");
    fs::remove_file(root.join(GENERATED[1])).expect("a file");
    fs::write(root.join("docs/old-codes.md"), "").expect("a file");
    fs::write(root.join("obs-errors/src/table.rs"), &stale).expect("a file");
    fs::write(root.join("obs-errors/src/error.rs"), "// by hand\n").expect("a file");
    let before = files(root);
    let output = gen_in(root, &["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(before, files(root));
    let text = text(&output);
    for line in [
        "stale obs-errors/src/generated.rs",
        "-    NoSuchThing,",
        "+    NoSuchKey,",
        "missing docs/error-codes.md",
        "unchanged docs/obs-errors.json",
        "unchanged docs/obs-errors.schema.json",
        "orphaned docs/old-codes.md: no longer generated; run `rm docs/old-codes.md` to remove it",
        "orphaned obs-errors/src/table.rs: no longer generated; run `rm obs-errors/src/table.rs` to remove it",
        "run `cargo xtask gen` to fix",
    ] {
        assert!(text.lines().any(|found| found == line), "no `{line}` in\n{text}");
    }
    assert!(!text.contains("error.rs"), "{text}");
}

#[test]
fn an_error_is_reported_and_nothing_is_written() {
    let workspace = workspace();
    let root = workspace.path();
    let path = root.join("obs-errors-spec/obs.yaml");
    let source = fs::read_to_string(&path).expect("the table");
    let wrong =
        source.replace("status: 411", "status: 4l1").replace("retry: throttling", "retry: maybe");
    fs::write(&path, wrong).expect("a file");
    for arguments in [&[][..], &["--check"]] {
        let output = gen_in(root, arguments);
        assert_eq!(output.status.code(), Some(1));
        let text = text(&output);
        let lines: Vec<_> = text.lines().filter(|line| line.contains("obs.yaml:")).collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].ends_with(
            "expected a status from 200 to 599 for `status` of `MissingContentLength`, found `4l1`"
        ));
        assert!(text.contains("error: 2 errors in obs-errors-spec/obs.yaml; nothing was written"));
        assert_eq!(files(root).len(), 1);
    }
}

/// The JSON for editors and CI has the same errors, with the end of each.
#[test]
fn json_reports_the_same_errors() {
    let workspace = workspace();
    let root = workspace.path();
    let json = |arguments: &[&str]| -> (serde_json::Value, Option<i32>) {
        let output = gen_in(root, &[&["--format", "json"], arguments].concat());
        assert!(output.stderr.is_empty(), "{}", text(&output));
        (serde_json::from_slice(&output.stdout).expect("JSON"), output.status.code())
    };
    let (report, status) = json(&["--check"]);
    assert_eq!(status, Some(1));
    assert_eq!(report["files"][0]["state"], "missing");
    let (report, status) = json(&[]);
    assert_eq!(status, Some(0));
    let written = serde_json::json!({ "path": "docs/error-codes.md", "state": "written" });
    assert!(report["files"].as_array().expect("a list").contains(&written));
    assert_eq!(report["codes"], codes(root));
    assert_eq!(report["errors"], serde_json::json!([]));

    let path = root.join("obs-errors-spec/obs.yaml");
    let source = fs::read_to_string(&path).expect("the table");
    let wrong = source.replace("retry: throttling", "retry: maybe")
        + "  NoSuchKey: { status: 404, message: a, solution: b }\n";
    fs::write(&path, wrong).expect("a file");
    let (report, status) = json(&[]);
    assert_eq!(status, Some(1));
    let errors = report["errors"].as_array().expect("a list");
    assert_eq!(
        errors[0],
        serde_json::json!({
            "path": "obs-errors-spec/obs.yaml",
            "line": 39,
            "column": 12,
            "end_line": 39,
            "end_column": 17,
            "message": "unknown retry class `maybe` in `retry` of `SlowDown`, expected one of `never`, `transient`, `throttling`",
            "related": null,
        })
    );
    let duplicate = errors.iter().find(|error| !error["related"].is_null());
    let duplicate = duplicate.expect("a duplicate code");
    assert_eq!(duplicate["message"], "duplicate code `NoSuchKey`; remove or rename one");
    assert_eq!(
        duplicate["related"],
        serde_json::json!({ "line": 19, "column": 3, "label": "the first" })
    );
}

/// A table with warnings is valid all the same, unless they are denied.
#[test]
fn warnings_are_shown_and_can_be_denied() {
    let workspace = workspace();
    let root = workspace.path();
    let path = root.join("obs-errors-spec/obs.yaml");
    let source = fs::read_to_string(&path).expect("the table");
    let unused = source.replacen("statuses:\n", "statuses:\n  402: Payment Required\n", 1);
    fs::write(&path, &unused).expect("a file");
    let warning = "warning: no code has the status 402; remove it from `statuses`";

    let output = gen_in(root, &["--deny-warnings"]);
    assert_eq!(output.status.code(), Some(1));
    let denied = text(&output);
    assert!(denied.contains(warning), "{denied}");
    assert!(
        denied.ends_with("error: 1 warning in obs-errors-spec/obs.yaml; nothing was written\n")
    );
    assert_eq!(files(root).len(), 1);

    let output = gen_in(root, &[]);
    assert!(output.status.success() && text(&output).contains(warning), "{}", text(&output));
    assert_eq!(files(root).len(), 1 + GENERATED.len());
    let output = gen_in(root, &["--format", "json"]);
    assert!(output.stderr.is_empty() && output.status.success(), "{}", text(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["errors"], serde_json::json!([]));
    assert_eq!(report["warnings"][0]["message"], &warning["warning: ".len()..]);
}

#[test]
fn a_missing_table_is_reported() {
    let workspace = TempDir::new().expect("a directory");
    let output = gen_in(workspace.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let text = text(&output);
    assert!(text.starts_with("obs-errors-spec/obs.yaml:1:1: cannot read the file: "), "{text}");
}

#[test]
fn a_file_that_cannot_be_written_is_reported_and_leaves_nothing_behind() {
    let workspace = workspace();
    let root = workspace.path();
    fs::create_dir_all(root.join(GENERATED[0]).join("in-the-way")).expect("a directory");
    let output = gen_in(root, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("error: cannot read obs-errors/src/generated.rs"));
    assert_eq!(files(root).len(), 1);
}

#[test]
fn a_wrong_command_line_is_reported() {
    for arguments in [
        &[][..],
        &["gen", "--chekc"],
        &["--check"],
        &["generate"],
        &["gen", "gen"],
        &["gen", "--spec", "a.yaml"],
    ] {
        let output = xtask(Path::new("."), arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output).contains(
            "Usage: cargo xtask gen [--check] [--deny-warnings] [--spec FILE --out DIR] [--format FORMAT]"
        ));
    }
    assert!(xtask(Path::new("."), &["--help"]).status.success());
}

/// The file for another crate is what the macro expands to there.
#[test]
fn a_custom_table_is_generated() {
    let workspace = workspace();
    let root = workspace.path();
    let spec = root.join("acme/errors.yaml");
    fs::create_dir(root.join("acme")).expect("a directory");
    let yaml = "extends: obs\nservice: Acme\nenum: AcmeErrorCode\ncodes:\n  SlowDown:\n    override: true\n    message: Slowly.\n";
    fs::write(&spec, yaml).expect("a file");
    let (spec, out) = (spec.display().to_string(), root.join("acme/src").display().to_string());
    let arguments = ["--spec", spec.as_str(), "--out", out.as_str()];
    let output = gen_in(root, &arguments);
    assert_eq!(text(&output), format!("written {out}/errors.rs\n{} codes\n", codes(root)));
    assert!(output.status.success());
    let written = fs::read_to_string(format!("{out}/errors.rs")).expect("written");
    assert!(
        written.starts_with("// @generated by `cargo xtask gen` from errors.yaml. Do not edit.\n")
    );
    assert!(written.contains("pub enum AcmeErrorCode {") && written.contains("\"Slowly.\""));
    assert!(written.contains("::obs_errors::__extends_obs!(AcmeErrorCode)"));
    assert_eq!(files(&root.join("acme")).len(), 2);
    assert!(gen_in(root, &arguments).status.success());

    fs::write(root.join("acme/src/lib.rs"), "// by hand\n").expect("a file");
    fs::copy(&spec, root.join("acme/lib.yaml")).expect("a copy");
    let lib = root.join("acme/lib.yaml").display().to_string();
    let refused = gen_in(root, &["--spec", &lib, "--out", &out]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused).contains("lib.rs was not generated by this command; move it"));

    let check = |expected: i32| {
        let output = gen_in(root, &[&["--check"], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(expected), "{}", text(&output));
        text(&output)
    };
    check(0);
    fs::write(&spec, yaml.replace("Slowly", "Slower")).expect("a file");
    assert!(
        check(1).ends_with(&format!("run `cargo xtask gen --spec {spec} --out {out}` to fix\n"))
    );
    fs::write(&spec, yaml.replace("obs", "no-such.yaml")).expect("a file");
    assert!(check(1).starts_with(&format!("{spec}:1:10: cannot read `")));
}

/// The replacement of a deprecated code is a link in documents that have links.
#[test]
fn a_deprecated_code_is_explained_everywhere() {
    let workspace = workspace();
    let root = workspace.path();
    assert!(gen_in(root, &[]).status.success());
    for (path, explained) in [
        (
            "obs-errors/src/generated.rs",
            "    #[deprecated(\n        since = \"0.2.0\",\n        \
             note = \"a length is no longer needed; use `ObsErrorCode::PreconditionFailed`\"\n    )]\n    \
             MissingContentLength,",
        ),
        (
            "docs/error-codes.md",
            "**Deprecated** since 0\\.2.0: a length is no longer needed; \
             use [`PreconditionFailed`](#PreconditionFailed)",
        ),
        (
            "docs/index.html",
            "<b>Deprecated</b> since 0.2.0: a length is no longer needed; \
             use <a href=\"#PreconditionFailed\">PreconditionFailed</a>",
        ),
        ("docs/obs-errors.json", "\"use\": \"PreconditionFailed\""),
    ] {
        let text = fs::read_to_string(root.join(path)).expect("written");
        assert!(text.contains(explained), "{path}: {text}");
    }
}

/// What looks like markup is text in every document.
#[test]
fn no_text_of_the_table_becomes_markup() {
    let workspace = workspace();
    let root = workspace.path();
    let path = root.join("obs-errors-spec/obs.yaml");
    let source = fs::read_to_string(&path).expect("the table");
    let entry = "  a<i>&\"'-->:\n    name: Odd\n    status: 411\n    message: '<i> & \"{{ x }}\" | `y`'\n    \
                 solution: ']]></script><i>'\n    note: '<i>'\n    aliases: ['<i>', 'b\"<i>']\n";
    let place = source.find("  PreconditionFailed:\n").expect("the code after it");
    fs::write(&path, format!("{}{entry}{}", &source[..place], &source[place..])).expect("a file");
    let output = gen_in(root, &[]);
    assert!(output.status.success(), "{}", text(&output));
    for (path, escaped) in [
        ("docs/error-codes.md", "\\<i\\> \\& \"{{ x }}\" \\| \\`y\\`"),
        ("docs/error.xsd", "&lt;i&gt; &amp; &quot;{{ x }}&quot; | `y`"),
        ("docs/index.html", "&lt;i&gt; &amp; &quot;{{ x }}&quot; | `y`"),
    ] {
        let text = fs::read_to_string(root.join(path)).expect("written");
        assert!(text.contains(escaped), "{path}");
        let code_spans =
            text.replace("`a<i>&\"'-->`", "").replace("`<i>`", "").replace("`b\"<i>`", "");
        assert!(!code_spans.contains("<i>"), "{path}");
    }
}

fn workspace() -> TempDir {
    workspace::with(include_str!("table.yaml"))
}

fn table(root: &Path) -> Table {
    let table = obs_errors_build::read_table(root, "obs-errors-spec/obs.yaml", None);
    table.unwrap_or_else(|diagnostics| panic!("{diagnostics}")).0
}

fn codes(root: &Path) -> usize {
    table(root).codes.len()
}

fn gen_in(root: &Path, arguments: &[&str]) -> Output {
    xtask(root, &[&["gen"], arguments].concat())
}

/// Every file below a directory with its bytes, sorted.
fn files(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}
