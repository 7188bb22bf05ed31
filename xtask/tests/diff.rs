//! `cargo xtask diff`: what changed, and the level of the changes.

mod change;
mod workspace;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use change::{BEFORE, changed};
use expect_test::expect_file;
use obs_errors_build::spec::keys::{CODE, TABLE};
use tempfile::TempDir;
use workspace::{text, xtask};

/// The rules in CONTRIBUTING.md name every kind of change, each at its level.
#[test]
fn contributing_lists_every_kind_of_change() {
    let rules = include_str!("../../CONTRIBUTING.md");
    let mut seen = BTreeSet::new();
    for report in reports() {
        for row in report.lines() {
            let Some((level, rest)) = row.split_once("  ") else { continue };
            let Some(rule) = rules.lines().find(|it| it.starts_with(&format!("| {level} |")))
            else {
                continue;
            };
            let kind = rest.split("  ").next().expect("what changed").trim();
            assert!(rule.contains(&format!("`{kind}`")), "{row} is not in {rule}");
            seen.insert(kind.to_owned());
        }
    }
    // There is a case for each kind of change.
    let source = include_str!("../../obs-errors-spec/src/change.rs");
    let items = syn::parse_file(source).expect("Rust").items;
    let kinds = items.iter().find_map(|item| match item {
        syn::Item::Enum(item) if item.ident == "ChangeKind" => Some(item.variants.len()),
        _ => None,
    });
    assert_eq!(Some(seen.len()), kinds, "{seen:?}");
}

/// Every key of a code, and every key at the top level, is explained.
#[test]
fn the_guide_lists_every_key() {
    let guide = include_str!("../../obs-errors-macros/src/tables.md");
    for key in CODE.iter().chain(TABLE) {
        assert!(guide.contains(&format!("\n| `{}` |", key.name)), "no row for `{}`", key.name);
    }
}

/// What the golden tests expect to be reported.
fn reports() -> impl Iterator<Item = String> {
    let entries = |path: &Path| {
        let entries = fs::read_dir(path).expect("a directory");
        entries.map(|entry| entry.expect("an entry").path()).collect::<Vec<_>>()
    };
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let subjects = entries(&directory).into_iter().filter(|path| path.is_dir());
    let cases = subjects.flat_map(move |subject| entries(&subject));
    let reports = cases.filter(|path| path.extension().is_some_and(|it| it == "txt"));
    reports.map(|path| fs::read_to_string(path).expect("a report"))
}

#[test]
fn changes_are_shown_as_json_and_markdown() {
    let change = "-    message: It is bad.\n+    message: It is *not* good.\n-    retry: transient\n+    retry: never\n";
    let workspace = workspace(&changed(change));
    let said = |format| text(&diff(workspace.path(), &["before.yaml", "--format", format]));
    expect_file!["diff/json.expected"].assert_eq(&said("json"));
    expect_file!["diff/markdown.expected"].assert_eq(&said("markdown"));
}

#[test]
fn fail_on_fails_for_changes_of_a_level_and_above() {
    let exit = |change: &str, arguments: &[&str]| {
        let workspace = workspace(&changed(change));
        diff(workspace.path(), &[&["before.yaml"], arguments].concat()).status.code()
    };
    let words = "-    message: It is bad.\n+    message: It is not good.\n";
    let more = "-    aliases: [Worse]\n+    aliases: [Worse, Worst]\n";
    let less = "-    retry: transient\n+    retry: never\n";
    for (change, [patch, minor, major]) in
        [("", [0, 0, 0]), (words, [1, 0, 0]), (more, [1, 1, 0]), (less, [1, 1, 1])]
    {
        assert_eq!(exit(change, &[]), Some(0));
        assert_eq!(exit(change, &["--fail-on", "patch"]), Some(patch), "{change}");
        assert_eq!(exit(change, &["--fail-on", "minor"]), Some(minor), "{change}");
        assert_eq!(exit(change, &["--fail-on", "major"]), Some(major), "{change}");
    }
}

#[test]
fn the_last_tag_is_the_baseline() {
    let workspace = workspace(BEFORE);
    let root = workspace.path();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        let output =
            Command::new("git").arg("-C").arg(root).args(identity).args(arguments).output();
        let output = output.expect("git runs");
        assert!(output.status.success(), "{}", text(&output));
    };
    let commit = |message| {
        git(&["add", "--all"]);
        git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    };
    let said = |arguments: &[&str], expected: &str| {
        let output = diff(root, arguments);
        assert!(text(&output).ends_with(expected), "{}", text(&output));
        output.status.code()
    };
    // A parent directory may be a repository that does not contain the table.
    if !Command::new("git")
        .arg("-C")
        .arg(root)
        .arg("status")
        .output()
        .expect("git runs")
        .status
        .success()
    {
        assert_eq!(said(&[], "no baseline: this is not a git repository\n"), Some(0));
    }
    git(&["init", "--quiet"]);
    assert_eq!(said(&[], "no baseline: there is no commit yet\n"), Some(0));
    commit("Nothing");
    assert_eq!(said(&[], "no baseline: there is no tag (a shallow clone has none)\n"), Some(0));
    fs::rename(root.join("obs-errors-spec/obs.yaml"), root.join("elsewhere.yaml")).expect("a file");
    commit("No table");
    git(&["tag", "v0.0.1"]);
    fs::rename(root.join("elsewhere.yaml"), root.join("obs-errors-spec/obs.yaml")).expect("a file");
    assert_eq!(said(&["--fail-on", "patch"], "no baseline: no tag has the table\n"), Some(0));
    assert_eq!(said(&["--format", "json"], "\"errors\": []\n}\n"), Some(0));
    commit("A table");
    git(&["tag", "v0.0.9"]);
    assert_eq!(said(&[], "0 changes since v0.0.9\n"), Some(0));
    let report = text(&diff(root, &["v0.0.1"]));
    assert!(
        report.starts_with("error: `v0.0.1` is neither a file nor a git revision with the table: "),
        "{report}"
    );
    assert_eq!(said(&[""], "error: the revision is empty; name one, or leave it out\n"), Some(1));

    // The version of this workspace is above that tag by enough for a major change.
    let less = changed("-    retry: transient\n+    retry: never\n");
    fs::write(root.join("obs-errors-spec/obs.yaml"), less).expect("a file");
    assert_eq!(said(&["--fail-on", "major"], "1 change since v0.0.9: major\n"), Some(0));
    git(&["tag", concat!("v", env!("CARGO_PKG_VERSION"))]);
    assert_eq!(diff(root, &["--fail-on", "major"]).status.code(), Some(1));
    assert_eq!(diff(root, &["HEAD", "--fail-on", "major"]).status.code(), Some(1));

    // A refusal by git must not be taken for a missing baseline.
    let output = workspace::command(root, &["diff"])
        .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        .output()
        .expect("xtask runs");
    assert!(text(&output).contains("dubious ownership"), "{}", text(&output));
    assert_eq!(output.status.code(), Some(1));

    // A tag that is not an ancestor of the current commit does not count.
    git(&["checkout", "--quiet", "--orphan", "other"]);
    commit("Another beginning");
    assert_eq!(said(&[], "no baseline: there is no tag (a shallow clone has none)\n"), Some(0));
}

#[test]
fn errors_of_either_table_are_reported() {
    let workspace = workspace(&BEFORE.replace("status: 404", "status: 4o4"));
    let root = workspace.path();
    fs::write(root.join("wrong.yaml"), BEFORE.replace("retry: transient", "retry: maybe"))
        .expect("a file");
    let output = diff(root, &["wrong.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let text = text(&output);
    assert!(text.contains("wrong.yaml:63:12: unknown retry class `maybe`"), "{text}");
    assert!(text.contains("obs-errors-spec/obs.yaml:45:13: expected a status from 200 to 599 for `status` of `Gone`"), "{text}");
}

/// What it extends is the table of the workspace, in whichever directory the command runs.
#[test]
fn a_file_that_extends_the_table_is_a_baseline() {
    let workspace = workspace(BEFORE);
    let directory = workspace.path().join("elsewhere");
    fs::create_dir(&directory).expect("a directory");
    let baseline = "service: Acme\nenum: AcmeErrorCode\nextends: obs\ncodes:\n  \
                    OnlyHere: { status: 404, message: It is gone., solution: Look elsewhere. }\n";
    fs::write(directory.join("extends.yaml"), baseline).expect("a file");
    let mut command = workspace::command(workspace.path(), &["diff", "extends.yaml"]);
    let output = command.current_dir(&directory).output().expect("xtask runs");
    assert!(text(&output).contains("3 changes since extends.yaml"), "{}", text(&output));
}

#[test]
fn a_wrong_command_line_is_reported() {
    for (arguments, expected) in [
        (
            &["--format", "yaml"][..],
            "error: invalid value `yaml` for `--format`, expected one of `text`, `json`, `markdown`",
        ),
        (
            &["--fail-on", "big"],
            "error: invalid value `big` for `--fail-on`, expected one of `patch`, `minor`, `major`",
        ),
        (&["a", "b"], "error: unexpected argument \"b\""),
    ] {
        let output = xtask(Path::new("."), &[&["diff"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output).starts_with(expected), "{}", text(&output));
    }
}

/// A workspace with a table, and the one that it is compared with.
fn workspace(table: &str) -> TempDir {
    let workspace = workspace::with(table);
    fs::write(workspace.path().join("before.yaml"), BEFORE).expect("a file");
    workspace
}

fn diff(root: &Path, arguments: &[&str]) -> Output {
    xtask(root, &[&["diff"], arguments].concat())
}
