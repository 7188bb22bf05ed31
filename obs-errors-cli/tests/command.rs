//! The command `obs-errors` beyond single cases: every code, shells, pipes, odd bytes.

mod run;

use std::io::Read;
#[cfg(unix)]
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use obs_errors_build::{Document, Provenance, spec};
use run::{command, run};
use serde_json::Value;

fn json(arguments: &[&str], input: &[u8]) -> Value {
    let output = run(&[arguments, &["--format", "json"]].concat(), input);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The command and the generator serialize a code in the same way.
#[test]
fn the_json_of_a_code_is_that_of_the_documents() {
    let table = spec::read("obs.yaml", |_| Ok(spec::OBS.as_bytes())).expect("the table of OBS");
    let provenance = Provenance { command: "", table: "" };
    let document = Document::Catalogue.generate(&table, provenance);
    let table: Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(json(&["list"], b""), table["codes"]);
    let codes = table["codes"].as_array().expect("a list").iter();
    let every: Vec<&str> = codes.filter_map(|code| code["code"].as_str()).collect();
    assert_eq!(json(&[&["explain"], &every[..]].concat(), b""), table["codes"]);
}

#[test]
fn every_code_is_found_by_every_name() {
    let list = json(&["list"], b"");
    let mut names = Vec::new();
    for code in list.as_array().expect("a list") {
        let aliases = code["aliases"].as_array().expect("a list").iter();
        for name in aliases.chain([&code["code"]]).map(|name| name.as_str().expect("a name")) {
            names.extend([
                (name.to_lowercase(), &code["code"]),
                (name.to_uppercase(), &code["code"]),
            ]);
            assert_eq!(json(&["search", &name.to_lowercase()], b"")[0]["code"], code["code"]);
        }
    }
    let arguments: Vec<&str> =
        ["explain"].into_iter().chain(names.iter().map(|(name, _)| name.as_str())).collect();
    let explained = json(&arguments, b"");
    let explained = explained.as_array().expect("a list").iter().map(|found| &found["code"]);
    assert!(explained.eq(names.iter().map(|(_, code)| *code)));
}

/// The page in `docs/` is tested with the same list.
#[test]
fn searches_find_the_listed_codes() {
    for case in include_str!("searches.tsv").lines().skip(1) {
        let (query, expected) = case.split_once('\t').expect("a query, then codes");
        let found = json(&["search", query], b"");
        let found: Vec<&str> = found
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|code| code["code"].as_str())
            .collect();
        let expected: Vec<&str> = expected.split(", ").filter(|code| !code.is_empty()).collect();
        let first: Vec<&str> = found.iter().copied().take(expected.len().max(1)).collect();
        assert_eq!(first, expected, "{query}: {found:?}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    for arguments in [&["list"][..], &["completions", "bash"], &["explain", "NoSuchKey"]] {
        let mut child = command(arguments).spawn().expect("the command starts");
        drop(child.stdout.take());
        let mut errors = String::new();
        let mut stderr = child.stderr.take().expect("it is piped");
        stderr.read_to_string(&mut errors).expect("UTF-8");
        assert_eq!(errors, "");
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
}

#[test]
fn any_bytes_are_decoded() {
    let inputs: [&[u8]; 6] = [
        b"",
        b"\xFF\xFE",
        b"\xFE\xFF\x00<\x00",
        b"HTTP/1.1 404",
        b"HTTP/1.1 404 \xFF\r\nx-obs-error-code: NoSuchKey\xFF\r\n\r\n\xFF<Error",
        b"< HTTP/1.1 404 Not Found\n<\n",
    ];
    for input in inputs {
        let output = run(&["decode"], input);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{input:?}");
        assert!(!output.stdout.is_empty() && output.stderr.is_empty(), "{input:?}");
    }
    let text = "<Error><Code>NoSuchKey</Code><Message>caf\u{e9}</Message></Error>";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let decoded = json(&["decode"], &[b"\xFF\xFE", &utf16[..]].concat());
    assert_eq!(decoded["error"]["code"], "NoSuchKey");
    assert_eq!(decoded["error"]["message"], "caf\u{e9}");
}

#[test]
fn output_is_coloured_only_on_terminals() {
    let plain = run(&["explain", "NoSuchKey"], b"").stdout;
    assert!(!plain.contains(&b'\x1B'));
    let forced = |no_color: &str| {
        let mut command = command(&["explain", "NoSuchKey"]);
        command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", no_color);
        command.output().expect("the command runs").stdout
    };
    assert!(forced("").contains(&b'\x1B'));
    assert_eq!(forced("1"), plain);
}

/// What is typed, and what the shell completes its last word to.
#[cfg(unix)]
const COMPLETED: [(&str, &str); 3] = [
    ("obs-errors expl", "explain"),
    ("obs-errors explain NoSuchK", "NoSuchKey"),
    ("obs-errors list --retry thr", "throttling"),
];

#[cfg(unix)]
#[test]
fn bash_completes_codes_and_classes() {
    for (typed, expected) in COMPLETED {
        let words: Vec<&str> = typed.split(' ').collect();
        let [.., before, last] = words[..] else { unreachable!("there are two words at least") };
        let script = format!(
            "source <(obs-errors completions bash); COMP_WORDS=({typed}); COMP_CWORD={}; \
             _obs__errors obs-errors {last} {before}; echo \"${{COMPREPLY[@]}}\"",
            words.len() - 1
        );
        assert_eq!(printed("bash", &script).trim(), expected, "{typed}");
    }
}

#[cfg(unix)]
#[test]
#[ignore = "fish is needed; run with: cargo test -p obs-errors-cli --test command -- --ignored"]
fn fish_completes_codes_and_classes() {
    for (typed, expected) in COMPLETED {
        let script = format!("obs-errors completions fish | source; complete -C '{typed}'");
        let printed = printed("fish", &script);
        assert_eq!(printed.split_ascii_whitespace().next(), Some(expected), "{typed}");
    }
}

/// What a shell script prints, with the command in its `PATH`.
#[cfg(unix)]
fn printed(shell: &str, script: &str) -> String {
    let mut command = Command::new(shell);
    command.args(["-c", script]).env("PATH", path_with_command_directory());
    String::from_utf8(command.output().expect("the shell runs").stdout).expect("UTF-8")
}

#[cfg(unix)]
fn path_with_command_directory() -> std::ffi::OsString {
    let directory = Path::new(env!("CARGO_BIN_EXE_obs-errors")).parent().expect("a directory");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let directories = std::iter::once(directory.to_owned()).chain(std::env::split_paths(&path));
    std::env::join_paths(directories).expect("no directory has a colon")
}

#[test]
fn every_shell_gets_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell], b"").stdout;
        let script = String::from_utf8(script).expect("UTF-8");
        assert!(script.contains("obs-errors"), "{shell}");
        // The scripts that clap writes for the others list no values.
        if ["bash", "zsh", "fish"].contains(&shell) {
            assert!(script.contains("NoSuchKey"), "{shell}");
        }
    }
}
