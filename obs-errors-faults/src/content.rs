//! The bytes of an object, as the parts in which they arrived.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use crate::budget::Charge;

/// The bytes of an object. A clone shares them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    chunks: VecDeque<Bytes>,
    length: u64,
    /// Whatever shares the bytes keeps them in the budget.
    charges: Vec<Arc<Charge>>,
}

impl Content {
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn push(&mut self, chunk: Bytes) {
        if !chunk.is_empty() {
            self.length += chunk.len() as u64;
            self.chunks.push_back(chunk);
        }
    }

    pub(crate) fn keep(&mut self, charge: Arc<Charge>) {
        self.charges.push(charge);
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.length += other.length;
        self.chunks.extend(other.chunks);
        self.charges.extend(other.charges);
    }

    /// The bytes in a range, which is within the content.
    pub(crate) fn range(&self, range: Range<u64>) -> Self {
        let mut part = Self { charges: self.charges.clone(), ..Self::default() };
        let mut start = 0;
        for chunk in &self.chunks {
            let end = start + chunk.len() as u64;
            let within = |position: u64| {
                let position = position.clamp(start, end) - start;
                usize::try_from(position).expect("it is within a chunk")
            };
            part.push(chunk.slice(within(range.start)..within(range.end)));
            start = end;
        }
        part
    }

    /// All bytes at once, for documents.
    pub(crate) fn to_vec(&self) -> Vec<u8> {
        self.chunks.iter().flat_map(|chunk| chunk.iter().copied()).collect()
    }

    /// Removes the first bytes: at most as many as given, and at least one, if there is any.
    pub(crate) fn take(&mut self, most: u64) -> Option<Bytes> {
        let chunk = self.chunks.front_mut()?;
        let most = usize::try_from(most).unwrap_or(usize::MAX).max(1);
        let taken =
            if chunk.len() <= most { self.chunks.pop_front()? } else { chunk.split_to(most) };
        self.length -= taken.len() as u64;
        Some(taken)
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        let mut content = Self::default();
        content.push(bytes.into());
        content
    }
}

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn a_range_spans_chunks() {
        let mut content = Content::default();
        for chunk in ["ab", "", "cde", "f"] {
            content.push(chunk.into());
        }
        assert_eq!(content.length(), 6);
        for start in 0..=6 {
            for end in start..=6 {
                let part = content.range(start as u64..end as u64);
                assert_eq!(part.to_vec(), &b"abcdef"[start..end]);
                assert_eq!(part.length(), (end - start) as u64);
            }
        }
    }
}
