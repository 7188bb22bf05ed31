//! Responses whose status is that of a success, beyond single ones: sizes, padding, truncation.

use obs_errors::limits::MAX_PADDING_BYTES;
use obs_errors::{NO_HEADERS, ObsError, ObsErrorCode, Origin, Retry, XmlError, XmlErrorKind};
use proptest::prelude::*;

fn error_in(body: &[u8]) -> Option<ObsError> {
    ObsError::in_success_parts(200, NO_HEADERS, body)
}

fn copied(body: &[u8]) -> Result<(), ObsError> {
    ObsError::expect_success_parts("CopyObjectResult", 200, NO_HEADERS, body)
}

const ERROR: &str = "<Error><Code>InternalError</Code></Error>";
const RESULT: &str = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

#[test]
fn an_error_in_a_success_is_found_and_nothing_else() {
    let found = [
        ERROR,
        &format!("  \r\n \t<?xml version=\"1.0\"?>\n{ERROR}"),
        "\u{FEFF}<!-- c --><Error xmlns='urn:x'><Code>InternalError</Code>",
        "<s:Error xmlns:s='urn:x'><s:Code>InternalError</s:Code></s:Error>",
        "<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>",
        "<?xml version=\"1.0\"?>&<Error><Code>InternalError</Code></Error>",
        &format!("<!--{}-->{ERROR}", "c".repeat(2000)),
    ];
    for body in found {
        for error in [error_in(body.as_bytes()), copied(body.as_bytes()).err()] {
            let error = error.expect(body);
            assert_eq!(error.code(), Some(ObsErrorCode::InternalError));
            assert_eq!((error.status(), error.origin()), (Some(200), Origin::Xml));
        }
    }
    let without_a_code = [
        "<Error/>",
        "<Error><Message>m</Message></Error>",
        "<Error><Code>Intern",
        "<ErrorResponse><RequestId>R1</RequestId>",
    ];
    for body in without_a_code {
        let error = error_in(body.as_bytes()).expect(body);
        assert_eq!((error.code(), error.status()), (None, Some(200)));
        assert_eq!(error.retry(), Retry::Transient);
    }
    assert!(error_in(b"<!--\xff--><Error><Code>InternalError</Code>").is_some());
    let others = [
        "",
        " \n",
        "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>",
        "<CopyPartResult><ETag>e</ETag></CopyPartResult>",
        "<DeleteResult><Error><Key>k</Key><Code>InternalError</Code></Error></DeleteResult>",
        "<ListBucketResult><Error><Code>InternalError</Code></Error></ListBucketResult>",
        "<Errors><Error><Code>InternalError</Code></Error></Errors>",
        "text <Error><Code>InternalError</Code></Error>",
        "{\"code\":\"InternalError\"}",
        "<",
        "\u{89}PNG\r\n",
    ];
    for body in others {
        assert_eq!(error_in(body.as_bytes()), None, "{body}");
        // None of them is the result that is expected, either.
        let error = copied(body.as_bytes()).expect_err(body);
        assert_eq!((error.status(), error.retry()), (Some(200), Retry::Transient));
        assert!(error.xml_error().is_some(), "{body}");
    }
}

#[test]
fn every_code_keeps_its_class_in_a_success() {
    for &code in ObsErrorCode::ALL {
        let body = ObsError::new(code).to_xml();
        let error = error_in(body.as_bytes()).expect("an error");
        assert_eq!((error.code(), error.retry()), (Some(code), code.retry()));
        assert_eq!(copied(body.as_bytes()), Err(error));
    }
}

#[test]
fn padding_is_skipped_before_the_declaration_and_after_it() {
    for length in [0, 1, 3 << 20, MAX_PADDING_BYTES] {
        let padding = " ".repeat(length);
        for prolog in [padding.clone(), format!("{DECLARATION}{padding}")] {
            let error = error_in(format!("{prolog}{ERROR}").as_bytes()).expect("an error");
            assert_eq!(error.code(), Some(ObsErrorCode::InternalError));
            assert_eq!(copied(format!("{prolog}{RESULT}").as_bytes()), Ok(()), "{length}");
        }
    }
}

#[test]
fn a_result_may_have_any_size() {
    let contents = "<Contents><Key>a</Key></Contents>".repeat(1 << 16);
    let mut list = format!("<ListBucketResult>{contents}</ListBucketResult>");
    let expect = |body: &str| {
        ObsError::expect_success_parts("ListBucketResult", 200, NO_HEADERS, body.as_bytes())
    };
    assert_eq!(expect(&list), Ok(()));
    list.pop();
    let error = expect(&list).expect_err("it is truncated");
    assert_eq!(error.xml_error().map(XmlError::kind), Some(XmlErrorKind::Truncated));
}

#[test]
fn elements_may_nest_as_deep_as_they_like() {
    let depth = 100_000;
    let body = format!(
        "<CopyObjectResult>{}{}</CopyObjectResult>",
        "<a>".repeat(depth),
        "</a>".repeat(depth)
    );
    assert_eq!(copied(body.as_bytes()), Ok(()));
}

#[test]
fn every_truncated_result_is_an_error() {
    let document = format!(
        "{DECLARATION}\n<CopyObjectResult xmlns=\"urn:x\"><!-- > --><ETag>&quot;e&quot;</ETag>\
         <A><![CDATA[</CopyObjectResult>]]></A><B c='d'/></CopyObjectResult>"
    );
    assert_eq!(copied(document.as_bytes()), Ok(()));
    for end in 0..document.len() {
        let error = copied(&document.as_bytes()[..end]).expect_err(&document[..end]);
        assert_eq!(error.retry(), Retry::Transient);
        let kind = error.xml_error().map(XmlError::kind);
        assert_eq!(kind, Some(XmlErrorKind::Truncated), "{}", &document[..end]);
    }
}

#[cfg(feature = "http")]
#[test]
fn the_crate_http_gives_the_same() {
    use http::{HeaderMap, HeaderValue, StatusCode};

    let headers = HeaderMap::from_iter([(
        "x-obs-request-id".parse().expect("a name"),
        HeaderValue::from_static("R1"),
    )]);
    let pairs = [("x-obs-request-id", "R1")];
    for status in [200, 204, 404, 500] {
        for body in [RESULT, ERROR, "", "<html>"] {
            let code = StatusCode::from_u16(status).expect("a status");
            let body = body.as_bytes();
            let found = ObsError::in_success_response(code, &headers, body);
            assert_eq!(found, ObsError::in_success_parts(status, pairs, body));
            let root = "CopyObjectResult";
            let result = ObsError::expect_success(root, code, &headers, body);
            assert_eq!(result, ObsError::expect_success_parts(root, status, pairs, body));
            if status >= 300 {
                let error = ObsError::from_response(code, &headers, body);
                assert_eq!((found, result), (Some(error.clone()), Err(error)));
            }
        }
    }
}

proptest! {
    /// A success is a whole document: whatever is removed from the end of one is missed.
    #[test]
    fn a_prefix_of_a_result_is_no_success(
        values in proptest::collection::vec("[a-z &;<>\"'\n]{0,8}", 0..4),
        end in any::<proptest::sample::Index>(),
    ) {
        let escape = |value: &String| value.replace('&', "&amp;").replace('<', "&lt;");
        let elements = values.iter().map(|value| format!("<a b='c'>{}</a><d/>", escape(value)));
        let elements = elements.collect::<Vec<_>>().concat();
        let body = format!("<CopyObjectResult>{elements}</CopyObjectResult>");
        prop_assert_eq!(copied(body.as_bytes()), Ok(()));
        prop_assert!(copied(&body.as_bytes()[..end.index(body.len())]).is_err());
    }

    #[test]
    fn any_body_is_an_error_or_a_success(
        body in prop_oneof![
            any::<Vec<u8>>(),
            "(<|>|/|CopyObjectResult|<CopyObjectResult>|</CopyObjectResult>|<Error>|&|;| |<!--|-->){0,8}"
                .prop_map(String::into_bytes),
        ],
    ) {
        let found = error_in(&body);
        let result = copied(&body);
        prop_assert!(found.is_none() || result.is_err());
    }
}
