//! Looking all codes up by their strings.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hint::black_box;

use criterion::Criterion;
use obs_errors::ObsErrorCode;

use crate::ratios::Group;

pub(crate) const GROUPS: &[Group] = &[
    Group { name: "look up", title: "look up, hits", base: MATCH, others: OTHERS },
    Group { name: "look up changed", title: "one character changed", base: MATCH, others: OTHERS },
    Group { name: "look up foreign", title: "codes of S3", base: MATCH, others: OTHERS },
];

const MATCH: &str = "`match`";
const PHF: &str = "phf";
const MAP: &str = "`HashMap`";
const OURS: &str = "**obs-errors**";
const OTHERS: &[&str] = &[PHF, MAP, OURS];

/// Codes of S3 that OBS does not have.
const FOREIGN: [&str; 24] = [
    "AccessControlListNotSupported",
    "AuthorizationHeaderMalformed",
    "AuthorizationQueryParametersError",
    "BucketHasAccessPointsAttached",
    "ConditionalRequestConflict",
    "ConnectionClosedByRequester",
    "DeviceNotActiveError",
    "EndpointNotFound",
    "ExpiredToken",
    "IdempotencyException",
    "InlineDataTooLarge",
    "InvalidAccessPoint",
    "InvalidHostHeader",
    "InvalidHttpMethod",
    "InvalidSessionException",
    "InvalidSignature",
    "KeyTooLong",
    "MissingAttachment",
    "NoSuchAccessPoint",
    "NoSuchObjectLockConfiguration",
    "NotDeviceOwnerError",
    "ObjectLockConfigurationNotFoundError",
    "TokenCodeInvalidError",
    "UnsupportedSignature",
];

macro_rules! peers {
    ($($wire_code:literal => $code:ident,)*) => {
        const WIRE_CODES: &[(&str, ObsErrorCode)] = &[$(($wire_code, ObsErrorCode::$code)),*];

        fn by_match(code: &str) -> Option<ObsErrorCode> {
            match code {
                $($wire_code => Some(ObsErrorCode::$code),)*
                _ => None,
            }
        }

        static PHF_MAP: phf::Map<&str, ObsErrorCode> =
            phf::phf_map! { $($wire_code => ObsErrorCode::$code),* };
    };
}
include!("wire_codes.rs");

pub(crate) fn benches(criterion: &mut Criterion) {
    is_complete();
    let map: HashMap<&str, ObsErrorCode> = WIRE_CODES.iter().copied().collect();
    let hits: Vec<String> =
        WIRE_CODES.iter().map(|(wire_code, _)| (*wire_code).to_owned()).collect();
    let changed = hits.iter().map(|code| {
        let middle = code.len() / 2;
        format!("{}_{}", &code[..middle], &code[middle + 1..])
    });
    let changed: Vec<String> = changed.collect();
    let foreign: Vec<String> = FOREIGN.iter().map(|&code| code.to_owned()).collect();
    for (name, codes, is_hit) in [
        ("look up", &hits, true),
        ("look up changed", &changed, false),
        ("look up foreign", &foreign, false),
    ] {
        let codes = shuffled(codes);
        let found = if is_hit { codes.len() } else { 0 };
        let mut group = criterion.benchmark_group(name);
        let mut bench = |peer: &str, look_up: &dyn Fn(&[&str]) -> usize| {
            assert_eq!(look_up(&codes), found, "{peer} in {name}");
            group.bench_function(peer, |bench| bench.iter(|| look_up(black_box(&codes))));
        };
        bench(MATCH, &|codes| count(codes, by_match));
        bench(PHF, &|codes| count(codes, |code| PHF_MAP.get(code).copied()));
        bench(MAP, &|codes| count(codes, |code| map.get(code).copied()));
        bench(OURS, &|codes| count(codes, ObsErrorCode::from_code));
        group.finish();
    }
}

fn count(codes: &[&str], look_up: impl Fn(&str) -> Option<ObsErrorCode>) -> usize {
    codes.iter().filter(|code| black_box(look_up(code)).is_some()).count()
}

/// Picks so many codes that no branch predictor learns their order, which is the same in every run.
fn shuffled(codes: &[String]) -> Vec<&str> {
    const MANY: usize = 8192;
    let mut state = 1_u64;
    let picks = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        codes[(state >> 33) as usize % codes.len()].as_str()
    });
    picks.take(MANY).collect()
}

/// Checks that the literals which the peers need are the wire codes of the table.
fn is_complete() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/wire_codes.rs");
    let mut text = "// The wire codes of the table, for peers that need literals: written by\n\
                    // `UPDATE_WIRE_CODES=1 cargo bench --package obs-errors`.\n\npeers! {\n"
        .to_owned();
    for code in ObsErrorCode::ALL {
        for wire_code in code.aliases().iter().copied().chain([code.as_str()]) {
            writeln!(text, "    {wire_code:?} => {code:?},")
                .expect("writing to a string cannot fail");
        }
    }
    text += "}\n";
    if std::env::var_os("UPDATE_WIRE_CODES").is_some() {
        std::fs::write(file, text).expect("the file can be written");
        return;
    }
    let found = std::fs::read_to_string(file).expect("the file can be read");
    assert_eq!(
        found, text,
        "out of date; run `UPDATE_WIRE_CODES=1 cargo bench --package obs-errors`"
    );
}
