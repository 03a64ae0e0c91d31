//! Links of a document lead from where it stands: relative ones are made whole by its address.

use url::Url;

/// The address that a document's links lead from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(Url);

impl Base {
    /// A base on the web; anything else is none.
    #[must_use]
    pub fn new(address: &str) -> Option<Self> {
        let url = Url::parse(address.trim()).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(Self(url))
    }

    /// The base that a document names in itself, told from the address that it was read at.
    #[must_use]
    pub fn within(address: Option<&str>, named: &str) -> Option<Self> {
        let outer = address.and_then(Self::new);
        match outer {
            Some(outer) => outer.join(named).as_deref().and_then(Self::new),
            None => Self::new(named),
        }
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Where a relative link leads, if that is on the web.
    #[must_use]
    pub fn join(&self, link: &str) -> Option<String> {
        let url = self.0.join(link).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

/// The address of a link that a reader may follow: of the web or of mail. Tabs and line
/// ends in it are left out, as browsers do, before its scheme is believed. One without a
/// scheme leads from the base; without a base it leads nowhere, unless it names a host.
pub(super) fn address(value: &str, base: Option<&Base>) -> Option<String> {
    let url: String =
        value.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    match scheme(&url) {
        Some(scheme) => {
            ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(url)
        }
        None if url.is_empty() => None,
        None => match base {
            Some(base) => base.join(&url),
            None => url.starts_with("//").then(|| format!("https:{url}")),
        },
    }
}

/// What stands before the first colon, if it is a scheme and no part of a path.
fn scheme(url: &str) -> Option<&str> {
    let (front, _) = url.split_once(':')?;
    let is_scheme = front.starts_with(|c: char| c.is_ascii_alphabetic())
        && front.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some(front)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_base() {
        let base = Base::new("https://pond.example/a/b?x=1");
        for (link, expected) in [
            ("c", Some("https://pond.example/a/c")),
            ("/c d", Some("https://pond.example/c%20d")),
            ("../c", Some("https://pond.example/c")),
            ("?y=2", Some("https://pond.example/a/b?y=2")),
            ("#note-1", Some("https://pond.example/a/b?x=1#note-1")),
            ("//far.example/", Some("https://far.example/")),
            (" https://as.written/%zz ", Some("https://as.written/%zz")),
            ("HTTP://up.example", Some("HTTP://up.example")),
            ("mailto:ann@pond.example", Some("mailto:ann@pond.example")),
            ("a/b:c", Some("https://pond.example/a/a/b:c")),
            ("javascript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("data:text/html,x", None),
            ("file:///etc/passwd", None),
            ("", None),
        ] {
            assert_eq!(address(link, base.as_ref()).as_deref(), expected, "{link}");
        }
        for (link, expected) in
            [("c", None), ("#c", None), ("//far.example/", Some("https://far.example/")), ("1:2", None)]
        {
            assert_eq!(address(link, None).as_deref(), expected, "{link}");
        }
    }

    #[test]
    fn a_document_may_name_its_base() {
        let base = |address: &str, named: &str| Base::within(Some(address), named).map(|base| base.as_str().to_owned());
        assert_eq!(base("https://pond.example/a/b", "/x/").as_deref(), Some("https://pond.example/x/"));
        assert_eq!(base("https://pond.example/a", "https://far.example/").as_deref(), Some("https://far.example/"));
        assert_eq!(base("https://pond.example/a", "javascript:x"), None);
        assert!(Base::within(None, "/x/").is_none());
        assert!(Base::new("ftp://pond.example/").is_none());
    }
}
