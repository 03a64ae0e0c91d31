//! What is known of a kind of page: where its comments are and where in them what is.
//!
//! All of it is data: selectors, and finds (`selector@attribute | selector | @attribute`: the
//! first that is there; without an attribute the words, without a selector the item's own).

use crate::loader::page::{Id, Page, Selector};
use crate::loader::site::{Facts, Name};
use crate::model::{Roles, State};

/// A kind of page. Empty strings mean that it has no such thing.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// Something that must be on the page; the items are sign enough if nothing is said.
    pub(super) page: &'static str,
    /// The elements that are comments.
    pub(super) item: &'static str,
    /// Find: the source's id.
    pub(super) id: &'static str,
    /// What stands in front of the id proper.
    pub(super) id_prefix: &'static [&'static str],
    /// Who is answered.
    pub(super) parent: By,
    /// Find: the post that a quote in it is from, for sources whose posts answer nobody.
    pub(super) quoted: &'static str,
    /// Finds: who, when, what.
    pub(super) author: &'static str,
    pub(super) time: &'static str,
    pub(super) body: &'static str,
    pub(super) score: &'static str,
    /// Find: its own address.
    pub(super) url: &'static str,
    /// What in a body, or in an item without one, is not its text.
    pub(super) drop: &'static str,
    /// In an item without a body, all that is no heading of it is its text.
    pub(super) rest: bool,
    /// Selectors that mean a fate, on the item or in it.
    pub(super) states: &'static [(&'static str, State)],
    /// Selectors that mean a role, on the item or in it.
    pub(super) roles: &'static [(&'static str, Roles)],
    /// Elements that stand for replies which are not on the page.
    pub(super) more: &'static str,
    /// The first item is what the others are about.
    pub(super) first_is_article: bool,
    /// How the site names its discussions; none for software that runs many sites.
    pub(super) site: Option<fn(Facts<'_>) -> Name>,
    /// What the page says of the article.
    pub(super) article: ArticleRule,
}

/// Where the article is, if the page is not searched for one. All are finds.
#[derive(Clone, Copy)]
pub(super) struct ArticleRule {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// The address of what is linked.
    pub(super) link: &'static str,
    pub(super) author: &'static str,
    pub(super) time: &'static str,
    pub(super) body: &'static str,
    pub(super) score: &'static str,
    /// Comments, as the page counts them.
    pub(super) total: &'static str,
    /// Whether a page without such a body is searched for one.
    pub(super) search: bool,
}

/// How a comment says whom it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// It stands in it.
    Nesting,
    /// Find: a number that grows with depth, at the first level any.
    Level(&'static str),
    /// A class with this prefix and the level's number; nesting where there is none.
    LevelClass(&'static str),
    /// So many of these elements are around it as it is deep.
    Wrapped(&'static str),
    /// Find: the id of the answered.
    Id(&'static str),
    /// Nothing says so.
    Nobody,
}

impl Rule {
    pub(super) const NONE: Self = Self {
        page: "",
        item: "",
        id: "@id",
        id_prefix: &["comment-", "comment_", "comment", "post-", "post_", "post", "c"],
        parent: By::Nesting,
        quoted: "",
        author: "",
        time: "",
        body: "",
        score: "",
        url: "",
        drop: "",
        rest: false,
        states: &[],
        roles: &[],
        more: "",
        first_is_article: false,
        site: None,
        article: ArticleRule::SEARCHED,
    };
}

impl ArticleRule {
    pub(super) const SEARCHED: Self =
        Self { id: "", title: "", link: "", author: "", time: "", body: "", score: "", total: "", search: true };
}

/// A find, ready to be used.
#[derive(Debug, Default)]
pub(super) struct Find(Vec<(Selector, &'static str, bool)>);

impl Find {
    pub(super) fn new(text: &'static str, page: &Page<'_>) -> Self {
        let part = |part: &'static str| {
            // Attribute tests hold no `@`, so the last one begins the attribute's name.
            let part = part.trim();
            let (selector, attribute) = part.rsplit_once('@').unwrap_or((part, ""));
            (Selector::new(selector).on(page), attribute.trim(), selector.trim().is_empty())
        };
        Self(text.split('|').filter(|part| !part.trim().is_empty()).map(part).collect())
    }

    /// How many places it may look at.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the element is what the place means; an item for places without a selector.
    pub(super) fn fits(&self, place: usize, page: &Page<'_>, id: Id, is_item: bool) -> bool {
        self.0.get(place).is_some_and(|(selector, attribute, own)| {
            (if *own { is_item } else { selector.matches(page, id) })
                && if attribute.is_empty() { has_words(page, id) } else { page.attribute(id, attribute).is_some() }
        })
    }

    /// What an element says at that place.
    pub(super) fn value(&self, place: usize, page: &Page<'_>, id: Id, without: &Selector) -> String {
        match self.0.get(place) {
            Some((_, "", _)) | None => page.line(id, without),
            Some((_, attribute, _)) => page.attribute(id, attribute).unwrap_or_default().trim().to_owned(),
        }
    }

    /// The first element of the page that it finds, with its place. Earlier places win.
    pub(super) fn first(&self, page: &Page<'_>, taken: impl Fn(Id) -> bool) -> Option<(usize, Id)> {
        (0..self.len()).find_map(|place| {
            let found = page.ids().find(|id| !taken(*id) && self.fits(place, page, *id, false));
            found.map(|id| (place, id))
        })
    }

    /// What the page says, not counting what is taken.
    pub(super) fn on_page(&self, page: &Page<'_>, taken: impl Fn(Id) -> bool) -> Option<String> {
        let (place, id) = self.first(page, taken)?;
        Some(self.value(place, page, id, &Selector::default())).filter(|value| !value.is_empty())
    }
}

/// Whether it says anything soon after its beginning.
fn has_words(page: &Page<'_>, id: Id) -> bool {
    page.text(id).bytes().take(4096).any(|b| !b.is_ascii_whitespace())
}
