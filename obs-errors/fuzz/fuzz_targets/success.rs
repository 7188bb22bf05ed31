//! Any body with the status of a success is an error or a result. The first line of the input, if
//! it has one, is skipped, and so are headers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use obs_errors::{NO_HEADERS, ObsError, Retry, XmlErrorKind};

const ROOT: &str = "CopyObjectResult";

fuzz_target!(|data: &[u8]| {
    let end = data.windows(2).position(|two| two == b"\n\n");
    let body = end.map_or(data, |end| &data[end + 2..]);
    let found = ObsError::in_success_parts(200, NO_HEADERS, body);
    let result = ObsError::expect_success_parts(ROOT, 200, NO_HEADERS, body);
    match &result {
        Ok(()) => {
            assert_eq!(found, None);
            let text = String::from_utf8_lossy(body);
            assert!(text.contains(ROOT));
            // The end of the document is the end of its root, comments and instructions aside.
            if !text.contains("<!") && !text.contains("<?") {
                let last = text.trim_end().strip_suffix('>').expect("the end of a tag").trim_end();
                assert!(last.ends_with(ROOT) || last.ends_with('/'), "{text}");
                let truncated = text.trim_end().len() - 1;
                let start = &text.as_bytes()[..truncated];
                assert!(ObsError::expect_success_parts(ROOT, 200, NO_HEADERS, start).is_err());
            }
        }
        Err(error) => {
            assert_eq!(error.status(), Some(200));
            assert!(error.xml_error().is_none_or(|it| it.offset() <= body.len()), "{error:?}");
            assert!(error.code().is_some() || error.retry() == Retry::Transient);
            let is_known = error.xml_error().is_some() || found.is_some();
            assert!(is_known, "{error:?}");
            let other_root = error.xml_error().map(|it| it.kind()) == Some(XmlErrorKind::OtherRoot);
            assert!(!other_root || error.excerpt().is_some());
        }
    }
    if let Some(found) = found {
        assert_eq!(result, Err(found));
    }
});
