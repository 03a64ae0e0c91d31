//! What sites call their discussions, told from the addresses of their pages: the same name
//! from a saved page as from what the site gives to programs, so that what a reader keeps
//! of one is there in the other.
//!
//! A namespace says whose ids the comments have; `site` names the discussion.

use crate::model::DraftWriter;

/// What is known of a page that is to be named.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts<'a> {
    /// Its address, if that is known.
    pub(super) address: &'a str,
    /// What the page calls its article; may be empty.
    pub(super) id: &'a str,
    /// When the article was published.
    pub(super) time: Option<i64>,
}

/// A name. What is unknown stays as it was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) namespace: String,
    pub(super) site: Option<String>,
    pub(super) url: Option<String>,
}

impl Name {
    /// Writes it down.
    pub(super) fn set(self, writer: &mut DraftWriter) {
        let origin = writer.origin();
        origin.namespace = self.namespace.into();
        if let Some(site) = self.site {
            origin.site = Some(site.into());
        }
        if let Some(url) = self.url {
            origin.url = Some(url.into());
        }
    }
}

/// Hacker News: the number of the story.
pub(super) fn hacker_news(facts: Facts<'_>) -> Name {
    let in_address = facts.address.split_once("item?id=").map_or("", |(_, rest)| rest);
    let id = if facts.id.is_empty() { digits(in_address) } else { facts.id };
    let is_id = !id.is_empty() && digits(id) == id;
    Name {
        namespace: "hn".to_owned(),
        site: is_id.then(|| format!("hn:{id}")),
        url: is_id.then(|| format!("https://news.ycombinator.com/item?id={id}")),
    }
}

/// Reddit: the post's id, without its kind.
pub(super) fn reddit(facts: Facts<'_>) -> Name {
    let in_address = facts.address.split_once("/comments/").map_or("", |(_, rest)| rest);
    let id = facts.id.strip_prefix("t3_").unwrap_or(facts.id);
    let id = if id.is_empty() { word(in_address) } else { id };
    let is_id = !id.is_empty() && word(id) == id;
    Name { namespace: "reddit".to_owned(), site: is_id.then(|| format!("reddit:{id}")), url: None }
}

/// Lobsters: the story's short id; ids of sister sites are their own.
pub(super) fn lobsters(facts: Facts<'_>) -> Name {
    let namespace = match host(facts.address) {
        "" | "lobste.rs" => "lobsters".to_owned(),
        host => format!("lobsters:{host}"),
    };
    let in_address = facts.address.split_once("/s/").map_or("", |(_, rest)| word(rest));
    let id = if facts.id.is_empty() { in_address } else { facts.id };
    Name { site: (!id.is_empty()).then(|| format!("{namespace}:{id}")), namespace, url: None }
}

/// Stack Exchange: the host and the question's number.
pub(super) fn stack_exchange(facts: Facts<'_>) -> Name {
    let in_address = facts.address.split_once("/questions/").map_or("", |(_, rest)| digits(rest));
    let id = if facts.id.is_empty() { in_address } else { facts.id };
    let host = host(facts.address);
    let is_known = !host.is_empty() && !id.is_empty();
    Name { namespace: "stackexchange".to_owned(), site: is_known.then(|| format!("{host}:{id}")), url: None }
}

/// GitHub: `owner/repo/issues/28`, from an address of its page or of its API.
pub(super) fn github(facts: Facts<'_>) -> Name {
    let page = github_page(facts.address);
    Name {
        namespace: "github".to_owned(),
        site: page.as_ref().map(|page| format!("github:{page}")),
        url: page.map(|page| format!("https://github.com/{page}")),
    }
}

/// `owner/repo/issues/28` from any address of that issue.
pub(super) fn github_page(address: &str) -> Option<String> {
    let (_, path) = address.split_once("github.com/")?;
    let path = path.strip_prefix("repos/").unwrap_or(path);
    let mut parts = path.split(['/', '#', '?']);
    let (owner, repo, kind, number) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let kind = if kind == "pulls" { "pull" } else { kind };
    let is_number = !number.is_empty() && digits(number) == number;
    (is_number && matches!(kind, "issues" | "pull" | "discussions")).then(|| format!("{owner}/{repo}/{kind}/{number}"))
}

/// Discourse: posts are numbered within their topic. What the site gives to programs does
/// not say which site that is, but when a topic began is always known of its first post, and
/// unlike its title never changes.
pub(super) fn discourse(facts: Facts<'_>) -> Name {
    let topic = if facts.id.is_empty() { topic(facts.address) } else { facts.id };
    let namespace = if topic.is_empty() { "discourse".to_owned() } else { format!("discourse:{topic}") };
    let site = facts.time.filter(|_| !topic.is_empty()).map(|time| format!("{namespace}@{time}"));
    Name { namespace, site, url: None }
}

/// The number of a topic: `HOST/t/SLUG/7`, `HOST/t/7`, either with a post's number behind.
fn topic(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let rest = path.split_once("/t/").map_or("", |(_, rest)| rest);
    rest.split('/').map(|part| part.trim_end_matches(".json")).find(|part| is_number(part)).unwrap_or_default()
}

/// Mastodon, and what speaks like it: the host of a status and its number there. A status
/// that is shown by another server than its own (`@ann@far.example`) has another number.
pub(super) fn mastodon(facts: Facts<'_>) -> Name {
    Name {
        namespace: "mastodon".to_owned(),
        site: Some(status(facts.address)).filter(|site| !site.is_empty()),
        url: None,
    }
}

/// The name of a post of the Fediverse by any of its addresses: those of Mastodon are two for
/// people and two for programs; others have one.
pub(super) fn status(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let mut parts = path.split('/').skip(3);
    let named = (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next());
    let id = match named {
        (Some(user), Some(id), None, ..) if user.strip_prefix('@').is_some_and(|name| !name.contains('@')) => id,
        (Some("users"), Some(_), Some("statuses"), Some(id), None, _) => id,
        (Some("ap"), Some("users"), Some(_), Some("statuses"), Some(id), None) => id,
        (Some(user), ..) if user.starts_with('@') => return String::new(),
        _ => return address.to_owned(),
    };
    if is_number(id) { format!("mastodon:{}/{id}", host(address)) } else { address.to_owned() }
}

/// The host of an address, without `www.`.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && digits(text) == text
}

/// The digits in front.
fn digits(text: &str) -> &str {
    front(text, |c| c.is_ascii_digit())
}

/// The letters and digits in front.
fn word(text: &str) -> &str {
    front(text, |c| c.is_ascii_alphanumeric())
}

fn front(text: &str, is_in: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !is_in(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Namer = fn(Facts<'_>) -> Name;

    fn site(name: Namer, address: &str) -> Option<String> {
        name(Facts { address, ..Facts::default() }).site
    }

    #[test]
    fn addresses_of_one_page_give_one_name() {
        let all: [(Namer, &str, &[&str]); 6] = [
            (
                hacker_news,
                "hn:42",
                &["https://news.ycombinator.com/item?id=42", "https://news.ycombinator.com/item?id=42&p=2"],
            ),
            (
                reddit,
                "reddit:a1b2",
                &[
                    "https://old.reddit.com/r/birds/comments/a1b2/song_at_night/",
                    "https://www.reddit.com/r/birds/comments/a1b2",
                    "https://www.reddit.com/r/birds/comments/a1b2/comment/x1/?context=3",
                ],
            ),
            (lobsters, "lobsters:ab12cd", &["https://lobste.rs/s/ab12cd", "https://lobste.rs/s/ab12cd/letters#c_x"]),
            (
                stack_exchange,
                "crafts.stackexchange.com:5",
                &[
                    "https://crafts.stackexchange.com/questions/5/why-does-paint-peel",
                    "https://crafts.stackexchange.com/questions/5",
                ],
            ),
            (
                github,
                "github:o/r/pull/7",
                &["https://github.com/o/r/pull/7#issuecomment-1", "https://api.github.com/repos/o/r/pulls/7"],
            ),
            (
                mastodon,
                "mastodon:pond.example/77",
                &[
                    "https://pond.example/@ann/77",
                    "https://pond.example/users/ann/statuses/77",
                    "https://pond.example/ap/users/12/statuses/77",
                ],
            ),
        ];
        for (name, expected, addresses) in all {
            for address in addresses {
                assert_eq!(site(name, address).as_deref(), Some(expected), "{address}");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_not_named() {
        assert_eq!(site(hacker_news, "https://news.ycombinator.com/news"), None);
        assert_eq!(site(reddit, "https://old.reddit.com/r/birds/"), None);
        assert_eq!(site(github, "https://github.com/o/r"), None);
        assert_eq!(site(stack_exchange, ""), None);
        // The number that another server has for it.
        assert_eq!(site(mastodon, "https://pond.example/@bo@far.example/9"), None);
        assert_eq!(
            lobsters(Facts { address: "https://tilde.example/s/zz", ..Facts::default() }).namespace,
            "lobsters:tilde.example"
        );
    }

    #[test]
    fn topics_are_named_by_their_number_and_beginning() {
        for address in
            ["https://t.example/t/frost/12", "https://t.example/t/12/3", "https://t.example/t/frost-2024/12/3?u=x"]
        {
            let name = discourse(Facts { address, time: Some(9), ..Facts::default() });
            assert_eq!(
                (name.namespace.as_str(), name.site.as_deref()),
                ("discourse:12", Some("discourse:12@9")),
                "{address}"
            );
        }
        assert_eq!(site(discourse, "https://t.example/t/frost/12"), None);
    }
}
