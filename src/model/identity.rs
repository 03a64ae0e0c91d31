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

impl DiscussionKey {
    /// Compares what two discussions are known by: the sites' own ids if both have one,
    /// else the addresses, else what is in them. Copies at two addresses are two
    /// discussions until the reader says otherwise.
    #[must_use]
    pub fn resembles(&self, other: &Self) -> Resemblance {
        if let (Some(one), Some(other)) = (&self.site, &other.site) {
            return if one == other { Resemblance::Same } else { Resemblance::No };
        }
        let words = || self.sketch.resembles(&other.sketch);
        match (&self.url, &other.url) {
            (Some(one), Some(other)) if one == other => Resemblance::Same,
            (Some(_), Some(_)) if words() == Resemblance::Same => Resemblance::Perhaps,
            _ => words(),
        }
    }
}

impl Sketch {
    /// Comments that are too few to tell a discussion by.
    const FEW: usize = 4;

    /// Compares what is in two discussions: the same article, or half of the smaller one's
    /// comments, make them the same.
    #[must_use]
    pub fn resembles(&self, other: &Self) -> Resemblance {
        if self.article.is_some() && self.article == other.article {
            return Resemblance::Same;
        }
        let (agree, of) = self.overlap(other);
        if agree == 0 || agree * 5 < of {
            Resemblance::No
        } else if agree * 2 >= of && of >= Self::FEW {
            Resemblance::Same
        } else {
            Resemblance::Perhaps
        }
    }

    /// How many of how many comments agree: all of them in small threads, in large ones a
    /// sample of the least keys, as far down as both were kept.
    fn overlap(&self, other: &Self) -> (usize, usize) {
        let bound = |sketch: &Self| {
            if sketch.least.len() < Self::SIZE { u64::MAX } else { sketch.least.last().copied().unwrap_or(0) }
        };
        let limit = bound(self).min(bound(other));
        let within = |sketch: &Self| sketch.least.partition_point(|key| *key <= limit);
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
/// host, no name or password, default port, fragment, trailing slash or parameters that
/// only count visits. Nothing is guessed: `www.`, `m.` and `old.` stay. None if it is not
/// an address of the web.
#[must_use]
pub fn canonical_url(text: &str) -> Option<Box<str>> {
    let url = url::Url::parse(text.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let kept: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|pair| !counts_visits(pair)).collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    Some(format!("https://{host}{port}{path}{mark}{}", kept.join("&")).into())
}

/// Whether a parameter, with its value, says only where a reader came from.
fn counts_visits(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    name.is_empty() || name.starts_with("utm_") || matches!(name, "fbclid" | "gclid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_page_agree() {
        let cases = [
            ("https://example.org/a/b?x=1", Some("https://example.org/a/b?x=1")),
            ("http://EXAMPLE.org:80/a/b/?x=1#c3", Some("https://example.org/a/b?x=1")),
            ("https://example.org:443/a/b?utm_source=feed&x=1&fbclid=2&gclid=3", Some("https://example.org/a/b?x=1")),
            ("  https://ann:secret@example.org/?utm_medium=mail ", Some("https://example.org")),
            ("https://example.org:8080/", Some("https://example.org:8080")),
            ("https://example.org/?a=%20+&b&a=2", Some("https://example.org?a=%20+&b&a=2")),
            ("https://old.example.org/%7Eann", Some("https://old.example.org/%7Eann")),
            ("https://m.example.org/p", Some("https://m.example.org/p")),
            ("https://bücher.example/", Some("https://xn--bcher-kva.example")),
            ("javascript:alert(1)", None),
            ("file:///tmp/x", None),
            ("/a/b", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(canonical_url(text).as_deref(), expected, "{text}");
            let again = expected.and_then(canonical_url);
            assert_eq!(again.as_deref(), expected);
        }
    }

    fn sketch(keys: impl IntoIterator<Item = u64>) -> Sketch {
        let keys: Vec<u64> = keys.into_iter().collect();
        Sketch { article: None, comments: keys.len() as u64, least: keys.into_iter().take(Sketch::SIZE).collect() }
    }

    #[test]
    fn half_of_the_comments_make_it_the_same() {
        let old = sketch([1, 2, 3, 4, 5, 6]);
        assert_eq!(old.resembles(&sketch(1..10)), Resemblance::Same);
        assert_eq!(old.resembles(&sketch([1, 2, 8, 9, 10, 11, 12])), Resemblance::Perhaps);
        assert_eq!(sketch(1..11).resembles(&sketch((1..2).chain(20..40))), Resemblance::No);
        assert_eq!(old.resembles(&sketch([21, 22, 23, 24])), Resemblance::No);
        assert_eq!(sketch([]).resembles(&sketch([])), Resemblance::No);
        for few in 1..4 {
            assert_eq!(sketch(0..few).resembles(&sketch(0..few)), Resemblance::Perhaps);
        }
    }

    #[test]
    fn large_threads_are_told_by_a_sample() {
        let every = |step: usize| sketch((0..20_000).step_by(step));
        assert_eq!(every(1).resembles(&every(2)), Resemblance::Same);
        assert_eq!(every(2).resembles(&sketch((1..20_000).step_by(2))), Resemblance::No);
    }

    #[test]
    fn names_go_before_words() {
        let words = Sketch { article: Some(7), ..sketch(0..10) };
        let key = |site: &str, url: &str| DiscussionKey {
            site: (!site.is_empty()).then(|| site.into()),
            url: (!url.is_empty()).then(|| url.into()),
            sketch: words.clone(),
        };
        let cases = [
            (key("hn:1", ""), key("hn:1", ""), Resemblance::Same),
            (key("hn:1", ""), key("hn:2", ""), Resemblance::No),
            (key("hn:1", "https://a"), key("", ""), Resemblance::Same),
            (key("", "https://a"), key("", "https://a"), Resemblance::Same),
            (key("", "https://a"), key("", "https://b"), Resemblance::Perhaps),
            (key("", "https://a"), key("", ""), Resemblance::Same),
        ];
        for (one, other, expected) in cases {
            assert_eq!(one.resembles(&other), expected);
            assert_eq!(other.resembles(&one), expected);
        }
        let other = DiscussionKey { url: Some("https://b".into()), sketch: sketch(50..90), ..DiscussionKey::default() };
        assert_eq!(key("", "https://a").resembles(&other), Resemblance::No);
    }
}
