//! Scenario files: what is wrong with them, and what they do.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use expect_test::{ExpectFile, expect_file};
use obs_errors_faults::{FaultServer, Scenario};

datatest_stable::harness! {
    { test = reported, root = "tests/scenarios", pattern = r"^[^/]*\.yaml$" },
    { test = schema, root = ".", pattern = r"^scenario.schema.json$" },
}

/// `NAME.txt` beside the file has what is reported; `UPDATE_EXPECT=1` writes it.
fn reported(path: &Path) -> datatest_stable::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let scenario = Scenario::parse(&name, &fs::read_to_string(path)?);
    let report = match scenario {
        Ok(scenario) => rules(scenario)?,
        Err(error) => error.to_string(),
    };
    expected(&path.with_extension("txt")).assert_eq(&report);
    Ok(())
}

/// The rules of a server with a scenario, as its control endpoint lists them.
fn rules(scenario: Scenario) -> datatest_stable::Result<String> {
    let server = FaultServer::settings().with_scenario(scenario).start()?;
    let mut stream = TcpStream::connect(server.address())?;
    stream.write_all(b"GET /_faults/rules HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    let (_, body) = response.split_once("\r\n\r\n").unwrap_or_default();
    let rules: serde_json::Value = serde_json::from_str(body)?;
    Ok(format!("{rules:#}\n"))
}

/// Everything that the reader accepts fits the schema, and what has a wrong form does not.
fn schema(path: &Path) -> datatest_stable::Result<()> {
    let text = Scenario::schema();
    expected(path).assert_eq(&text);
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", serde_json::from_str(&text)?)?;
    let mut schemas = boon::Schemas::new();
    let schema = compiler.compile("schema.json", &mut schemas)?;
    for (file, is_valid) in [("valid", true), ("ten-errors", false), ("not-a-mapping", false)] {
        let path = format!("tests/scenarios/{file}.yaml");
        let scenario: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(path)?)
            .or_else(|_| serde_json::from_str("[]"))?;
        let found = schemas.validate(&scenario, schema);
        assert_eq!(found.is_ok(), is_valid, "{file}: {:?}", found.err().map(|it| it.to_string()));
    }
    Ok(())
}

fn expected(path: &Path) -> ExpectFile {
    expect_file![Path::new(env!("CARGO_MANIFEST_DIR")).join(path)]
}
