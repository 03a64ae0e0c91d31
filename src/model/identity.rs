//! Durable names: what marks, folds, visits and the reading place hang on.
//!
//! An identity has two parts, and both are kept wherever it is stored: the source's own id
//! with its namespace, and a text key that is made from the words. The first survives an
//! edit of the text, the second survives a source without ids, or another format of the
//! same page.

use serde::{Deserialize, Serialize};

/// Part of every stored text key: raised when the way they are made changes.
pub const VERSION: u32 = 1;

/// A comment's durable name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// The source's id, with its namespace: `hn/123`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<str>>,
    /// The key of the words; none where the text was cut off or there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextKey>,
}

/// A key made from words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextKey {
    /// XXH3 (seed 0) of author, normalised text and the *given* parent's hash.
    pub hash: u64,
    /// XXH3 of author and normalised text alone: finds a comment that has moved.
    pub words: u64,
    /// Which of several equals in the thread's order, from 0.
    pub nth: u32,
    /// How many equals there were.
    pub of: u32,
}

/// What a comment that was kept turned out to be in the discussion at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// This one, without doubt.
    Sure(super::CommentId),
    /// Perhaps this one: ask.
    Doubtful(super::CommentId),
    /// It is not here.
    Missing,
}

/// What a discussion is known by: the first part that is there decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscussionKey {
    /// The site's own id: `hn:123`.
    pub site: Option<Box<str>>,
    /// The canonical address.
    pub url: Option<Box<str>>,
    /// What is in it, for sources without either.
    pub sketch: Sketch,
}

/// A small summary of the words of a discussion: enough to tell whether half of its
/// comments agree with another's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// XXH3 of the article's normalised text; none without a text.
    pub article: Option<u64>,
    /// The smallest `words` keys of the comments, sorted, at most [`Sketch::SIZE`].
    pub least: Vec<u64>,
    /// Comments in the discussion.
    pub comments: u64,
}

impl Sketch {
    /// How many keys are kept. Overlap is estimated to within about a tenth.
    pub const SIZE: usize = 128;
}

/// How alike two discussions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resemblance {
    /// The same, as far as words can tell.
    Same,
    /// Perhaps the same: ask.
    Perhaps,
    /// Another.
    No,
}

impl Sketch {
    /// Compares what two discussions say. The article's text decides where both have one;
    /// else half of the smaller one's comments have to agree.
    #[must_use]
    pub fn resembles(&self, other: &Self) -> Resemblance {
        if self.article.is_some() && self.article == other.article {
            return Resemblance::Same;
        }
        let (agree, of) = self.overlap(other);
        let few = of < 4;
        match agree {
            _ if of == 0 => Resemblance::No,
            _ if agree * 2 >= of && !few => Resemblance::Same,
            _ if agree * 5 >= of && agree > 0 => Resemblance::Perhaps,
            _ => Resemblance::No,
        }
    }

    /// How many of how many comments agree: all of them in small threads, a sample of the
    /// least keys in large ones.
    fn overlap(&self, other: &Self) -> (usize, usize) {
        let bound = |sketch: &Self| {
            if sketch.least.len() < Self::SIZE { u64::MAX } else { sketch.least.last().copied().unwrap_or(0) }
        };
        let limit = bound(self).min(bound(other));
        let within = |sketch: &Self| sketch.least.iter().filter(|key| **key <= limit).count();
        let agree = self.least.iter().filter(|key| **key <= limit && other.least.binary_search(key).is_ok()).count();
        (agree, within(self).min(within(other)))
    }
}

/// XXH3 with seed 0 over parts, each with its length before it.
pub(crate) fn hash(parts: &[&[u8]]) -> u64 {
    use std::hash::Hasher as _;
    let mut hasher = twox_hash::XxHash3_64::with_seed(0);
    for part in parts {
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part);
    }
    hasher.finish()
}

/// An address in a form in which two spellings of one page agree: `https`, a lower-case
/// host, no default port, fragment, trailing slash or parameters that only count visits.
#[must_use]
pub fn canonical_url(text: &str) -> Option<Box<str>> {
    let mut url = url::Url::parse(text.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    url.set_fragment(None);
    let counts = |name: &str| {
        name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "ref" | "ref_src" | "mc_cid" | "mc_eid")
    };
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !counts(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    let path = url.path().trim_end_matches('/').to_owned();
    let host = url.host_str()?.to_owned();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("https://{host}{port}{path}{query}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_page_agree() {
        let one = "https://example.org/a/b?x=1";
        for other in ["http://EXAMPLE.org:80/a/b/?x=1#c3", "https://example.org/a/b?utm_source=feed&x=1"] {
            assert_eq!(canonical_url(other).as_deref(), Some(one));
        }
        assert_eq!(canonical_url("javascript:alert(1)"), None);
    }

    #[test]
    fn half_of_the_comments_make_it_the_same() {
        let sketch = |keys: &[u64]| Sketch { article: None, least: keys.to_vec(), comments: keys.len() as u64 };
        let old = sketch(&[1, 2, 3, 4, 5, 6]);
        assert_eq!(old.resembles(&sketch(&[1, 2, 3, 4, 5, 6, 7, 8, 9])), Resemblance::Same);
        assert_eq!(old.resembles(&sketch(&[1, 2, 8, 9, 10, 11, 12])), Resemblance::Perhaps);
        assert_eq!(old.resembles(&sketch(&[21, 22, 23, 24])), Resemblance::No);
        assert_eq!(sketch(&[1]).resembles(&sketch(&[1])), Resemblance::Perhaps);
    }
}
