//! The causes in the table, and which of them fit a message.

use obs_errors::{Cause, NO_HEADERS, ObsError, ObsErrorCode};

fn causes(code: ObsErrorCode, message: &str) -> Vec<Cause> {
    ObsError::new(code).with_message(message).causes().collect()
}

/// A message with other text in place of its variables.
fn filled(pattern: &str) -> String {
    let mut parts = pattern.split('<');
    let mut message = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, literal) = part.split_once('>').expect("the end of a variable");
        message.extend(["any text at all", literal]);
    }
    message
}

#[test]
fn every_message_is_that_of_its_causes() {
    let mut count = 0;
    for &code in ObsErrorCode::ALL {
        for message in code.causes().iter().filter_map(|cause| cause.message()) {
            let own: Vec<Cause> =
                code.causes().iter().copied().filter(|it| it.message() == Some(message)).collect();
            let sent = filled(message);
            for form in [
                sent.clone(),
                sent.to_uppercase(),
                sent.to_lowercase(),
                format!("{}.", sent.trim_end_matches('.')),
                sent.trim_end_matches('.').to_owned(),
                format!("  {}\n", sent.replace(' ', "  ")),
            ] {
                let found = causes(code, &form);
                assert_eq!(found[..own.len()], own, "{code}: {form}");
                // Others fit, too, only if they are less literal.
                let literals = |cause: &Cause| {
                    filled(cause.message().expect("one that fits has a message")).len()
                };
                assert!(found.iter().all(|it| literals(it) <= literals(&own[0])), "{code}: {form}");
            }
            count += 1;
        }
    }
    assert!(count > 50, "most messages are missing");
}

#[test]
fn another_message_is_that_of_the_causes_without_one() {
    for &code in ObsErrorCode::ALL {
        let without: Vec<Cause> =
            code.causes().iter().copied().filter(|cause| cause.message().is_none()).collect();
        assert_eq!(causes(code, "something else entirely"), without);
    }
}

#[test]
fn without_a_message_all_causes_are_possible() {
    for &code in ObsErrorCode::ALL {
        let body = format!("<Error><Code>{code}</Code></Error>");
        let error = ObsError::from_parts(code.status(), NO_HEADERS, body.as_bytes());
        assert!(error.causes().eq(code.causes().iter().copied()), "{code}");
    }
    let error = ObsError::from_parts(404, NO_HEADERS, b"<Error><Code>NewThing</Code></Error>");
    assert_eq!(error.causes().len(), 0);
}

/// The commonest error has many causes; the one that the documentation names is rare.
#[test]
fn nothing_that_is_sent_or_shown_names_one_cause_of_access_denied() {
    let code = ObsErrorCode::AccessDenied;
    assert_eq!(code.sent_message(), Some("Access Denied"));
    let error = ObsError::new(code);
    let shown = [
        error.to_xml(),
        error.to_string(),
        format!("{error:#}"),
        ObsError::from_parts(403, NO_HEADERS, b"<Error><Code>AccessDenied</Code></Error>")
            .to_string(),
    ];
    for text in shown {
        assert!(text.contains("Access Denied"), "{text}");
        assert!(!text.contains("date"), "{text}");
    }
    // What the service sends fits the causes that have no message of their own in it.
    for message in ["Access Denied", "AccessDenied", "access denied."] {
        assert!(causes(code, message).len() > 5, "{message}");
    }
}

#[test]
fn pages_are_addresses() {
    let pages: Vec<&str> = ObsErrorCode::ALL.iter().filter_map(|code| code.page()).collect();
    assert!(pages.len() > 40 && pages.iter().all(|page| page.starts_with("https://")));
}
