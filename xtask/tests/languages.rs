//! The codes in other languages: compiled by the tools of each, and asked for every code, alias, near
//! miss and status. `languages/run` installs the tools and runs this.

mod files;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use files::root;
use obs_errors::{DefaultCodes, ErrorCode, ErrorResponse, ObsErrorCode, Retry};
use obs_errors_build::spec::model::Headers;
use obs_errors_build::{Document, Generator, Mode, Provenance, read_table};
use tempfile::TempDir;

/// A table with whatever could break a comment, a string or a name.
mod depot {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("tests/languages/errors.yaml");
}

/// The files of a table and of the program of each language, and what they have to answer.
struct Case {
    directory: TempDir,
    queries: String,
    answers: Vec<String>,
}

impl Case {
    fn new<C: DefaultCodes>(path: &str, name: &str) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let (table, _) = read_table(&root(), path, None).expect("the table is valid");
        let (answers, queries) =
            answers::<C>(&table.headers).into_iter().unzip::<_, _, _, Vec<_>>();
        let java = format!("java/{name}.java");
        let generator =
            Generator::new(directory.path(), Provenance { command: "test", table: path })
                .output("typescript/errors.ts", Document::TypeScript)
                .output("python/errors.py", Document::Python)
                .output("go/codes/errors.go", Document::Go)
                .output(java.clone(), Document::Java)
                .output("openapi.json", Document::OpenApi);
        generator.run(&table, Mode::Write).expect("it can be written");
        let case = Self { directory, queries: queries.concat(), answers };
        for (program, to) in [
            ("lookup.ts", "typescript/lookup.ts"),
            ("lookup.py", "python/lookup.py"),
            ("lookup.go", "go/lookup.go"),
            ("Lookup.java", "java/Lookup.java"),
        ] {
            let source = root().join("xtask/tests/languages").join(program);
            let mut source = fs::read_to_string(source).expect("a program").replace("ENUM", name);
            if table.headers.indicator.is_empty() {
                // Then the functions do not have this parameter.
                for argument in
                    [", query[3] or None", ", query[3])", ", indicator || null", ", indicator)"]
                {
                    let end = if argument.ends_with(')') { ")" } else { "" };
                    source = source.replace(argument, end);
                }
            }
            case.write(to, &source);
        }
        case.write("go/go.mod", "module example.com/lookup\n\ngo 1.19\n");
        case.write("typescript/package.json", "{ \"type\": \"module\" }\n");
        case
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.directory.path().join(path), text).expect("it can be written");
    }

    /// Runs a tool in the directory of a language, and returns what it prints.
    fn run(&self, language: &str, command: &[&str], input: &str) -> String {
        let directory = self.directory.path().join(language);
        let mut process = Command::new(tool(command[0]))
            .args(&command[1..])
            .current_dir(directory)
            // Whatever the locale is, the files are in UTF-8.
            .env("LC_ALL", "C")
            .env("GOFLAGS", "-mod=mod")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let mut stdin = process.stdin.take().expect("it is piped");
        let output = thread::scope(|scope| {
            scope.spawn(move || stdin.write_all(input.as_bytes()));
            process.wait_with_output().expect("it can be read")
        });
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(output.status.success(), "{command:?}:\n{text}");
        text
    }

    /// Compares the answers of a program.
    fn ask(&self, language: &str, command: &[&str]) {
        let text = self.run(language, command, &self.queries);
        let found: Vec<&str> = text.lines().collect();
        assert_eq!(found.len(), self.answers.len(), "{language}");
        let compared = self.queries.lines().zip(&found).zip(&self.answers);
        let wrong: Vec<String> = compared
            .filter(|((_, found), expected)| *found != expected)
            .map(|((query, found), expected)| {
                format!("{query}\n  found    {found}\n  expected {expected}")
            })
            .collect();
        assert!(wrong.is_empty(), "{language}:\n{}", wrong.join("\n"));
    }
}

/// A tool that `languages/run` installed, or one of the machine.
fn tool(name: &str) -> PathBuf {
    let installed = std::env::var_os("OBS_ERRORS_TOOLS");
    let installed = installed.expect("run this with: bash xtask/tests/languages/run");
    let mut places = ["python/bin", "node/node_modules/.bin"].into_iter();
    let tool = places.find_map(|place| {
        let tool = Path::new(&installed).join(place).join(name);
        tool.exists().then_some(tool)
    });
    tool.unwrap_or_else(|| name.into())
}

fn cases() -> [Case; 2] {
    [
        Case::new::<ObsErrorCode>("obs-errors-spec/obs.yaml", "ObsErrorCode"),
        Case::new::<depot::DepotErrorCode>("xtask/tests/languages/errors.yaml", "DepotErrorCode"),
    ]
}

/// What Rust answers, and the query.
fn answers<C: DefaultCodes>(headers: &Headers) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    for &code in C::ALL {
        for string in code.aliases().iter().copied().chain([code.as_str()]) {
            let near = [
                string.to_owned(),
                string.to_lowercase(),
                string.to_uppercase(),
                format!(" {string}"),
                format!("{string} "),
                string[1..].to_owned(),
                string[..string.len() - 1].to_owned(),
            ];
            answers.extend(near.map(|near| (found::<C>(&near), format!("find\t{near}\n"))));
        }
    }
    answers.extend(
        ["", "valueOf", "hasOwnProperty", "None", "null"]
            .map(|string| (found::<C>(string), format!("find\t{string}\n"))),
    );
    // A code of each class, an alias, an unknown code, and none.
    let of_class = |class| C::ALL.iter().find(|code| code.retry() == class);
    let codes = Retry::OF_CODES.iter().filter_map(|class| Some(of_class(*class)?.as_str()));
    let alias = C::ALL.iter().flat_map(|code| code.aliases().iter().copied()).next();
    let codes: Vec<&str> = codes.chain(alias).chain(["Unknown", ""]).collect();
    let indicators =
        if headers.indicator.is_empty() { &[""][..] } else { &["", "601", "602", "603"] };
    for status in 0..=700 {
        for (code, indicator) in
            codes.iter().flat_map(|code| indicators.iter().map(move |indicator| (code, indicator)))
        {
            let class = C::from_code(code).map(ErrorCode::retry);
            let indicator_of = Some(*indicator).filter(|indicator| !indicator.is_empty());
            let retry = Retry::from_response(class, Some(status), indicator_of);
            let answer = if retry == Retry::Unknown { "-" } else { retry.as_str() };
            answers.push((answer.to_owned(), format!("retry\t{code}\t{status}\t{indicator}\n")));
        }
        let default = (400..=599).contains(&status).then(|| {
            let code = ErrorResponse::<C>::for_status(status).code();
            code.expect("it has a code").as_str().to_owned()
        });
        answers.push((default.unwrap_or("-".to_owned()), format!("default\t{status}\n")));
    }
    let lists = headers.lists().into_iter();
    answers.extend(lists.map(|(key, names)| (names.join("\t"), format!("headers\t{key}\n"))));
    answers
}

/// What is known about a string that may be a code.
fn found<C: ErrorCode>(string: &str) -> String {
    let Some(code) = C::from_code(string) else { return "-".to_owned() };
    let mut fields = vec![
        code.as_str().to_owned(),
        code.status().to_string(),
        code.reason().to_owned(),
        code.message().to_owned(),
        code.solution().to_owned(),
        code.retry().as_str().to_owned(),
        code.aliases().join("|"),
        code.page().unwrap_or("-").to_owned(),
    ];
    if let Some(why) = code.deprecation() {
        let fields_of_why = [why.since(), why.note(), why.replacement().unwrap_or("-")];
        fields.extend(fields_of_why.map(str::to_owned));
    }
    fields.join("\t")
}

#[test]
#[ignore = "this needs the compilers; run with: bash xtask/tests/languages/run"]
fn typescript() {
    for case in cases() {
        let types = tool("tsc").with_file_name("../@types");
        let types = types.to_str().expect("UTF-8");
        case.run(
            "typescript",
            &[
                "tsc",
                "--strict",
                "--noUnusedLocals",
                "--noUncheckedIndexedAccess",
                "false",
                "--target",
                "es2022",
                "--module",
                "nodenext",
                "--typeRoots",
                types,
                "--types",
                "node",
                "lookup.ts",
            ],
            "",
        );
        case.ask("typescript", &["node", "lookup.js"]);
    }
}

#[test]
#[ignore = "this needs the compilers; run with: bash xtask/tests/languages/run"]
fn python() {
    for case in cases() {
        case.run("python", &["mypy", "--strict", "--python-version", "3.10", "lookup.py"], "");
        case.ask("python", &["python3", "lookup.py"]);
    }
}

#[test]
#[ignore = "this needs the compilers; run with: bash xtask/tests/languages/run"]
fn go() {
    for case in cases() {
        case.run("go", &["go", "vet", "./..."], "");
        assert_eq!(case.run("go", &["gofmt", "-l", "."], ""), "");
        case.ask("go", &["go", "run", "."]);
    }
}

#[test]
#[ignore = "this needs the compilers; run with: bash xtask/tests/languages/run"]
fn java() {
    for case in cases() {
        let options = ["--release", "17", "-Xlint:all", "-Werror", "-d", "."];
        let command = [&["javac"], &options[..], &["Lookup.java"]].concat();
        case.run("java", &command, "");
        case.ask("java", &["java", "-cp", ".", "Lookup"]);
    }
}

#[test]
#[ignore = "this needs a validator; run with: bash xtask/tests/languages/run"]
fn openapi() {
    for case in cases() {
        case.run("", &["openapi-spec-validator", "openapi.json"], "");
    }
}
