//! Checks that codes are inserted in order, and that nothing else changes.

use expect_test::expect;
use obs_errors_core::Retry;
use obs_errors_spec::insert::{Additions, Outline, variant_name};
use obs_errors_spec::model::{Code, Table};
use proptest::prelude::*;

const TABLE: &str = "\
# A table.
service: Acme
enum: AcmeErrorCode
sources: {manual: Manual, other: Other}
statuses:
  404: 'Not Found' # as they say

# What is sent.
elements:
  Error:
    description: The root
  Code: { description: The code }
  Message:
    description: What went wrong
codes:
  # The first.
  Gone:
    status: 404
    message: It is gone.
    # Nobody knows where.
    solution: Look elsewhere.
    note: |-
      One.

      # Two, which is no comment.

  # The second.
  Lost:
    status: 404
    message: It is lost.
    solution: Look elsewhere.
    # The end of it.

# Codes that were.
reserved: [Old]
";

fn table(source: &str) -> Table {
    obs_errors_spec::read("errors.yaml", |_| Ok(source.as_bytes()))
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}\n{source}"))
}

fn code(code: &str, status: u16) -> Code {
    Code {
        code: code.to_owned(),
        name: variant_name(code).unwrap_or_default(),
        status,
        reason: String::new(),
        message: format!("It is {code}."),
        solution: "Wait: it passes.".to_owned(),
        note: None,
        sends: None,
        causes: Vec::new(),
        page: None,
        retry: Retry::Never,
        aliases: Vec::new(),
        sources: vec!["manual".to_owned()],
        deprecation: None,
        obs: None,
    }
}

fn with(source: &str, additions: &Additions) -> String {
    let outline =
        Outline::new("errors.yaml", source).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    outline.insert(&table(source), additions)
}

#[test]
fn codes_and_reasons_are_inserted_in_order() {
    let noted = Code {
        note: Some("One.\n\n# Two.".to_owned()),
        sources: vec!["other".to_owned()],
        ..code("Kept Back", 404)
    };
    let additions = Additions {
        codes: vec![code("Zany", 404), noted, code("Busy", 503), code("Bad", 400)],
        statuses: vec![(503, "Service Unavailable".to_owned()), (400, "Bad: Request".to_owned())],
        sources: Vec::new(),
    };
    let text = with(TABLE, &additions);
    expect![[r##"
        # A table.
        service: Acme
        enum: AcmeErrorCode
        sources: {manual: Manual, other: Other}
        statuses:
          400: 'Bad: Request'
          404: 'Not Found' # as they say
          503: Service Unavailable

        # What is sent.
        elements:
          Error:
            description: The root
          Code: { description: The code }
          Message:
            description: What went wrong
        codes:
          Bad:
            status: 400
            message: It is Bad.
            solution: 'Wait: it passes.'
          # The first.
          Gone:
            status: 404
            message: It is gone.
            # Nobody knows where.
            solution: Look elsewhere.
            note: |-
              One.

              # Two, which is no comment.
          Kept Back:
            name: KeptBack
            status: 404
            message: It is Kept Back.
            solution: 'Wait: it passes.'
            note: |-
              One.

              # Two.
            sources: [other]

          # The second.
          Lost:
            status: 404
            message: It is lost.
            solution: Look elsewhere.
            # The end of it.
          Zany:
            status: 404
            message: It is Zany.
            solution: 'Wait: it passes.'
          Busy:
            status: 503
            message: It is Busy.
            solution: 'Wait: it passes.'
            retry: never

        # Codes that were.
        reserved: [Old]
    "##]]
    .assert_eq(&text);
    assert_eq!(table(&text).codes.len(), 6);
}

#[test]
fn line_numbers_count_from_one() {
    let outline = Outline::new("errors.yaml", TABLE).expect("an outline");
    assert_eq!(outline.line_of("Gone"), Some(17));
    assert_eq!(outline.line_of("Lost"), Some(28));
    assert_eq!(outline.line_of("Old"), None);
}

#[test]
fn line_endings_are_kept() {
    let source = TABLE.replace('\n', "\r\n");
    let additions = Additions { codes: vec![code("Zany", 404)], ..Additions::default() };
    let text = with(&source, &additions);
    assert_eq!(text, with(TABLE, &additions).replace('\n', "\r\n"));
    // The last line need not end in a line break.
    let source = TABLE.trim_end().replace("reserved: [Old]", "");
    let source = source.trim_end_matches(['\n', ' ', '#']).trim_end_matches("# Codes that were.");
    let text = with(source.trim_end(), &additions);
    assert!(text.contains("# The end of it.\n  Zany:\n"), "{text}");
    assert_eq!(table(&text).codes.len(), 3);
}

/// A table states only the reason phrases that IANA does not have.
#[test]
fn a_table_without_reasons_gets_those_that_it_needs() {
    let source = "\
service: Acme
enum: AcmeErrorCode

# All of them.
codes:
  Gone: { status: 404, message: a, solution: b }
";
    let registered = vec![(409, "Conflict".to_owned())];
    let other = vec![(418, "A Teapot".to_owned()), (409, "Other".to_owned())];
    for (statuses, section) in
        [(registered, ""), (other, "statuses:\n  409: Other\n  418: A Teapot\n")]
    {
        let code = Code { sources: Vec::new(), ..code("Taken", 409) };
        let additions = Additions { codes: vec![code], statuses, sources: Vec::new() };
        let text = with(source, &additions);
        assert!(
            text.contains(&format!("AcmeErrorCode\n{section}\n# All of them.\ncodes:\n")),
            "{text}"
        );
        assert_eq!(table(&text).codes.len(), 2);
    }
}

#[test]
fn flow_mappings_are_rejected() {
    let start = TABLE.find("codes:").expect("codes");
    let source = format!(
        "{}codes: {{Gone: {{status: 404, message: It is gone., solution: Look elsewhere.}}}}\n",
        &TABLE[..start]
    );
    table(&source);
    let diagnostics = Outline::new("errors.yaml", &source).expect_err("it is on one line");
    assert!(diagnostics.to_string().starts_with(
        "errors.yaml:15:1: cannot add to `codes`; write it in block style, one key per line"
    ));
}

proptest! {
    /// Whatever the strings are, the codes that were added are read back, and every line of
    /// the file is still in it.
    #[test]
    fn inserted_codes_are_read_back(
        added in proptest::collection::btree_map(
            ("[A-Za-z0-9][A-Za-z0-9._ -]{0,8}[A-Za-z0-9]", prop::sample::select(vec![404_u16, 400, 503])),
            "[ -~\u{e9}]{0,20}[!-~]",
            1..4,
        ),
    ) {
        let mut codes: Vec<Code> = added
            .iter()
            .filter(|((name, _), _)| variant_name(name).is_some())
            .map(|((name, status), words)| Code {
                message: words.trim_start().to_owned(),
                note: Some(format!("{0}\n\n{0}", words.trim_start())),
                aliases: vec![format!("a{name}, [b] {{c}}")],
                ..code(name, *status)
            })
            .collect();
        codes.sort_by(|a, b| (a.status, &a.code).cmp(&(b.status, &b.code)));
        let additions = Additions {
            codes: codes.clone(),
            statuses: vec![(400, "Bad".to_owned()), (503, "Busy".to_owned())],
            sources: Vec::new(),
        };
        let text = with(TABLE, &additions);
        let read = obs_errors_spec::read("errors.yaml", |_| Ok(text.as_bytes()));
        match read {
            Ok(table) => {
                for code in &codes {
                    let read = table.codes.iter().find(|read| read.code == code.code);
                    let read = read.expect("it was added");
                    prop_assert_eq!(
                        (read.status, &read.message, &read.solution, &read.note, &read.aliases),
                        (code.status, &code.message, &code.solution, &code.note, &code.aliases)
                    );
                }
            }
            // A code or a name that is taken, or a reserved code: a rule reports it.
            Err(diagnostics) => {
                let diagnostics = diagnostics.to_string();
                for problem in diagnostics.lines().filter(|line| line.starts_with("errors.yaml:")) {
                    prop_assert!(
                        ["duplicate", "give it", "is reserved"].iter().any(|word| problem.contains(word)),
                        "{}\n{}", diagnostics, text
                    );
                }
            }
        }
        let mut rest = text.lines();
        for line in TABLE.lines() {
            prop_assert!(rest.any(|other| other == line), "{} in {}", line, text);
        }
    }
}

/// However the sources of a code are written, one is added to them.
#[test]
fn sources_are_added() {
    const CODES: &str = "codes:
  Gone:
    status: 404
    message: It is gone.
    solution: Look elsewhere.
    # Two.
    sources: [ manual, other ] # both
  InFlow: { status: 404, message: It is gone., solution: Look elsewhere. }
  InFlowToo: { status: 404, message: Gone., solution: Look elsewhere., sources: [manual] }
  Listed:
    status: 404
    sources:
      - manual
      # The last.
      - 'other' # also
    message: It is listed.
    solution: Look there.
  Lost:
    status: 404
    message: It is lost.
    solution: >-
      Look
      elsewhere.
    note: |-
      One.

  # The last.
  Quiet:
    status: 404
    message: It is quiet.
    solution: Listen.
";
    let (head, _) = TABLE.split_once("codes:").expect("it has codes");
    let source = format!("{head}{CODES}").replace("manual: Manual", "manual: Manual, third: Third");
    let codes = table(&source).codes.into_iter().map(|code| code.code);
    let sources: Vec<_> = codes.map(|code| (code, "third".to_owned())).collect();
    let text = with(&source, &Additions { sources, ..Additions::default() });
    assert!(
        table(&text).codes.iter().all(|code| code.sources.last().is_some_and(|id| id == "third"))
    );
    let codes = text.find("codes:").expect("it has codes");
    expect![[r#"
        codes:
          Gone:
            status: 404
            message: It is gone.
            solution: Look elsewhere.
            # Two.
            sources: [ manual, other, third ] # both
          InFlow: { status: 404, message: It is gone., solution: Look elsewhere., sources: [manual, third] }
          InFlowToo: { status: 404, message: Gone., solution: Look elsewhere., sources: [manual, third] }
          Listed:
            status: 404
            sources:
              - manual
              # The last.
              - 'other' # also
              - third
            message: It is listed.
            solution: Look there.
          Lost:
            status: 404
            message: It is lost.
            solution: >-
              Look
              elsewhere.
            sources: [manual, third]
            note: |-
              One.

          # The last.
          Quiet:
            status: 404
            message: It is quiet.
            solution: Listen.
            sources: [manual, third]
    "#]].assert_eq(&text[codes..]);
}

/// A code that the rules reject cannot be added, either.
#[test]
fn invalid_codes_have_no_variant_name() {
    assert_eq!(variant_name("Gone.Away"), Some("GoneAway".to_owned()));
    for code in ["Gone:", " Gone", "Gon\u{E9}"] {
        assert_eq!(variant_name(code), None, "{code}");
    }
}
