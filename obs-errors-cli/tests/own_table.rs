//! The command with a custom table: from nothing to its documents.

#[allow(dead_code, reason = "nothing is sent to the command here")]
mod run;

use std::fs;
use std::process::Command;

use run::command;
use tempfile::TempDir;

/// The exit status, and all that is printed.
fn run(directory: &TempDir, arguments: &[&str]) -> (i32, String) {
    let output = command(arguments).current_dir(directory.path()).output().expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().expect("a status"), String::from_utf8(text).expect("UTF-8"))
}

fn started() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let (status, text) = run(&directory, &["init"]);
    assert_eq!((status, text.lines().next()), (0, Some("written errors.yaml")));
    directory
}

fn change(directory: &TempDir, old: &str, new: &str) {
    let path = directory.path().join("errors.yaml");
    let table = fs::read_to_string(&path).expect("the table");
    assert!(table.contains(old), "{old}");
    fs::write(path, table.replace(old, new)).expect("it can be written");
}

#[test]
fn the_starter_is_a_valid_table_whose_files_are_generated() {
    let directory = started();
    let (status, text) = run(&directory, &["gen", "--deny-warnings"]);
    assert_eq!(status, 0, "{text}");
    for path in [
        "src/errors.rs",
        "docs/errors.md",
        "docs/errors.html",
        "docs/errors.json",
        "docs/error.xsd",
        "errors.schema.json",
    ] {
        assert!(text.contains(&format!("written {path}\n")), "{text}");
        let content = fs::read_to_string(directory.path().join(path)).expect("a file");
        // The schema describes what any table can state.
        let words = content.split(|c: char| !c.is_alphanumeric() && !"-_".contains(c));
        let foreign = words.filter(|word| ["OBS", "Huawei"].contains(word)).count();
        assert!(foreign == 0 || path == "errors.schema.json", "{path} names another service");
    }
    // Documents link to each other by the paths that they have.
    let page = fs::read_to_string(directory.path().join("docs/errors.html")).expect("the page");
    for link in ["errors.md", "errors.json", "error.xsd"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
    }
    assert_eq!(run(&directory, &["check"]).0, 0);
    assert!(!run(&directory, &["gen"]).1.contains("written"));
}

#[test]
fn a_table_is_not_overwritten() {
    let directory = started();
    change(&directory, "My Service", "Depot");
    let (status, text) = run(&directory, &["init"]);
    assert!(status == 2 && text.contains("errors.yaml exists already"), "{text}");
    assert_eq!(run(&directory, &["init", "--table", "other.yaml"]).0, 0);
    assert_eq!(run(&directory, &["gen", "--table", "other.yaml"]).0, 0);
}

#[test]
fn stale_and_orphaned_files_are_found() {
    let directory = started();
    run(&directory, &["gen"]);
    change(&directory, "docs/errors.md", "docs/all-errors.md");
    change(&directory, "The request is not valid.", "The request is wrong.");
    let (status, text) = run(&directory, &["check"]);
    assert_eq!(status, 1);
    for expected in [
        "stale src/errors.rs\n",
        "missing docs/all-errors.md\n",
        "orphaned docs/errors.md: no longer generated; run `rm docs/errors.md` to remove it\n",
        "run `obs-errors gen` to fix\n",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    // What is compiled from a generated file has its comments.
    change(&directory, "  # typescript: web", "  typescript: web");
    run(&directory, &["gen"]);
    let source = fs::read(directory.path().join("web/errors.ts")).expect("a file");
    for compiled in ["errors.js", "errors.d.ts", "others.js"] {
        fs::write(directory.path().join("web").join(compiled), &source).expect("a file");
    }
    let (_, text) = run(&directory, &["check"]);
    assert!(!text.contains("orphaned web/errors"), "{text}");
    assert!(text.contains("orphaned web/others.js: "), "{text}");
    // A file that was written by hand is not replaced.
    fs::write(directory.path().join("docs/all-errors.md"), "by hand").expect("it can be written");
    let (status, text) = run(&directory, &["gen"]);
    assert!(status == 2 && text.contains("docs/all-errors.md was not generated"), "{text}");
}

#[test]
fn errors_are_reported_and_nothing_is_written() {
    let directory = started();
    change(&directory, "  rust: src/errors.rs", "  rust: src\\errors.rs\n  rusty: a");
    change(&directory, "status: 404", "status: 4o4");
    let (status, text) = run(&directory, &["gen"]);
    assert_eq!(status, 1);
    for expected in [
        "unknown key `rusty`",
        "expected a status",
        "contains a backslash",
        "3 errors in errors.yaml; nothing was written",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert_eq!(fs::read_dir(directory.path()).expect("a directory").count(), 1);
    let (status, text) = run(&directory, &["list", "--table", "errors.yaml"]);
    assert!(status == 2 && text.contains("expected a status"), "{text}");

    let empty = tempfile::tempdir().expect("a directory");
    let (status, text) = run(&empty, &["gen"]);
    assert!(status == 2 && text.contains("run `obs-errors init` to write a table"), "{text}");
    fs::write(empty.path().join("errors.yaml"), "extends: obs\nservice: A\nenum: ACode\ncodes: { Z: { status: 404, message: a, solution: b } }\n").expect("it can be written");
    let (status, text) = run(&empty, &["gen"]);
    assert!(status == 2 && text.contains("does not state what to generate"), "{text}");
    let (status, text) = run(&empty, &["check"]);
    assert!(status == 0 && text.ends_with(" codes\n"), "{text}");
}

#[test]
fn codes_of_the_table_are_looked_up() {
    let directory = started();
    let table = ["--table", "errors.yaml"];
    let (status, text) = run(&directory, &[&["explain", "nosuchthing"][..], &table].concat());
    assert!(status == 0 && text.starts_with("NoSuchThing (404 Not Found)\n"), "{text}");
    let (status, text) = run(&directory, &[&["search", "trash"][..], &table].concat());
    assert!(status == 0 && text.contains("NoSuchThing"), "{text}");
    let (status, _) = run(&directory, &[&["explain", "NoSuchBucket"][..], &table].concat());
    assert_eq!(status, 1);
    fs::write(directory.path().join("body"), "<Error><Code>Busy</Code></Error>").expect("a file");
    let (status, text) = run(&directory, &[&["decode", "body"][..], &table].concat());
    assert!(status == 0 && text.contains("Send requests more slowly."), "{text}");
}

/// A table with one code and these outputs, in a directory.
fn stating(outputs: &str, files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let table =
        "service: A\nenum: ACode\nsolutions: optional\ncodes: { X: { status: 404, message: a } }\n";
    let table = format!("{table}output: {outputs}\n");
    for (path, text) in [("errors.yaml", &*table)].iter().chain(files) {
        fs::write(directory.path().join(path), text).expect("a file");
    }
    directory
}

#[test]
fn nothing_that_is_written_by_hand_is_replaced() {
    for (outputs, path, text) in [
        ("{ json: errors.yaml }", "errors.yaml", "errors.yaml is the table itself"),
        ("{ json: package.json }", "package.json", "package.json was not generated"),
        ("{ json_schema: package.json }", "package.json", "package.json was not generated"),
        ("{ templates: { t: README.md } }", "README.md", "README.md was not generated"),
        ("{ templates: { t: ./t } }", "t", "has a part that is empty"),
        ("{ templates: { t: t } }", "t", "duplicate path"),
    ] {
        let files =
            [("package.json", "{\n  \"name\": \"a\"\n}\n"), ("README.md", "# A\n"), ("t", "b\n")];
        let directory = stating(outputs, &files);
        let before = fs::read(directory.path().join(path)).expect("a file");
        let (status, printed) = run(&directory, &["gen"]);
        assert!(status != 0 && printed.contains(text), "{outputs}: {printed}");
        assert_eq!(before, fs::read(directory.path().join(path)).expect("a file"), "{outputs}");
    }
}

/// In every directory that has outputs, also that of the table; shown as paths from where the command runs.
#[test]
fn orphans_are_found_beside_every_output() {
    let template = ("t", "{{ mark }}\n");
    let directory = stating("{ markdown: a.md, templates: { t: lib/t.txt } }", &[template]);
    let (status, text) = run(&directory, &["gen"]);
    assert!(status == 0 && text.contains("written lib/t.txt\n"), "{text}");
    change(&directory, "markdown: a.md", "markdown: b.md");
    change(&directory, "lib/t.txt", "lib/u.txt");
    run(&directory, &["gen"]);
    for (parent, prefix) in [(false, ""), (true, "table/")] {
        let outside = tempfile::tempdir().expect("a directory");
        let (place, arguments) = if parent {
            let to = outside.path().join("table");
            fs::create_dir_all(to.join("lib")).expect("a directory");
            for path in ["errors.yaml", "a.md", "b.md", "t", "lib/t.txt", "lib/u.txt"] {
                fs::copy(directory.path().join(path), to.join(path)).expect("a copy");
            }
            (&outside, &["check", "--table", "table/errors.yaml"][..])
        } else {
            (&directory, &["check"][..])
        };
        let (status, text) = run(place, arguments);
        assert_eq!(status, 1, "{text}");
        for path in ["a.md", "lib/t.txt"] {
            let path = format!("{prefix}{path}");
            let line =
                format!("orphaned {path}: no longer generated; run `rm {path}` to remove it\n");
            assert!(text.contains(&line), "{text}");
        }
        assert!(text.contains(&format!("unchanged {prefix}b.md\n")), "{text}");
    }
}

/// Whatever the locale, the time zone and the directory are.
#[test]
fn the_same_table_gives_the_same_bytes() {
    let keys = "{ rust: a.rs, markdown: a.md, page: a.html, json: a.json, json_schema: b.json, \
                xsd: a.xsd, schema: c.json, openapi: d.json, typescript: a.ts, python: a.py, \
                go: a.go, java: ACode.java, templates: { t: a.txt } }";
    let files = [("t", "{{ codes }}\n{{ mark }}\n")];
    let (here, parent) = (stating(keys, &files), tempfile::tempdir().expect("a directory"));
    let there = parent.path().join("é b");
    fs::create_dir(&there).expect("a directory");
    for name in ["errors.yaml", "t"] {
        fs::copy(here.path().join(name), there.join(name)).expect("a copy");
    }
    assert_eq!(run(&here, &["gen"]).0, 0);
    let status = command(&["gen", "--table", "é b/errors.yaml"])
        .current_dir(parent.path())
        .envs([("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Apia")])
        .output()
        .expect("it runs")
        .status;
    assert!(status.success());
    let names = |directory: &std::path::Path| {
        let names = fs::read_dir(directory).expect("a directory");
        let mut names: Vec<_> = names.map(|entry| entry.expect("a file").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(here.path()), names(&there));
    for name in names(here.path()) {
        let read = |directory: &std::path::Path| fs::read(directory.join(&name)).expect("a file");
        assert!(read(here.path()) == read(&there), "{} differs", name.display());
    }
}

/// The headers, and the members in JSON, that the table names.
#[test]
fn responses_are_decoded_with_the_names_of_the_table() {
    let directory = started();
    change(&directory, "# The codes of failures about", "json: { Code: [faultId] }\n\n# The codes");
    for response in [
        "HTTP/1.1 404 Not Found\r\nx-my-error-code: NoSuchThing\r\nx-my-request-id: R1\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nx-my-request-id: R1\r\n\r\n{\"faultId\": \"NoSuchThing\"}",
    ] {
        fs::write(directory.path().join("response"), response).expect("a file");
        let (status, text) = run(&directory, &["decode", "response", "--table", "errors.yaml"]);
        assert!(status == 0 && text.contains("There is no such thing."), "{text}");
        assert!(text.contains("R1"), "{text}");
    }
    // Those of OBS mean nothing here.
    fs::write(
        directory.path().join("response"),
        "HTTP/1.1 404 Not Found\r\nx-obs-error-code: NoSuchThing\r\n\r\n",
    )
    .expect("a file");
    let (_, text) = run(&directory, &["decode", "response", "--table", "errors.yaml"]);
    assert!(!text.contains("There is no such thing."), "{text}");
}

/// A repository with the table in its first commit, which has a tag.
#[test]
fn changes_since_a_tag_are_shown() {
    let directory = started();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
        let mut git = Command::new("git");
        git.args(identity).args(arguments).current_dir(directory.path());
        assert!(git.output().expect("git runs").status.success(), "{arguments:?}");
    };
    let (status, text) = run(&directory, &["diff"]);
    assert!(status == 0 && text.contains("no baseline"), "{text}");
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--no-gpg-sign", "-m", "The table"]);
    git(&["tag", "v1.0.0"]);
    change(&directory, "retry: transient", "retry: never");
    let (status, text) = run(&directory, &["diff"]);
    assert_eq!(status, 0);
    assert!(text.contains("major  retry") && text.contains("since v1.0.0: major"), "{text}");
    let (status, text) = run(&directory, &["diff", "--fail-on", "major"]);
    assert_eq!(status, 1);
    assert!(text.contains("error: the table has a major change since v1.0.0"), "{text}");
    let (_, text) = run(&directory, &["diff", "v1.0.0", "--markdown"]);
    assert!(text.contains("**"), "{text}");
    let (_, text) = run(&directory, &["diff", "--format", "json"]);
    assert!(text.starts_with('{'), "{text}");
    let (status, text) = run(&directory, &["diff", "v2"]);
    assert!(status == 2 && text.contains("neither a file nor a git revision"), "{text}");
}

#[test]
fn codes_are_put_in_order() {
    let directory = started();
    assert_eq!(run(&directory, &["sort"]), (0, "unchanged errors.yaml\n".to_owned()));
    let path = directory.path().join("errors.yaml");
    let sorted = fs::read_to_string(&path).expect("the table");
    // The last code comes first, with a comment; its line has no end.
    let (head, codes) = sorted.split_once("codes:\n").expect("codes");
    let (others, last) = codes.split_once("  Busy:\n").expect("the last code");
    let moved = format!("{head}codes:\n\n  # Too many.\n  Busy:\n{last}{}", others.trim_end());
    fs::write(&path, moved).expect("it can be written");
    let (status, text) = run(&directory, &["gen"]);
    assert!(status == 1 && text.contains("out of order"), "{text}");
    assert_eq!(run(&directory, &["sort"]), (0, "sorted errors.yaml\n".to_owned()));
    let expected = format!("{head}codes:\n{others}\n  # Too many.\n  Busy:\n{last}");
    assert_eq!(fs::read_to_string(&path).expect("the table"), expected);
    assert_eq!(run(&directory, &["gen"]).0, 0);
    // Other errors are reported, and nothing moves.
    change(&directory, "status: 404", "status: 4o4");
    let (status, text) = run(&directory, &["sort"]);
    assert!(status == 2 && text.contains("expected a status"), "{text}");
}

#[test]
fn a_page_is_compared_and_added() {
    let directory = started();
    let page = "| Status | Error Code | Message | Solution |\n|---|---|---|---|\n\
                | 404 Not Found | NoSuchThing | There is no such thing. | Create the thing first, or check its name. |\n\
                | 409 Conflict | ThingExists | There is such a thing already. | Choose another name. |\n";
    fs::write(directory.path().join("page.md"), page).expect("it can be written");
    let (status, text) = run(&directory, &["import", "page.md"]);
    assert!(status == 2 && text.contains("errors.yaml states no sources; add the page"), "{text}");
    change(
        &directory,
        "service: My Service",
        "service: My Service\nsources: { manual: The Manual }",
    );
    let (status, text) = run(&directory, &["import", "page.md"]);
    assert_eq!(status, 1);
    assert!(text.contains("run `obs-errors import page.md --table errors.yaml --write`"), "{text}");
    run(&directory, &["import", "page.md", "--write"]);
    let table = fs::read_to_string(directory.path().join("errors.yaml")).expect("the table");
    assert!(table.contains("  ThingExists:\n    status: 409\n"), "{table}");
    // The reason phrase is that of IANA.
    assert!(!table.contains("statuses:"), "{table}");
    // Comments are kept, and the table is still valid.
    assert!(table.contains("# Sorted by status"), "{table}");
    assert_eq!(run(&directory, &["gen"]).0, 0);
}
