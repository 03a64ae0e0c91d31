//! What a page says of itself: address, title, author, date.

use std::collections::HashMap;

use super::linked;
use super::words::time;
use crate::loader::page::{Page, Selector};
use crate::model::body::Base;
use crate::model::{DraftWriter, Media};

/// The facts, as far as they are stated.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) url: Option<String>,
    /// What the page names as the place that its links lead from, if that is not its address.
    pub(super) base: Option<String>,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) time: Option<i64>,
    /// The article's text as the page states it for programs.
    pub(super) body: Option<String>,
    pub(super) total: Option<u64>,
}

/// Reads them.
pub(super) fn of(page: &Page<'_>) -> Meta {
    let names = names(page);
    let first = |keys: &[&str]| keys.iter().find_map(|key| names.get(*key)).map(|value| (*value).to_owned());
    let linked = linked::article(page).unwrap_or_default();
    let canonical = Selector::new("link[rel=canonical][href]").first(page).and_then(|id| page.attribute(id, "href"));
    let url = saved_from(page).or_else(|| canonical.map(str::to_owned)).or_else(|| first(&["og:url"])).or(linked.url);
    let written = [
        "article:published_time",
        "datepublished",
        "og:published_time",
        "dc.date",
        "dc.date.issued",
        "date",
        "pubdate",
        "citation_publication_date",
        "parsely-pub-date",
        "publish-date",
    ];
    let marked = Selector::new(
        "[itemprop~=datePublished][datetime], [itemprop~=datePublished][content], time[pubdate][datetime], time.entry-date[datetime]",
    );
    let marked =
        marked.first(page).and_then(|id| page.attribute(id, "datetime").or_else(|| page.attribute(id, "content")));
    let url = url.filter(|url| is_address(url));
    let base = Selector::new("base[href]").first(page).and_then(|id| page.attribute(id, "href"));
    let base = base.and_then(|named| Base::within(url.as_deref(), named)).map(|base| base.as_str().to_owned());
    Meta {
        base: base.filter(|base| Some(base) != url.as_ref()),
        url,
        title: linked.title.or_else(|| first(&["og:title", "twitter:title", "dc.title", "citation_title"])),
        author: linked
            .author
            .or_else(|| first(&["author", "dc.creator", "parsely-author", "citation_author", "article:author"]))
            .filter(|name| !is_address(name)),
        time: linked
            .time
            .or_else(|| written.iter().filter_map(|key| names.get(*key)).find_map(|value| time(value)))
            .or_else(|| marked.and_then(time)),
        body: linked.body,
        total: linked.total,
    }
}

impl Meta {
    /// Where the page comes from.
    pub(super) fn fill_origin(&self, writer: &mut DraftWriter) {
        let origin = writer.origin();
        origin.url = self.url.as_deref().map(Into::into);
        origin.base = self.base.as_deref().map(Into::into);
        let host = self.url.as_deref().and_then(|url| url::Url::parse(url).ok());
        if let Some(host) = host.as_ref().and_then(url::Url::host_str) {
            origin.namespace = host.strip_prefix("www.").unwrap_or(host).into();
        }
        origin.total = self.total;
    }

    /// Fills what nothing closer to the article has said.
    pub(super) fn fill(&self, writer: &mut DraftWriter) {
        let mut text = |value: &Option<String>| value.as_deref().map(|value| writer.pooled(value.trim(), Media::Plain));
        let (title, author, url) = (text(&self.title), text(&self.author), text(&self.url));
        let article = writer.article();
        for (slot, value) in [(&mut article.title, title), (&mut article.author, author), (&mut article.url, url)] {
            if slot.is_empty() {
                *slot = value.unwrap_or_default();
            }
        }
        article.time = article.time.or(self.time);
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// What the page's `meta` elements say: the first that says anything of a name.
fn names<'p>(page: &'p Page<'_>) -> HashMap<String, &'p str> {
    let mut names = HashMap::new();
    for id in page.ids().filter(|id| page.name(*id) == "meta") {
        let Some(content) = page.attribute(id, "content").map(str::trim).filter(|content| !content.is_empty()) else {
            continue;
        };
        for key in ["property", "name", "itemprop"].iter().filter_map(|key| page.attribute(id, key)) {
            names.entry(key.to_ascii_lowercase()).or_insert(content);
        }
    }
    names
}

/// The address that the program which saved the page wrote into it: `saved from url=(0042)…` of
/// browsers, `url: …` of SingleFile.
fn saved_from(page: &Page<'_>) -> Option<String> {
    let mut end = page.source_len().min(4096);
    while end > 0 && page.markup(0..end).is_empty() {
        end -= 1;
    }
    let head = page.markup(0..end);
    let browser = head.split_once("saved from url=(").and_then(|(_, rest)| rest.split_once(')')).map(|(_, rest)| rest);
    let single = head.split_once("SingleFile").and_then(|(_, rest)| rest.split_once("url:")).map(|(_, rest)| rest);
    let url = browser.or(single)?.split_whitespace().next()?;
    Some(url.to_owned())
}
