//! However a body is divided, a buffer keeps its start. The first bytes of the input are the limit
//! and the lengths of the parts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use obs_errors::BodyBuffer;

fuzz_target!(|data: &[u8]| {
    let Some((&[low, high, lengths @ ..], mut rest)) = data.split_first_chunk::<10>() else {
        return;
    };
    let whole = rest;
    let limit = usize::from(u16::from_le_bytes([low, high]));
    let mut buffer = BodyBuffer::with_limit(limit);
    let mut lengths = lengths.into_iter().cycle();
    while buffer.wants_more() && !rest.is_empty() {
        let length = usize::from(lengths.next().expect("it is cyclic"));
        let (part, after) = rest.split_at(rest.len().min(length.max(1)));
        buffer.push(part);
        rest = after;
    }
    let start = &whole[..whole.len().min(limit)];
    assert_eq!(buffer.as_bytes(), start);
});
