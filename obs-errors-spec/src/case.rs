//! Names in the case that a language uses: `NoSuchKey` as `no_such_key` or `NO_SUCH_KEY`.
//!
//! Acronyms are one word, also in the plural and with a version: `MalformedACLError` is
//! `malformed_acl_error`, `TooManyACLs` is `too_many_acls`, and `InvalidIPv6Address` is
//! `invalid_ipv6_address`. Whatever is neither a letter nor a digit separates words.

/// Returns a name in `snake_case`.
#[must_use]
pub fn snake(name: &str) -> String {
    joined(name, "_", |_, word| word.to_lowercase())
}

/// Returns a name in `SCREAMING_SNAKE_CASE`.
#[must_use]
pub fn screaming(name: &str) -> String {
    joined(name, "_", |_, word| word.to_uppercase())
}

/// Returns a name in `kebab-case`.
#[must_use]
pub fn kebab(name: &str) -> String {
    joined(name, "-", |_, word| word.to_lowercase())
}

/// Returns a name in `UpperCamelCase`, with acronyms like other words: `MalformedAclError`.
#[must_use]
pub fn pascal(name: &str) -> String {
    joined(name, "", |_, word| capitalized(word))
}

/// Returns a name in `lowerCamelCase`, with acronyms like other words: `malformedAclError`.
#[must_use]
pub fn camel(name: &str) -> String {
    joined(name, "", |index, word| if index == 0 { word.to_lowercase() } else { capitalized(word) })
}

fn joined(name: &str, separator: &str, to_case: impl Fn(usize, &str) -> String) -> String {
    let words = words(name).into_iter().enumerate();
    words.map(|(index, word)| to_case(index, word)).collect::<Vec<_>>().join(separator)
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.as_str().to_lowercase().chars()).collect()
}

/// The words of a name.
fn words(name: &str) -> Vec<&str> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.flat_map(split).collect()
}

/// The words of a name that only its case separates.
fn split(mut rest: &str) -> Vec<&str> {
    let mut words = Vec::new();
    while !rest.is_empty() {
        let (word, others) = rest.split_at(word_length(rest));
        words.push(word);
        rest = others;
    }
    words
}

/// The length of the first word, which is not empty: up to the next capital letter or, if it begins with
/// several, up to the last of them, with which the next word begins.
fn word_length(name: &str) -> usize {
    let length = |name: &str, is_part: fn(char) -> bool| {
        name.find(|c: char| !is_part(c)).unwrap_or(name.len())
    };
    let capitals = length(name, |c| c.is_uppercase() || c.is_numeric());
    let rest = &name[capitals..];
    let small = length(rest, |c| !c.is_uppercase());
    let last = name[..capitals].char_indices().next_back();
    let is_acronym = last.is_some_and(|(at, last)| at > 0 && last.is_uppercase());
    // `IPIs` is `IP`, `Is`; but `APIs` are several.
    let is_verb = small < rest.len()
        && ["I", "A"].iter().any(|end| name[..capitals].ends_with(end))
        && capitals > 2
        && !name[..capitals].ends_with("API");
    let has_suffix = (&rest[..small] == "s" && !is_verb)
        || rest[..small].strip_prefix('v').is_some_and(|it| it.starts_with(char::is_numeric));
    match last {
        Some((at, _)) if is_acronym && !has_suffix && small > 0 => at,
        _ => capitals + small,
    }
}

#[cfg(test)]
mod tests {
    use super::{camel, kebab, pascal, screaming, snake};

    #[test]
    fn acronyms_are_words() {
        for (name, expected) in [
            ("", ""),
            ("A", "A"),
            ("NoSuchKey", "NO_SUCH_KEY"),
            ("MalformedACLError", "MALFORMED_ACL_ERROR"),
            ("NoSuchCORSConfiguration", "NO_SUCH_CORS_CONFIGURATION"),
            ("InvalidURI", "INVALID_URI"),
            ("XMLSchema", "XML_SCHEMA"),
            ("TooManyACLs", "TOO_MANY_ACLS"),
            ("IDsInvalid", "IDS_INVALID"),
            ("APIsDisabled", "APIS_DISABLED"),
            ("TooManyURIs", "TOO_MANY_URIS"),
            ("ClientIPIsBlocked", "CLIENT_IP_IS_BLOCKED"),
            ("MD5IsMissing", "MD5_IS_MISSING"),
            ("RequestURIIsTooLong", "REQUEST_URI_IS_TOO_LONG"),
            ("UserIDAsKey", "USER_ID_AS_KEY"),
            ("InvalidIPv6Address", "INVALID_IPV6_ADDRESS"),
            ("InvalidS3Key", "INVALID_S3_KEY"),
            ("S3Error", "S3_ERROR"),
            ("KMSKeyIsDisabled", "KMS_KEY_IS_DISABLED"),
            ("BadContentMD5", "BAD_CONTENT_MD5"),
            ("MD5Mismatch", "MD5_MISMATCH"),
            ("Sha256Mismatch", "SHA256_MISMATCH"),
            ("AES256Required", "AES256_REQUIRED"),
            ("Http2Error", "HTTP2_ERROR"),
            ("Invalid4xxStatus", "INVALID4XX_STATUS"),
            ("AVeryLongName", "A_VERY_LONG_NAME"),
            ("NotAList", "NOT_A_LIST"),
            ("KMS.DisabledException", "KMS_DISABLED_EXCEPTION"),
            ("x-obs-request-id", "X_OBS_REQUEST_ID"),
            ("Request-URI Too Large", "REQUEST_URI_TOO_LARGE"),
            ("already_snake", "ALREADY_SNAKE"),
            ("ALREADY_SCREAMING", "ALREADY_SCREAMING"),
            ("Größe", "GRÖSSE"),
        ] {
            assert_eq!(screaming(name), expected, "{name}");
        }
    }

    #[test]
    fn every_case_has_the_same_words() {
        let name = "NoSuchCORSConfiguration";
        let cases = [snake, kebab, camel, pascal].map(|case| case(name));
        let expected = [
            "no_such_cors_configuration",
            "no-such-cors-configuration",
            "noSuchCorsConfiguration",
            "NoSuchCorsConfiguration",
        ];
        assert_eq!(cases, expected);
    }
}
